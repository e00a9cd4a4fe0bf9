"""The snapshot: everything a key may see, true at one position, in bounded frames.

On SQLite a large one is read by a process of its own, which sees the same state because nobody writes while it begins.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Select, func, select

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
from commandcenter.store.columns import literal_sql, read_batches
from commandcenter.store.database import reading, writing
from commandcenter.store.feed import read_head
from commandcenter.store.reading_process import ReadingProcess
from commandcenter.store.sight import Sight, sight_of
from commandcenter.store.token import Principal

LARGE_REPORTS = 30_000
"""From so many reports in an SQLite file on, a process of its own is started: about as long as it takes to start."""


def snapshot_frames(
    engine: Engine, city: CityCode, principal: Principal, now: datetime, large_reports: int = LARGE_REPORTS
) -> Iterator[bytes]:
    """Yield the snapshot's frames; one read transaction stays open until the last one was taken.

    Entities come in the order of ``Entity``, records in the order of their keys.

    Raises:
        NotInitialised: If the database does not hold the city; before the first frame.
        ReadingProcessEndedError: If the process that reads a large file ended; what was sent is void.
    """
    with reading(engine) as connection:
        sight = sight_of(connection, city, principal)
        begin = _begin(connection, sight, now)
        file = _large_file(connection, sight, large_reports)
        if file is None:
            yield begin
            yield from _read_here(connection, sight)
            return
    with ReadingProcess(file) as process:
        # Nothing is written: nobody else writes either until both have seen the same.
        with writing(engine) as connection:
            process.begin()
            sight = sight_of(connection, city, principal)
            begin = _begin(connection, sight, now)
            queries = [(entity, literal_sql(connection, _query(sight, entity))) for entity in Entity]
        yield begin
        yield from process.frames(queries)


def _begin(connection: Connection, sight: Sight, now: datetime) -> bytes:
    head = read_head(connection, sight.part.city)
    return encode_begin(SnapshotBegin(sight.position(head), to_ms(now)))


def _query(sight: Sight, entity: Entity) -> Select[Any]:
    return sight.query(entity).order_by(*[TABLE_OF[entity].c[name] for name in KEYS[entity]])


def _read_here(connection: Connection, sight: Sight) -> Iterator[bytes]:
    total = 0
    for entity in Entity:
        # Closed here: a snapshot that is left in the middle must close its cursor before its connection.
        with closing(read_batches(connection, _query(sight, entity), SCHEMAS[entity], MAX_FRAME_ROWS)) as batches:
            for batch in batches:
                total += batch.num_rows
                yield encode_batch(entity, batch)
    yield encode_end(SnapshotEnd(total))


def _large_file(connection: Connection, sight: Sight, large_reports: int) -> Path | None:
    """Return the SQLite file in which there is much to see; None: there is little, or it is no file."""
    if connection.dialect.name != "sqlite":
        return None
    name: str = connection.exec_driver_sql("SELECT file FROM pragma_database_list WHERE name = 'main'").scalar_one()
    seen = sight.query(Entity.REPORT).limit(large_reports).subquery()
    count: int = connection.execute(select(func.count()).select_from(seen)).scalar_one()
    return Path(name) if name and count >= large_reports else None
