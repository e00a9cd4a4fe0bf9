"""A report turns out to speak of something else than its incident."""

from __future__ import annotations

from dataclasses import replace

from commandcenter.models.report import TransitionKind
from commandcenter.store.act.failure import NotInIncident
from commandcenter.store.act.held_incident import change_incident, held_incident
from commandcenter.store.act.outcome import Act, Outcome
from commandcenter.store.act.reach import reached_report
from commandcenter.store.act.subject import change_report, check_base, last_entry, next_entry


def part_incident(act: Act) -> Outcome:
    """Take the report out of the incident that the target names, as if it had never joined; the timeline keeps it.

    A closed incident is left too: a report that was opened again may speak of something else.

    Raises:
        Failure: If either is not there or out of scope, or the report does not belong to the incident.
        Conflict: If the report changed since the base version.
    """
    incident = held_incident(act)
    report = reached_report(act)
    last = last_entry(act, report.id)
    check_base(act, report, last, "-")
    if report.incident != incident.id:
        raise NotInIncident(number=report.number)
    _, change = change_incident(act, incident, reports_more=-1)
    entry = next_entry(act, report, last, TransitionKind.PARTED, report.state, f"Insiden: {incident.name}")
    outcome = change_report(act, report, {"incident": None}, entry)
    result = replace(outcome.result, target=act.intent.target)
    return replace(outcome, result=result, made=[change, *outcome.made])
