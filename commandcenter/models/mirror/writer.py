"""The mirror's one writer: snapshots, feed pages, and the text index that follows them.

Every method is one transaction, or part of one that the caller sees end. The position is written in the
transaction of the rows it stands for, so it is never ahead of them. Belongs to the sync worker's thread.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from sqlalchemy import ColumnElement, Connection, bindparam, delete, select, update
from sqlalchemy.exc import DBAPIError

from commandcenter.models.board.change_set import ChangeSet, ReportBatch, batch_of
from commandcenter.models.mirror.bulk_read import in_parts
from commandcenter.models.mirror.database import is_damage, reason_of, writer_engine
from commandcenter.models.mirror.failure import MirrorDamaged, MirrorWriteFailed, PositionMoved, RecordUnknown
from commandcenter.models.mirror.job_crew import crews_of
from commandcenter.models.mirror.schema import (
    ALL_INDEXED,
    MEDIA,
    REPORT,
    STANDING,
    TABLES,
    TRANSITION,
    UPSERT,
)
from commandcenter.models.mirror.snapshot_load import SnapshotLoad
from commandcenter.models.mirror.text_index import drop_text, index_following, put_text
from commandcenter.models.record import FIELDS, KEYS, Entity, FieldType, Record

_SETTINGS = frozenset({Entity.CATEGORY, Entity.AREA, Entity.AGENCY})
_OF_REPORTS = frozenset({Entity.REPORT, Entity.TRANSITION, Entity.MEDIA})

_SHAPES: Mapping[FieldType, str] = {"text": "(?s:.+)", "int64": r"\d{1,19}", "int32": r"\d{1,10}"}
_KEY_SHAPES: Mapping[Entity, re.Pattern[str]] = {
    entity: re.compile("/".join(f"({_SHAPES[FIELDS[entity][name]]})" for name in names), re.ASCII)
    for entity, names in KEYS.items()
}


class Changed(Protocol):
    """One record as it is now, or its tombstone (``record`` is None). The feed's rows have this shape."""

    @property
    def entity(self) -> Entity:
        """What the record describes."""
        ...

    @property
    def key(self) -> str:
        """Its key, as ``record.record_key`` makes it."""
        ...

    @property
    def record(self) -> Record | None:
        """All its fields, or None: it is gone."""
        ...


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a mirror stands.

    Attributes:
        position: Feed position its data is true at, as text; None: never loaded.
        current_ms: When the data was last known to be the store's newest, by this machine's clock; None: never.
        text_indexed: Whether the text index holds every report.
    """

    position: str | None
    current_ms: int | None
    text_indexed: bool


class MirrorWriter:
    """Writes one mirror file; the folder's lock sees to it that there is one writer."""

    def __init__(self, path: Path, on_damage: Callable[[], None] = lambda: None) -> None:
        """Open a mirror whose tables are there (``folder.prepare_mirror``).

        Args:
            path: The file.
            on_damage: Called when the file proves to be damaged, before that is raised.
        """
        self._path = path
        self._on_damage = on_damage
        self._engine = writer_engine(path, durable=False)

    def standing(self) -> Standing:
        """Return where the mirror stands."""
        with self._transaction() as connection:
            row = connection.execute(select(STANDING)).one()
            return Standing(row.position, row.current_ms, row.text_indexed_through == ALL_INDEXED)

    def snapshot(self) -> SnapshotLoad:
        """Replace everything in one transaction; use what is returned as a context.

        Readers see the old state until ``SnapshotLoad.finish`` has returned; a crash, an exception or an end of the
        block before that leaves the old state.
        """
        return SnapshotLoad(self._path, self._transaction, self._on_damage)

    def apply(
        self, rows: Iterable[Changed], *, expected: str | None, through: str, current_ms: int | None
    ) -> ChangeSet:
        """Apply one feed page and move the position, in one transaction.

        Applying a record that is already so changes nothing; a tombstone of an unknown record neither.

        Args:
            rows: The page's rows, each record once.
            expected: Position the page begins behind; must be the mirror's. None: it was never loaded.
            through: Position the mirror stands at afterwards.
            current_ms: This machine's clock when the page was read, if the page reaches the store's newest
                position; else None.

        Raises:
            PositionMoved: If the mirror stands elsewhere; nothing was changed.
            MirrorWriteFailed: If the database refuses; nothing was changed.
            MirrorDamaged: If the file can't be trusted any more; nothing was changed.
            RecordUnknown: If a record holds what this version does not know; nothing was changed.
        """
        with self._transaction() as connection:
            position = connection.execute(select(STANDING.c.position)).scalar_one()
            if position != expected:
                raise PositionMoved(expected=expected, position=position)
            live, gone = _split(rows)
            timelines = {record["report_id"] for record in live[Entity.TRANSITION].values()}
            timelines |= {record["report_id"] for record in live[Entity.MEDIA].values()}
            of_jobs = _reports_of_jobs(connection, live, gone)
            timelines |= _remove(connection, gone)
            for entity, records in live.items():
                _put(connection, entity, list(records.values()))
            values: dict[str, Any] = {"position": through}
            if current_ms is not None:
                values["current_ms"] = current_ms
            connection.execute(update(STANDING).values(values))
            return ChangeSet(
                upserts=_board_batch(connection, list(live[Entity.REPORT].values()), of_jobs),
                removed=np.array([int(key) for key in gone[Entity.REPORT]], dtype=np.int64),
                position=through,
                timelines=frozenset(timelines),
                settings_changed=any(live[entity] or gone[entity] for entity in _SETTINGS),
                entities=frozenset(each for each in Entity if each not in _OF_REPORTS and (live[each] or gone[each])),
            )

    def mark_current(self, current_ms: int) -> None:
        """Note that the data was the store's newest at this instant of this machine's clock.

        Raises:
            MirrorWriteFailed: If the database refuses.
        """
        with self._transaction() as connection:
            connection.execute(update(STANDING).values(current_ms=current_ms))

    def index_text(self, max_rows: int) -> bool:
        """Add up to ``max_rows`` reports to the text index, oldest first.

        Returns:
            Whether every report is in it now.

        Raises:
            MirrorWriteFailed: If the database refuses.
        """
        with self._transaction() as connection:
            return index_following(connection, max_rows)

    def close(self) -> None:
        """Close the file; the writer can't be used afterwards."""
        self._engine.dispose()

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        try:
            with self._engine.begin() as connection:
                yield connection
        except DBAPIError as error:
            if is_damage(error):
                self._on_damage()
                raise MirrorDamaged from error
            raise MirrorWriteFailed(file=str(self._path), reason=reason_of(error)) from error


def _split(rows: Iterable[Changed]) -> tuple[dict[Entity, dict[str, Record]], dict[Entity, list[str]]]:
    """Return the records to put by key, and the keys to remove; each must be one this version understands."""
    live: dict[Entity, dict[str, Record]] = {entity: {} for entity in Entity}
    gone: dict[Entity, list[str]] = {entity: [] for entity in Entity}
    for row in rows:
        if row.record is None:
            if not _KEY_SHAPES[row.entity].fullmatch(row.key):
                raise RecordUnknown(entity=row.entity.value, reason=f"key {row.key!r}")
            gone[row.entity].append(row.key)
            continue
        missing = FIELDS[row.entity].keys() - row.record.keys()
        if missing:
            raise RecordUnknown(entity=row.entity.value, reason=f"no {', '.join(sorted(missing))}")
        live[row.entity][row.key] = row.record
    return live, gone


def _reports_of_jobs(
    connection: Connection, live: Mapping[Entity, Mapping[str, Record]], gone: Mapping[Entity, Sequence[str]]
) -> set[int]:
    """Return the reports whose crew may become another one; asked before anything is removed."""
    touched = {int(record["report_id"]) for record in live[Entity.JOB].values()}
    job = TABLES[Entity.JOB]
    for key in gone[Entity.JOB]:
        touched.update(connection.execute(select(job.c.report_id).where(*_named(Entity.JOB, key))).scalars())
    return touched


def _board_batch(connection: Connection, records: Sequence[Record], of_jobs: AbstractSet[int]) -> ReportBatch:
    """Return the reports of a page as columns, with those whose crew its jobs may have changed."""
    sent = {record["id"] for record in records}
    others = sorted(of_jobs - sent)
    held = [
        {str(name): value for name, value in row.items()}
        for part in in_parts(others)
        for row in connection.execute(select(REPORT).where(REPORT.c.id.in_(part))).mappings()
    ]
    crews = crews_of(connection, sent | of_jobs) if sent or of_jobs else {}
    try:
        return batch_of([*records, *held], crews)
    except (ValueError, TypeError, KeyError, OverflowError) as error:
        raise RecordUnknown(entity=Entity.REPORT.value, reason=str(error)) from error


def _put(connection: Connection, entity: Entity, records: Sequence[Record]) -> None:
    if not records:
        return
    names = tuple(FIELDS[entity])
    rows = [tuple(record[name] for name in names) for record in records]
    if entity is Entity.REPORT:
        put_text(connection, records, lambda: connection.exec_driver_sql(UPSERT[entity], rows))
    else:
        connection.exec_driver_sql(UPSERT[entity], rows)


def _remove(connection: Connection, gone: Mapping[Entity, Sequence[str]]) -> set[int]:
    """Remove records by key; return the reports whose timeline or photos lost something.

    A report takes its timeline and photos with it: what left one's scope must not stay on this disk.
    """
    touched: set[int] = set()
    reports = [int(key) for key in gone[Entity.REPORT]]
    if reports:
        drop_text(connection, reports)
        for table, column in (
            (REPORT, REPORT.c.id),
            (TRANSITION, TRANSITION.c.report_id),
            (MEDIA, MEDIA.c.report_id),
        ):
            statement = delete(table).where(column == bindparam("report"))
            connection.execute(statement, [{"report": key} for key in reports])
    for key in gone[Entity.MEDIA]:
        found = connection.execute(delete(MEDIA).where(MEDIA.c.id == key).returning(MEDIA.c.report_id))
        touched.update(found.scalars())
    touched.update(int(key.partition("/")[0]) for key in gone[Entity.TRANSITION])
    for entity, keys in gone.items():
        if entity not in {Entity.REPORT, Entity.MEDIA}:
            for key in keys:
                connection.execute(delete(TABLES[entity]).where(*_named(entity, key)))
    return touched


def _named(entity: Entity, key: str) -> list[ColumnElement[bool]]:
    """Return what picks the record that a key names; the key's shape was checked before."""
    shape = _KEY_SHAPES[entity].fullmatch(key)
    parts = () if shape is None else shape.groups()
    table, kinds = TABLES[entity], FIELDS[entity]
    return [
        table.c[name] == (part if kinds[name] == "text" else int(part))
        for name, part in zip(KEYS[entity], parts, strict=True)
    ]
