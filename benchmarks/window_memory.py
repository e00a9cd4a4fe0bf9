"""Does the workstation grow? Works in its window without a pause for a long time and weighs both processes.

Owns one question: the real window with the real web engine, over a mirror that a real store filled, in which somebody
pans, filters, sorts, opens reports and visits the past without end; and the memory of the application and of the map's
page meanwhile. Prints one JSON object a line (``begin``, ``sample`` every few seconds, then ``summary``); judges
nothing. Linux: memory is read from /proc.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

# As the application decides it for a machine without a display; before Qt is imported.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
if os.geteuid() == 0:
    os.environ.setdefault("QTWEBENGINE_DISABLE_SANDBOX", "1")
# Sizes of the heap come in steps of 10 % otherwise; gc() is called once, at the end.
os.environ["QTWEBENGINE_CHROMIUM_FLAGS"] = "--enable-precise-memory-info --js-flags=--expose-gc"
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from PySide6 import __version__ as pyside_version
from PySide6.QtCore import QCoreApplication, QObject, QTimer
from weighing import say, summary, weights

from commandcenter.app import Workstation, application, open_workstation
from commandcenter.bench.live_store import live_store
from commandcenter.bench.synthetic import EAST, LAST_S, NORTH, SEED, SOUTH, SPAN_S, WEST
from commandcenter.models.board.filter import EVERYTHING, Filter
from commandcenter.models.freshness import Phase
from commandcenter.models.identity import ReportId
from commandcenter.models.place import LonLat
from commandcenter.models.state import STATES
from commandcenter.setting import Settings
from commandcenter.views.queue.column import QueueColumn
from commandcenter.views.queue.tab import Tab

Act = tuple[str, Callable[[], object]]
"""A kind of work, and one step of it."""

_DAY_S = 86_400
_JUMPS = 6
_ROUNDS_A_VISIT = 5
STUCK_S = 120


class Hand:
    """Somebody who works in a window and never stops."""

    def __init__(self, workstation: Workstation) -> None:
        """Take a window whose board is whole."""
        self._desk = workstation.desk
        self._window = workstation.window
        self._map = workstation.map
        self._rng = np.random.default_rng(SEED)

    def acts(self) -> Iterator[Act]:
        """Yield what is done next, for ever."""
        rounds = 0
        while True:
            rounds += 1
            for _ in range(6):
                yield "pan", self._pan
                yield "filter", self._filter
            for _ in range(4):
                yield "sort", self._sort
                yield "open", self._open
                yield "scroll", self._scroll
            yield "filter", lambda: self._desk.set_filter(EVERYTHING)
            if rounds % _ROUNDS_A_VISIT == 0:
                yield from self._visit()

    def _visit(self) -> Iterator[Act]:
        projector = self._window.top.time.projector
        yield "visit", projector.open
        for _ in range(_JUMPS):
            yield "jump", self._jump
        yield "return", projector.close

    def is_busy(self) -> bool:
        """Return whether the last act is still being shown."""
        time_bar = self._window.top.time
        is_read = not time_bar.projector.is_open or self._desk.past_ms is not None
        return not (self._map.is_settled and is_read)

    def _pan(self) -> None:
        half = float(self._rng.choice([0.004, 0.02, 0.08]))
        lon, lat = self._rng.uniform(WEST, EAST), self._rng.uniform(SOUTH, NORTH)
        self._map.fit(LonLat(lon - half, lat - half), LonLat(lon + half, lat + half))

    def _filter(self) -> None:
        from_s = int(LAST_S - self._rng.uniform(0, SPAN_S))
        states = frozenset(self._rng.choice(np.arange(len(STATES)), 4, replace=False).tolist())
        words = self._desk.generation.vocabularies["categories"].words
        some = frozenset(str(word) for word in self._rng.choice(words, min(5, len(words)), replace=False))
        self._desk.set_filter(
            [
                Filter(created_from_s=from_s, created_until_s=from_s + 60 * _DAY_S),
                Filter(states=frozenset(STATES[code] for code in states)),
                Filter(categories=some),
                Filter(overdue_at_s=LAST_S),
            ][int(self._rng.integers(4))]
        )

    def _sort(self) -> None:
        standing = self._window.queue.standing
        columns = [each for each in QueueColumn if each is not QueueColumn.DESCRIPTION]
        standing.sort_by(columns[int(self._rng.integers(len(columns)))], add=bool(self._rng.random() < 0.2))

    def _open(self) -> None:
        rows = self._desk.generation.rows_by_id()
        row = rows[int(self._rng.integers(len(rows)))]
        report = int(self._desk.generation.column("ids", np.array([row]))[0])
        self._desk.select(ReportId(report), reveal=True)

    def _scroll(self) -> None:
        bar = self._window.queue.table.verticalScrollBar()
        bar.setValue(int(self._rng.integers(bar.maximum() + 1)))

    def _jump(self) -> None:
        projector = self._window.top.time.projector
        first_ms, last_ms = projector.span_ms
        projector.go(int(self._rng.uniform(first_ms, last_ms)))


class Run(QObject):
    """Has the hand work at a rhythm, and weighs the processes."""

    def __init__(self, workstation: Workstation, options: argparse.Namespace) -> None:
        """Take what is measured; nothing happens before ``begin``."""
        super().__init__()
        self._workstation = workstation
        self._options = options
        self._hand = Hand(workstation)
        self._acts = self._hand.acts()
        self._done: Counter[str] = Counter()
        self._began = self._acted = 0.0
        self._samples: list[dict[str, Any]] = []
        self._rhythm = self._timer(options.every_ms, self._act)
        self._scale = self._timer(round(options.sample_s * 1000), self._sample)

    def _timer(self, interval_ms: int, work: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setInterval(interval_ms)
        timer.timeout.connect(work)
        return timer

    def begin(self) -> None:
        """Start the rhythm and its end."""
        self._began = self._acted = time.perf_counter()
        self._rhythm.start()
        self._scale.start()
        self._sample()
        QTimer.singleShot(round(self._options.minutes * 60_000), self, self._stop)

    def _act(self) -> None:
        now = time.perf_counter()
        if self._hand.is_busy():
            if now - self._acted > STUCK_S:
                self._end(f"nothing came to rest for {STUCK_S} s")
            return
        self._acted = now
        kind, work = next(self._acts)
        work()
        self._done[kind] += 1

    def _sample(self) -> None:
        view = self._workstation.map
        if view.sentence:
            self._end(f"the map is gone: {view.sentence}")
            return
        # As text: a list of numbers arrives as None (6.9.3 and 6.11.3).
        script = "performance.memory.usedJSHeapSize + ''"
        view.house.page.runJavaScript(script, self._weigh)

    def _weigh(self, heap: object) -> None:
        """Note the weight of both processes; JS heap as text: bytes used."""
        if not isinstance(heap, str):
            return  # the page fell over while it was asked; the view says so by the next sample
        found = weights(self._workstation.map.house.page.renderProcessPid())
        sample = {
            "at_s": round(time.perf_counter() - self._began, 1),
            "acts": self._done.total(),
            "js_used_mib": round(int(heap) / 2**20, 2),
            # All children hold the store as well.
            **{name: value for name, value in found.items() if not name.startswith("children")},
        }
        self._samples.append(sample)
        say("sample", sample)

    def _stop(self) -> None:
        self._rhythm.stop()
        self._scale.stop()
        # What a full collection leaves tells garbage that was not collected from memory that is held.
        self._workstation.map.house.page.runJavaScript("typeof gc === 'function' ? (gc(), gc(), true) : false")
        QTimer.singleShot(3_000, self, self._sample)
        QTimer.singleShot(5_000, self, lambda: self._end(""))

    def _end(self, problem: str) -> None:
        self._rhythm.stop()
        self._scale.stop()
        told = summary(self._samples, self._options.warm_up_min, ("acts",))
        say("summary", {**told, "done": dict(self._done), "problem": problem})
        QCoreApplication.exit(1 if problem else 0)


def main() -> int:
    """Measure once; return 0, or 1 if the window came to a stop on the way."""
    options = _options()
    if options.inside:
        return work(options, **json.loads(sys.stdin.readline()))
    with (
        tempfile.TemporaryDirectory(prefix="commandcenter-bench-") as folder,
        live_store(Path(folder), options.reports) as store,
    ):
        asked = json.dumps({"home": folder, "url": store.url, "token": store.token})
        # A process of its own: what filling the store took is not the window's.
        words = [sys.executable, __file__, *sys.argv[1:], "--inside"]
        return subprocess.run(words, input=f"{asked}\n", text=True, check=False).returncode


def work(options: argparse.Namespace, *, home: str, url: str, token: str) -> int:
    """Open the window on a store, wait until everything is there, and measure; return the exit code."""
    settings = Settings(home=Path(home), store_url=url, token=token, token_file=None)
    running = application(settings, needs_display=False)
    with open_workstation(settings, tuple(options.size)) as workstation:
        desk, view = workstation.desk, workstation.map
        workstation.window.queue.show_tab(Tab.ALL)
        run = Run(workstation, options)
        waiting = QTimer()

        def look() -> None:
            is_whole = len(desk.generation) >= options.reports and desk.freshness.phase is Phase.LIVE
            if is_whole and view.is_settled and desk.reader.search_covers_all():
                waiting.stop()
                said = {"pyside6": pyside_version, "python": sys.version.split()[0], "reports": options.reports}
                say("begin", {**said, "size_px": list(options.size), "every_ms": options.every_ms})
                run.begin()

        waiting.timeout.connect(look)
        waiting.start(200)
        return running.exec()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Work in the window for a long time and weigh its processes.")
    parser.add_argument("--minutes", type=float, default=60.0, help="how long to work")
    parser.add_argument("--warm-up-min", type=float, default=15.0, help="minutes left out of the slopes")
    parser.add_argument("--every-ms", type=int, default=200, help="shortest time between two acts")
    parser.add_argument("--sample-s", type=float, default=10.0, help="time between two samples")
    parser.add_argument("--reports", type=int, default=1_000_000, help="in the store")
    parser.add_argument("--size", type=int, nargs=2, default=(1920, 1080), metavar=("WIDTH", "HEIGHT"))
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
