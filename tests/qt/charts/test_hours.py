"""The chart counts what the filter lets through, and a brush filters all views while it is drawn."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from commandcenter.models.board.filter import Filter
from commandcenter.models.state import State
from commandcenter.views.charts.hours import HoursChart
from commandcenter.views.queue.tab import Tab
from commandcenter.views.shell import WorkstationWindow
from commandcenter.views.shell.period import Period
from tests.fixture.workstation import NOW, Station, made_up, many


def _point(chart: HoursChart, share: float) -> QPoint:
    plot = chart.plot_rect()
    return QPoint(plot.left() + int(plot.width() * share), plot.center().y())


def _drag_to(chart: HoursChart, at: QPoint) -> None:
    """Move the mouse with its button held; QTest's own move holds none."""
    where = QPointF(at)
    button = Qt.MouseButton.LeftButton
    kind = QEvent.Type.MouseMove
    glob = QPointF(chart.mapToGlobal(at))
    event = QMouseEvent(kind, where, glob, Qt.MouseButton.NoButton, button, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(chart, event)


def _brushed(wanted: Filter) -> bool:
    return wanted.created_from_s is not None and wanted.created_until_s is not None


def test_bars_hold_every_report_once(window: WorkstationWindow) -> None:
    assert window.chart.everything.sum() == 60
    assert window.chart.passing.sum() == 60


def test_behind_a_filter_the_whole_shape_stays(window: WorkstationWindow, station: Station) -> None:
    station.desk.set_filter(Filter(states=frozenset({State.DONE})))
    done = sum(each.state is State.DONE for each in many(60))
    assert window.chart.passing.sum() == done
    assert window.chart.everything.sum() == 60


def test_a_new_report_is_counted(window: WorkstationWindow, station: Station, qtbot: QtBot) -> None:
    station.send([made_up(700, NOW)])
    qtbot.waitUntil(lambda: int(window.chart.everything.sum()) == 61)


def test_dragging_filters_queue_and_chart_while_the_mouse_moves(
    window: WorkstationWindow, station: Station, qtbot: QtBot
) -> None:
    window.queue.show_tab(Tab.ALL)
    chart = window.chart
    QTest.mousePress(chart, Qt.MouseButton.LeftButton, pos=_point(chart, 0.5))
    with qtbot.waitSignal(station.desk.filter_changed):
        _drag_to(chart, _point(chart, 0.8))
    halfway = station.desk.filter
    assert _brushed(halfway)
    with qtbot.waitSignal(station.desk.filter_changed):
        _drag_to(chart, _point(chart, 0.9))
    QTest.mouseRelease(chart, Qt.MouseButton.LeftButton, pos=_point(chart, 0.9))
    wanted = station.desk.filter
    assert wanted.created_from_s is not None
    assert wanted.created_from_s == halfway.created_from_s
    assert wanted.created_until_s is not None
    assert halfway.created_until_s is not None
    assert wanted.created_until_s > halfway.created_until_s
    inside = {
        int(each.id)
        for each in many(60)
        if wanted.created_from_s <= int(each.created_at.timestamp()) < wanted.created_until_s
    }
    assert inside
    assert set(window.queue.model.ids.tolist()) == inside
    assert chart.passing.sum() == len(inside)
    assert chart.bins.start_s <= min(each.created_at.timestamp() for each in many(60))
    assert "created" in window.top.chips.chips()
    assert window.top.filters.period.text() == "Rentang dari grafik ▾"


def test_many_moves_become_one_question(window: WorkstationWindow, station: Station, qtbot: QtBot) -> None:
    asked: list[Filter] = []
    station.desk.filter_changed.connect(asked.append)
    chart = window.chart
    QTest.mousePress(chart, Qt.MouseButton.LeftButton, pos=_point(chart, 0.1))
    for step in range(20, 90):
        _drag_to(chart, _point(chart, step / 100))
    QTest.mouseRelease(chart, Qt.MouseButton.LeftButton, pos=_point(chart, 0.89))
    assert len(asked) < 35
    first, last = (chart.bar_at(_point(chart, share), nearest=True) for share in (0.1, 0.89))
    assert first is not None
    assert last is not None
    assert chart.brush() == chart.bins.range_of(first, last)


def test_a_double_click_clears_the_brush(window: WorkstationWindow, station: Station, qtbot: QtBot) -> None:
    station.desk.set_filter(Filter(created_from_s=int(NOW.timestamp()) - 7_200, created_until_s=int(NOW.timestamp())))
    assert _brushed(station.desk.filter)
    QTest.mouseDClick(window.chart, Qt.MouseButton.LeftButton, pos=_point(window.chart, 0.5))
    assert not station.desk.filter


def test_clearing_the_brush_brings_the_chosen_period_back(
    window: WorkstationWindow, station: Station, qtbot: QtBot
) -> None:
    window.top.filters.period.choose(Period.DAY)
    before = station.desk.filter
    station.desk.set_filter(replace(before, created_from_s=int(NOW.timestamp()) - 7_200, created_until_s=1_900_000_000))
    QTest.mouseClick(window.top.chips.chips()["created"], Qt.MouseButton.LeftButton)
    assert station.desk.filter == before
    assert window.top.filters.period.text() == "24 jam terakhir ▾"


def test_the_keyboard_draws_and_clears_a_range_too(window: WorkstationWindow, station: Station, qtbot: QtBot) -> None:
    chart = window.chart
    chart.setFocus()
    QTest.keyClick(chart, Qt.Key.Key_Left)
    for _ in range(3):
        QTest.keyClick(chart, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: chart.brush() is not None)
    brush = chart.brush()
    assert brush is not None
    assert brush[1] - brush[0] == 4 * chart.bins.step_s
    QTest.keyClick(chart, Qt.Key.Key_Escape)
    assert not station.desk.filter


def test_the_bars_fit_the_chosen_period(window: WorkstationWindow) -> None:
    window.top.filters.period.choose(Period.HOUR)
    assert window.chart.bins.step_s == 300
    window.top.filters.period.choose(Period.WEEK)
    assert window.chart.bins.step_s == 3_600


def test_a_bar_tells_its_hours_and_counts(window: WorkstationWindow) -> None:
    chart = window.chart
    bar = chart.bins.bar_at(NOW.timestamp() - 3_600)
    words = chart.bar_words(bar)
    assert words.startswith("13.00 – 14.00: ")
    assert words.endswith(f"{chart.passing[bar]} dari {chart.everything[bar]}")


def test_an_empty_board_still_has_an_axis(station: Station, qtbot: QtBot) -> None:
    window = station.window()
    qtbot.addWidget(window)
    assert window.chart.everything.sum() == 0
    assert not window.chart.grab().isNull()
    window.close()
