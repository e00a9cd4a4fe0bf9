"""Somebody sees that one thing happened of which several reports speak."""

from __future__ import annotations

from collections.abc import Mapping

from commandcenter.models.flat import flatten
from commandcenter.models.identity import IncidentId, id_at, read_id
from commandcenter.models.incident import Incident, IncidentState
from commandcenter.models.record import Entity
from commandcenter.models.report import Report
from commandcenter.models.table import incidents
from commandcenter.store.act.code import applied_to
from commandcenter.store.act.failure import TooManyReports
from commandcenter.store.act.held_incident import join
from commandcenter.store.act.outcome import Act, Outcome
from commandcenter.store.act.reach import check_reach
from commandcenter.store.act.subject import locked_report_of
from commandcenter.store.database import insert_if_absent
from commandcenter.store.failure import FieldMissing, ReportUnknown
from commandcenter.store.feed import Change, put
from commandcenter.store.field import MAX_FIELD_CHARS, needed_text

MOST_REPORTS = 200
"""Reports that one act takes; more would hold up the feed of everybody else."""


def open_incident(act: Act) -> Outcome:
    """Make an incident of the reports that the payload names; it lies where the first of them does.

    Raises:
        Failure: If it has no name, names no report, or one that is closed, elsewhere, out of scope or not there.
    """
    name = needed_text(act.intent.payload, "name", MAX_FIELD_CHARS)
    named = _named_reports(act.intent.payload)
    held = {report_id: _reached(act, report_id) for report_id in sorted(named)}
    incident = _insert(act, name, held[named[0]], len(held))
    made: list[Change] = []
    for report in held.values():
        made += join(act, report, incident.id, name)
    return Outcome(
        applied_to(act, str(incident.id), incident.version), [put(Entity.INCIDENT, {"id": incident.id}), *made]
    )


def _named_reports(payload: Mapping[str, object]) -> list[int]:
    """Return the ids of the named reports, in the order in which they were named."""
    given = payload.get("reports")
    if not isinstance(given, list) or not given:
        raise FieldMissing(field="reports")
    if len(given) > MOST_REPORTS:
        raise TooManyReports(count=len(given), limit=MOST_REPORTS)
    named = [read_id(each) for each in given if isinstance(each, str)]
    found = [each for each in named if each is not None]
    if len(found) < len(given):
        raise ReportUnknown
    return found


def _reached(act: Act, report_id: int) -> Report:
    report = locked_report_of(act, report_id)
    check_reach(act, report)
    return report


def _insert(act: Act, name: str, first: Report, reports: int) -> Incident:
    """Write the incident under a free id."""
    while True:
        incident = Incident(
            id=IncidentId(id_at(act.now)),
            version=1,
            name=name,
            state=IncidentState.OPEN,
            category=first.category,
            place=first.place,
            area=first.area,
            reports=reports,
            created_at=act.now,
            updated_at=act.now,
            closed_at=None,
        )
        if insert_if_absent(act.connection, incidents, {"city": act.city, **flatten(incident)}):
            return incident
