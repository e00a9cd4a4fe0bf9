"""Drawing and measuring with the mouse in the real web engine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF, QSettings, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest

from commandcenter.models.place import LonLat
from commandcenter.views.clock import Clock
from commandcenter.views.map.panel import MapPanel
from commandcenter.views.reading import Reading
from tests.fixture.map_window import MapWindow, OpenMap
from tests.fixture.synthetic_city import CENTRE, NOW_S, desk_of, report

LEFT, PLAIN, SHIFT = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
NEAR = LonLat(CENTRE.lon + 0.004, CENTRE.lat)
FAR = LonLat(CENTRE.lon + 0.016, CENTRE.lat)
"""About 90 and 360 pixels to the right of the middle in the view that the tests draw in."""


@pytest.fixture
def window(open_map: OpenMap) -> MapWindow:
    window = open_map(desk_of([report(1), report(2, NEAR), report(3, FAR)]))
    window.look_at(CENTRE, half_deg=0.012)
    return window


@pytest.fixture
def panel(window: MapWindow, tmp_path: Path) -> Iterator[MapPanel]:
    settings = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    reading = Reading(window.desk.reader)
    made = MapPanel(
        window.view,
        desk=window.desk,
        look=window.look,
        reading=reading,
        settings=settings,
        clock=Clock(now_s=lambda: NOW_S),
    )
    made.resize(960, 740)
    made.show()
    window.until(lambda: window.view.is_settled)
    window.look_at(CENTRE, half_deg=0.012)
    yield made
    window.view.setParent(None)
    made.close()
    made.deleteLater()
    reading.close()


def press(window: MapWindow, offsets: Sequence[tuple[int, int]]) -> None:
    for dx, dy in offsets:
        at = window.middle + QPoint(dx, dy)
        QTest.mouseMove(window.target, at)
        QTest.mouseClick(window.target, LEFT, PLAIN, at)


def take_up(window: MapWindow, panel: MapPanel, tool: str) -> None:
    button = panel.draw_button if tool == "draw" else panel.measure_button
    button.click()
    window.until_page("document.querySelector('.map-sketching') !== null")
    window.ask("document.getElementById('map').focus()")


def double_click(window: MapWindow, at: QPoint) -> None:
    """Click twice at a place; the test library's own double click does not reach the engine as one."""
    down, up, again = QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease, QEvent.Type.MouseButtonDblClick
    for kind in (down, up, again, up):
        held = Qt.MouseButton.NoButton if kind is up else LEFT
        place = QPointF(at)
        event = QMouseEvent(kind, place, QPointF(window.target.mapToGlobal(at)), LEFT, held, PLAIN)
        QCoreApplication.sendEvent(window.target, event)


def drag(window: MapWindow, start: QPoint, way: Sequence[QPoint], modifier: Qt.KeyboardModifier = PLAIN) -> None:
    QTest.mouseMove(window.target, start)
    QTest.mousePress(window.target, LEFT, modifier, start)
    for at in way:
        before = window.desk.filter.drawn

        def has_arrived(at: QPoint = at, before: object = before) -> bool:
            # The engine passes on the last of several movements in a picture only.
            QTest.mouseMove(window.target, at - QPoint(1, 0))
            QTest.mouseMove(window.target, at)
            return window.desk.filter.drawn != before

        window.until(has_arrived)
    QTest.mouseRelease(window.target, LEFT, modifier, way[-1])


def test_an_area_drawn_with_clicks_and_ended_with_enter_filters(window: MapWindow, panel: MapPanel) -> None:
    take_up(window, panel, "draw")
    press(window, [(-60, -60), (60, -60), (60, 60), (-60, 60)])
    QTest.keyClick(window.target, Qt.Key.Key_Return)
    window.until(lambda: window.desk.filter.drawn is not None)
    assert window.desk.filter.drawn is not None
    assert len(window.desk.filter.drawn.corners) == 4
    assert window.desk.selected.count == 1
    window.until(lambda: not panel.draw_button.isChecked())
    window.until(lambda: window.view.marks_painted == 1)
    assert window.desk.selection is None
    assert window.troubles == []


def test_a_double_click_ends_an_area_too(window: MapWindow, panel: MapPanel) -> None:
    take_up(window, panel, "draw")
    press(window, [(-60, -60), (120, -60), (120, 60)])
    at = window.middle + QPoint(-60, 60)
    QTest.mouseMove(window.target, at)
    double_click(window, at)
    window.until(lambda: window.desk.filter.drawn is not None)
    assert window.desk.filter.drawn is not None
    assert len(window.desk.filter.drawn.corners) == 4
    assert window.desk.selected.count == 2


def test_escape_gives_up_and_changes_nothing(window: MapWindow, panel: MapPanel) -> None:
    take_up(window, panel, "draw")
    press(window, [(-60, -60), (60, -60), (60, 60)])
    QTest.keyClick(window.target, Qt.Key.Key_Escape)
    window.until(lambda: not panel.draw_button.isChecked())
    assert window.desk.filter.drawn is None
    window.click_mark(window.middle)
    window.until(lambda: window.desk.selection == 1)


def test_a_rectangle_is_dragged_with_shift_and_filters_on_the_way(window: MapWindow, panel: MapPanel) -> None:
    counts: list[int] = []
    window.desk.filter_changed.connect(lambda _: counts.append(window.desk.selected.count))
    take_up(window, panel, "draw")
    middle = window.middle
    way = [middle + QPoint(x, 60) for x in (20, 60, 130, 200)]
    drag(window, middle + QPoint(-60, -60), way, SHIFT)
    window.until(lambda: not panel.draw_button.isChecked())
    window.until(lambda: window.desk.selected.count == 2)
    assert counts[0] == 1


def test_a_corner_that_is_dragged_filters_while_it_is_held(window: MapWindow, panel: MapPanel) -> None:
    take_up(window, panel, "draw")
    press(window, [(-60, -60), (60, -60), (60, 60), (-60, 60)])
    QTest.keyClick(window.target, Qt.Key.Key_Return)
    window.until(lambda: window.desk.selected.count == 1)
    counts: list[int] = []
    window.desk.filter_changed.connect(lambda _: counts.append(window.desk.selected.count))
    middle = window.middle
    # The middle of the right edge becomes a corner, far enough out to take the second report in, then the third.
    drag(window, middle + QPoint(60, 0), [middle + QPoint(x, 0) for x in (90, 160, 300, 420)])
    window.until(lambda: window.desk.selected.count == 3)
    assert 2 in counts
    assert window.desk.filter.drawn is not None
    assert len(window.desk.filter.drawn.corners) == 5


def test_a_drawn_area_goes_when_its_condition_does(window: MapWindow, panel: MapPanel) -> None:
    take_up(window, panel, "draw")
    press(window, [(-60, -60), (60, -60), (60, 60)])
    QTest.keyClick(window.target, Qt.Key.Key_Return)
    window.until(lambda: window.desk.filter.drawn is not None)
    window.until_page("document.querySelectorAll('.map-canvas').length === 5")
    window.desk.set_filter(window.desk.filter.without("drawn"))
    window.until_page("document.querySelectorAll('.map-canvas').length === 4")


def test_length_and_area_are_told_while_the_pointer_moves(window: MapWindow, panel: MapPanel) -> None:
    take_up(window, panel, "measure")
    told = "document.querySelector('.map-measure').textContent"
    assert window.ask(told).startswith("Click places")
    press(window, [(-100, 0), (100, 0)])
    window.until_page(f"{told}.startsWith('Length ')")
    press(window, [(100, 100)])
    window.until_page(f"{told}.includes('area inside')")
    QTest.keyClick(window.target, Qt.Key.Key_Return)
    length = window.ask(told)
    window.hover(window.middle + QPoint(-150, 150))
    assert window.ask(told) == length
    panel.measure_button.click()
    window.until_page("document.querySelector('.map-measure').hidden")
    assert window.desk.selection is None


def test_a_place_typed_is_a_place_shown(window: MapWindow, panel: MapPanel) -> None:
    panel.begin_go_to()
    QTest.keyClicks(panel.go_to_field.field, "-6.1 106.7")
    found = panel.go_to_field.list
    window.until(lambda: found.count() == 1 and found.item(0).text() == "-6.10000, 106.70000")
    QTest.keyClick(panel.go_to_field.field, Qt.Key.Key_Return)

    def is_there() -> bool:
        shown = window.view._marks._viewport
        return shown is not None and shown.west < 106.7 < shown.east and shown.south < -6.1 < shown.north

    window.until(is_there)


def test_a_picture_of_the_map_holds_the_map_and_says_that_it_is_simulated(
    window: MapWindow, panel: MapPanel
) -> None:
    picture = panel.picture()
    assert picture.width() == window.view.width()
    assert picture.height() > window.view.height()
    assert panel._caption().warning == "SIMULATED DATA"
    assert panel._caption().heading == "3 of 3 reports"
