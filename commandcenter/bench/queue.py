"""The queue, measured with the real table over a real mirror, and two peers in the same run.

``queue.sort …, painted``: from the moment before a header is clicked until the first screen in the new order has been
painted; ``queue.filter …, painted`` the same for a changed filter; ``queue.scroll …`` a scrolled frame. What ends in
``thread`` is the interface thread's own processor time of the same work: on a machine with other work it says what
the window costs, where the wall clock says what the others cost too. ``queue.peer …``: Qt's own sorting proxy over as
many rows as it manages in seconds, and SQLite's ORDER BY over all.
"""

from __future__ import annotations

import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

import numpy as np
from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QEventLoop,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSettings,
    QSortFilterProxyModel,
    Qt,
    QTimer,
)
from PySide6.QtWidgets import QApplication, QWidget

from commandcenter.app import application
from commandcenter.bench.board import FILTERS
from commandcenter.bench.figure import Figure, elapsed_ms, figure_of
from commandcenter.bench.loop import BenchmarkStuckError
from commandcenter.bench.mirror import filled_mirror
from commandcenter.bench.synthetic import LAST_S, SEED, change_sets, changes, city
from commandcenter.models.mirror.folder import MIRROR_FILE, MirrorFolder
from commandcenter.setting import Settings
from commandcenter.views.clock import Clock
from commandcenter.views.desk import Desk
from commandcenter.views.drawing import Look
from commandcenter.views.queue.column import COLUMNS, QueueColumn
from commandcenter.views.queue.panel import QueuePanel
from commandcenter.views.queue.standing import FIRST_KEYS
from commandcenter.views.queue.tab import Tab
from commandcenter.views.surroundings import Surroundings, surroundings

SIZE = (720, 800)
"""The queue's dock in a window of 1920 × 1080."""

REPEATS = 10
SCROLLS = 300
LOAD_ROWS = 50_000
ARRIVALS = 500
LIMIT_S = 300

PROXY_ROWS = 20_000
"""A million rows keep Qt's sorting proxy busy for a minute; so many it manages in seconds."""


class Bench:
    """The queue alone in a window that nobody sees, and how long it takes until it has painted."""

    def __init__(self, folder: MirrorFolder, home: Path, reports: int) -> None:
        """Fill the board and show everything."""
        self.reports = reports
        self.desk = Desk(folder.reader, lambda _intent: None, "bench")
        for change in change_sets(city(reports), LOAD_ROWS):
            self.desk.take_change(change)
        self.root = QWidget()
        self.root.resize(*SIZE)
        self.around: Surroundings = surroundings(
            self.desk, Look(parent=self.root), Clock(now_s=lambda: float(LAST_S)), self.root
        )
        settings = QSettings(str(home / "bench.ini"), QSettings.Format.IniFormat)
        self.panel = QueuePanel(self.around, settings, self.root)
        self.panel.resize(*SIZE)
        self._paints = _Paints(self.panel.table.viewport())
        self.root.show()
        self.panel.show_tab(Tab.ALL)
        self.settle()

    def painted(self, work: Callable[[], object]) -> tuple[float, float]:
        """Do something and return how long it took until it was painted.

        Returns:
            Milliseconds by the wall clock, and of this thread's processor time.
        """
        before = self._paints.count
        began_s, thread_s = time.perf_counter(), time.thread_time()
        work()
        while self._paints.count == before:
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        return (time.perf_counter() - began_s) * 1e3, (time.thread_time() - thread_s) * 1e3

    def settle(self) -> None:
        """Wait until the whole order is known and the texts of the rows on screen have come."""
        model = self.panel.model
        wait(lambda: model.is_whole and model.words(0, QueueColumn.NUMBER) != "…", "the order of all rows")

    def settle_order(self) -> None:
        """Wait until the whole order is known; of reports that only the board has, no text would ever come."""
        wait(lambda: self.panel.model.is_whole, "the order of all rows")

    def close(self) -> None:
        """End what runs in the background."""
        self.around.reading.close()
        self.root.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


class _Paints(QObject):
    def __init__(self, watched: QWidget) -> None:
        super().__init__()
        self.count = 0
        watched.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            # The filter comes before the painting; an event of its own comes after it.
            QTimer.singleShot(0, self._count)
        return super().eventFilter(watched, event)

    def _count(self) -> None:
        self.count += 1


def wait(done: Callable[[], bool], what: str) -> None:
    """Run the event loop until something is true.

    Raises:
        BenchmarkStuckError: If it takes longer than ``LIMIT_S``.
    """
    loop, tick = QEventLoop(), QTimer()
    limit_s = time.perf_counter() + LIMIT_S
    tick.timeout.connect(lambda: loop.quit() if done() or time.perf_counter() > limit_s else None)
    tick.start(5)
    loop.exec()
    if not done():
        raise BenchmarkStuckError(f"{what} took longer than {LIMIT_S} s")


def figures(reports: int) -> Iterator[Figure]:
    """Yield the figures of one run."""
    with tempfile.TemporaryDirectory(prefix="commandcenter-bench-") as name:
        home = Path(name)
        application(Settings(home=home, store_url="http://localhost", token="", token_file=None), needs_display=False)
        folder = filled_mirror(home / "mirror", city(reports))
        bench = Bench(folder, home, reports)
        try:
            yield from _sorts(bench)
            yield from _filters(bench)
            yield from _scrolls(bench)
            yield from _texts(bench)
            yield from _arrivals(bench)
        finally:
            bench.close()
            folder.close()
        yield from _proxy(min(reports, PROXY_ROWS))
        yield from _sqlite(home / "mirror" / MIRROR_FILE, reports)


def _both(name: str, bench: Bench, samples: list[tuple[float, float]]) -> Iterator[Figure]:
    wall, thread = zip(*samples, strict=True)
    yield figure_of(name, "ms", bench.reports, wall)
    yield figure_of(f"{name}, thread", "ms", bench.reports, thread)


def _sorts(bench: Bench) -> Iterator[Figure]:
    for column in QueueColumn:
        if COLUMNS[column].text is None:
            yield from _both(f"queue.sort by {column.name.lower()}, painted", bench, _sorting(bench, column))
    both = (QueueColumn.STATE, QueueColumn.CATEGORY, QueueColumn.AGE)

    def three() -> None:
        bench.panel.standing.sort_by(both[0])
        for column in both[1:]:
            bench.panel.standing.sort_by(column, add=True)

    yield from _both("queue.sort by three columns one after the other, painted", bench, _repeated(bench, three))


def _sorting(bench: Bench, column: QueueColumn) -> list[tuple[float, float]]:
    return _repeated(bench, lambda: bench.panel.standing.sort_by(column))


def _repeated(bench: Bench, work: Callable[[], object]) -> list[tuple[float, float]]:
    samples = []
    for _ in range(REPEATS):
        samples.append(bench.painted(work))
        bench.settle()
    return samples


def _filters(bench: Bench) -> Iterator[Figure]:
    bench.panel.standing.sort(FIRST_KEYS)
    for name, wanted in FILTERS.items():
        if not wanted:
            continue
        samples = []
        for _ in range(REPEATS):
            samples.append(bench.painted(partial(bench.desk.set_filter, wanted)))
            bench.settle()
            bench.desk.set_filter(FILTERS["everything"])
            bench.settle()
        yield from _both(f"queue.filter {name}, painted", bench, samples)


def _scrolls(bench: Bench) -> Iterator[Figure]:
    bar = bench.panel.table.verticalScrollBar()
    page = bar.pageStep()
    last = max(bar.maximum(), 1)
    ways: dict[str, Callable[[int], int]] = {
        "three rows": lambda step: (step * 3 + 1) % last,
        "a page": lambda step: (step * page + 1) % last,
        "anywhere": lambda step: (step * 7_919 * page) % last,
    }
    for name, place in ways.items():
        samples = [bench.painted(partial(bar.setValue, place(step))) for step in range(1, SCROLLS)]
        yield from _both(f"queue.scroll {name}", bench, samples)
    bar.setValue(0)


def _texts(bench: Bench) -> Iterator[Figure]:
    standing, done = bench.panel.standing, []
    standing.ranking_changed.connect(lambda under_way: None if under_way else done.append(time.perf_counter()))
    began_s = time.perf_counter()
    standing.sort_by(QueueColumn.DESCRIPTION)
    wait(lambda: bool(done), "ranking the texts")
    yield figure_of("queue.texts ranked for the first time", "s", bench.reports, [done[-1] - began_s])
    bench.settle()
    yield from _both("queue.sort by description, painted", bench, _sorting(bench, QueueColumn.DESCRIPTION))


def _arrivals(bench: Bench) -> Iterator[Figure]:
    """Let new reports come while somebody works in the table, and while nobody does."""
    standing = bench.panel.standing
    standing.sort(FIRST_KEYS)
    for held in (True, False):
        pauses = []
        standing.hold(held)
        for number in range(REPEATS):
            fresh = city(ARRIVALS, SEED + 1 + number + REPEATS * held)
            began_s = time.thread_time()
            bench.painted(partial(bench.desk.take_change, changes(fresh)))
            bench.settle_order()
            pauses.append((time.thread_time() - began_s) * 1e3)
        word = "while rows are held" if held else "let in at once"
        yield figure_of(f"queue.arrivals of {ARRIVALS} {word}, thread", "ms", bench.reports, pauses)


class _PlainModel(QAbstractTableModel):
    """What the queue would be without a board: a table of values that Qt's proxy sorts by asking for each."""

    def __init__(self, values: list[int]) -> None:
        super().__init__()
        self._values = values

    def rowCount(self, _parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return len(self._values)

    def columnCount(self, _parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 1

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = 0) -> int | None:
        return self._values[index.row()] if role == int(Qt.ItemDataRole.DisplayRole) else None


def _proxy(rows: int) -> Iterator[Figure]:
    values = np.random.default_rng(SEED).permutation(rows).tolist()
    proxy = QSortFilterProxyModel()
    proxy.setSourceModel(_PlainModel(values))
    samples = [
        elapsed_ms(partial(proxy.sort, 0, order))
        for order in (Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder, Qt.SortOrder.AscendingOrder)
    ]
    yield figure_of(f"queue.peer QSortFilterProxyModel, sort of {rows} rows", "ms", rows, samples)


def _sqlite(file: Path, reports: int) -> Iterator[Figure]:
    queries = {
        "all ids by last change": "SELECT id FROM report ORDER BY updated_ms DESC",
        "first 200 by last change": "SELECT id FROM report ORDER BY updated_ms DESC LIMIT 200",
        "first 200 by description": "SELECT id FROM report ORDER BY lower(description) LIMIT 200",
    }
    with closing(sqlite3.connect(file)) as connection:
        for name, query in queries.items():
            samples = [elapsed_ms(partial(_asked, connection, query)) for _ in range(3)]
            yield figure_of(f"queue.peer SQLite ORDER BY, {name}", "ms", reports, samples)


def _asked(connection: sqlite3.Connection, query: str) -> int:
    return len(connection.execute(query).fetchall())
