"""A report turns out to speak of an incident that is known."""

from __future__ import annotations

from dataclasses import replace

from commandcenter.store.act.held_incident import change_incident, join, open_incident_held
from commandcenter.store.act.outcome import Act, Outcome
from commandcenter.store.act.reach import reached_report
from commandcenter.store.act.subject import check_base, last_entry, moved_on, unchanged


def join_incident(act: Act) -> Outcome:
    """Have the report point to the incident that the target names; it keeps its number, its reporter and its clock.

    Raises:
        Failure: If either is not there, closed or out of scope, or the report belongs to another incident.
        Conflict: If the report changed since the base version.
    """
    incident = open_incident_held(act)
    report = reached_report(act)
    check_base(act, report, last_entry(act, report.id), incident.name)
    if report.incident == incident.id:
        return _told(unchanged(act, report), act)
    made = join(act, report, incident.id, incident.name)
    _, change = change_incident(act, incident, reports_more=1)
    return _told(replace(moved_on(act, report), made=[change, *made]), act)


def _told(outcome: Outcome, act: Act) -> Outcome:
    return replace(outcome, result=replace(outcome.result, target=act.intent.target))
