"""A million rows: nothing moves under the pointer, whatever arrives, and the order is that of every report."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from commandcenter.bench.synthetic import LAST_S, change_sets, changes, city, part
from commandcenter.models.board.change_set import ReportBatch
from commandcenter.models.mirror.folder import MirrorFolder
from commandcenter.views.clock import Clock
from commandcenter.views.desk import Desk
from commandcenter.views.drawing import Look
from commandcenter.views.queue.column import QueueColumn
from commandcenter.views.queue.ordering import HEAD
from commandcenter.views.queue.panel import QueuePanel
from commandcenter.views.queue.tab import Tab
from commandcenter.views.surroundings import surroundings

REPORTS = 1_000_000
ARRIVALS = 500

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def reports() -> ReportBatch:
    return city(REPORTS)


@pytest.fixture
def panel(qtbot: QtBot, tmp_path: Path, reports: ReportBatch) -> Iterator[QueuePanel]:
    """The queue alone, showing every report, the newest first."""
    folder = MirrorFolder.open(tmp_path / "mirror")
    desk = Desk(folder.reader, lambda _intent: None, "desk")
    for change in change_sets(reports, 50_000):
        desk.take_change(change)
    root = QWidget()
    qtbot.addWidget(root)
    root.resize(720, 800)
    around = surroundings(desk, Look(parent=root), Clock(now_s=lambda: float(LAST_S)), root)
    settings = QSettings(str(tmp_path / "queue.ini"), QSettings.Format.IniFormat)
    made = QueuePanel(around, settings, root)
    made.resize(720, 800)
    with qtbot.waitExposed(root):
        root.show()
    made.show_tab(Tab.ALL)
    yield made
    around.reading.close()
    folder.close()


def _arrive(panel: QueuePanel, reports: ReportBatch, seed: int) -> ReportBatch:
    """Let new reports arrive, and let as many old ones all over the queue change."""
    fresh = city(ARRIVALS, seed)
    fresh = replace(fresh, ids=fresh.ids + 1, created_s=np.full(ARRIVALS, LAST_S, np.int64))
    at = np.random.default_rng(seed).choice(REPORTS, ARRIVALS, replace=False)
    desk = panel._around.desk
    old = part(reports, at)
    desk.take_change(changes(replace(old, supporters=old.supporters + 9, created_s=old.created_s - 86_400)))
    desk.take_change(changes(fresh))
    return fresh


def _has_waiting(panel: QueuePanel, arrivals: int) -> bool:
    return panel.standing.arrivals == arrivals


def test_the_head_comes_first_and_the_rest_is_that_of_a_plain_sort(
    panel: QueuePanel, reports: ReportBatch, qtbot: QtBot
) -> None:
    panel.standing.sort_by(QueueColumn.SUPPORTERS)
    expected = reports.ids[np.lexsort((-reports.ids, reports.supporters))]
    assert panel.model.rowCount() == REPORTS
    assert len(panel.model.ids) == HEAD
    assert np.array_equal(panel.model.ids, expected[:HEAD])
    qtbot.waitUntil(lambda: panel.model.is_whole)
    assert np.array_equal(panel.model.ids, expected)


def test_rows_that_are_scrolled_to_before_their_order_is_known_come_at_once(panel: QueuePanel, qtbot: QtBot) -> None:
    panel.standing.sort_by(QueueColumn.PRIORITY)
    panel.table.verticalScrollBar().setValue(REPORTS // 2)
    row = panel.table.rowAt(100)
    assert panel.model.report_at(row) is None
    assert panel.model.words(row, QueueColumn.STATE) == "…"
    qtbot.waitUntil(lambda: panel.model.is_whole)
    assert panel.table.rowAt(100) == row
    assert panel.model.words(row, QueueColumn.STATE) != "…"


@pytest.mark.parametrize("column", [QueueColumn.AGE, QueueColumn.SUPPORTERS, QueueColumn.DUE], ids=lambda c: c.name)
@pytest.mark.parametrize("scrolled_to", [0, 500_000], ids=lambda row: f"row {row}")
def test_no_row_moves_under_the_pointer(
    panel: QueuePanel, reports: ReportBatch, qtbot: QtBot, column: QueueColumn, scrolled_to: int
) -> None:
    table = panel.table
    panel.standing.sort_by(column)
    qtbot.waitUntil(lambda: panel.model.is_whole)
    table.verticalScrollBar().setValue(scrolled_to)
    QApplication.sendEvent(table.viewport(), QEvent(QEvent.Type.Enter))
    pointer = QPoint(60, 400)
    row = table.rowAt(pointer.y())
    report = panel.model.report_at(row)
    for times in (1, 2):
        _arrive(panel, reports, times)
        qtbot.waitUntil(partial(_has_waiting, panel, ARRIVALS * times))
        assert table.rowAt(pointer.y()) == row
        assert panel.model.report_at(row) == report
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=pointer)
    assert panel._around.desk.selection == report

    panel.show_arrivals()
    assert panel.model.rowCount() == REPORTS + 2 * ARRIVALS
    qtbot.waitUntil(lambda: panel.model.is_whole)
    current = table.currentIndex().row()
    assert panel.model.report_at(current) == report


def test_a_report_chosen_deep_in_the_queue_stays_chosen_when_it_is_sorted_anew(panel: QueuePanel, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: panel.model.is_whole)
    report = panel.model.report_at(700_000)
    panel._around.desk.select(report)
    panel.standing.sort_by(QueueColumn.AREA)
    qtbot.waitUntil(lambda: panel.model.is_whole)
    row = panel.table.currentIndex().row()
    assert panel.model.report_at(row) == report == panel._around.desk.selection


def test_a_million_rows_are_chosen_at_once(panel: QueuePanel) -> None:
    panel.table.selectAll()
    assert len(panel.table.chosen_rows()) == REPORTS
