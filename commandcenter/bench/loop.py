"""The whole way, measured: a real store process, the real window, the real web engine.

``loop.first load`` from an empty mirror until the board is whole, live and painted; ``loop.pause …`` the longest time
that the interface thread did not come back to its event loop while so many changes were taken in, how much of such
times it computed, and how long they were but for waiting until a core was free (Linux tells); ``loop.post to paint``
from the moment before a report is posted until the page says that it has painted it, at 50 reports a second.
"""

from __future__ import annotations

import os
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path

import requests
from PySide6.QtCore import QEventLoop, QObject, QTimer

from commandcenter.app import Workstation, application, open_workstation
from commandcenter.bench.figure import Figure, figure_of
from commandcenter.bench.live_store import LiveStore, live_store, touch
from commandcenter.models.board.change_set import ChangeSet
from commandcenter.models.board.generation import Generation
from commandcenter.models.freshness import Phase
from commandcenter.models.intent import Intent, IntentKind, new_intent_id
from commandcenter.protocol.act import intent_to_json
from commandcenter.setting import Settings

SIZE = (1920, 1080)
MOST_CHANGES = 100_000
POSTS = 250
POSTS_A_SECOND = 50
LIMIT_S = 900
"""No wait of a benchmark is longer; one that is says so and ends the benchmark."""

_FRAME_MS = 16


class BenchmarkStuckError(RuntimeError):
    """Something that was waited for did not come."""


@dataclass(frozen=True, slots=True)
class Pause:
    """One time, or a moment since any beginning, in milliseconds.

    Attributes:
        elapsed: By the clock.
        computed: In which the interface thread had a core.
        queued: In which it could have computed and no core was free; 0 where the system does not tell.
    """

    elapsed: float
    computed: float
    queued: float

    def since(self, earlier: Pause) -> Pause:
        """Return the time between two moments."""
        return Pause(self.elapsed - earlier.elapsed, self.computed - earlier.computed, self.queued - earlier.queued)


class PauseWatch(QObject):
    """Notes how long the interface thread stays away from its event loop, and why."""

    def __init__(self) -> None:
        """Begin to watch the calling thread."""
        super().__init__()
        self.pauses: list[Pause] = []
        schedule = Path(f"/proc/self/task/{threading.get_native_id()}/schedstat")
        self._schedule = schedule.open("rb", buffering=0) if schedule.exists() else None
        self._last = self._now()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._tick)
        self._timer.start(1)

    @property
    def is_told_queued(self) -> bool:
        """Whether the system tells how long a thread waited for a core."""
        return self._schedule is not None

    def begin(self) -> None:
        """Forget what was noted so far."""
        self.pauses.clear()
        self._last = self._now()

    def _tick(self) -> None:
        now = self._now()
        self.pauses.append(now.since(self._last))
        self._last = now

    def _now(self) -> Pause:
        return Pause(time.perf_counter() * 1e3, time.thread_time() * 1e3, self._queued_ms())

    def _queued_ms(self) -> float:
        if self._schedule is None:
            return 0.0
        # Nanoseconds computed, nanoseconds waited, and how often (Linux, Documentation/scheduler/sched-stats).
        return int(os.pread(self._schedule.fileno(), 100, 0).split()[1]) / 1e6


class PaintWatch(QObject):
    """Notes when reports that were posted are on the map."""

    def __init__(self, workstation: Workstation) -> None:
        """Follow a workstation."""
        super().__init__()
        self.painted_at: dict[int, float] = {}
        self._waiting: dict[int, int] = {}
        workstation.desk.board_changed.connect(self._on_board)
        workstation.map.painted.connect(self._on_painted)

    def _on_board(self, generation: Generation, change: ChangeSet) -> None:
        for report_id in change.upserts.ids.tolist():
            self._waiting.setdefault(report_id, generation.number)

    def _on_painted(self, generation: int, _marks: int) -> None:
        now = time.perf_counter()
        for report_id in [known for known, number in self._waiting.items() if number <= generation]:
            del self._waiting[report_id]
            self.painted_at.setdefault(report_id, now)


def figures(reports: int) -> Iterator[Figure]:
    """Yield the figures of one run."""
    with tempfile.TemporaryDirectory(prefix="commandcenter-bench-") as folder:
        home = Path(folder)
        with live_store(home, reports) as store:
            settings = Settings(home=home, store_url=store.url, token=store.token, token_file=None)
            application(settings, needs_display=False)
            pauses = PauseWatch()
            begun = time.perf_counter()
            with open_workstation(settings, SIZE) as workstation:
                # Building the window is part of the first load's time, not of its pauses.
                pauses.begin()
                _wait(lambda: _is_whole(workstation, reports), "the first load")
                yield figure_of("loop.first load", "s", reports, [time.perf_counter() - begun])
                yield from _longest("loop.pause in the first load", reports, pauses)
                yield from _changes(workstation, store, reports, pauses)
                yield from _posts(workstation, store, reports)


def _changes(workstation: Workstation, store: LiveStore, reports: int, pauses: PauseWatch) -> Iterator[Figure]:
    changes = min(reports, MOST_CHANGES)
    touched: set[int] = set()
    workstation.desk.board_changed.connect(lambda _, change: touched.update(change.upserts.ids.tolist()))
    pauses.begin()
    begun = time.perf_counter()
    # Another process: what it computes must not hold this one's interpreter.
    writer = get_context("spawn").Process(target=touch, args=(store.settings.database_url, changes))
    writer.start()
    _wait(lambda: len(touched) >= changes and _is_painted(workstation), "the changes")
    writer.join()
    yield figure_of(f"loop.{changes} changes through the feed", "s", reports, [time.perf_counter() - begun])
    yield from _longest("loop.pause while the changes came", reports, pauses)


def _posts(workstation: Workstation, store: LiveStore, reports: int) -> Iterator[Figure]:
    watch = PaintWatch(workstation)
    posted_at: dict[int, float] = {}
    poster = threading.Thread(target=_post_all, args=(store, posted_at), name="poster")
    poster.start()
    _wait(lambda: not poster.is_alive() and posted_at.keys() <= watch.painted_at.keys(), "the posted reports")
    poster.join()
    ways_ms = [(watch.painted_at[report_id] - at) * 1000 for report_id, at in posted_at.items()]
    yield figure_of(f"loop.post to paint at {POSTS_A_SECOND}/s", "ms", reports, ways_ms)


def _post_all(store: LiveStore, posted_at: dict[int, float]) -> None:
    """Post at an even rhythm, from the poster's thread; a late post does not delay the next one's clock."""
    session = requests.Session()
    session.headers["Authorization"] = f"Bearer {store.token}"
    tick = threading.Event()
    begun = time.perf_counter()
    for number in range(POSTS):
        tick.wait(max(0.0, begun + number / POSTS_A_SECOND - time.perf_counter()))
        payload = {"category": "BANJIR", "lon": 106.8 + number / 5_000, "lat": -6.2, "description": "Laporan ukur"}
        intent = Intent(new_intent_id(), IntentKind.SUBMIT_REPORT, None, None, datetime.now(UTC), None, payload)
        at = time.perf_counter()
        answer = session.post(f"{store.url}/v1/intents", json=intent_to_json(intent), timeout=30).json()
        posted_at[int(answer["subject"])] = at


def _longest(name: str, reports: int, pauses: PauseWatch) -> Iterator[Figure]:
    parts = {name: [pause.elapsed for pause in pauses.pauses]}
    if pauses.is_told_queued:
        parts[f"{name}, but for waiting for a core"] = [pause.elapsed - pause.queued for pause in pauses.pauses]
    parts[f"{name}, processor time"] = [pause.computed for pause in pauses.pauses]
    for what, all_ms in parts.items():
        # The median and the 95th percentile are of pauses above a frame's 16 ms: the rest is idle ticking.
        long_ones = [pause for pause in all_ms if pause > _FRAME_MS] or [max(all_ms)]
        yield figure_of(what, "ms", reports, long_ones)


def _is_whole(workstation: Workstation, reports: int) -> bool:
    desk = workstation.desk
    return len(desk.generation) == reports and desk.freshness.phase is Phase.LIVE and _is_painted(workstation)


def _is_painted(workstation: Workstation) -> bool:
    return workstation.map.painted_generation == workstation.desk.generation.number


def _wait(done: Callable[[], bool], what: str) -> None:
    """Run the event loop until something is true, looked at every 5 ms.

    Raises:
        BenchmarkStuckError: If it takes longer than ``LIMIT_S``.
    """
    loop = QEventLoop()
    limit = time.perf_counter() + LIMIT_S
    timer = QTimer()
    timer.timeout.connect(lambda: loop.quit() if done() or time.perf_counter() > limit else None)
    timer.start(5)
    loop.exec()
    timer.stop()
    if not done():
        raise BenchmarkStuckError(f"{what} took longer than {LIMIT_S} s")
