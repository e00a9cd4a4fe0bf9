"""A report goes from one state to another, with who, when and why.

Owns what a move needs (reasons, an agency, a date, a photo) and what follows from it: closing time, first response,
who answers for it, and the clock of closing (docs/decisions/0090). Which moves there are is ``models.state.MOVES``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from commandcenter.models.category import close_by
from commandcenter.models.clock import after_move
from commandcenter.models.identity import AgencyCode, MediaId
from commandcenter.models.instant import WIB, from_ms, optional_ms, to_ms
from commandcenter.models.photo import PhotoStage
from commandcenter.models.priority import after_reopening
from commandcenter.models.report import Report, Transition, TransitionKind
from commandcenter.models.state import CLOSED_STATES, OPEN_STATES, State, check_move
from commandcenter.models.table import media, transitions
from commandcenter.store.act.hand_over import check_agency, record_hand_over
from commandcenter.store.act.outcome import Act, Outcome
from commandcenter.store.act.photo import add_photos_of, photos_of
from commandcenter.store.act.reach import reached_report
from commandcenter.store.act.subject import (
    LastEntry,
    change_report,
    check_base,
    first_response,
    last_entry,
    next_entry,
)
from commandcenter.store.catalogue import load_categories
from commandcenter.store.failure import (
    AgencyMissing,
    EstimateMissing,
    MoveUnknown,
    PhotoMissing,
    ReasonMissing,
)
from commandcenter.store.field import MAX_FIELD_CHARS, MAX_NOTE_CHARS, text_field
from commandcenter.store.photo.attachment import attach, media_ids_of

LONGEST_ESTIMATE = timedelta(days=366)

_HANDED_OVER = frozenset({State.COORDINATING, State.DELEGATED})
_WITH_REASON = frozenset(
    {(state, State.REJECTED) for state in State}
    | {(State.COORDINATING, State.WAITING), (State.IN_PROGRESS, State.WAITING)}
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a payload of ``move`` asks for.

    Attributes:
        note: Free text; the reason where the move needs one.
        agency: Who shall answer for it from now on.
        estimated_at: By when it shall be done, for ``estimated``.
        photo_urls: Where photos are: of the work done, or of its progress where the move does not end it.
        media: Photos that were sent before, of the same.
        no_photo_reason: Why there is none.
        reference: What a body outside the city, to which it is handed, calls it.
    """

    to_state: State
    note: str
    agency: AgencyCode | None
    estimated_at: datetime | None
    photo_urls: tuple[str, ...]
    no_photo_reason: str | None
    reference: str | None = None
    media: tuple[MediaId, ...] = ()


def move(act: Act) -> Outcome:
    """Bring the report into another state.

    Raises:
        Failure: If the move is not allowed, or lacks what it needs; says which.
        Conflict: If the report changed since the base version.
    """
    wanted = read_move(act.intent.payload)
    report = reached_report(act)
    last = last_entry(act, report.id)
    check_base(act, report, last, wanted.to_state.value)
    return move_report(act, report, last, wanted)


def move_report(act: Act, report: Report, last: LastEntry, wanted: Wanted) -> Outcome:
    """Bring a report that is held into another state, as its own or some other act asks.

    Args:
        act: The act.
        report: As it was read and locked.
        last: The end of its timeline.
        wanted: What shall be.

    Raises:
        Failure: If the move is not allowed, or lacks what it needs; says which.
    """
    check_move(report.state, wanted.to_state)
    entry = next_entry(act, report, last, TransitionKind.MOVED, wanted.to_state)
    _check_needs(act, report, wanted, entry.acted_at)
    entry = replace(entry, note=_note(wanted))
    fields = _fields(act, report, wanted, entry.acted_at)
    if "agency" in fields:
        _hand_over(act, report, wanted, entry)
    outcome = change_report(act, report, fields, entry)
    stage = PhotoStage.AFTER if wanted.to_state is State.DONE else PhotoStage.PROGRESS
    sent = attach(act.connection, act.city, report.id, wanted.media, stage, act.now)
    linked = add_photos_of(act, report, wanted.photo_urls, stage)
    return replace(outcome, made=[*outcome.made, *linked, *sent])


def _hand_over(act: Act, report: Report, wanted: Wanted, entry: Transition) -> None:
    outside = wanted.agency is not None and check_agency(act, report, wanted.agency, wanted.reference or wanted.note)
    record_hand_over(act, report, wanted.agency, entry, outside=outside, reference=wanted.reference)


def read_move(payload: Mapping[str, object]) -> Wanted:
    """Read a payload of ``move``.

    Raises:
        MoveUnknown: If it names no state.
        EstimateMissing: If its date is none.
        Failure: If a text is too long or none.
    """
    try:
        to_state = State(str(payload.get("to_state")))
    except ValueError as error:
        raise MoveUnknown(wanted=str(payload.get("to_state"))[:MAX_FIELD_CHARS]) from error
    agency = text_field(payload, "agency", MAX_FIELD_CHARS)
    return Wanted(
        to_state=to_state,
        note=text_field(payload, "note", MAX_NOTE_CHARS) or "",
        agency=None if agency is None else AgencyCode(agency),
        estimated_at=_instant(payload.get("estimated_ms")),
        photo_urls=photos_of(payload),
        no_photo_reason=text_field(payload, "no_photo_reason", MAX_NOTE_CHARS),
        reference=text_field(payload, "reference", MAX_FIELD_CHARS),
        media=media_ids_of(payload),
    )


def _instant(value: object) -> datetime | None:
    if value is None:
        return None
    try:
        if isinstance(value, bool) or not isinstance(value, int):
            raise EstimateMissing
        return from_ms(value)
    except (ValueError, OverflowError) as error:
        raise EstimateMissing from error


def _check_needs(act: Act, report: Report, wanted: Wanted, acted_at: datetime) -> None:
    """Say nothing if the move brings what it needs."""
    if (report.state, wanted.to_state) in _WITH_REASON and not wanted.note:
        raise ReasonMissing(number=report.number)
    if wanted.to_state in _HANDED_OVER and wanted.agency is None:
        raise AgencyMissing(number=report.number)
    if wanted.to_state is State.ESTIMATED and not (
        wanted.estimated_at is not None and acted_at < wanted.estimated_at <= acted_at + LONGEST_ESTIMATE
    ):
        raise EstimateMissing
    brings = wanted.photo_urls or wanted.media or wanted.no_photo_reason
    if wanted.to_state is State.DONE and not (brings or _has_after_photo(act, report)):
        raise PhotoMissing(number=report.number)


def _has_after_photo(act: Act, report: Report) -> bool:
    """Return whether a photo of the work done is there that was not already there when it was last reopened."""
    reopened = _entered(act, report, State.REOPENED)
    photo = select(media.c.id).where(
        media.c.city == act.city,
        media.c.report_id == report.id,
        media.c.stage == "after",
        media.c.recorded_ms > (-1 if reopened is None else reopened[1]),
    )
    return act.connection.execute(photo.limit(1)).first() is not None


def _note(wanted: Wanted) -> str:
    """Return the entry's note: what the person wrote, below it what the move was given, in the city's language.

    A timeline's notes are texts of the city, like those that people write, and are not translated.
    """
    lines = [wanted.note]
    if wanted.agency is not None:
        lines.append(f"Kepada: {wanted.agency}")
    if wanted.reference is not None:
        lines.append(f"Nomor tiket: {wanted.reference}")
    if wanted.to_state is State.ESTIMATED and wanted.estimated_at is not None:
        lines.append(f"Perkiraan selesai: {wanted.estimated_at.astimezone(WIB):%d.%m.%Y %H.%M} WIB")
    if wanted.to_state is State.DONE and wanted.no_photo_reason is not None:
        lines.append(f"Tanpa foto sesudah: {wanted.no_photo_reason}")
    return "\n".join(line for line in lines if line)


def _fields(act: Act, report: Report, wanted: Wanted, acted_at: datetime) -> dict[str, Any]:
    """Return the report's columns that the move changes."""
    closes = wanted.to_state in CLOSED_STATES
    fields: dict[str, Any] = {
        "state": wanted.to_state.value,
        "closed_ms": to_ms(acted_at) if closes else None,
        "close_by_ms": to_ms(_due(act, report, wanted, acted_at)),
        "paused_ms": to_ms(acted_at) if wanted.to_state is State.ESTIMATED else None,
        "expected_ms": optional_ms(wanted.estimated_at if wanted.to_state is State.ESTIMATED else None),
    }
    if wanted.agency is not None:
        fields["agency"] = wanted.agency
    elif (report.state, wanted.to_state) == (State.COORDINATING, State.WAITING):
        # Back to the sender: the office of the report's own area.
        fields["agency"] = None
    if wanted.photo_urls or wanted.media:
        fields["has_photo"] = True
    if wanted.to_state is State.REOPENED:
        fields["priority"] = int(after_reopening(report.priority))
    if report.acknowledged_at is None and report.state in OPEN_STATES:
        fields |= first_response(act, acted_at)
    return fields


def _due(act: Act, report: Report, wanted: Wanted, acted_at: datetime) -> datetime:
    """Return when closing is due after the move."""

    def limit_from(start_at: datetime) -> datetime:
        return close_by(load_categories(act.connection, act.city)[report.category], start_at)

    paused = _entered(act, report, State.ESTIMATED) if report.state is State.ESTIMATED else None
    since_at = acted_at if paused is None else from_ms(paused[0])
    try:
        return after_move(report.close_by, (report.state, since_at), (wanted.to_state, acted_at), limit_from)
    except OverflowError:
        # A limit at the end of the calendar, as other systems write where they have none, can't be put off.
        return report.close_by


def _entered(act: Act, report: Report, state: State) -> tuple[int, int] | None:
    """Return when the report was last moved into a state: acted and recorded, ms; None if it never was."""
    row = act.connection.execute(
        select(transitions.c.acted_ms, transitions.c.recorded_ms)
        .where(
            transitions.c.city == act.city,
            transitions.c.report_id == report.id,
            transitions.c.kind == TransitionKind.MOVED.value,
            transitions.c.to_state == state.value,
        )
        .order_by(transitions.c.sequence.desc())
        .limit(1)
    ).one_or_none()
    return None if row is None else (row.acted_ms, row.recorded_ms)
