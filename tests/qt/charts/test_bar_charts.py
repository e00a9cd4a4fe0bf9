"""Category, area, state, age and first response: each bar counts, and each chart filters when it is brushed."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from commandcenter.models.board.filter import Filter
from commandcenter.models.identity import AreaCode, CategoryCode
from commandcenter.models.report import Report
from commandcenter.models.state import State
from commandcenter.views.charts.bar_list import BarList
from commandcenter.views.charts.dimension import LONGEST
from commandcenter.views.queue.tab import Tab
from commandcenter.views.shell import WorkstationWindow
from tests.fixture.workstation import NOW, Station, made_up, many
from tests.qt.charts.brushing import click, drag_to, let_go, press

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
CHARTS = ("category", "area", "state", "age", "response")


def _chart(window: WorkstationWindow, name: str) -> BarList:
    chart = getattr(window.charts, name)
    assert isinstance(chart, BarList)
    return chart


def _at(chart: BarList, bar: int) -> QPoint:
    rect = chart.row_rect(bar)
    return QPoint(rect.center().x(), rect.center().y())


def _place(chart: BarList, label: str) -> int:
    return next(place for place, bar in enumerate(chart.bars) if bar.label == label)


def _shown(window: WorkstationWindow) -> set[int]:
    window.queue.show_tab(Tab.ALL)
    return set(map(int, window.queue.model.ids.tolist()))


def _age_s(report: Report) -> float:
    return (NOW - report.created_at).total_seconds()


@pytest.mark.parametrize("name", CHARTS)
def test_every_report_is_in_one_bar(window: WorkstationWindow, name: str) -> None:
    bars = _chart(window, name).bars
    assert sum(bar.everything for bar in bars) == sum(bar.passing for bar in bars) == 60


@pytest.mark.parametrize("name", CHARTS)
def test_behind_a_filter_each_chart_keeps_its_whole_shape(
    window: WorkstationWindow, station: Station, name: str
) -> None:
    chart = _chart(window, name)
    before = {bar.label: bar.everything for bar in chart.bars}
    station.desk.set_filter(Filter(has_photo=True))
    assert {bar.label: bar.everything for bar in chart.bars} == before
    assert sum(bar.passing for bar in chart.bars) == sum(report.has_photo for report in many(60))


@pytest.mark.parametrize("name", CHARTS)
def test_dragging_over_bars_filters_everything_while_the_mouse_moves(
    window: WorkstationWindow, station: Station, qtbot: QtBot, name: str
) -> None:
    chart = _chart(window, name)
    press(chart, _at(chart, 0))
    with qtbot.waitSignal(station.desk.filter_changed):
        drag_to(chart, _at(chart, 1))
    expected = chart.bars[0].everything + chart.bars[1].everything
    assert [bar.chosen for bar in chart.bars[:3]] == [True, True, False][: len(chart.bars)]
    assert len(_shown(window)) == expected
    assert all(int(other.counting.present.passing.total) == expected for other in window.charts.charts)
    let_go(chart, _at(chart, 1))
    assert len(window.top.chips.chips()) == 1


@pytest.mark.parametrize("name", CHARTS)
def test_a_click_chooses_a_bar_and_lets_it_go_again(window: WorkstationWindow, station: Station, name: str) -> None:
    chart = _chart(window, name)
    click(chart, _at(chart, 1))
    assert station.desk.filter
    assert [place for place, bar in enumerate(chart.bars) if bar.chosen] == [1]
    click(chart, _at(chart, 1))
    assert not station.desk.filter


@pytest.mark.parametrize("name", CHARTS)
def test_a_double_click_and_escape_clear_this_chart_only(
    window: WorkstationWindow, station: Station, name: str
) -> None:
    kept = Filter(has_photo=True)
    station.desk.set_filter(kept)
    chart = _chart(window, name)
    click(chart, _at(chart, 0))
    assert station.desk.filter != kept
    QTest.mouseDClick(chart, Qt.MouseButton.LeftButton, pos=_at(chart, 0))
    assert station.desk.filter == kept
    click(chart, _at(chart, 0))
    chart.setFocus()
    QTest.keyClick(chart, Qt.Key.Key_Escape)
    assert station.desk.filter == kept


@pytest.mark.parametrize("name", CHARTS)
def test_the_keyboard_chooses_a_range_and_a_single_bar(
    window: WorkstationWindow, station: Station, qtbot: QtBot, name: str
) -> None:
    chart = _chart(window, name)
    chart.setFocus()
    QTest.keyClick(chart, Qt.Key.Key_Down)
    with qtbot.waitSignal(station.desk.filter_changed):
        QTest.keyClick(chart, Qt.Key.Key_Down, SHIFT)
    assert [place for place, bar in enumerate(chart.bars) if bar.chosen] == [0, 1]
    assert chart.accessibleDescription() == chart.bar_words(1).removesuffix(", dipilih")
    QTest.keyClick(chart, Qt.Key.Key_Escape)
    QTest.keyClick(chart, Qt.Key.Key_Space)
    assert [place for place, bar in enumerate(chart.bars) if bar.chosen] == [1]
    QTest.keyClick(chart, Qt.Key.Key_Home)
    assert chart.cursor_bar == 0


def test_control_adds_a_bar_and_takes_it_away(window: WorkstationWindow, station: Station) -> None:
    chart = window.charts.category
    click(chart, _at(chart, _place(chart, "Sampah")))
    click(chart, _at(chart, _place(chart, "Lampu jalan")), CONTROL)
    assert station.desk.filter.categories == frozenset({"SAMPAH", "PJU"})
    click(chart, _at(chart, _place(chart, "Sampah")), CONTROL)
    assert station.desk.filter.categories == frozenset({"PJU"})


def test_states_stand_in_the_order_of_their_way(window: WorkstationWindow, station: Station) -> None:
    chart = window.charts.state
    assert [bar.state for bar in chart.bars] == list(State)
    click(chart, _at(chart, _place(chart, "Selesai")))
    assert _shown(window) == {int(each.id) for each in many(60) if each.state is State.DONE}


def test_an_age_is_as_old_as_the_clock_says(window: WorkstationWindow, station: Station) -> None:
    chart = window.charts.age
    click(chart, _at(chart, _place(chart, "1 j – 6 j")))
    young = {int(each.id) for each in many(60) if 3_600 <= _age_s(each) < 6 * 3_600}
    assert _shown(window) == young
    assert young


def test_those_that_nobody_has_answered_are_a_bar_of_their_own(window: WorkstationWindow, station: Station) -> None:
    chart = window.charts.response
    waiting = {int(each.id) for each in many(60) if each.acknowledged_at is None}
    click(chart, _at(chart, _place(chart, "Belum ada")))
    assert _shown(window) == waiting
    click(chart, _at(chart, _place(chart, "di bawah 15 mnt")))
    assert _shown(window) == {int(each.id) for each in many(60)} - waiting
    assert station.desk.filter.taken_on is None


def test_a_drag_from_waits_onto_none_yet_stays_a_range(
    window: WorkstationWindow, station: Station, qtbot: QtBot
) -> None:
    chart = window.charts.response
    press(chart, _at(chart, 4))
    with qtbot.waitSignal(station.desk.filter_changed):
        drag_to(chart, _at(chart, 6))
    let_go(chart, _at(chart, 6))
    wanted = station.desk.filter.response
    assert wanted is not None
    assert (wanted.from_s, wanted.until_s) == (21_600, None)
    assert station.desk.filter.taken_on is None


def test_an_area_opens_into_its_parts_and_closes_again(window: WorkstationWindow, station: Station) -> None:
    chart = window.charts.area
    assert [bar.label for bar in chart.bars] == ["Kota Adm. Jakarta Barat", "Kota Adm. Jakarta Utara"]
    inner = chart.row_rect(1)
    click(chart, QPoint(inner.right() - 4, inner.center().y()))
    assert [bar.label for bar in chart.bars] == ["Cilincing"]
    assert not station.desk.filter, "looking into an area chooses nothing"
    chart.setFocus()
    QTest.keyClick(chart, Qt.Key.Key_Down)
    QTest.keyClick(chart, Qt.Key.Key_Right)
    assert [bar.label for bar in chart.bars] == ["Kali Baru", "Semper Barat"]
    click(chart, _at(chart, 0))
    wanted = {int(each.id) for each in many(60) if each.area == "31.72.04.1003"}
    assert _shown(window) == wanted
    assert wanted
    click(chart, QPoint(20, 8))
    assert chart.bars[0].label == "Kota Adm. Jakarta Barat"


def test_areas_without_a_name_are_told_by_the_word_for_their_level(
    window: WorkstationWindow, station: Station, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(window.around.names.changed):
        station.drop_areas(("31.72", "31.72.04", "31.73", "31.73.07"))
    chart = window.charts.area
    station.send([made_up(700, NOW, area=AreaCode("31.72.04.1003"))])
    qtbot.waitUntil(lambda: {bar.label for bar in chart.bars} == {"Kota 31.72", "Kota 31.73"})
    inner = chart.row_rect(_place(chart, "Kota 31.72"))
    click(chart, QPoint(inner.right() - 4, inner.center().y()))
    assert [bar.label for bar in chart.bars] == ["Kecamatan 31.72.04"]


def test_reports_outside_all_areas_have_a_bar(window: WorkstationWindow, station: Station, qtbot: QtBot) -> None:
    station.send([made_up(700, NOW, area=None)])
    chart = window.charts.area
    qtbot.waitUntil(lambda: len(chart.bars) == 3)
    click(chart, _at(chart, 2))
    assert station.desk.filter.areas == frozenset({None})


def test_areas_whose_codes_have_no_dots_open_too(window: WorkstationWindow, station: Station, qtbot: QtBot) -> None:
    kieze = (("kreuzberg", "Bezirk", "Kreuzberg", None), ("wrangel", "Kiez", "Wrangelkiez", "kreuzberg"))
    with qtbot.waitSignal(window.around.names.changed):
        station.load_areas(kieze)
    chart = window.charts.area
    station.send([made_up(700 + at, NOW, area=AreaCode("wrangel")) for at in range(3)])
    qtbot.waitUntil(lambda: "Kreuzberg" in [bar.label for bar in chart.bars])
    rect = chart.row_rect(_place(chart, "Kreuzberg"))
    click(chart, QPoint(rect.right() - 4, rect.center().y()))
    assert [(bar.label, bar.everything) for bar in chart.bars] == [("Wrangelkiez", 3)]


def test_rare_categories_stand_together_in_a_last_bar(
    window: WorkstationWindow, station: Station, qtbot: QtBot
) -> None:
    rare = [
        made_up(800 + at * 9 + again, NOW, category=CategoryCode(f"RARE-{at:02d}"))
        for at in range(50)
        for again in range(1 + (at < 38))
    ]
    station.send(rare)
    chart = window.charts.category
    qtbot.waitUntil(lambda: len(chart.bars) == LONGEST + 1)
    others = chart.bars[-1]
    assert others.label == f"Lainnya ({56 - LONGEST})"
    chart.clear()
    station.desk.set_filter(chart.filter_toggled(LONGEST, add=False))
    counted = Counter(str(report.category) for report in (*rare, *many(60)))
    assert station.desk.filter.categories is not None
    assert len(_shown(window)) == others.everything == sum(counted[word] for word in station.desk.filter.categories)
    assert chart.bars[-1].chosen


def test_more_bars_than_fit_are_scrolled_to_by_the_keyboard(
    window: WorkstationWindow, station: Station, qtbot: QtBot
) -> None:
    station.send([made_up(800 + at, NOW, category=CategoryCode(f"RARE-{at:02d}")) for at in range(30)])
    chart = window.charts.category
    qtbot.waitUntil(lambda: len(chart.bars) == 36)
    chart.setFocus()
    QTest.keyClick(chart, Qt.Key.Key_End)
    QTest.keyClick(chart, Qt.Key.Key_Down)
    assert chart.row_rect(35).bottom() <= chart.height()
    assert chart.bar_at(_at(chart, 35), nearest=False) == 35


def test_bars_keep_their_places_while_a_brush_is_held(
    window: WorkstationWindow, station: Station, qtbot: QtBot
) -> None:
    chart = window.charts.category
    before = [bar.label for bar in chart.bars]
    press(chart, _at(chart, 2))
    station.send([made_up(700 + 6 * at, NOW, category=CategoryCode("PARKIR")) for at in range(9)])
    qtbot.waitUntil(lambda: sum(bar.everything for bar in chart.bars) == 69)
    assert [bar.label for bar in chart.bars] == before
    let_go(chart, _at(chart, 2))
    station.desk.set_filter(Filter())
    assert chart.bars[0].label == "Parkir liar"


def test_the_shown_period_bounds_every_shape(window: WorkstationWindow, station: Station) -> None:
    since = NOW - timedelta(hours=5)
    window.charts.counting.set_period(int(since.timestamp()), None)
    recent = sum(report.created_at >= since for report in many(60))
    for name in CHARTS:
        assert sum(bar.everything for bar in _chart(window, name).bars) == recent
    assert window.charts.week.everything.sum() == recent


def test_a_minute_later_everything_is_older(window: WorkstationWindow, station: Station) -> None:
    chart = window.charts.age
    station.clock.go_on(30 * 86_400)
    window.charts.counting._minute.timeout.emit()
    assert chart.bars[-1].label == "30 hr ke atas"
    assert chart.bars[-1].everything > 0


def test_charts_of_an_empty_board_are_drawn(station: Station, qtbot: QtBot) -> None:
    window = station.window()
    qtbot.addWidget(window)
    for chart in window.charts.charts:
        assert not chart.grab().isNull()
        assert chart.accessibleName()
        assert chart.accessibleDescription()
    assert replace(station.desk.filter) == Filter()
    window.close()
