"""Gives these tests a desk over a real mirror, and walls on it with a real map page."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from pytestqt.qtbot import QtBot

from commandcenter.models.flat import flatten
from commandcenter.models.place import LonLat
from commandcenter.models.record import Entity
from commandcenter.views.drawing import Look
from commandcenter.views.map.map_view import MapView
from commandcenter.views.wall.legibility import Viewing
from commandcenter.views.wall.window import WallWindow
from tests.fixture.map_window import WAIT_MS
from tests.fixture.synthetic_city import square
from tests.fixture.workstation import AREAS, Row, Station
from tests.fixture.workstation import station as bare_station

__all__ = ["bare_station"]

OpenWall = Callable[..., tuple[WallWindow, MapView]]


@pytest.fixture
def station(bare_station: Station) -> Station:
    """The desk with areas that a map can draw."""
    areas = [
        square(code, name, LonLat(106.8 + 0.02 * at, -6.2), 0.02, level=level, parent=parent)
        for at, (code, level, name, parent) in enumerate(AREAS)
    ]
    bare_station._apply([Row(Entity.AREA, area.code, flatten(area)) for area in areas])
    return bare_station


@pytest.fixture
def open_wall(qtbot: QtBot, station: Station) -> Iterator[OpenWall]:
    """Open walls that have painted their map; they are ended after the test."""
    opened: list[tuple[WallWindow, MapView]] = []

    def open_one(
        size: tuple[int, int] = (1_920, 1_080), viewing: Viewing | None = None, heartbeat_ms: int = 5_000
    ) -> tuple[WallWindow, MapView]:
        look, clock = Look(), station.clock.clock(station.desk)
        view = MapView(station.desk, look=look, clock=clock)
        wall = WallWindow(
            station.desk,
            view,
            look=look,
            viewing=viewing or Viewing(137, 8),
            limit_s=30,
            clock=clock,
            heartbeat_ms=heartbeat_ms,
        )
        opened.append((wall, view))
        wall.resize(*size)
        with qtbot.waitSignals([wall._around.names.changed, view.ready], timeout=WAIT_MS):
            wall.show()
        return wall, view

    yield open_one
    for wall, view in opened:
        wall.end()
        view.end()
        wall.close()
        wall.deleteLater()
