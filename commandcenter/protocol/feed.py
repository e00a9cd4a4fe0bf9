"""Feed pages and heartbeats, and their JSON.

A page says which stretch of the feed it covers (``after`` exclusive, ``through`` inclusive) and holds, for each
record changed there, what it is *now* (at ``through`` or later) as this token may see it. Applying pages in order,
each as often as one likes, ends at the store's state.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from commandcenter.models.failure import Failure
from commandcenter.models.record import Entity, Record
from commandcenter.protocol.position import Position, parse_position

PROTOCOL_VERSION = 1

HEARTBEAT_S = 1.0
"""The stream says something at least this often, in seconds."""

MAX_PAGE_ROWS = 2_000
"""The most changes that one page covers: it bounds the pause of whoever applies it."""


class BadMessage(Failure):
    """A message that the protocol does not know."""

    code = "bad_message"
    template = (
        "The other side sent something that this version does not understand ({what}). "
        "Check that desktop and store are of the same version."
    )


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One record as it is now, or its tombstone.

    Attributes:
        key: ``record.record_key``.
        record: All fields, or None: removed, or out of this token's scope.
    """

    entity: Entity
    key: str
    record: Record | None


@dataclass(frozen=True, slots=True)
class FeedPage:
    """A stretch of the feed.

    Attributes:
        after: The stretch begins behind this position.
        through: It ends here; ask on with ``after=through``.
        head: The store's last position when the page was read; equal to ``through`` when there is nothing more.
        clock_ms: The store's clock, milliseconds since 1970 UTC.
        rows: Each record once.
    """

    after: Position
    through: Position
    head: Position
    clock_ms: int
    rows: tuple[ChangeRow, ...]


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """The store is alive, stands at ``head``, and its clock says ``clock_ms``."""

    head: Position
    clock_ms: int


def page_to_json(page: FeedPage) -> dict[str, Any]:
    """Return the page as JSON types."""
    return {
        "after": str(page.after),
        "through": str(page.through),
        "head": str(page.head),
        "clock_ms": page.clock_ms,
        "rows": [
            {"entity": row.entity.value, "key": row.key, "record": None if row.record is None else dict(row.record)}
            for row in page.rows
        ],
    }


def page_from_json(message: Mapping[str, Any]) -> FeedPage:
    """Read a page.

    Raises:
        BadMessage: If it is none.
    """
    try:
        return FeedPage(
            after=parse_position(message["after"]),
            through=parse_position(message["through"]),
            head=parse_position(message["head"]),
            clock_ms=int(message["clock_ms"]),
            rows=tuple(_row_from_json(row) for row in message["rows"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise BadMessage(what=f"feed page: {error}") from error


def _row_from_json(row: Mapping[str, Any]) -> ChangeRow:
    key, record = row["key"], row["record"]
    if not isinstance(key, str) or not (record is None or isinstance(record, Mapping)):
        raise TypeError("a row needs a key of text and a record or null")
    return ChangeRow(Entity(row["entity"]), key, record)


def heartbeat_to_json(heartbeat: Heartbeat) -> dict[str, Any]:
    """Return the heartbeat as JSON types."""
    return {"head": str(heartbeat.head), "clock_ms": heartbeat.clock_ms}


def heartbeat_from_json(message: Mapping[str, Any]) -> Heartbeat:
    """Read a heartbeat.

    Raises:
        BadMessage: If it is none.
    """
    try:
        return Heartbeat(parse_position(message["head"]), int(message["clock_ms"]))
    except (KeyError, TypeError, ValueError) as error:
        raise BadMessage(what=f"heartbeat: {error}") from error
