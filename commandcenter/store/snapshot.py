"""The snapshot: everything a key may see, true at one position, in bounded frames."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import datetime

from sqlalchemy import Engine

from commandcenter.models.identity import CityCode
from commandcenter.models.instant import to_ms
from commandcenter.models.record import KEYS, Entity
from commandcenter.models.table import TABLE_OF
from commandcenter.protocol.bulk import (
    MAX_FRAME_ROWS,
    SCHEMAS,
    SnapshotBegin,
    SnapshotEnd,
    encode_batch,
    encode_begin,
    encode_end,
)
from commandcenter.store.columns import read_batches
from commandcenter.store.database import reading
from commandcenter.store.feed import read_head
from commandcenter.store.sight import sight_of
from commandcenter.store.token import Principal


def snapshot_frames(engine: Engine, city: CityCode, principal: Principal, now: datetime) -> Iterator[bytes]:
    """Yield the snapshot's frames; one read transaction stays open until the last one was taken.

    Entities come in the order of ``Entity``, records in the order of their keys.

    Raises:
        NotInitialised: If the database does not hold the city; before the first frame.
    """
    with reading(engine) as connection:
        sight = sight_of(connection, city, principal)
        yield encode_begin(SnapshotBegin(sight.position(read_head(connection, city)), to_ms(now)))
        total = 0
        for entity in Entity:
            order = [TABLE_OF[entity].c[name] for name in KEYS[entity]]
            query = sight.query(entity).order_by(*order)
            # Closed here: a snapshot that is left in the middle must close its cursor before its connection.
            with closing(read_batches(connection, query, SCHEMAS[entity], MAX_FRAME_ROWS)) as batches:
                for batch in batches:
                    total += batch.num_rows
                    yield encode_batch(entity, batch)
        yield encode_end(SnapshotEnd(total))
