"""Weekday and hour: a rectangle of hours of the week filters everything, by mouse and by keyboard."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from commandcenter.models.board.filter import Filter
from commandcenter.models.instant import WIB
from commandcenter.models.report import Report
from commandcenter.models.state import State
from commandcenter.views.charts.week import WeekChart
from commandcenter.views.charts.week_picture import HOURS
from commandcenter.views.queue.tab import Tab
from commandcenter.views.shell import WorkstationWindow
from tests.fixture.workstation import Station, many
from tests.qt.charts.brushing import click, drag_to, let_go, press

MONDAY, SUNDAY = 0, 6


def _at(chart: WeekChart, day: int, hour: int) -> QPoint:
    plot = chart.plot_rect()
    return QPoint(plot.left() + (2 * hour + 1) * plot.width() // 48, plot.top() + (2 * day + 1) * plot.height() // 14)


def _shown(window: WorkstationWindow) -> set[int]:
    window.queue.show_tab(Tab.ALL)
    return set(map(int, window.queue.model.ids.tolist()))


def _local(report: Report) -> tuple[int, int]:
    at = report.created_at.astimezone(WIB)
    return at.weekday(), at.hour


def test_every_report_has_its_hour_of_the_week(window: WorkstationWindow, station: Station) -> None:
    station.desk.set_filter(Filter(states=frozenset({State.DONE})))
    chart = window.charts.week
    for cell in range(7 * HOURS):
        here = [report for report in many(60) if _local(report) == divmod(cell, HOURS)]
        assert chart.everything[cell] == len(here)
        assert chart.passing[cell] == sum(report.state is State.DONE for report in here)


def test_a_rectangle_filters_while_it_is_drawn(window: WorkstationWindow, station: Station, qtbot: QtBot) -> None:
    chart = window.charts.week
    press(chart, _at(chart, SUNDAY, 20))
    with qtbot.waitSignal(station.desk.filter_changed):
        drag_to(chart, _at(chart, SUNDAY - 1, 12))
    wanted = {int(each.id) for each in many(60) if _local(each)[0] in (5, 6) and 12 <= _local(each)[1] <= 20}
    assert wanted
    assert _shown(window) == wanted
    with qtbot.waitSignal(station.desk.filter_changed):
        drag_to(chart, QPoint(chart.width() + 40, chart.height() + 40))
    let_go(chart, QPoint(chart.width() + 40, chart.height() + 40))
    assert station.desk.filter.week_hours is not None
    assert station.desk.filter.week_hours.hours == {SUNDAY * HOURS + hour for hour in range(20, 24)}
    assert "week_hours" in window.top.chips.chips()


def test_a_click_chooses_an_hour_and_a_double_click_clears(window: WorkstationWindow, station: Station) -> None:
    chart = window.charts.week
    click(chart, _at(chart, MONDAY, 9))
    assert station.desk.filter.week_hours is not None
    assert station.desk.filter.week_hours.hours == {9}
    click(chart, _at(chart, MONDAY, 11), Qt.KeyboardModifier.ControlModifier)
    assert station.desk.filter.week_hours.hours == {9, 11}
    QTest.mouseDClick(chart, Qt.MouseButton.LeftButton, pos=_at(chart, MONDAY, 9))
    assert not station.desk.filter


def test_the_keyboard_draws_a_rectangle_and_says_where_it_is(
    window: WorkstationWindow, station: Station, qtbot: QtBot
) -> None:
    chart = window.charts.week
    chart.setFocus()
    QTest.keyClick(chart, Qt.Key.Key_Down)
    QTest.keyClick(chart, Qt.Key.Key_Down)
    assert chart.accessibleDescription().startswith("Selasa 00.00 – 01.00: ")
    with qtbot.waitSignal(station.desk.filter_changed):
        QTest.keyClick(chart, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
        QTest.keyClick(chart, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: chart._held() == {24, 25, 48, 49})
    QTest.keyClick(chart, Qt.Key.Key_Escape)
    assert not station.desk.filter
    assert not chart.grab().isNull()
