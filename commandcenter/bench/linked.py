"""A filter or brush change until queue, map and the seven linked charts have all repainted, in the real window.

The window is the workstation's own, with the real web engine, drawn without a display. Its board holds a synthetic
city; its mirror is empty but for the texts of the rows on screen, which are made up when they are asked for. Beside the
time that passes stands the processor's: of the interface thread, and of this process. On a machine that does other work
as well only these say what a change costs.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QEvent, QEventLoop, QObject, QTimer
from PySide6.QtWidgets import QWidget

from commandcenter.app import application
from commandcenter.bench.figure import Figure, figure_of, timed
from commandcenter.bench.synthetic import AREAS, CATEGORIES, LAST_S, SPAN_S, change_sets, city, text_of
from commandcenter.models.board.condition import AgeRange, ResponseRange, WeekHours
from commandcenter.models.board.filter import EVERYTHING, Filter
from commandcenter.models.identity import ReportId
from commandcenter.models.mirror.folder import MIRROR_FILE, MirrorFolder
from commandcenter.models.mirror.reader import MirrorReader, ReportText
from commandcenter.models.state import STATES
from commandcenter.setting import Settings
from commandcenter.views.clock import Clock
from commandcenter.views.desk import Desk
from commandcenter.views.drawing import Look
from commandcenter.views.map.map_view import MapView
from commandcenter.views.queue.tab import Tab
from commandcenter.views.reading import Reading
from commandcenter.views.shell import WorkstationWindow, window_settings

SIZE = (1920, 1080)
STEPS = 24
LOAD_ROWS = 65_536
LIMIT_S = 120
"""No wait of this benchmark is longer; one that is says so and ends it."""

_DAY_S = 86_400


class NotRepaintedError(RuntimeError):
    """A view did not repaint after the filter changed."""


@dataclass(frozen=True, slots=True)
class Scene:
    """The window that is measured, and what in it has to repaint."""

    desk: Desk
    window: WorkstationWindow
    map: MapView
    painted: PaintedWidgets


class PaintedWidgets(QObject):
    """Notes which widgets have been painted since it was last asked to forget."""

    def __init__(self, widgets: tuple[QWidget, ...]) -> None:
        """Watch these."""
        super().__init__()
        self._widgets = widgets
        self._painted: set[QObject] = set()
        for widget in widgets:
            widget.installEventFilter(self)

    @property
    def missing(self) -> list[str]:
        """What has not been painted."""
        return [repr(widget) for widget in self._widgets if widget not in self._painted]

    @property
    def all_are(self) -> bool:
        """Whether every one has been painted."""
        return len(self._painted) == len(self._widgets)

    def forget(self) -> None:
        """Begin anew."""
        self._painted.clear()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Note a painting; whoever looks does so after it, in a later turn of the event loop."""
        if event.type() == QEvent.Type.Paint:
            self._painted.add(watched)
        return False


class TextReader(MirrorReader):
    """Makes up the texts of reports that no mirror holds."""

    def texts(self, report_ids: Sequence[int]) -> Mapping[ReportId, ReportText]:
        """Return texts of every report that is asked for."""
        return {
            ReportId(each): ReportText(ReportId(each), f"JK-{each & 0xFFFFF:06d}", text_of(each), None, None)
            for each in report_ids
        }


@dataclass(frozen=True, slots=True)
class _Cost:
    """What one change cost, in milliseconds: until all had repainted, and processor time."""

    passed_ms: float
    interface_ms: float
    process_ms: float


def figures(reports: int) -> Iterator[Figure]:
    """Yield what each kind of brush costs, all of them together, and what the charts alone cost of it."""
    with scene_of(reports) as scene:
        costs: list[_Cost] = []
        for name, filters in _brushes().items():
            found = [_repainted(scene, wanted) for wanted in filters]
            costs += found
            passed = [cost.passed_ms for cost in found]
            yield figure_of(f"linked.brush {name} until all have repainted", "ms", reports, passed)
            _repainted(scene, EVERYTHING)
        yield figure_of("linked.any brush until all have repainted", "ms", reports, [cost.passed_ms for cost in costs])
        interface = [cost.interface_ms for cost in costs]
        yield figure_of("linked.processor time of the interface thread", "ms", reports, interface)
        yield figure_of("linked.processor time of the process", "ms", reports, [cost.process_ms for cost in costs])
        scene.desk.set_filter(_brushes()["over five conditions"][0])
        counting = scene.window.charts.counting
        yield timed("linked.counts of seven charts, five conditions", reports, counting.recount)


def _brushes() -> dict[str, list[Filter]]:
    """Return for each kind of brush the filters that a hand makes of it while it moves."""
    start_s = LAST_S - SPAN_S
    week = [frozenset(range(at, at + 30)) for at in range(0, 130, 130 // STEPS)][:STEPS]
    five = Filter(
        states=frozenset(STATES[:6]),
        categories=frozenset(CATEGORIES[:7:2]),
        areas=frozenset({"31.72", "31.73", "31.75"}),
        taken_on=True,
    )
    return {
        "over hours": [
            Filter(created_from_s=start_s + 60 * _DAY_S, created_until_s=start_s + (70 + 20 * step) * _DAY_S)
            for step in range(STEPS)
        ],
        "over categories": [
            Filter(categories=frozenset(CATEGORIES[: 1 + step % len(CATEGORIES)])) for step in range(1, STEPS + 1)
        ],
        "over areas": [Filter(areas=frozenset(AREAS[: 10 * (step + 1)])) for step in range(STEPS)],
        "over states": [Filter(states=frozenset(STATES[step % 8 :])) for step in range(1, STEPS + 1)],
        "over ages": [Filter(age=AgeRange(LAST_S, None, (3 + 25 * step) * _DAY_S)) for step in range(STEPS)],
        "over first responses": [Filter(response=ResponseRange(None, 900 * (step + 1))) for step in range(STEPS)],
        "over the week": [Filter(week_hours=WeekHours(hours, 25_200)) for hours in week],
        "over five conditions": [
            replace(five, created_from_s=start_s, created_until_s=start_s + (300 + 10 * step) * _DAY_S)
            for step in range(STEPS)
        ],
    }


@contextmanager
def scene_of(reports: int, reader_type: type[TextReader] = TextReader) -> Iterator[Scene]:
    """Open the window over a synthetic city of so many reports; it is closed afterwards.

    Args:
        reports: How many.
        reader_type: Answers the window's questions to the mirror.
    """
    with ExitStack() as ends:
        home = Path(ends.enter_context(tempfile.TemporaryDirectory(prefix="commandcenter-bench-")))
        application(Settings(home=home, store_url="http://127.0.0.1:9", token="", token_file=None), needs_display=False)
        mirror = MirrorFolder.open(home / "mirror")
        ends.callback(mirror.close)
        with mirror.writer.snapshot() as load:
            load.finish(position="bench.0", current_ms=0)
        reader = reader_type(home / "mirror" / MIRROR_FILE)
        ends.callback(reader.close)
        desk = Desk(reader, lambda _intent: None, "")
        for change in change_sets(city(reports), LOAD_ROWS):
            desk.take_change(change)
        clock = Clock(now_s=lambda: float(LAST_S), monotonic_s=time.monotonic)
        reading = Reading(desk.reader)
        ends.callback(reading.close)
        look = Look()
        map_view = MapView(desk, look=look, reading=reading)
        ends.callback(map_view.end)
        settings = window_settings(home)
        window = WorkstationWindow(desk, map_view, settings=settings, look=look, clock=clock, reading=reading)
        ends.callback(window.close)
        window.resize(*SIZE)
        window.show()
        window.queue.show_tab(Tab.ALL)
        wait_until(lambda: map_view.is_settled, lambda: f"the map ({map_view.sentence})")
        painted = PaintedWidgets((*window.charts.charts, window.queue.table.viewport()))
        scene = Scene(desk, window, map_view, painted)
        # The first brush warms caches that the first second of a shift warms too.
        _repainted(scene, Filter(states=frozenset(STATES[:4])))
        _repainted(scene, EVERYTHING)
        yield scene


def _repainted(scene: Scene, wanted: Filter) -> _Cost:
    """Change the filter to another one, and wait until everything shows it."""
    scene.painted.forget()
    begun, interface, process = time.perf_counter(), time.thread_time(), time.process_time()
    scene.desk.set_filter(wanted)
    wait_until(
        lambda: scene.painted.all_are and scene.map.is_settled,
        lambda: f"after {wanted} the map (settled: {scene.map.is_settled}) or one of {scene.painted.missing}",
    )
    return _Cost(
        (time.perf_counter() - begun) * 1000,
        (time.thread_time() - interface) * 1000,
        (time.process_time() - process) * 1000,
    )


def wait_until(done: Callable[[], bool], what: Callable[[], str]) -> None:
    """Run the event loop until something is true, looked at every millisecond.

    Raises:
        NotRepaintedError: If it takes longer than ``LIMIT_S``.
    """
    loop = QEventLoop()
    limit = time.perf_counter() + LIMIT_S
    timer = QTimer()
    timer.timeout.connect(lambda: loop.quit() if done() or time.perf_counter() > limit else None)
    timer.start(1)
    loop.exec()
    timer.stop()
    if not done():
        raise NotRepaintedError(f"{what()} did not come within {LIMIT_S} s")
