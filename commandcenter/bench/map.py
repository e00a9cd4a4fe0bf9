"""A moved map's marks, at full size: asked of the board, and painted by the page in the real web engine.

What a moved map costs is the sum of two figures: the board's answer, on the interface thread, and the page's painting,
which the page measures itself and tells. The way between the two processes is not in them.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer

from commandcenter.app import application
from commandcenter.bench.figure import Figure, figure_of, timed
from commandcenter.bench.synthetic import LAST_S, change_sets, city
from commandcenter.models.board.density import density
from commandcenter.models.board.mask import mask
from commandcenter.models.mirror.folder import MIRROR_FILE, MirrorFolder
from commandcenter.models.mirror.reader import MirrorReader
from commandcenter.models.place import LonLat
from commandcenter.setting import Settings
from commandcenter.views.clock import Clock
from commandcenter.views.desk import Desk
from commandcenter.views.map.map_view import MapView
from commandcenter.views.map.marking import marking_of, world_box
from commandcenter.views.map.message import Painted, ViewportChanged

SIZE = (1920, 1080)
STEPS = 30
LOAD_ROWS = 65_536
LIMIT_S = 60
_HALF_DEG = 0.08
_STEP_DEG = 0.004
_MIDDLE = LonLat(106.83, -6.2)
_HEAT_CELL = 1 << 13


class MapUnpaintedError(RuntimeError):
    """The page did not paint what it was sent."""


def figures(reports: int) -> Iterator[Figure]:
    """Yield what a moved map costs, step by step through the city."""
    with tempfile.TemporaryDirectory(prefix="commandcenter-bench-") as folder:
        home = Path(folder)
        application(Settings(home=home, store_url="http://127.0.0.1:9", token="", token_file=None), needs_display=False)
        mirror = MirrorFolder.open(home / "mirror")
        with mirror.writer.snapshot() as load:
            load.finish(position="bench.0", current_ms=0)
        reader = MirrorReader(home / "mirror" / MIRROR_FILE)
        desk = Desk(reader, lambda _intent: None, "")
        for change in change_sets(city(reports), LOAD_ROWS):
            desk.take_change(change)
        view = MapView(desk, clock=Clock(now_s=lambda: float(LAST_S)))
        try:
            yield from _measured(desk, view, reports)
        finally:
            view.end()
            reader.close()
            mirror.close()


def _measured(desk: Desk, view: MapView, reports: int) -> Iterator[Figure]:
    painted: list[Painted] = []
    view.answer_painted.connect(painted.append)
    view.resize(*SIZE)
    view.show()
    _wait(lambda: view.is_settled)
    for step in range(STEPS):
        before = len(painted)
        lon = _MIDDLE.lon + step * _STEP_DEG
        view.fit(LonLat(lon - _HALF_DEG, _MIDDLE.lat - _HALF_DEG), LonLat(lon + _HALF_DEG, _MIDDLE.lat + _HALF_DEG))
        _wait(lambda before=before: len(painted) > before and view.is_settled)  # type: ignore[misc]
    moves = [each.paint_ms for each in painted[-STEPS:]]
    yield figure_of("map.marks of a moved view, painted by the page", "ms", reports, moves)
    yield figure_of("map.marks on the screen", "marks", reports, [float(each.marks) for each in painted[-STEPS:]])
    viewport = ViewportChanged(106.7, -6.3, 106.96, -6.1, 12.0, *map(float, SIZE))
    generation, wanted = desk.generation, desk.filter
    yield timed(
        "map.marks of a moved view, asked of the board",
        reports,
        lambda: marking_of(generation, mask(generation, wanted), viewport, (), LAST_S, 1),
    )
    box, selected = world_box(viewport), desk.selected
    yield timed("map.density of a view", reports, lambda: density(generation, selected, box, _HEAT_CELL))


def _wait(done: Callable[[], bool]) -> None:
    """Run the event loop until something is true, looked at every few milliseconds.

    Raises:
        MapUnpaintedError: If it takes longer than ``LIMIT_S``.
    """
    loop = QEventLoop()
    timer, limit = QTimer(), QTimer()
    timer.timeout.connect(lambda: loop.quit() if done() else None)
    timer.start(2)
    limit.setSingleShot(True)
    limit.timeout.connect(loop.quit)
    limit.start(LIMIT_S * 1_000)
    loop.exec()
    if not done():
        raise MapUnpaintedError(f"the map did not come to rest within {LIMIT_S} s")
