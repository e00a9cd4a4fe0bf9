"""What ``extensions=true`` adds to a request: the finer state, all public photos, choices made, and what happened.

Owns what of these the public may see. A timeline is told by what was done and when; who did it and what they wrote
stays with the office.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, select

from commandcenter.models.identity import CityCode
from commandcenter.models.instant import from_ms
from commandcenter.models.record import OWN_MEDIA
from commandcenter.models.report import Moderation, Report, TransitionKind
from commandcenter.models.state import CLOSED_STATES, State
from commandcenter.models.table import media, report_replies, transitions
from commandcenter.store.language import LANGUAGES, STATE_WORDS, translated
from commandcenter.store.open311.answer import date_text

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

_TOLD = (TransitionKind.SUBMITTED.value, TransitionKind.TAKEN_ON.value, TransitionKind.MOVED.value)

_Rows = dict[int, list[dict[str, Any]]]


def extensions_of(connection: Connection, city: CityCode, found: Sequence[Report]) -> list[dict[str, Any]]:
    """Return the further fields of public reports, in their order."""
    ids = [report.id for report in found]
    photos = _photos(connection, city, ids)
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
                "photos": photos[report.id],
            },
            "attributes": choices[report.id],
            "notes": notes[report.id],
        }
        for report in found
    ]


def _photos(connection: Connection, city: CityCode, ids: Sequence[int]) -> _Rows:
    """Return the public photos by report; those that this store keeps itself are left out, as in ``media_url``."""
    rows = connection.execute(
        select(media.c.report_id, media.c.url, media.c.stage, media.c.recorded_ms)
        .where(
            media.c.city == city,
            media.c.report_id.in_(ids),
            media.c.moderation == Moderation.PUBLIC.value,
            media.c.url.is_not(None),
            media.c.url.not_like(f"{OWN_MEDIA}%"),
        )
        .order_by(media.c.report_id, media.c.id)
    )
    found: _Rows = defaultdict(list)
    for row in rows:
        found[row.report_id].append(
            {"media_url": row.url, "stage": row.stage, "datetime": date_text(from_ms(row.recorded_ms))}
        )
    return found


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
    """Return by report what happened, in order: what, when, and the state that it led to."""
    rows = connection.execute(
        select(
            transitions.c.report_id,
            transitions.c.kind,
            transitions.c.from_state,
            transitions.c.to_state,
            transitions.c.acted_ms,
        )
        .where(transitions.c.city == city, transitions.c.report_id.in_(ids), transitions.c.kind.in_(_TOLD))
        .order_by(transitions.c.report_id, transitions.c.sequence)
    )
    found: _Rows = defaultdict(list)
    for row in rows:
        state = State(row.to_state)
        found[row.report_id].append(
            {
                "datetime": date_text(from_ms(row.acted_ms)),
                "description": " / ".join(translated(STATE_WORDS[state], language) for language in LANGUAGES),
                "type": _note_type(TransitionKind(row.kind), state),
            }
        )
    return found


def _note_type(kind: TransitionKind, state: State) -> str:
    if kind is TransitionKind.SUBMITTED:
        return "submitted"
    if state in CLOSED_STATES:
        return "closed"
    if state is State.REOPENED:
        return "reopened"
    return "opened" if kind is TransitionKind.TAKEN_ON else "updated"
