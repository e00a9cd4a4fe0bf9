"""Somebody has read a report and takes it on: the first response, recorded once. It is no move."""

from __future__ import annotations

from sqlalchemy import func, select, update

from commandcenter.models.identity import CityCode, ReportId
from commandcenter.models.instant import from_ms, to_ms
from commandcenter.models.intent import ConflictSide, IntentResult, IntentStatus
from commandcenter.models.record import Entity, report_of, transition_record
from commandcenter.models.report import Report, Transition, TransitionKind
from commandcenter.models.state import CLOSED_STATES
from commandcenter.models.table import intents, reports, transitions
from commandcenter.protocol.act import result_from_json
from commandcenter.store.act.outcome import Act, Conflict, Outcome
from commandcenter.store.failure import AlreadyTakenOn, ReportClosed, ReportUnknown, VersionChanged
from commandcenter.store.feed import put

_INT64_END = 1 << 63


def take_on(act: Act) -> Outcome:
    """Record who has taken the report on, and when.

    Raises:
        ReportUnknown: If there is no such report.
        ReportClosed: If nothing is left to take on.
        Conflict: If somebody else has taken it on, or it changed since the base version.
    """
    report = _locked(act)
    if report.acknowledged_at is not None and report.acknowledged_by is not None:
        if report.acknowledged_by != act.principal.name:
            theirs = ConflictSide(report.acknowledged_by, report.acknowledged_by, report.acknowledged_at)
            failure = AlreadyTakenOn(actor=report.acknowledged_by, number=report.number)
            raise Conflict(failure, report.version, act.principal.name, theirs)
        return Outcome(_applied(act, report.id, report.version), ())
    if report.state in CLOSED_STATES:
        raise ReportClosed(number=report.number)
    _check_base(act, report)
    acted_at = min(max(act.intent.acted_at, report.created_at), act.now)
    act.connection.execute(
        update(reports)
        .where(reports.c.city == act.city, reports.c.id == report.id)
        .values(
            acknowledged_ms=to_ms(acted_at),
            acknowledged_by=act.principal.name,
            updated_ms=to_ms(act.now),
            version=report.version + 1,
        )
    )
    entry = transition_record(
        Transition(
            report_id=report.id,
            sequence=_next_sequence(act, report.id),
            kind=TransitionKind.TAKEN_ON,
            from_state=report.state,
            to_state=report.state,
            actor=act.principal.name,
            note="",
            acted_at=acted_at,
            recorded_at=act.now,
            reconstructed=False,
        )
    )
    act.connection.execute(transitions.insert().values(city=act.city, **entry))
    made = [put(Entity.REPORT, {"id": report.id}), put(Entity.TRANSITION, entry)]
    return Outcome(_applied(act, report.id, report.version + 1), made)


def _applied(act: Act, report_id: ReportId, version: int) -> IntentResult:
    return IntentResult(act.intent.intent_id, IntentStatus.APPLIED, subject=report_id, version=version)


def _locked(act: Act) -> Report:
    """Read the report and keep others from changing it until the transaction ends."""
    subject = act.intent.subject
    if subject is None or not 0 <= subject < _INT64_END:
        raise ReportUnknown
    row = (
        act.connection.execute(
            select(reports).where(reports.c.city == act.city, reports.c.id == subject).with_for_update()
        )
        .mappings()
        .one_or_none()
    )
    if row is None:
        raise ReportUnknown
    return report_of(dict(row))


def _check_base(act: Act, report: Report) -> None:
    """Say nothing if the person saw this version, or one's own named act made it."""
    base = act.intent.base_version
    if base is None or base == report.version or _made_by_own(act, report):
        return
    last = act.connection.execute(
        select(transitions.c.actor, transitions.c.acted_ms)
        .where(transitions.c.city == act.city, transitions.c.report_id == report.id)
        .order_by(transitions.c.sequence.desc())
        .limit(1)
    ).one()
    theirs = ConflictSide(report.state.value, last.actor, from_ms(last.acted_ms))
    raise Conflict(VersionChanged(number=report.number, actor=last.actor), report.version, act.principal.name, theirs)


def _made_by_own(act: Act, report: Report) -> bool:
    """Return whether the act that this one names was one's own and made the present version."""
    if act.intent.after_intent is None:
        return False
    row = act.connection.execute(
        select(intents.c.principal, intents.c.result).where(
            intents.c.city == act.city, intents.c.intent_id == act.intent.after_intent
        )
    ).one_or_none()
    if row is None or row.principal != act.principal.name or row.result is None:
        return False
    result = result_from_json(row.result)
    return result.status is IntentStatus.APPLIED and result.subject == report.id and result.version == report.version


def _next_sequence(act: Act, report_id: ReportId) -> int:
    city: CityCode = act.city
    last = act.connection.execute(
        select(func.max(transitions.c.sequence)).where(transitions.c.city == city, transitions.c.report_id == report_id)
    ).scalar_one()
    return (last or 0) + 1
