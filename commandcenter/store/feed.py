"""The change feed: positions that become visible in order, and pages of what changed.

Owns the rule that makes the order hold. A transaction writes its effects first, then calls ``publish`` as the last
thing it does: that raises the city's head by the number of its changes and keeps the head's row locked until it
commits. Whoever comes next waits, so a position becomes visible only after every smaller one has. A sequence would
not do: it hands out numbers without waiting, and a lower number can commit later (docs/decisions/0010).

A page is read in one transaction, so head and records are of one moment.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection, bindparam, func, select, tuple_, update

from commandcenter.models.identity import CityCode
from commandcenter.models.instant import to_ms
from commandcenter.models.record import FIELDS, KEYS, Entity, Record, record_key
from commandcenter.models.table import TABLE_OF, changes, feed_head
from commandcenter.protocol.feed import MAX_PAGE_ROWS, ChangeRow, FeedPage
from commandcenter.protocol.position import Position
from commandcenter.store.bulk import insert_tuples
from commandcenter.store.failure import NotInitialised, SnapshotNeeded
from commandcenter.store.sight import Sight, full_sight

CHANNEL = "commandcenter_feed"
"""On PostgreSQL whoever listens to it is told a city's code when a change of that city is committed."""

_KEYS_AT_ONCE = 500

_RAISE_HEAD = (
    update(feed_head)
    .where(feed_head.c.city == bindparam("of_city"))
    .values(n=feed_head.c.n + bindparam("by"))
    .returning(feed_head.c.epoch, feed_head.c.n)
)


@dataclass(frozen=True, slots=True)
class Change:
    """One record that a transaction has written or removed."""

    entity: Entity
    key: str
    op: Literal["put", "remove"] = "put"


def put(entity: Entity, record: Record) -> Change:
    """Return the change of a record that was written."""
    return Change(entity, record_key(entity, record))


def removed(entity: Entity, record: Record) -> Change:
    """Return the change of a record that was removed."""
    return Change(entity, record_key(entity, record), "remove")


def take_positions(connection: Connection, city: CityCode, count: int) -> Position:
    """Raise the head by ``count``, keep it locked until the transaction ends, and return the last new position."""
    row = connection.execute(_RAISE_HEAD, {"of_city": city, "by": count}).one()
    return Position(row.epoch, row.n)


def publish(connection: Connection, city: CityCode, made: Sequence[Change], now: datetime) -> Position:
    """Give positions to a transaction's changes, and return the last; nothing else may be written after it.

    Raises:
        NotInitialised: If nothing was changed and the database does not hold the city.
    """
    if not made:
        return read_head(connection, city)
    head = take_positions(connection, city, len(made))
    first = head.n - len(made) + 1
    recorded_ms = to_ms(now)
    insert_tuples(
        connection,
        changes,
        ("city", "n", "entity", "key", "op", "recorded_ms"),
        [
            (city, first + offset, change.entity.value, change.key, change.op, recorded_ms)
            for offset, change in enumerate(made)
        ],
    )
    if connection.dialect.name == "postgresql":
        # Delivered when this transaction commits, and only then; one word however often it publishes.
        connection.execute(select(func.pg_notify(CHANNEL, city)))
    return head


def read_head(connection: Connection, city: CityCode) -> Position:
    """Return the last position.

    Raises:
        NotInitialised: If the database does not hold the city.
    """
    row = connection.execute(select(feed_head.c.epoch, feed_head.c.n).where(feed_head.c.city == city)).one_or_none()
    if row is None:
        raise NotInitialised(city=city)
    return Position(row.epoch, row.n)


def read_page(
    connection: Connection,
    city: CityCode,
    after: Position,
    now: datetime,
    *,
    sight: Sight | None = None,
    limit: int = MAX_PAGE_ROWS,
) -> FeedPage:
    """Return what changed behind a position, each record once and as it is now.

    Args:
        connection: Inside a reading transaction.
        city: Whose feed.
        after: The page begins behind it.
        now: The store's clock, to be told along.
        sight: What the asking key may see; None: everything.
        limit: The most positions that the page covers.

    Raises:
        SnapshotNeeded: If ``after`` is of another epoch, of another sight, or ahead of the head.
    """
    sight = sight or full_sight(city)
    head = sight.position(read_head(connection, city))
    if after.epoch != head.epoch or after.n > head.n:
        raise SnapshotNeeded(position=after)
    rows = connection.execute(
        select(changes.c.n, changes.c.entity, changes.c.key)
        .where(changes.c.city == city, changes.c.n > after.n)
        .order_by(changes.c.n)
        .limit(limit)
    ).all()
    through = rows[-1].n if rows else after.n
    touched = dict.fromkeys((Entity(row.entity), row.key) for row in reversed(rows))
    return FeedPage(
        after=after,
        through=Position(head.epoch, through),
        head=head,
        clock_ms=to_ms(now),
        rows=tuple(_current(connection, sight, reversed(touched))),
    )


def _current(connection: Connection, sight: Sight, touched: Iterable[tuple[Entity, str]]) -> Iterable[ChangeRow]:
    """Read the touched records as they are now, in the order of their last change within an entity.

    Entities come in the order of ``Entity``, so that what others refer to comes first.
    """
    keys: dict[Entity, list[str]] = {entity: [] for entity in Entity}
    for entity, key in touched:
        keys[entity].append(key)
    for entity, wanted in keys.items():
        for start in range(0, len(wanted), _KEYS_AT_ONCE):
            some = wanted[start : start + _KEYS_AT_ONCE]
            records = _records(connection, sight, entity, some)
            found = {record_key(entity, record): record for record in records}
            yield from (ChangeRow(entity, key, found.get(key)) for key in some)


def _records(connection: Connection, sight: Sight, entity: Entity, keys: Sequence[str]) -> list[dict[str, Any]]:
    table = TABLE_OF[entity]
    parts = [_key_values(entity, key) for key in keys]
    names = KEYS[entity]
    if len(names) == 1:
        chosen = table.c[names[0]].in_([part[0] for part in parts])
    else:
        chosen = tuple_(*(table.c[name] for name in names)).in_(parts)
    query = sight.query(entity).where(chosen)
    return [dict(row) for row in connection.execute(query).mappings()]


def _key_values(entity: Entity, key: str) -> tuple[int | str, ...]:
    names = KEYS[entity]
    texts = key.split("/") if len(names) > 1 else [key]
    return tuple(text if FIELDS[entity][name] == "text" else int(text) for name, text in zip(names, texts, strict=True))
