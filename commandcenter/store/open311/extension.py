"""What ``extensions=true`` adds to a request: the finer state, all public photos, choices made, and what happened.

Owns what of these the public may see. A timeline is told by what was done and when; who did it and what they wrote
stays with the office, but for its answers, which were written for everybody to read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, case, select

from commandcenter.models.identity import CityCode, ReportId
from commandcenter.models.instant import from_ms
from commandcenter.models.report import Report, TransitionKind
from commandcenter.models.state import CLOSED_STATES, State
from commandcenter.models.table import report_replies, transitions
from commandcenter.store.language import LANGUAGES, STATE_WORDS, translated
from commandcenter.store.open311.answer import date_text
from commandcenter.store.open311.photo import PublicPhoto

DETAILED_STATUS = {
    State.WAITING: "RECEIVED",
    State.COORDINATING: "IN_PROCESS",
    State.DELEGATED: "IN_PROCESS",
    State.IN_PROGRESS: "IN_PROCESS",
    State.ESTIMATED: "IN_PROCESS",
    State.DONE: "PROCESSED",
    State.REJECTED: "REJECTED",
    State.REOPENED: "RECEIVED",
}
"""CitySDK's word for each state."""

_TOLD = (
    TransitionKind.SUBMITTED.value,
    TransitionKind.TAKEN_ON.value,
    TransitionKind.MOVED.value,
    TransitionKind.ANSWERED.value,
)

_Rows = dict[int, list[dict[str, Any]]]


def extensions_of(
    connection: Connection, city: CityCode, found: Sequence[Report], photos: Mapping[ReportId, Sequence[PublicPhoto]]
) -> list[dict[str, Any]]:
    """Return the further fields of public reports, in their order.

    Args:
        connection: Inside a transaction.
        city: Whose.
        found: The reports.
        photos: Their public photos.
    """
    ids = [report.id for report in found]
    choices = _choices(connection, city, ids)
    notes = _notes(connection, city, ids)
    return [
        {
            "extended_attributes": {
                "detailed_status": DETAILED_STATUS[report.state],
                "state": report.state.value,
                "channel": report.channel,
                "area": report.area,
                "closed_datetime": None if report.closed_at is None else date_text(report.closed_at),
                "supporters": report.supporters,
                "simulated": report.simulated,
                "photos": [_photo(photo) for photo in photos.get(report.id, ())],
            },
            "attributes": choices[report.id],
            "notes": notes[report.id],
        }
        for report in found
    ]


def _photo(photo: PublicPhoto) -> dict[str, Any]:
    return {"media_url": photo.url, "stage": photo.stage, "datetime": date_text(photo.recorded_at)}


def _choices(connection: Connection, city: CityCode, ids: Sequence[int]) -> _Rows:
    """Return by report what was chosen from lists; a sender's own words have no key and stay away."""
    rows = connection.execute(
        select(report_replies)
        .where(report_replies.c.city == city, report_replies.c.report_id.in_(ids), report_replies.c.key.is_not(None))
        .order_by(report_replies.c.report_id, report_replies.c.question, report_replies.c.place)
    )
    found: _Rows = defaultdict(list)
    for row in rows:
        found[row.report_id].append({"code": row.question, "label": row.label, "value": row.key, "name": row.text})
    return found


def _notes(connection: Connection, city: CityCode, ids: Sequence[int]) -> _Rows:
    """Return by report what happened, in order: what, when, and the state that it led to, or what was answered."""
    rows = connection.execute(
        select(
            transitions.c.report_id,
            transitions.c.kind,
            transitions.c.from_state,
            transitions.c.to_state,
            transitions.c.acted_ms,
            # Nobody else's words are for the public.
            case((transitions.c.kind == TransitionKind.ANSWERED.value, transitions.c.note)).label("answer"),
        )
        .where(transitions.c.city == city, transitions.c.report_id.in_(ids), transitions.c.kind.in_(_TOLD))
        .order_by(transitions.c.report_id, transitions.c.sequence)
    )
    found: _Rows = defaultdict(list)
    for row in rows:
        state = State(row.to_state)
        words = " / ".join(translated(STATE_WORDS[state], language) for language in LANGUAGES)
        found[row.report_id].append(
            {
                "datetime": date_text(from_ms(row.acted_ms)),
                "description": words if row.answer is None else row.answer,
                "type": _note_type(TransitionKind(row.kind), state),
            }
        )
    return found


def _note_type(kind: TransitionKind, state: State) -> str:
    if kind is TransitionKind.SUBMITTED:
        return "submitted"
    if kind is TransitionKind.ANSWERED:
        return "answered"
    if state in CLOSED_STATES:
        return "closed"
    if state is State.REOPENED:
        return "reopened"
    return "opened" if kind is TransitionKind.TAKEN_ON else "updated"
