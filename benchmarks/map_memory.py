"""Does the map's page grow? Repaints it for a long time and weighs every process.

Owns one question, asked of one version of Qt at a time: the window's map with a synthetic board and borders, changed
and repainted at an even rhythm, and the memory of the application and of the engine's processes meanwhile. Prints one
JSON object a line (``sample`` every few seconds, then ``summary``); judges nothing. Linux: memory is read from /proc.
Runs in any environment that holds the project's dependencies, whatever version of PySide6; see benchmarks/README.md.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import numpy as np

# As the application decides it for a machine without a display; before Qt is imported.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
if os.geteuid() == 0:
    os.environ.setdefault("QTWEBENGINE_DISABLE_SANDBOX", "1")
# Sizes of the heap come in steps of 10 % otherwise; gc() is called once, at the end.
os.environ["QTWEBENGINE_CHROMIUM_FLAGS"] = "--enable-precise-memory-info --js-flags=--expose-gc"
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import shapely
from PySide6 import __version__ as pyside_version
from PySide6.QtCore import QCoreApplication, QObject, Qt, QTimer
from PySide6.QtWebEngineCore import qWebEngineChromiumSecurityPatchVersion, qWebEngineChromiumVersion
from PySide6.QtWidgets import QApplication
from weighing import say, summary, weights

from commandcenter.bench.synthetic import (
    AREAS,
    EAST,
    LAST_S,
    NORTH,
    SEED,
    SOUTH,
    WEST,
    change_sets,
    changes,
    city,
    part,
)
from commandcenter.models.board.change_set import ReportBatch
from commandcenter.models.category import Category
from commandcenter.models.identity import AreaCode
from commandcenter.models.mirror.reader import MirrorReader
from commandcenter.models.report import Area
from commandcenter.models.state import STATE_CODE, State
from commandcenter.views.clock import Clock
from commandcenter.views.desk import Desk
from commandcenter.views.map.map_view import MapView
from commandcenter.views.map.scheme import register_scheme
from commandcenter.views.wording import install_translation

LOAD_ROWS = 4_000
CHANGED_ROWS = 20
"""Reports that change with each repaint: 100 a second at five repaints a second."""

BORDER_STEP_DEG = 0.0015
"""Distance between two points of a border; makes about 15,000 points for 267 areas, as real ones have."""

START_LIMIT_S = 120


class Areas:
    """Answers the two questions a map asks of the mirror, from memory."""

    def __init__(self) -> None:
        """Draw a border around each of the synthetic city's places."""
        rng = np.random.default_rng(SEED)
        places = np.column_stack([rng.uniform(WEST, EAST, len(AREAS)), rng.uniform(SOUTH, NORTH, len(AREAS))])
        city_box = shapely.box(WEST, SOUTH, EAST, NORTH)
        cells = shapely.get_parts(shapely.voronoi_polygons(shapely.MultiPoint(places), extend_to=city_box))
        borders = shapely.segmentize(shapely.intersection(cells, city_box), BORDER_STEP_DEG)
        self.points = int(shapely.get_num_coordinates(borders).sum())
        self._areas = tuple(
            Area(AreaCode(code), "kelurahan", f"Wilayah {code}", None, shapely.to_geojson(border), approximate=True)
            for code, border in zip(AREAS, borders.tolist(), strict=True)
        )

    def areas(self) -> tuple[Area, ...]:
        """Return the borders."""
        return self._areas

    def categories(self) -> tuple[Category, ...]:
        """Return none: the map falls back on the codes."""
        return ()


class Run(QObject):
    """Changes the board at an even rhythm, notes each repaint, and weighs the processes."""

    def __init__(self, view: MapView, desk: Desk, reports: ReportBatch, options: argparse.Namespace) -> None:
        """Take what is measured; nothing happens before ``begin``."""
        super().__init__()
        self._view = view
        self._desk = desk
        self._reports = reports
        self._options = options
        self._rng = np.random.default_rng(SEED)
        self._began = 0.0
        self._changed_at: dict[int, float] = {}
        self._changes = 0
        self._repaints = 0
        self._repaint_ms: list[float] = []
        self._all_ms: list[float] = []
        self._samples: list[dict[str, Any]] = []
        view.painted.connect(self._on_painted)
        self._rhythm = self._timer(options.every_ms, self._change)
        self._scale = self._timer(round(options.sample_s * 1000), self._sample)

    def _timer(self, interval_ms: int, work: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setTimerType(Qt.TimerType.PreciseTimer)
        timer.setInterval(interval_ms)
        timer.timeout.connect(work)
        return timer

    def begin(self) -> None:
        """Start the rhythm and its end."""
        self._began = time.perf_counter()
        self._rhythm.start()
        self._scale.start()
        self._sample()
        QTimer.singleShot(round(self._options.minutes * 60_000), self, self._stop)

    def _change(self) -> None:
        self._changes += 1
        at = self._rng.choice(len(self._reports), CHANGED_ROWS, replace=False)
        some = part(self._reports, at)
        open_codes = [STATE_CODE[state] for state in (State.WAITING, State.IN_PROGRESS)]
        touched = replace(
            some,
            versions=some.versions + np.int32(self._changes),
            states=self._rng.choice(open_codes, len(some)).astype(np.int8),
            updated_s=np.full(len(some), LAST_S + self._changes, np.int64),
        )
        begun = time.perf_counter()
        self._desk.take_change(changes(touched))
        self._changed_at[self._desk.generation.number] = begun

    def _on_painted(self, generation: int, _marks: int) -> None:
        now = time.perf_counter()
        waited = [number for number in self._changed_at if number <= generation]
        if waited:
            self._repaints += 1
            # From the oldest change that this picture is the first to show.
            self._repaint_ms.append((now - self._changed_at[min(waited)]) * 1000)
        for number in waited:
            del self._changed_at[number]

    def _sample(self) -> None:
        if self._view.sentence:
            self._end(f"the map is gone: {self._view.sentence}")
            return
        # As text: a list of numbers arrives as None (6.9.3 and 6.11.3).
        script = "performance.memory.usedJSHeapSize + ' ' + performance.memory.totalJSHeapSize"
        self._view.house.page.runJavaScript(script, self._weigh)

    def _weigh(self, heap: object) -> None:
        """Note the weight of every process; JS heap as text: bytes used and bytes in all."""
        if not isinstance(heap, str):
            return  # the page fell over while it was asked; the view says so by the next sample
        used_bytes, total_bytes = map(int, heap.split())
        spent_ms, self._repaint_ms = self._repaint_ms, []
        self._all_ms += spent_ms
        sample = {
            "at_s": round(time.perf_counter() - self._began, 1),
            "changes": self._changes,
            "repaints": self._repaints,
            "repaint_median_ms": round(float(np.median(spent_ms)), 1) if spent_ms else None,
            "repaint_p95_ms": round(float(np.percentile(spent_ms, 95)), 1) if spent_ms else None,
            "js_used_mib": round(used_bytes / 2**20, 2),
            "js_total_mib": round(total_bytes / 2**20, 2),
            **weights(self._view.house.page.renderProcessPid()),
        }
        self._samples.append(sample)
        say("sample", sample)
        if sample["page_rss_mib"] > self._options.limit_mib:
            self._end(f"the page's process grew beyond {self._options.limit_mib} MiB")

    def _stop(self) -> None:
        self._rhythm.stop()
        self._scale.stop()
        # What a full collection leaves tells garbage that was not collected from memory that is held.
        self._view.house.page.runJavaScript("typeof gc === 'function' ? (gc(), gc(), true) : false")
        QTimer.singleShot(3_000, self, self._sample)
        QTimer.singleShot(5_000, self, lambda: self._end(""))

    def _end(self, problem: str) -> None:
        self._rhythm.stop()
        self._scale.stop()
        say(
            "summary",
            {
                **summary(self._samples, self._options.warm_up_min, ("changes", "repaints")),
                **self._spent(),
                "problem": problem,
            },
        )
        QCoreApplication.exit(1 if problem else 0)

    def _spent(self) -> Mapping[str, object]:
        if not self._all_ms:
            return {}
        median, p95, longest = np.percentile(self._all_ms, [50, 95, 100]).round(1).tolist()
        return {"repaint_median_ms": median, "repaint_p95_ms": p95, "repaint_max_ms": longest}


def main() -> int:
    """Measure once; return 0, or 1 if the map was lost on the way, grew beyond the limit, or never painted."""
    options = _options()
    register_scheme()
    QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)
    application = QApplication(["map_memory"])
    install_translation(application, "id")
    reports = city(options.reports)
    areas = Areas()
    desk = Desk(cast(MirrorReader, areas), lambda _intent: None)
    for change in change_sets(reports, LOAD_ROWS):
        desk.take_change(change)
    view = MapView(desk, clock=Clock(now_s=lambda: LAST_S))
    run = Run(view, desk, reports, options)
    started: list[str] = []

    def begin(drawn: int) -> None:
        started.append("")
        say(
            "begin",
            {
                "pyside6": pyside_version,
                "chromium": qWebEngineChromiumVersion(),
                "security_patches": qWebEngineChromiumSecurityPatchVersion(),
                "python": sys.version.split()[0],
                "reports": len(reports),
                "areas": drawn,
                "border_points": areas.points,
                "size_px": [view.width(), view.height()],
                "every_ms": options.every_ms,
            },
        )
        run.begin()

    view.areas_painted.connect(lambda drawn: None if started else begin(drawn))
    QTimer.singleShot(START_LIMIT_S * 1000, view, lambda: None if started else application.exit(1))
    view.resize(*options.size)
    view.show()
    code = application.exec()
    view.end()
    return code


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Repaint the map for a long time and weigh its processes.")
    parser.add_argument("--minutes", type=float, default=20.0, help="how long to repaint")
    parser.add_argument("--warm-up-min", type=float, default=5.0, help="minutes left out of the slopes")
    parser.add_argument("--every-ms", type=int, default=200, help="time between two changes")
    parser.add_argument("--sample-s", type=float, default=5.0, help="time between two samples")
    parser.add_argument("--limit-mib", type=float, default=2048.0, help="end when the page's process is bigger")
    parser.add_argument("--reports", type=int, default=20_000, help="on the board")
    parser.add_argument("--size", type=int, nargs=2, default=(1280, 800), metavar=("WIDTH", "HEIGHT"))
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
