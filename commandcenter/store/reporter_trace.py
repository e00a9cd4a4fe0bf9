"""What a reporter left in a report besides who they are: photos of their own, and answers in their own words.

A photo stays, since it shows what was reported; what goes is whose it was and where their camera was. An answer chosen
from a list stays; one in somebody's own words goes, also from the timeline's first note, which repeats it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, select, update

from commandcenter.models.identity import AccountId, CityCode
from commandcenter.models.record import Entity
from commandcenter.models.role import Role
from commandcenter.models.table import photos, report_replies, tokens, transitions
from commandcenter.store.feed import Change, put
from commandcenter.store.token import VISITOR

STANDS_FOR_WORDS = "–"
"""What a note says in place of an answer."""

_ERASED = "erased-"
_CITIZENS = (Role.PUBLIC.value, Role.REPORTER.value)


def erase_traces(connection: Connection, city: CityCode, reports: Sequence[int]) -> tuple[int, list[Change]]:
    """Erase what the reporters of some reports left in them.

    Args:
        connection: Inside a writing transaction.
        city: Whose.
        reports: Ids, as many as one statement may name.

    Returns:
        How many rows held something, and what changed of the feed.
    """
    citizens = select(tokens.c.token_id).where(tokens.c.city == city, tokens.c.role.in_(_CITIZENS))
    by_citizens = photos.c.uploader.in_(citizens) | (photos.c.uploader == VISITOR.token_id)
    rows = _blank_photos(connection, city, photos.c.report_id.in_(reports) & by_citizens)
    made = _reword_first_notes(connection, city, reports)
    rows += connection.execute(delete(report_replies).where(*_own_words(city, reports))).rowcount
    return rows, made


def erase_photos_of_account(connection: Connection, city: CityCode, account: AccountId) -> int:
    """Erase whose the photos are that somebody sent while signed in; return how many."""
    own = select(tokens.c.token_id).where(tokens.c.city == city, tokens.c.account_id == account)
    return _blank_photos(connection, city, photos.c.uploader.in_(own))


def _blank_photos(connection: Connection, city: CityCode, which: ColumnElement[bool]) -> int:
    """Take sender and place away. Each gets a sender of its own: nothing joins those of one person any more."""
    return connection.execute(
        update(photos)
        .where(photos.c.city == city, which)
        .values(uploader=_ERASED + photos.c.media_id, request_key=photos.c.media_id, taken_lon=None, taken_lat=None)
    ).rowcount


def _own_words(city: CityCode, reports: Sequence[int]) -> list[ColumnElement[bool]]:
    return [report_replies.c.city == city, report_replies.c.report_id.in_(reports), report_replies.c.key.is_(None)]


def _reword_first_notes(connection: Connection, city: CityCode, reports: Sequence[int]) -> list[Change]:
    """Take the answers out of the notes that repeat them; return the entries that changed."""
    said: dict[int, list[Any]] = {}
    for row in connection.execute(select(report_replies).where(*_own_words(city, reports))):
        said.setdefault(row.report_id, []).append(row)
    made: list[Change] = []
    for report_id, replies in said.items():
        first = (transitions.c.city == city, transitions.c.report_id == report_id, transitions.c.sequence == 1)
        note = connection.execute(select(transitions.c.note).where(*first)).scalar_one_or_none()
        if not note:
            continue
        reworded = note
        for reply in replies:
            reworded = _without(reworded, reply.label, reply.text)
        if reworded != note:
            connection.execute(update(transitions).where(*first).values(note=reworded))
            made.append(put(Entity.TRANSITION, {"report_id": report_id, "sequence": 1}))
    return made


def _without(note: str, label: str, text: str) -> str:
    line = f"{label}: {text}"
    if line in note:
        return note.replace(line, f"{label}: {STANDS_FOR_WORDS}")
    # Two questions of one wording share a line.
    return note.replace(text, STANDS_FOR_WORDS)
