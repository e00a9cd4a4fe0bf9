"""The public board: every report that anybody may see, in this process's memory, kept up by the feed.

Owns how it is filled and how old it is. Each process of a store has one of its own; whoever asks is answered from one
frozen ``PublicView``, never from the board while it changes.

A load begins behind a position that was read before it: what changed since is read again as it is then, so that no
transaction need span both.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pyarrow as pa
from sqlalchemy import Connection, Engine, func, select

from commandcenter.models.area_tree import AreaTree
from commandcenter.models.board.board import Board
from commandcenter.models.board.change_set import ChangeSet
from commandcenter.models.board.generation import Generation
from commandcenter.models.category import Category
from commandcenter.models.identity import CategoryCode, CityCode
from commandcenter.models.instant import to_ms
from commandcenter.models.mirror.column import batch_of_arrow, empty_batch
from commandcenter.models.record import Entity
from commandcenter.models.report import Area
from commandcenter.models.table import changes, reports
from commandcenter.protocol.bulk import SCHEMAS, SnapshotRows, read_frames
from commandcenter.protocol.position import Position
from commandcenter.store.area.load import stored_areas
from commandcenter.store.catalogue import load_categories
from commandcenter.store.columns import literal_sql, read_batches
from commandcenter.store.database import reading
from commandcenter.store.feed import read_head
from commandcenter.store.public.border import Borders, borders_of
from commandcenter.store.public.row import read_batch, sensitive_codes, whole_query
from commandcenter.store.public.sensitive import MonthCounts, month_counts, month_of
from commandcenter.store.reading_process import ReadingProcess
from commandcenter.store.setting import StoreSettings
from commandcenter.store.snapshot import LARGE_REPORTS

CHANGES_AT_ONCE = 20_000
"""Positions read in one transaction."""

_ROWS_A_CHANGE = 64_000
_ROWS_A_READ = 16_000


class StoppedError(RuntimeError):
    """The board was told to stop while it was being filled."""


@dataclass(frozen=True, slots=True, eq=False)
class PublicView:
    """What the public may see, at one moment.

    Attributes:
        generation: The reports.
        areas: Without their borders.
        tree: Which area lies in which.
        categories: Also those of which only a count is told.
        borders: As the map draws them.
        month: How many reports of sensitive categories there were.
        position: The feed's position that it is true at.
        as_of_ms: When it was last known to be the newest.
    """

    generation: Generation
    areas: Mapping[str, Area]
    tree: AreaTree
    categories: Mapping[CategoryCode, Category]
    borders: Borders
    month: MonthCounts
    position: Position
    as_of_ms: int

    @property
    def sensitive(self) -> frozenset[CategoryCode]:
        """Categories of which the public is told a count only."""
        return sensitive_codes(self.categories)


class PublicBoard:
    """One process's public board.

    Thread:
        ``refresh`` on one thread at a time; ``view`` from any.
    """

    def __init__(self, engine: Engine, settings: StoreSettings) -> None:
        """Read nothing yet."""
        self._engine = engine
        self._settings = settings
        self._board = Board()
        self._view: PublicView | None = None
        self._stopping = threading.Event()

    @property
    def view(self) -> PublicView | None:
        """The newest view; None before the first ``refresh`` has ended."""
        return self._view

    def stop(self) -> None:
        """Have a load that is under way end soon; from any thread."""
        self._stopping.set()

    def refresh(self) -> PublicView:
        """Take in what changed, or everything the first time and after a restore; returns the newest view.

        Raises:
            StoppedError: If it was told to stop.
            NotInitialised: If the database does not hold the city.
            SQLAlchemyError: If it can't be read; the last view stays.
        """
        old = self._view
        as_of_ms = to_ms(self._settings.clock())
        with reading(self._engine) as connection:
            head = read_head(connection, self._settings.city)
            whole = old is None or old.position.epoch != head.epoch or old.position.n > head.n
        if old is None or whole:
            view = self._loaded(head, as_of_ms)
        elif head == old.position:
            view = replace(old, as_of_ms=as_of_ms, month=self._month(old, as_of_ms))
        else:
            view = self._followed(old, head, as_of_ms)
        self._view = view
        return view

    def _month(self, old: PublicView, as_of_ms: int) -> MonthCounts:
        if old.month.month == month_of(as_of_ms):
            return old.month
        with reading(self._engine) as connection:
            return month_counts(connection, self._settings.city, old.sensitive, old.tree, as_of_ms)

    def _loaded(self, head: Position, as_of_ms: int) -> PublicView:
        """Fill the board anew, and take in what changed meanwhile."""
        city = self._settings.city
        with reading(self._engine) as connection:
            categories = load_categories(connection, city)
            sensitive = sensitive_codes(categories)
            query = whole_query(city, sensitive)
            sql, file = literal_sql(connection, query), _large_file(connection, city)
        board = Board()
        if file is None:
            with reading(self._engine) as connection:
                read = read_batches(connection, query, SCHEMAS[Entity.REPORT], _ROWS_A_READ)
                with closing(read) as batches:
                    self._fill(board, batches)
        else:
            with ReadingProcess(file) as process:
                process.begin()
                self._fill(board, _batches(process.frames([(Entity.REPORT, sql)])))
        self._board = board
        return self._followed(self._drawn(board.generation, head, as_of_ms), None, as_of_ms)

    def _fill(self, board: Board, batches: Iterator[pa.RecordBatch]) -> None:
        for table in _gathered(batches):
            if self._stopping.is_set():
                raise StoppedError
            board.apply(ChangeSet(batch_of_arrow(table), np.empty(0, np.int64), ""))

    def _drawn(self, generation: Generation, position: Position, as_of_ms: int) -> PublicView:
        """Return a view with categories and areas as they are now."""
        city = self._settings.city
        with reading(self._engine) as connection:
            categories = load_categories(connection, city)
            areas = stored_areas(connection, city)
            tree = AreaTree(areas)
            month = month_counts(connection, city, sensitive_codes(categories), tree, as_of_ms)
        return PublicView(
            generation=generation,
            areas={area.code: replace(area, boundary="") for area in areas},
            tree=tree,
            categories=categories,
            borders=borders_of(areas, tree),
            month=month,
            position=position,
            as_of_ms=as_of_ms,
        )

    def _followed(self, old: PublicView, head: Position | None, as_of_ms: int) -> PublicView:
        """Return the view with all changes behind its position taken in.

        Args:
            old: What to go on from.
            head: How far there is something to take in; None: not known.
            as_of_ms: When it was looked.
        """
        city = self._settings.city
        after, settings_changed = old.position, False
        while head is None or after.n < head.n:
            if self._stopping.is_set():
                raise StoppedError
            with reading(self._engine) as connection:
                told = connection.execute(
                    select(changes.c.n, changes.c.entity, changes.c.key)
                    .where(changes.c.city == city, changes.c.n > after.n)
                    .order_by(changes.c.n)
                    .limit(CHANGES_AT_ONCE)
                ).all()
                if not told:
                    break
                touched = sorted({int(row.key) for row in told if row.entity == Entity.REPORT.value})
                batch = read_batch(connection, city, old.sensitive, touched) if touched else empty_batch()
            after = Position(old.position.epoch, told[-1].n)
            settings_changed |= any(row.entity in _SETTINGS for row in told)
            gone = np.setdiff1d(np.array(touched, np.int64), batch.ids)
            if touched:
                self._board.apply(ChangeSet(batch, gone, str(after)))
        if not settings_changed:
            return replace(
                old,
                generation=self._board.generation,
                position=after,
                as_of_ms=as_of_ms,
                month=self._month(old, as_of_ms),
            )
        drawn = self._drawn(self._board.generation, after, as_of_ms)
        # Other reports are public now: nothing is taken over from before.
        return drawn if drawn.sensitive == old.sensitive else self._loaded(after, as_of_ms)


_SETTINGS = frozenset({Entity.CATEGORY.value, Entity.AREA.value})


def _large_file(connection: Connection, city: CityCode) -> Path | None:
    """Return the SQLite file with so many reports that a process of its own reads them; None: few, or no file."""
    if connection.dialect.name != "sqlite":
        return None
    name: str = connection.exec_driver_sql("SELECT file FROM pragma_database_list WHERE name = 'main'").scalar_one()
    some = select(reports.c.id).where(reports.c.city == city).limit(LARGE_REPORTS).subquery()
    count: int = connection.execute(select(func.count()).select_from(some)).scalar_one()
    return Path(name) if name and count >= LARGE_REPORTS else None


class _Source:
    """Frames one behind the other, as bytes."""

    def __init__(self, frames: Iterator[bytes]) -> None:
        self._frames = frames
        self._rest = memoryview(b"")

    def read(self, size: int, /) -> bytes:
        if not self._rest:
            self._rest = memoryview(next(self._frames, b""))
        read, self._rest = self._rest[:size], self._rest[size:]
        return bytes(read)


def _batches(frames: Iterator[bytes]) -> Iterator[pa.RecordBatch]:
    for frame in read_frames(_Source(frames)):
        if isinstance(frame, SnapshotRows):
            yield frame.batch


def _gathered(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Yield batches joined to some ten thousands of rows: each becomes one change of the board."""
    held: list[pa.RecordBatch] = []
    rows = 0
    for batch in batches:
        held.append(batch)
        rows += batch.num_rows
        if rows >= _ROWS_A_CHANGE:
            yield pa.concat_batches(held)
            held, rows = [], 0
    if rows:
        yield pa.concat_batches(held)
