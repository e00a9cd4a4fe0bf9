"""A snapshot on its way into the mirror: one transaction, written here or, if it is large, by a process of its own.

Owns which of the two, and the change sets for the board. Belongs to the sync worker's thread.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np
import pyarrow as pa
from sqlalchemy import Connection, delete

from commandcenter.models.board.change_set import ChangeSet, ReportBatch, with_crews
from commandcenter.models.mirror.column import batch_of_arrow, empty_batch
from commandcenter.models.mirror.database import BUSY_TIMEOUT_MS
from commandcenter.models.mirror.failure import MirrorDamaged, MirrorWriteFailed, RecordUnknown
from commandcenter.models.mirror.job_crew import crews_of
from commandcenter.models.mirror.loading_process import LoadingProcess, LoadRefusedError
from commandcenter.models.mirror.schema import TABLES, UPSERT
from commandcenter.models.mirror.text_index import CLEAR_TEXT, NOTHING_INDEXED
from commandcenter.models.record import Entity

LARGE_ROWS = 30_000
"""From so many rows on a process of its own writes them: its start costs half a second."""

_NO_IDS = np.zeros(0, dtype=np.int64)
_CLEAR = (CLEAR_TEXT, *(str(delete(table)) for table in TABLES.values()))
_SETTLE = "UPDATE standing SET position = ?, current_ms = ?, text_indexed_through = ?"
_OPENING = (
    f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}",
    "PRAGMA synchronous = NORMAL",
    # The log is put into the file by the writer's next commits: nobody waits for that before the city is seen.
    "PRAGMA wal_autocheckpoint = 0",
    "BEGIN IMMEDIATE",
    *_CLEAR,
)


class SnapshotLoad:
    """A snapshot on its way into the mirror. Use it inside ``MirrorWriter.snapshot``."""

    def __init__(
        self,
        path: Path,
        transaction: Callable[[], AbstractContextManager[Connection]],
        on_damage: Callable[[], None],
    ) -> None:
        """Begin; the mirror is not touched before there are many rows, or ``finish``.

        Args:
            path: The mirror's file.
            transaction: Begins a transaction of the writer, which commits when its block ends.
            on_damage: Called when the file proves to be damaged, before that is raised.
        """
        self._path = path
        self._transaction = transaction
        self._on_damage = on_damage
        self._batches: list[ReportBatch] = []
        self._held: list[tuple[Entity, pa.RecordBatch]] = []
        self._rows = 0
        self._process: LoadingProcess | None = None
        self._ends = ExitStack()

    def append(self, entity: Entity, batch: pa.RecordBatch) -> None:
        """Add records; the batch's columns are those of ``record.FIELDS[entity]``, in that order.

        Raises:
            RecordUnknown: If it holds values this version does not know.
            MirrorWriteFailed: If the database refuses.
            MirrorDamaged: If the file can't be trusted any more.
        """
        if entity is Entity.REPORT:
            try:
                self._batches.append(batch_of_arrow(batch))
            except (ValueError, TypeError, KeyError) as error:
                raise RecordUnknown(entity=entity.value, reason=str(error)) from error
        self._rows += batch.num_rows
        self._held.append((entity, batch))
        if self._rows >= LARGE_ROWS:
            with self._refusals():
                self._hand_over()

    def finish(self, *, position: str, current_ms: int) -> tuple[ChangeSet, ...]:
        """Commit everything together with the position.

        Returns:
            What to hand to the board: one change set for each appended batch of reports (at least one), the first of
            which voids everything known before.

        Raises:
            MirrorWriteFailed: If the database refuses.
            MirrorDamaged: If the file can't be trusted any more.
        """
        settled = (position, current_ms, NOTHING_INDEXED)
        if self._process is None:
            with self._transaction() as connection:
                for statement in _CLEAR:
                    connection.exec_driver_sql(statement)
                for entity, batch in self._held:
                    _write(connection, entity, batch)
                connection.exec_driver_sql(_SETTLE, settled)
        else:
            with self._refusals():
                self._process.commit([(_SETTLE, settled)])
        with self._transaction() as connection:
            crews = crews_of(connection)
        batches = [with_crews(batch, crews) for batch in self._batches] or [empty_batch()]
        return tuple(
            ChangeSet(batch, _NO_IDS, position, settings_changed=first, replaces_all=first)
            for first, batch in zip([True] + [False] * (len(batches) - 1), batches, strict=True)
        )

    def _hand_over(self) -> None:
        if self._process is None:
            self._process = self._ends.enter_context(LoadingProcess(self._path, _OPENING))
        for entity, batch in self._held:
            self._process.put(entity.value, batch)
        self._held.clear()

    @contextmanager
    def _refusals(self) -> Iterator[None]:
        try:
            yield
        except LoadRefusedError as error:
            if error.damaged:
                self._on_damage()
                raise MirrorDamaged from error
            raise MirrorWriteFailed(file=str(self._path), reason=error.reason) from error

    def __enter__(self) -> Self:
        """Return the load itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Leave the old state, unless ``finish`` has returned."""
        self._ends.close()


def _write(connection: Connection, entity: Entity, batch: pa.RecordBatch) -> None:
    rows: list[tuple[Any, ...]] = list(zip(*(column.to_pylist() for column in batch.columns), strict=True))
    if rows:
        connection.exec_driver_sql(UPSERT[entity], rows)
