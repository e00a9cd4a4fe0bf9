"""The past on a workstation: shown as it was known then, never taken for the present, and nothing is sent from it."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from commandcenter.models.board.board import Board
from commandcenter.models.board.change_set import ChangeSet
from commandcenter.models.board.generation import Generation
from commandcenter.models.instant import from_ms, to_ms
from commandcenter.models.report import Report
from commandcenter.models.state import State
from commandcenter.views.past.bar import TimeBar
from commandcenter.views.queue.tab import Tab
from commandcenter.views.shell import WorkstationWindow
from tests.fixture.workstation import NOW, USER, Station, made_up, many

HOUR = timedelta(hours=1)


@pytest.fixture
def bar(window: WorkstationWindow) -> TimeBar:
    """The bar of time of a workstation that shows the present."""
    window.queue.show_tab(Tab.ALL)
    return window.top.time


def open_past(bar: TimeBar, qtbot: QtBot) -> None:
    with qtbot.waitSignal(bar.projector.moved):
        QTest.keyClick(bar.window(), Qt.Key.Key_T)


def go(bar: TimeBar, qtbot: QtBot, at: datetime) -> None:
    wanted = to_ms(at)
    if bar.projector._around.desk.past_ms == wanted:
        return
    with qtbot.waitSignal(bar.projector.moved, check_params_cb=lambda at_ms: at_ms == wanted):
        bar.projector.go(wanted)


def known_at(at: datetime) -> set[int]:
    return {report.id for report in many(60) if report.recorded_at <= at}


def test_every_view_shows_what_was_known_then(window: WorkstationWindow, bar: TimeBar, qtbot: QtBot) -> None:
    open_past(bar, qtbot)
    for hours in (30, 6, 12):
        at = NOW - hours * HOUR
        go(bar, qtbot, at)
        qtbot.waitUntil(lambda at=at: set(window.queue.model.ids.tolist()) == known_at(at))  # type: ignore[misc]
        qtbot.waitUntil(lambda at=at: int(window.chart.everything.sum()) == len(known_at(at)))  # type: ignore[misc]
        assert set(window.around.desk.generation.column("ids").tolist()) == known_at(at)


def test_it_is_said_unmistakably_until_the_present_is_back(
    window: WorkstationWindow, bar: TimeBar, qtbot: QtBot
) -> None:
    assert not window.top.past.isVisible()
    open_past(bar, qtbot)
    go(bar, qtbot, NOW - 6 * HOUR)
    assert window.top.past.isVisible()
    assert "MASA LALU" in window.top.past.when.text()
    assert "08.30 WIB" in window.top.past.when.text()
    assert "Tidak ada yang dapat dikirim" in window.top.past.meaning.text()
    QTest.mouseClick(bar.back, Qt.MouseButton.LeftButton)
    assert not window.top.past.isVisible()
    assert not bar.isVisible()
    assert len(window.queue.model.ids) == 60


def test_nothing_can_be_taken_on_in_the_past(
    station: Station, window: WorkstationWindow, bar: TimeBar, qtbot: QtBot
) -> None:
    open_past(bar, qtbot)
    at = NOW - 6 * HOUR
    go(bar, qtbot, at)
    waiting = next(report for report in many(60) if report.acknowledged_at is None and report.recorded_at <= at)
    with qtbot.waitSignal(window.report.shown):
        station.desk.select(waiting.id)
    assert not window.report.take_on_button.isEnabled()
    assert "Kembali ke sekarang" in window.report.reason.text()
    QTest.keyClick(window, Qt.Key.Key_V)
    station.desk.take_on(waiting.id)
    assert station.acts == []


def test_a_report_is_told_as_it_was_known_then(
    station: Station, window: WorkstationWindow, bar: TimeBar, qtbot: QtBot
) -> None:
    report = made_up(901, NOW - 5 * HOUR, state=State.DONE, closed_at=NOW - 5 * HOUR + timedelta(minutes=40))
    report = replace(report, acknowledged_at=NOW - 5 * HOUR + timedelta(minutes=12), acknowledged_by=USER)
    station.send([report])
    open_past(bar, qtbot)
    go(bar, qtbot, NOW - 5 * HOUR + timedelta(minutes=5))
    with qtbot.waitSignal(window.report.shown):
        station.desk.select(report.id)
    told = window.report.details
    assert told is not None
    assert (told.report.state, told.report.acknowledged_at, told.report.closed_at) == (State.WAITING, None, None)
    assert [entry.sequence for entry in told.timeline] == [1]
    with qtbot.waitSignal(window.report.shown):
        go(bar, qtbot, NOW - 4 * HOUR)
    assert window.report.details is not None
    assert window.report.details.report == replace(report, updated_at=window.report.details.report.updated_at)


def test_what_comes_meanwhile_waits_for_the_present(
    station: Station, window: WorkstationWindow, bar: TimeBar, qtbot: QtBot
) -> None:
    open_past(bar, qtbot)
    go(bar, qtbot, NOW - 6 * HOUR)
    qtbot.waitUntil(lambda: set(window.queue.model.ids.tolist()) == known_at(NOW - 6 * HOUR))
    before = window.queue.model.ids.tolist()
    fresh = made_up(900, NOW)
    station.send([fresh])
    assert window.queue.model.ids.tolist() == before
    QTest.keyClick(bar.slider, Qt.Key.Key_Escape)
    assert fresh.id in window.queue.model.ids.tolist()
    assert station.desk.past_ms is None


def test_playing_goes_through_the_day_and_stops_at_its_end(
    station: Station, window: WorkstationWindow, bar: TimeBar, qtbot: QtBot
) -> None:
    open_past(bar, qtbot)
    go(bar, qtbot, NOW - 3 * HOUR)
    bar.speed.setCurrentIndex(bar.speed.count() - 1)
    instants: list[int] = []
    counts: list[int] = []

    def note(at_ms: int) -> None:
        instants.append(at_ms)
        counts.append(len(station.desk.generation))
        station.clock.monotonic_s += 0.5

    bar.projector.moved.connect(note)
    station.clock.monotonic_s += 0.5
    with qtbot.waitSignal(bar.projector.playing_changed, check_params_cb=lambda playing: not playing, timeout=30_000):
        QTest.mouseClick(bar.play, Qt.MouseButton.LeftButton)
        station.clock.monotonic_s += 0.5
    qtbot.waitUntil(lambda: bool(instants) and instants[-1] == bar.projector.span_ms[1])
    assert instants == sorted(instants)
    assert len(instants) >= 4
    assert counts == [len(known_at(from_ms(at_ms))) for at_ms in instants]


def test_the_slider_moves_by_minutes_and_days_with_the_keyboard(bar: TimeBar, qtbot: QtBot) -> None:
    open_past(bar, qtbot)
    assert bar.slider.hasFocus()
    start = bar.slider.value()
    with qtbot.waitSignal(bar.projector.moved):
        QTest.keyClick(bar.slider, Qt.Key.Key_Left)
    assert bar.slider.value() == start - 1
    with qtbot.waitSignal(bar.projector.moved):
        QTest.keyClick(bar.slider, Qt.Key.Key_End)
    assert bar.instant.dateTime().toMSecsSinceEpoch() == bar.projector.span_ms[1]


def test_late_data_is_not_known_before_it_came(
    station: Station, window: WorkstationWindow, bar: TimeBar, qtbot: QtBot
) -> None:
    late: Report = made_up(902, NOW - 8 * HOUR, recorded_at=NOW - 2 * HOUR)
    station.send([late])
    open_past(bar, qtbot)
    go(bar, qtbot, NOW - 3 * HOUR)
    qtbot.waitUntil(lambda: set(window.queue.model.ids.tolist()) == known_at(NOW - 3 * HOUR))
    go(bar, qtbot, NOW - HOUR)
    qtbot.waitUntil(lambda: late.id in window.queue.model.ids.tolist())


def test_a_board_of_the_past_is_put_together_off_the_interface_thread(
    bar: TimeBar, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: list[str] = []
    plain = Board.apply

    def noted(board: Board, change: ChangeSet) -> Generation:
        threads.append(threading.current_thread().name)
        return plain(board, change)

    monkeypatch.setattr(Board, "apply", noted)
    open_past(bar, qtbot)
    go(bar, qtbot, NOW - 30 * HOUR)
    go(bar, qtbot, NOW - 29 * HOUR)
    assert len(threads) == 3
    assert all(name.startswith("reading") for name in threads)


def test_each_visit_to_the_past_has_generations_that_no_other_had(station: Station, bar: TimeBar, qtbot: QtBot) -> None:
    seen: list[int] = []
    station.desk.board_changed.connect(lambda generation, _change: seen.append(generation.number))
    for _ in range(2):
        open_past(bar, qtbot)
        go(bar, qtbot, NOW - 30 * HOUR)
        bar.projector.close()
    past = [number for number in seen if number < 0]
    assert len(past) == len(set(past)) == 4
