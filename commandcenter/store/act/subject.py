"""The report that an act is about: read and held, checked against what the person saw, changed by one version."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from commandcenter.models.before import before_text
from commandcenter.models.identity import ReportId, is_id
from commandcenter.models.instant import from_ms, to_ms
from commandcenter.models.intent import ConflictSide, IntentResult, IntentStatus
from commandcenter.models.record import KEYS, Entity, report_of, transition_record
from commandcenter.models.report import Report, Transition, TransitionKind
from commandcenter.models.role import Role
from commandcenter.models.state import State
from commandcenter.models.table import jobs, media, reports, transitions
from commandcenter.store.act.chain import is_made_by_own
from commandcenter.store.act.job_row import ends_job, withdraw_job
from commandcenter.store.act.outcome import Act, Conflict, Outcome
from commandcenter.store.failure import ReportUnknown, VersionChanged
from commandcenter.store.feed import Change, put

_CITIZENS = {Role.PUBLIC: "Warga", Role.REPORTER: "Warga"}
"""Whom a timeline names where citizens act: it is told to all who see the report."""


@dataclass(frozen=True, slots=True)
class LastEntry:
    """The end of a report's timeline.

    Attributes:
        actor: Who did the last thing.
        acted_at: When, UTC.
    """

    sequence: int
    actor: str
    acted_at: datetime


def locked_report(act: Act) -> Report:
    """Read the report and keep others from changing it until the transaction ends.

    Raises:
        ReportUnknown: If there is no such report.
    """
    return locked_report_of(act, act.intent.subject)


def locked_report_of(act: Act, report_id: int | None) -> Report:
    """Do the same of a report that the act names otherwise than as its subject."""
    if report_id is None or not is_id(report_id):
        raise ReportUnknown
    row = (
        act.connection.execute(
            select(reports).where(reports.c.city == act.city, reports.c.id == report_id).with_for_update()
        )
        .mappings()
        .one_or_none()
    )
    if row is None:
        raise ReportUnknown
    return report_of(dict(row))


def last_entry(act: Act, report_id: ReportId) -> LastEntry:
    """Return the end of a report's timeline; every report has at least its beginning."""
    row = act.connection.execute(
        select(transitions.c.sequence, transitions.c.actor, transitions.c.acted_ms)
        .where(transitions.c.city == act.city, transitions.c.report_id == report_id)
        .order_by(transitions.c.sequence.desc())
        .limit(1)
    ).one()
    return LastEntry(row.sequence, row.actor, from_ms(row.acted_ms))


def check_base(act: Act, report: Report, last: LastEntry, mine: str) -> None:
    """Say nothing if the person saw this version, or own acts that this one was made on top of made it since.

    Args:
        act: The act.
        report: As it is now.
        last: The end of its timeline: who changed it, in a conflict.
        mine: What the act would have made of it, as the conflict will show it.

    Raises:
        Conflict: If somebody else changed it in the meantime.
    """
    base = act.intent.base_version
    if base is None or base == report.version:
        return
    if is_made_by_own(act, report.version, lambda result: result.subject == report.id):
        return
    theirs = ConflictSide(report.state.value, last.actor, last.acted_at)
    raise Conflict(VersionChanged(number=report.number, actor=last.actor), report.version, mine, theirs)


def bounded_time(act: Act, report: Report, last: LastEntry) -> datetime:
    """Return when the person acted: not after the store's clock, and not before the report and its last entry.

    Of the two the second is the stronger: where the store's clock was put back, a timeline still never runs backwards.
    """
    return max(min(act.intent.acted_at, act.now), report.created_at, last.acted_at)


def unchanged(act: Act, report: Report) -> Outcome:
    """Return that the act is as good as done: the report is already what it would have made of it."""
    return Outcome(_applied(act, report.id, report.version), (), found_version=report.version)


def moved_on(act: Act, report: Report) -> Outcome:
    """Return that the act was applied and made the report's next version; what it changed is told elsewhere."""
    return Outcome(_applied(act, report.id, report.version + 1), (), found_version=report.version)


def change_report(act: Act, report: Report, fields: Mapping[str, Any], entry: Transition) -> Outcome:
    """Write the report's changed fields under its next version, and the timeline's next entry.

    Where area, agency or category change, whoever sees the report from now on gets all that belongs to it.

    Args:
        act: The act.
        report: As it was read.
        fields: Changed values by column, besides version and time of change.
        entry: The timeline's next entry.
    """
    return _write(act, report, {**fields, "version": report.version + 1}, entry, report.version + 1)


def add_entry(act: Act, report: Report, fields: Mapping[str, Any], entry: Transition) -> Outcome:
    """Write the timeline's next entry, and fields that are no base of conflicts: the version stays.

    Args:
        act: The act.
        report: As it was read.
        fields: Changed values by column, besides the time of change; none: the report itself stays as it is.
        entry: The timeline's next entry.
    """
    return _write(act, report, fields, entry, report.version)


def _write(act: Act, report: Report, fields: Mapping[str, Any], entry: Transition, version: int) -> Outcome:
    made = []
    if fields:
        set_fields(act, report, fields)
        made.append(put(Entity.REPORT, {"id": report.id}))
        if _changes_sight(report, fields):
            made += _whole_story(act, report)
    record = transition_record(replace(entry, before=before_text(report, fields)))
    act.connection.execute(transitions.insert().values(city=act.city, **record))
    made.append(put(Entity.TRANSITION, record))
    if ends_job(report.state, fields.get("state")):
        made += withdraw_job(act, report.id, entry)
    return Outcome(_applied(act, report.id, version), made, found_version=report.version)


def set_fields(act: Act, report: Report, fields: Mapping[str, Any]) -> None:
    """Write a report's fields by column, and when it changed; publishes nothing."""
    act.connection.execute(
        update(reports)
        .where(reports.c.city == act.city, reports.c.id == report.id)
        .values({**fields, "updated_ms": to_ms(act.now)})
    )


def _changes_sight(report: Report, fields: Mapping[str, Any]) -> bool:
    """Return whether others may see the report from now on than did until now."""
    return any(
        name in fields and fields[name] != before
        for name, before in (("area", report.area), ("agency", report.agency), ("category", report.category))
    )


def _whole_story(act: Act, report: Report) -> list[Change]:
    """Return all that is known to belong to a report, as changes: who sees it from now on has none of it yet."""
    story: list[Change] = []
    for entity, table in ((Entity.TRANSITION, transitions), (Entity.MEDIA, media), (Entity.JOB, jobs)):
        keys = select(*(table.c[name] for name in KEYS[entity])).where(
            table.c.city == act.city, table.c.report_id == report.id
        )
        story += [put(entity, dict(row)) for row in act.connection.execute(keys).mappings()]
    if report.incident is not None:
        story.append(put(Entity.INCIDENT, {"id": report.incident}))
    return story


def next_entry(
    act: Act, report: Report, last: LastEntry, kind: TransitionKind, to_state: State, note: str = ""
) -> Transition:
    """Return the timeline's next entry, in the name of whoever acts; citizens appear by no name of theirs."""
    return Transition(
        report_id=report.id,
        sequence=last.sequence + 1,
        kind=kind,
        from_state=report.state,
        to_state=to_state,
        actor=_CITIZENS.get(act.principal.role, act.principal.name),
        note=note,
        acted_at=bounded_time(act, report, last),
        recorded_at=act.now,
        reconstructed=False,
    )


def noted(what: str, note: str | None) -> str:
    """Return an entry's note: what was done, below it what the person wrote, in the city's language."""
    return "\n".join(line for line in (what, note) if line)


def first_response(act: Act, acted_at: datetime) -> dict[str, Any]:
    """Return the columns that record the first response, by whoever acts."""
    return {"acknowledged_ms": to_ms(acted_at), "acknowledged_by": act.principal.name}


def _applied(act: Act, report_id: ReportId, version: int) -> IntentResult:
    return IntentResult(act.intent.intent_id, IntentStatus.APPLIED, subject=report_id, version=version)
