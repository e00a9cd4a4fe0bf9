"""The incident that an act is about: read and held, changed by one version, its reports told.

Whoever holds an incident and reports holds the incident first and the reports by their ids, so that two acts never
wait for each other.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import select, update

from commandcenter.models.flat import flatten, rebuild
from commandcenter.models.identity import IncidentId, ReportId, read_id
from commandcenter.models.incident import Incident, IncidentState
from commandcenter.models.record import Entity
from commandcenter.models.report import Report, TransitionKind
from commandcenter.models.state import CLOSED_STATES
from commandcenter.models.table import incidents, reports
from commandcenter.store.act.failure import IncidentClosed, IncidentUnknown, InOtherIncident
from commandcenter.store.act.outcome import Act
from commandcenter.store.act.subject import change_report, last_entry, next_entry
from commandcenter.store.failure import OutOfScope, ReportClosed
from commandcenter.store.feed import Change, put
from commandcenter.store.part import part_of


def held_incident(act: Act) -> Incident:
    """Read the incident that the act's target names, and keep others from changing it until the transaction ends.

    Raises:
        IncidentUnknown: If there is none.
        OutOfScope: If the actor's key is not shown it: joining would show it, and each refusal names it.
    """
    incident_id = read_id(act.intent.target)
    if incident_id is None:
        raise IncidentUnknown
    its_own = (incidents.c.city == act.city, incidents.c.id == incident_id)
    row = act.connection.execute(select(incidents).where(*its_own).with_for_update()).mappings().one_or_none()
    if row is None:
        raise IncidentUnknown
    seen = part_of(act.connection, act.city, act.principal.scope).rows(Entity.INCIDENT)
    if seen is not None and act.connection.execute(select(incidents.c.id).where(*its_own, seen)).first() is None:
        raise OutOfScope(name=act.principal.name)
    return rebuild(Incident, dict(row))


def open_incident_held(act: Act) -> Incident:
    """Do the same of an incident that must be open.

    Raises:
        IncidentUnknown: If there is none.
        OutOfScope: If the actor's key is not shown it.
        IncidentClosed: If it is closed.
    """
    incident = held_incident(act)
    if incident.state is IncidentState.CLOSED:
        raise IncidentClosed(name=incident.name)
    return incident


def change_incident(
    act: Act, incident: Incident, *, reports_more: int = 0, closed_at: datetime | None = None
) -> tuple[Incident, Change]:
    """Write an incident's next version.

    Args:
        act: The act.
        incident: As it was read.
        reports_more: How many reports point to it that did not; fewer: negative.
        closed_at: When it was finished; None: it stays as it is.
    """
    changed = replace(
        incident,
        version=incident.version + 1,
        reports=incident.reports + reports_more,
        state=incident.state if closed_at is None else IncidentState.CLOSED,
        closed_at=incident.closed_at if closed_at is None else closed_at,
        updated_at=act.now,
    )
    act.connection.execute(
        update(incidents)
        .where(incidents.c.city == act.city, incidents.c.id == incident.id)
        .values(**{name: value for name, value in flatten(changed).items() if name != "id"})
    )
    return changed, put(Entity.INCIDENT, {"id": incident.id})


def join(act: Act, report: Report, incident_id: IncidentId, name: str) -> list[Change]:
    """Have an open report that is held point to an incident.

    Raises:
        ReportClosed: If it is closed.
        InOtherIncident: If it points to one already.
    """
    if report.state in CLOSED_STATES:
        raise ReportClosed(number=report.number)
    if report.incident is not None:
        raise InOtherIncident(number=report.number)
    last = last_entry(act, report.id)
    entry = next_entry(act, report, last, TransitionKind.JOINED, report.state, f"Insiden: {name}")
    return list(change_report(act, report, {"incident": incident_id}, entry).made)


def reports_of(act: Act, incident: Incident) -> list[ReportId]:
    """Return the reports that point to an incident, by their ids."""
    rows = act.connection.execute(
        select(reports.c.id).where(reports.c.city == act.city, reports.c.incident == incident.id).order_by(reports.c.id)
    )
    return [ReportId(report_id) for report_id in rows.scalars()]
