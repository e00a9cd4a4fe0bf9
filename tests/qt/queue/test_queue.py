"""The queue holds what the filter lets through, in any order, and never moves a row under somebody's hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from commandcenter.models.identity import AgencyCode, IncidentId
from commandcenter.models.report import Priority, Report
from commandcenter.models.state import CLOSED_STATES, STATES, State
from commandcenter.views.queue.column import QueueColumn
from commandcenter.views.queue.line import lines
from commandcenter.views.queue.sorting import QueueKey
from commandcenter.views.queue.tab import Tab
from commandcenter.views.shell import WorkstationWindow
from tests.fixture.workstation import NOW, USER, Station, made_up, many


def _varied() -> list[Report]:
    """Sixty reports, some of which have what the others lack."""
    return [
        replace(
            report,
            agency=AgencyCode(f"DINAS-{number % 3}") if number % 2 else None,
            address=f"Jl. {'Abcde'[number % 5]} No. {number}" if number % 3 else None,
            incident=IncidentId(7_000 + number % 4) if number % 5 == 0 else None,
        )
        for number, report in enumerate(many(60))
    ]


@pytest.fixture
def everything(window: WorkstationWindow) -> WorkstationWindow:
    """The window with all sixty reports in its queue."""
    window.queue.show_tab(Tab.ALL)
    assert window.queue.model.rowCount() == 60
    return window


def _shown(window: WorkstationWindow) -> list[int]:
    return list(map(int, window.queue.model.ids.tolist()))


def _click_header(qtbot: QtBot, window: WorkstationWindow, column: QueueColumn, *, shift: bool = False) -> None:
    header = window.queue.table.header
    header.show_column(column, shown=True)
    window.queue.table.scrollTo(window.queue.model.index(0, column))
    at = QPoint(header.sectionViewportPosition(column) + 20, 10)
    keys = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, keys, at)


def _is_paused_in_time(report: Report) -> bool:
    taken = report.acknowledged_at is not None
    return taken and report.paused_at is not None and report.paused_at < report.close_by


def _due_s(report: Report) -> float:
    if report.state in CLOSED_STATES or _is_paused_in_time(report):
        return float("inf")
    return (report.respond_by if report.acknowledged_at is None else report.close_by).timestamp()


_NAMES = {
    "BANJIR": "bencana banjir",
    "SAMPAH": "sampah",
    "JALAN": "jalan rusak",
    "PJU": "lampu jalan",
    "POHON": "pohon tumbang",
    "PARKIR": "parkir liar",
}
_AREA_NAMES = {
    "31.72.04.1001": "semper barat",
    "31.72.04.1003": "kali baru",
    "31.73.07.1001": "slipi",
    "31.73.07.1004": "jatipulo",
}
_VALUE: dict[QueueColumn, Callable[[Report], Any]] = {
    QueueColumn.STATE: lambda report: STATES.index(report.state),
    QueueColumn.AGE: lambda report: -report.created_at.timestamp() // 1,
    QueueColumn.DUE: _due_s,
    QueueColumn.CATEGORY: lambda report: _NAMES[report.category],
    QueueColumn.DESCRIPTION: lambda report: report.description.casefold(),
    QueueColumn.AREA: lambda report: _AREA_NAMES[report.area or ""],
    QueueColumn.NUMBER: lambda report: report.id,
    QueueColumn.TAKEN_BY: lambda report: (report.acknowledged_by or "\uffff").casefold(),
    QueueColumn.SUPPORTERS: lambda report: report.supporters,
    QueueColumn.PRIORITY: lambda report: report.priority,
    QueueColumn.AGENCY: lambda report: report.agency or "\uffff",
    QueueColumn.RESPONSE: lambda report: _last_if_none(report.acknowledged_at, since=report.created_at),
    QueueColumn.CLOSED: lambda report: _last_if_none(report.closed_at),
    QueueColumn.UPDATED: lambda report: report.updated_at.timestamp() // 1,
    QueueColumn.PHOTO: lambda report: not report.has_photo,
    QueueColumn.ADDRESS: lambda report: (report.address or "\uffff").casefold(),
    QueueColumn.CREW: lambda _report: 0,
    QueueColumn.INCIDENT: lambda report: report.incident or 1 << 62,
}


def _last_if_none(at: datetime | None, since: datetime | None = None) -> float:
    if at is None:
        return float("inf")
    return at.timestamp() // 1 - (0 if since is None else since.timestamp() // 1)


@pytest.mark.parametrize("column", list(QueueColumn), ids=lambda column: column.name.lower())
def test_a_click_on_any_header_sorts_by_it(
    everything: WorkstationWindow, station: Station, qtbot: QtBot, column: QueueColumn
) -> None:
    station.send(_varied())
    reports = {int(report.id): report for report in _varied()}
    everything.queue.standing.sort_by(QueueColumn.SUPPORTERS if column is QueueColumn.AGE else QueueColumn.AGE)

    _click_header(qtbot, everything, column)

    def sorted_by_it() -> bool:
        values = [_VALUE[column](reports[report]) for report in _shown(everything)]
        return everything.queue.standing.keys == (QueueKey(column),) and values == sorted(values)

    qtbot.waitUntil(sorted_by_it)


def test_a_second_click_turns_the_order(everything: WorkstationWindow, qtbot: QtBot) -> None:
    _click_header(qtbot, everything, QueueColumn.NUMBER)
    upwards = _shown(everything)
    _click_header(qtbot, everything, QueueColumn.NUMBER)
    assert _shown(everything) == upwards[::-1]


def test_shift_click_adds_a_key_that_decides_among_equals(everything: WorkstationWindow, qtbot: QtBot) -> None:
    reports = {int(report.id): report for report in many(60)}
    _click_header(qtbot, everything, QueueColumn.PRIORITY)
    _click_header(qtbot, everything, QueueColumn.DUE, shift=True)
    values = [(reports[each].priority, _due_s(reports[each])) for each in _shown(everything)]
    assert values == sorted(values)
    assert len(everything.queue.standing.keys) == 2


def test_what_is_closed_comes_last_by_due_in_both_directions(everything: WorkstationWindow) -> None:
    reports = {int(report.id): report for report in many(60)}
    closed = sum(report.state in CLOSED_STATES for report in reports.values())
    assert closed
    for _direction in range(2):
        everything.queue.standing.sort_by(QueueColumn.DUE)
        last = _shown(everything)[-closed:]
        assert all(reports[each].state in CLOSED_STATES for each in last)


def test_the_tabs_count_what_they_hold(window: WorkstationWindow, qtbot: QtBot) -> None:
    reports = many(60)
    new = [each for each in reports if each.state is State.WAITING and each.acknowledged_at is None]
    mine = [each for each in reports if each.acknowledged_by == USER and each.state not in CLOSED_STATES]
    late = [each for each in reports if _due_s(each) < NOW.timestamp() or each.close_by < NOW]
    late = [each for each in late if each.state not in CLOSED_STATES and not _is_paused_in_time(each)]
    wanted = [f"Baru  {len(new)}", f"Lewat  {len(late)}", f"Milik saya  {len(mine)}", "Semua  60"]
    qtbot.waitUntil(lambda: [window.queue.tabs.tabText(n) for n in range(4)] == wanted)
    assert mine
    window.queue.show_tab(Tab.MINE)
    assert set(_shown(window)) == {int(each.id) for each in mine}


def test_words_are_fetched_for_the_rows_on_screen(everything: WorkstationWindow, qtbot: QtBot) -> None:
    model = everything.queue.model
    first = {int(report.id): report for report in many(60)}[_shown(everything)[0]]
    qtbot.waitUntil(lambda: model.words(0, QueueColumn.NUMBER) == first.number)
    assert model.words(0, QueueColumn.DESCRIPTION) == first.description
    assert model.words(0, QueueColumn.CATEGORY).casefold() == _NAMES[first.category]


def test_a_changed_report_shows_its_new_words(everything: WorkstationWindow, station: Station, qtbot: QtBot) -> None:
    model = everything.queue.model
    qtbot.waitUntil(lambda: model.words(0, QueueColumn.NUMBER).startswith("JK"))
    report = {int(report.id): report for report in many(60)}[_shown(everything)[0]]
    station.send([replace(report, version=2, description="Sudah surut", state=State.IN_PROGRESS)])
    qtbot.waitUntil(lambda: "Sudah surut" in [model.words(row, QueueColumn.DESCRIPTION) for row in range(3)])
    qtbot.waitUntil(lambda: model.words(model.row_of(report.id) or 0, QueueColumn.STATE) == "Proses")


def test_new_reports_flow_in_while_nobody_works_in_the_table(
    everything: WorkstationWindow, station: Station, qtbot: QtBot
) -> None:
    fresh = made_up(900, NOW)
    station.send([fresh])
    qtbot.waitUntil(lambda: _shown(everything)[0] == fresh.id)
    assert everything.queue.arrivals.isHidden()


def test_new_reports_wait_behind_a_bar_while_a_row_is_chosen(
    everything: WorkstationWindow, station: Station, qtbot: QtBot
) -> None:
    everything.queue.table.step(1)
    before = _shown(everything)
    station.send([made_up(900 + number, NOW) for number in range(12)])
    qtbot.waitUntil(everything.queue.arrivals.isVisible)
    assert everything.queue.arrivals.text() == "↑ 12 baru – tampilkan"
    assert _shown(everything) == before

    QTest.mouseClick(everything.queue.arrivals, Qt.MouseButton.LeftButton)
    assert len(_shown(everything)) == 72
    assert everything.queue.arrivals.isHidden()
    assert everything.around.desk.selection == before[0]
    assert everything.queue.table.currentIndex().row() == 12


def test_no_row_moves_under_the_pointer(everything: WorkstationWindow, station: Station, qtbot: QtBot) -> None:
    table = everything.queue.table
    QApplication.sendEvent(table.viewport(), QEvent(QEvent.Type.Enter))
    before = _shown(everything)
    station.send([made_up(900, NOW)])
    qtbot.waitUntil(everything.queue.arrivals.isVisible)
    assert _shown(everything) == before

    QApplication.sendEvent(table.viewport(), QEvent(QEvent.Type.Leave))
    assert len(_shown(everything)) == 61


def test_a_report_that_leaves_keeps_its_row_until_the_order_is_renewed(
    everything: WorkstationWindow, station: Station, qtbot: QtBot
) -> None:
    everything.queue.table.step(1)
    report = {int(each.id): each for each in many(60)}[_shown(everything)[3]]
    station.remove(report)
    qtbot.waitUntil(lambda: everything.queue.model.words(3, QueueColumn.STATE) == "Tidak ada lagi")
    everything.queue.show_arrivals()
    assert int(report.id) not in _shown(everything)


def test_j_and_k_step_and_the_selection_is_shared(everything: WorkstationWindow, qtbot: QtBot) -> None:
    desk = everything.around.desk
    QTest.keyClick(everything, Qt.Key.Key_J)
    assert desk.selection == _shown(everything)[0]
    QTest.keyClick(everything, Qt.Key.Key_J)
    assert desk.selection == _shown(everything)[1]
    QTest.keyClick(everything, Qt.Key.Key_K)
    assert desk.selection == _shown(everything)[0]


def test_a_selection_made_elsewhere_is_current_in_the_queue(everything: WorkstationWindow) -> None:
    wanted = _shown(everything)[40]
    everything.around.desk.select(many(60)[0].id)
    everything.around.desk.select(everything.queue.model.report_at(40))
    assert everything.queue.table.currentIndex().row() == 40
    assert everything.around.desk.selection == wanted


def test_escape_lets_the_report_go(everything: WorkstationWindow, qtbot: QtBot) -> None:
    QTest.keyClick(everything, Qt.Key.Key_J)
    QTest.keyClick(everything.queue.table, Qt.Key.Key_Escape)
    assert everything.around.desk.selection is None
    assert not everything.queue.table.selectionModel().hasSelection()


def test_everything_can_be_chosen_and_one_report_stays_the_desks(everything: WorkstationWindow) -> None:
    everything.queue.table.step(1)
    chosen = everything.around.desk.selection
    everything.queue.table.selectAll()
    assert everything.queue.table.chosen_rows().tolist() == list(range(60))
    assert everything.around.desk.selection == chosen


def test_a_taken_report_is_marked_until_the_store_answers(
    window: WorkstationWindow, station: Station, qtbot: QtBot
) -> None:
    QTest.keyClick(window, Qt.Key.Key_J)
    qtbot.waitUntil(lambda: window.report.details is not None)
    QTest.keyClick(window, Qt.Key.Key_V)
    assert [act.subject for act in station.acts] == [window.around.desk.selection]
    station.pend()
    assert window.queue.model.words(0, QueueColumn.TAKEN_BY) == "Anda · menunggu dikirim"
    station.desk.set_pending({})
    assert window.queue.model.words(0, QueueColumn.TAKEN_BY) == ""


def test_markup_in_a_report_is_escaped_in_its_tool_tip(station: Station, qtbot: QtBot) -> None:
    station.send([made_up(1, NOW, description="<b>banjir</b>")])
    window = station.window()
    qtbot.addWidget(window)
    model = window.queue.model
    qtbot.waitUntil(lambda: model.words(0, QueueColumn.DESCRIPTION) == "<b>banjir</b>")
    index = model.index(0, QueueColumn.DESCRIPTION)
    assert model.data(index, int(Qt.ItemDataRole.ToolTipRole)) == "<qt>&lt;b&gt;banjir&lt;/b&gt;</qt>"
    window.close()


def test_an_empty_queue_says_why(station: Station, qtbot: QtBot) -> None:
    station.live()
    window = station.window()
    qtbot.addWidget(window)
    assert window.queue.empty.text().startswith("Belum ada laporan.")
    station.send([made_up(1, NOW, acknowledged_at=NOW, acknowledged_by="Lurah")])
    qtbot.waitUntil(lambda: window.queue.empty.text().startswith("Tidak ada yang menunggu."))
    window.queue.show_tab(Tab.MINE)
    assert window.queue.empty.text().startswith("Anda belum mengambil laporan.")
    window.close()


def test_the_model_holds_no_copy_of_the_rows(everything: WorkstationWindow, station: Station) -> None:
    ids = everything.queue.model.ids
    assert ids.dtype.name == "int64"
    read = lines(station.desk.generation, ids[:3])
    assert [line.report for line in read if line is not None] == ids[:3].tolist()


def test_age_and_due_follow_the_clock(everything: WorkstationWindow, station: Station) -> None:
    station.send([made_up(1, NOW - timedelta(minutes=7), description="x")])
    model = everything.queue.model
    everything.queue.show_arrivals()
    row = model.row_of(made_up(1, NOW - timedelta(minutes=7)).id)
    assert row is not None
    assert model.words(row, QueueColumn.AGE) == "7 mnt"
    assert model.words(row, QueueColumn.DUE) == "sisa 5 j"
    station.clock.go_on(9 * 3_600)
    assert model.words(row, QueueColumn.AGE) == "9 j 7 m"
    assert model.words(row, QueueColumn.DUE) == "lewat 3 j"


def test_priorities_read_as_words(everything: WorkstationWindow, station: Station) -> None:
    station.send([made_up(2, NOW, priority=Priority.EMERGENCY)])
    everything.queue.show_arrivals()
    row = everything.queue.model.row_of(made_up(2, NOW).id)
    assert row is not None
    assert everything.queue.model.words(row, QueueColumn.PRIORITY) == "Darurat"
