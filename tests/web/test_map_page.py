"""The map's page in the real web engine: what a dispatcher sees and does there."""

from __future__ import annotations

import os
import re
import signal
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt, QUrl
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWebEngineCore import QWebEnginePage
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from commandcenter.models.board.filter import Filter
from commandcenter.models.identity import ReportId
from commandcenter.models.intent import Intent, IntentKind
from commandcenter.models.mirror.reader import ReportText
from commandcenter.models.place import LonLat
from commandcenter.models.state import STATES, State
from commandcenter.views.drawing import Look
from commandcenter.views.map.map_view import MapView
from commandcenter.views.map.page import PageHouse
from commandcenter.views.map.scheme import PAGE_URL
from commandcenter.views.palette import DARK, LIGHT
from commandcenter.views.wording import state_word
from tests.fixture.map_window import WAIT_MS, OpenMap
from tests.fixture.synthetic_city import CENTRE, FLOOD, NOW, StandInReader, change, desk_of, overdue, report, square

HOSTILE = "</script><img src=x onerror=\"document.title='broken'\">"


def beside(steps: int, of: LonLat = CENTRE) -> LonLat:
    """A place some 11 metres a step to the east."""
    return LonLat(of.lon + steps * 0.0001, of.lat)


def has_colour(image: QImage, colour_hex: str, least: int = 5, tolerance: int = 3) -> bool:
    wanted = QColor(colour_hex)
    found = 0
    for y in range(image.height()):
        for x in range(image.width()):
            pixel = image.pixelColor(x, y)
            near = (
                abs(pixel.red() - wanted.red()) <= tolerance
                and abs(pixel.green() - wanted.green()) <= tolerance
                and abs(pixel.blue() - wanted.blue()) <= tolerance
            )
            found += near
            if found >= least:
                return True
    return False


def around(image: QImage, side: int = 60) -> QImage:
    return image.copy((image.width() - side) // 2, (image.height() - side) // 2, side, side)


def test_the_marks_of_the_board_are_painted(open_map: OpenMap) -> None:
    places = [LonLat(106.7, -6.3), LonLat(106.95, -6.1), LonLat(106.8, -6.2)]
    window = open_map(desk_of([report(number + 1, place) for number, place in enumerate(places)]))
    window.until(lambda: window.view.marks_painted == 3)
    assert window.troubles == []


def test_a_report_that_arrives_is_painted(open_map: OpenMap, qtbot: QtBot) -> None:
    window = open_map(desk_of([report(1, LonLat(106.7, -6.3)), report(2, LonLat(106.95, -6.1))]))
    window.until(lambda: window.view.marks_painted == 2)
    window.desk.take_change(change([report(3, LonLat(106.8, -6.2))]))
    window.until(lambda: window.view.marks_painted == 3)


def test_a_filter_leaves_the_marks_that_pass(open_map: OpenMap) -> None:
    places = [LonLat(106.7, -6.3), LonLat(106.95, -6.1), LonLat(106.8, -6.2)]
    reports = [report(number + 1, place) for number, place in enumerate(places)]
    window = open_map(desk_of([*reports[:2], replace(reports[2], state=State.DONE)]))
    window.until(lambda: window.view.marks_painted == 3)
    window.desk.set_filter(Filter(states=frozenset({State.DONE})))
    window.until(lambda: window.view.marks_painted == 1)


def test_a_map_is_settled_once_its_page_has_drawn_at_its_new_size(open_map: OpenMap) -> None:
    window = open_map(desk_of([report(1, LonLat(106.7, -6.3)), report(2, LonLat(106.95, -6.1))]))
    window.until(lambda: window.view.is_settled)
    window.view.resize(700, 500)
    assert not window.view.is_settled
    window.until(lambda: window.view.is_settled)
    assert window.ask("innerWidth + ' × ' + innerHeight") == "700 × 500"


def test_a_map_is_not_settled_before_its_newest_borders_are_drawn(open_map: OpenMap) -> None:
    reader = StandInReader(held_areas=(square("1", "A", CENTRE, 0.1),))
    window = open_map(desk_of([report(1, LonLat(106.7, -6.3))], reader))
    window.until(lambda: window.view.is_settled)
    reader.held_areas = (square("2", "B", LonLat(106.95, -6.2), 0.1),)
    with window.qtbot.waitSignal(window.view.areas_painted, timeout=WAIT_MS):
        window.desk.take_change(change([], settings_changed=True))
        assert not window.view.is_settled
    window.until(lambda: window.view.is_settled)


def test_a_map_is_not_settled_before_a_change_is_drawn(open_map: OpenMap) -> None:
    window = open_map(desk_of([report(1, LonLat(106.7, -6.3)), report(2, LonLat(106.95, -6.1))]))
    window.until(lambda: window.view.is_settled)
    window.desk.take_change(change([report(3, LonLat(106.8, -6.2))]))
    assert not window.view.is_settled
    window.until(lambda: window.view.is_settled)
    assert window.view.marks_painted == 3


def test_a_click_on_a_single_report_selects_it(open_map: OpenMap) -> None:
    window = open_map(desk_of([report(9007199254740993), report(2, LonLat(106.9, -6.1))]))
    window.look_at(CENTRE)
    window.click_mark(window.middle)
    window.until(lambda: window.desk.selection == 9007199254740993)


def test_a_click_beside_every_mark_selects_nothing(open_map: OpenMap, qtbot: QtBot) -> None:
    window = open_map(desk_of([report(1)]))
    window.look_at(beside(10))
    window.click(window.middle)
    window.click(window.middle)
    assert window.ask("document.readyState") == "complete"
    assert window.desk.selection is None


def test_a_click_on_a_cluster_goes_near_enough_to_tell_its_reports_apart(open_map: OpenMap) -> None:
    window = open_map(desk_of([report(1, beside(40)), report(2, beside(60)), report(3, beside(80))]))
    window.look_at(beside(60), half_deg=0.2)
    window.until(lambda: window.view.marks_painted == 1)
    window.click_mark(window.middle)
    window.until(lambda: window.view.marks_painted == 3)


def test_reports_at_one_place_are_chosen_one_after_the_other(open_map: OpenMap) -> None:
    window = open_map(desk_of([report(1), report(2), report(3)]))
    window.look_at(CENTRE, half_deg=0.00001)
    chosen: list[ReportId] = []
    for _ in range(4):
        before = window.desk.selection
        window.click_mark(window.middle)
        window.until(lambda before=before: window.desk.selection != before)  # type: ignore[misc]
        assert window.desk.selection is not None
        chosen.append(window.desk.selection)
    assert chosen == [1, 2, 3, 1]


def test_marks_can_be_walked_and_opened_by_keyboard(open_map: OpenMap) -> None:
    window = open_map(desk_of([report(1, LonLat(106.80, -6.20)), report(2, LonLat(106.85, -6.25))]))
    window.until(lambda: window.view.marks_painted == 2)
    window.ask("document.getElementById('map').focus()")
    window.until_page("document.activeElement === document.getElementById('map')")
    for expected in (1, 2):
        QTest.keyClick(window.target, Qt.Key.Key_N)
        window.until_page("document.querySelector('[role=status]').textContent !== ''")
        QTest.keyClick(window.target, Qt.Key.Key_Return)
        window.until(lambda expected=expected: window.desk.selection == expected)  # type: ignore[misc]


def test_a_selection_elsewhere_moves_the_map_only_if_its_place_is_not_in_view(open_map: OpenMap) -> None:
    far = LonLat(106.95, -6.05)
    window = open_map(desk_of([report(1), report(2, beside(3)), report(3, far)]))
    window.look_at(CENTRE)
    resting = "getComputedStyle(document.querySelector('.leaflet-map-pane')).transform"
    before = window.ask(resting)
    window.desk.select(ReportId(2), reveal=True)
    window.desk.take_change(change([report(4, beside(5))]))
    window.until(lambda: window.view.marks_painted == 3)
    assert window.ask(resting) == before
    with window.qtbot.waitSignal(window.view.painted, timeout=WAIT_MS):
        window.desk.select(ReportId(3), reveal=True)
    window.until(lambda: window.view.marks_painted == 1)


@pytest.mark.parametrize("state", STATES)
def test_a_state_shows_in_its_colour(open_map: OpenMap, state: State) -> None:
    window = open_map(desk_of([replace(report(1), state=state)]))
    window.look_at(CENTRE)
    window.until(lambda: has_colour(around(window.picture()), DARK.state_hex(state)))
    others = [DARK.state_hex(other) for other in STATES if other is not state]
    picture = around(window.picture())
    assert not any(has_colour(picture, colour) for colour in others)


def test_a_cluster_shows_the_colour_of_every_state_in_it(open_map: OpenMap) -> None:
    reports = [replace(report(number + 1), state=state) for number, state in enumerate(STATES)]
    window = open_map(desk_of(reports))
    window.look_at(CENTRE)
    for state in STATES:
        window.until(lambda state=state: has_colour(around(window.picture()), DARK.state_hex(state)))  # type: ignore[misc]


def test_the_chosen_report_has_a_ring_of_the_accent(open_map: OpenMap) -> None:
    window = open_map(desk_of([report(1)]))
    window.look_at(CENTRE)
    assert not has_colour(around(window.picture()), DARK.accent)
    window.desk.select(ReportId(1))
    window.until(lambda: has_colour(around(window.picture()), DARK.accent))


def test_a_chosen_report_inside_a_cluster_is_pinned(open_map: OpenMap) -> None:
    window = open_map(desk_of([report(1), report(2)]))
    window.look_at(CENTRE)
    window.desk.select(ReportId(1))
    window.until(lambda: has_colour(around(window.picture()), DARK.accent))
    assert not has_colour(around(window.picture(), 24), DARK.accent), "the number can be read"


def test_an_overdue_report_has_a_thick_ring_of_its_state(open_map: OpenMap) -> None:
    window = open_map(desk_of([report(1)]))
    window.look_at(CENTRE)

    def ring() -> list[bool]:
        """Whether the state's colour stands 12 pixels to the left and to the right of the report."""
        picture = around(window.picture(), 28)
        sides = (picture.copy(0, 8, 4, 6), picture.copy(24, 8, 4, 6))
        return [has_colour(side, DARK.state_hex(State.WAITING)) for side in sides]

    window.until(lambda: ring() == [False, False])
    window.desk.take_change(change([overdue(report(1))]))
    window.until(lambda: ring() == [True, True])


def test_an_act_under_way_marks_its_report_until_it_is_answered(open_map: OpenMap) -> None:
    window = open_map(desk_of([report(1)]))
    window.look_at(CENTRE)

    def is_ringed() -> bool:
        """Whether the words' colour stands 17 pixels to the left of the report, outside of its disc."""
        return has_colour(around(window.picture(), 40).copy(0, 0, 6, 40), DARK.text, tolerance=24)

    assert not is_ringed()
    intent = Intent("a", IntentKind.TAKE_ON, ReportId(1), 1, None, NOW)  # type: ignore[arg-type]
    window.desk.set_pending({ReportId(1): (intent,)})
    window.until(is_ringed)
    window.desk.set_pending({})
    window.until(lambda: not is_ringed())


def test_from_near_a_report_shows_what_it_is_about(open_map: OpenMap) -> None:
    """The icon's strokes are the only thing of the words' colour inside of a disc."""
    reader = StandInReader(held_categories=(replace(FLOOD, icon="ripple"),))
    window = open_map(desk_of([report(1)], reader))
    window.look_at(CENTRE, half_deg=0.02)
    window.until(lambda: not has_colour(around(window.picture(), 14), DARK.text, tolerance=24))
    window.look_at(CENTRE)
    window.until(lambda: has_colour(around(window.picture(), 14), DARK.text, tolerance=24))


def test_the_legend_folds_and_names_every_state(open_map: OpenMap) -> None:
    window = open_map(desk_of([report(1)]))
    words = "document.querySelector('.map-legend ul').innerText"
    assert all(state_word(state) in window.ask(words) for state in STATES)
    box = window.ask(
        "(() => { const b = document.querySelector('.map-legend button').getBoundingClientRect();"
        " return `${Math.round(b.x + b.width / 2)} ${Math.round(b.y + b.height / 2)}`; })()"
    )
    window.click(QPoint(*map(int, box.split())))
    window.until_page("document.querySelector('.map-legend ul').hidden")


def test_bubbles_part_on_the_way_in_and_flow_together_on_the_way_out(open_map: OpenMap) -> None:
    """Each set is told as painted once, when its marks have arrived."""
    window = open_map(desk_of([report(1, beside(40)), report(2, beside(60)), report(3, beside(80))]))
    told: list[int] = []
    window.look_at(beside(60), half_deg=0.2)
    window.until(lambda: window.view.marks_painted == 1)
    window.view.painted.connect(lambda _generation, marks: told.append(marks))
    window.look_at(beside(60), half_deg=0.004)
    window.until(lambda: window.view.marks_painted == 3)
    window.look_at(beside(60), half_deg=0.2)
    window.until(lambda: window.view.marks_painted == 1)
    assert told[-1] == 1
    assert 3 in told
    assert window.troubles == []


def test_the_map_changes_its_colours_with_the_window(open_map: OpenMap) -> None:
    window = open_map(desk_of([report(1)]), Look(DARK))
    assert window.ask("document.documentElement.dataset.theme") == "dark"
    window.look.set_theme(LIGHT)
    window.until_page("document.documentElement.dataset.theme === 'light'")
    window.until(lambda: window.picture().pixelColor(300, 300).lightness() > 200)


def test_the_area_and_the_place_under_the_pointer_are_named(open_map: OpenMap) -> None:
    reader = StandInReader((square("31.71.01", "Gambir", CENTRE, 0.1, approximate=True),))
    window = open_map(desk_of([report(1, LonLat(CENTRE.lon + 0.01, CENTRE.lat))], reader))
    window.look_at(CENTRE, half_deg=0.02)
    window.hover_until(window.middle, "document.querySelector('.map-readout-area').textContent === 'Gambir'")
    place = window.ask("document.querySelector('.map-readout-place').textContent")
    assert re.fullmatch(r"6[,.](199|200)\d\d° S  106[,.](829|830)\d\d° E", place)
    assert window.ask("document.querySelector('.map-readout-note').hidden") is False


def test_borders_that_are_changed_are_drawn_anew(open_map: OpenMap) -> None:
    reader = StandInReader((square("1", "A", CENTRE, 0.1),))
    window = open_map(desk_of([report(1)], reader))
    reader.held_areas = (*reader.held_areas, square("2", "B", LonLat(106.95, -6.2), 0.1))
    with window.qtbot.waitSignal(window.view.areas_painted, timeout=WAIT_MS) as painted:
        window.desk.take_change(change([report(2)], settings_changed=True))
    assert painted.args == [2]


def test_hostile_words_stay_words(open_map: OpenMap) -> None:
    reader = StandInReader(
        held_areas=(square("1", HOSTILE, CENTRE, 0.1),),
        held_texts={1: ReportText(ReportId(1), "JK1", HOSTILE, HOSTILE, None)},
    )
    window = open_map(desk_of([report(1)], reader))
    window.look_at(CENTRE)
    window.hover_until(window.middle, "document.querySelectorAll('.map-hint-more').length === 3")
    assert HOSTILE in window.ask("document.querySelector('.map-hint').textContent")
    assert window.ask("document.querySelector('.map-readout-area').textContent") == HOSTILE
    assert window.ask("document.querySelectorAll('img').length") == 0
    assert window.ask("document.title") != "broken"
    assert window.troubles == []


def test_the_page_asks_for_nothing_but_its_own_files(open_map: OpenMap) -> None:
    window = open_map(desk_of([report(1)], StandInReader((square("1", "A", CENTRE, 0.1),))))
    window.look_at(CENTRE)
    assert window.refused == []
    assert window.troubles == []


def test_a_request_that_leaves_the_application_is_stopped_by_the_policy_and_told(open_map: OpenMap) -> None:
    window = open_map(desk_of([report(1)]))
    window.ask("void fetch('http://127.0.0.1:9/x').catch(() => 0)")
    window.until(lambda: [each.where for each in window.troubles] == ["policy"])


def test_where_no_policy_stands_the_guard_stops_it(qtbot: QtBot) -> None:
    house = PageHouse(lambda: None, lambda _key: None, DARK.background, None)
    bare = QWebEnginePage(house.page.profile())
    with qtbot.waitSignal(house.guard.refused, timeout=WAIT_MS) as refused:
        bare.load(QUrl("http://127.0.0.1:9/"))
    assert refused.args == ["http://127.0.0.1:9/"]
    bare.deleteLater()
    qtbot.waitUntil(lambda: not isValid(bare), timeout=WAIT_MS)
    house.close()


@pytest.mark.parametrize("path", ["nothing.js", "map/", "..%2f..%2fpyproject.toml", "map/index.html.bak"])
def test_files_that_are_not_the_pages_are_not_served(open_map: OpenMap, path: str) -> None:
    window = open_map(desk_of([report(1)]))
    window.ask(
        f"void fetch('commandcenter://app/{path}')"
        ".then((answer) => { document.title = `answer ${answer.ok}`; }, () => { document.title = 'answer false'; })"
    )
    window.until_page("document.title.startsWith('answer')")
    assert window.ask("document.title") == "answer false"


def test_the_page_goes_nowhere_and_opens_nothing(open_map: OpenMap) -> None:
    window = open_map(desk_of([report(1)]))
    window.ask("void (location.href = 'http://127.0.0.1:9/')")
    window.ask("void window.open('http://127.0.0.1:9/')")
    assert window.ask("document.querySelectorAll('canvas.map-canvas').length") == 4
    assert window.view.house.page.url() == PAGE_URL


def test_a_map_whose_process_dies_says_so_and_comes_back(open_map: OpenMap) -> None:
    window = open_map(desk_of([report(1), report(2, LonLat(106.95, -6.1))]))
    window.until(lambda: window.view.marks_painted == 2)
    with (
        window.qtbot.waitSignal(window.view.painted, timeout=WAIT_MS),
        window.qtbot.waitSignal(window.view.failed, timeout=WAIT_MS) as failed,
    ):
        os.kill(window.view.house.page.renderProcessPid(), signal.SIGKILL)
    assert failed.args is not None
    assert "being loaded again" in failed.args[0]
    window.until(lambda: window.view.sentence == "")
    assert window.view.marks_painted == 2


def test_a_map_without_its_files_says_what_to_do(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("commandcenter.views.map.scheme.resource_path", lambda *_: tmp_path)
    view = MapView(desk_of([report(1)]))
    qtbot.addWidget(view, before_close_func=lambda widget: widget.end())
    with qtbot.waitSignal(view.failed, timeout=WAIT_MS):
        view.show()
    assert "./run --setup" in view.sentence
