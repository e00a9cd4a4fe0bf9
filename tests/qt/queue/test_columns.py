"""The queue's columns are hidden, shown, moved and widened by mouse and by keyboard, and are remembered."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QFont, QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from commandcenter.views.drawing import interface_font
from commandcenter.views.queue.column import COLUMNS, FLEXIBLE, QueueColumn, title
from commandcenter.views.queue.column_dialog import ColumnDialog
from commandcenter.views.queue.column_layout import (
    LEAST_PX,
    MOST_PX,
    ColumnPlace,
    Layout,
    as_text,
    first_layout,
    flexible_px,
    from_text,
    moved,
)
from commandcenter.views.queue.header import QueueHeader
from commandcenter.views.queue.painting import PAD_PX
from commandcenter.views.queue.sorting import QueueKey, keys_as_text, keys_from_text
from commandcenter.views.queue.standing import FIRST_KEYS
from commandcenter.views.shell import WorkstationWindow
from tests.fixture.workstation import Station

widths = st.integers(LEAST_PX, MOST_PX)
layouts = st.permutations(list(QueueColumn)).flatmap(
    lambda columns: st.tuples(
        *(
            st.builds(ColumnPlace, st.just(each), st.booleans(), widths if each is not FLEXIBLE else st.none() | widths)
            for each in columns
        )
    )
)


@given(layouts)
def test_a_remembered_layout_is_found_again(layout: Layout) -> None:
    found = from_text(as_text(layout))
    assert found == (layout if any(place.shown for place in layout) else None)


@pytest.mark.parametrize("text", ["", "null", "{}", "[1]", '[["age"]]', "[[]]", '[["age", false, 80]]', '{"a": [1]}'])
def test_what_is_no_layout_leaves_the_columns_as_at_first(text: str) -> None:
    assert from_text(text) is None


def test_columns_of_another_version_are_passed_over_and_new_ones_stand_hidden_at_the_end() -> None:
    found = from_text(json.dumps([["weather", True, 90], ["area", True, 9_999], ["age", True, "wide"]]))
    assert found is not None
    assert found[:2] == (
        ColumnPlace(QueueColumn.AREA, shown=True, width_px=MOST_PX),
        ColumnPlace(QueueColumn.AGE, shown=True, width_px=COLUMNS[QueueColumn.AGE].width_px),
    )
    assert sorted(place.column for place in found) == list(QueueColumn)
    assert not any(place.shown for place in found[2:])


@given(layouts, st.sampled_from(QueueColumn), st.integers(-30, 30))
def test_a_moved_column_leaves_the_others_in_order(layout: Layout, column: QueueColumn, by: int) -> None:
    after = moved(layout, column, by)
    assert [place for place in after if place.column is not column] == [p for p in layout if p.column is not column]
    was, now = ([place.column for place in each].index(column) for each in (layout, after))
    assert now == min(max(was + by, 0), len(QueueColumn) - 1)


@given(st.lists(st.builds(QueueKey, st.sampled_from(QueueColumn), st.booleans()), max_size=4))
def test_a_remembered_order_is_found_again(keys: list[QueueKey]) -> None:
    assert keys_from_text(keys_as_text(keys)) == tuple(keys)
    assert keys_from_text(f"weather {keys_as_text(keys)}") == tuple(keys)


@pytest.mark.parametrize(("table_px", "least"), [(528, 230), (628, 320), (708, 260), (768, 190), (1_000, 420)])
def test_the_text_has_room_at_every_width(table_px: int, least: int) -> None:
    layout = first_layout(table_px)
    shown = sum(place.width_px or flexible_px(layout, table_px) for place in layout if place.shown)
    assert flexible_px(layout, table_px) >= least
    assert shown == table_px


def _shown(header: QueueHeader) -> list[QueueColumn]:
    """Return the columns that Qt shows, from left to right."""
    columns = [QueueColumn(header.logicalIndex(visual)) for visual in range(header.count())]
    return [column for column in columns if not header.isSectionHidden(column)]


def _menu(header: QueueHeader, column: QueueColumn) -> QMenu:
    at = QPoint(header.sectionViewportPosition(column) + 10, 10)
    where = header.viewport().mapToGlobal(at)
    QApplication.sendEvent(header.viewport(), QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, where))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def _click(menu: QMenu, words: str) -> None:
    action = next(action for action in menu.actions() if action.text().split("\t")[0] == words)
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(action).center())


def test_a_column_is_hidden_and_shown_by_the_headers_menu(window: WorkstationWindow) -> None:
    header = window.queue.table.header
    assert QueueColumn.AGE in _shown(header)
    _click(_menu(header, QueueColumn.AGE), "Sembunyikan kolom ini")
    assert QueueColumn.AGE not in _shown(header)

    _click(_menu(header, QueueColumn.STATE), title(QueueColumn.AGE))
    assert _shown(header)[1] is QueueColumn.AGE


def test_the_headers_menu_sorts_in_either_direction_and_adds_a_key(window: WorkstationWindow) -> None:
    header = window.queue.table.header
    _click(_menu(header, QueueColumn.STATE), "Urutkan menurun")
    _click(_menu(header, QueueColumn.DUE), "Tambahkan ke urutan")
    assert window.queue.standing.keys == (QueueKey(QueueColumn.STATE, descending=True), QueueKey(QueueColumn.DUE))


def test_the_last_column_stays(window: WorkstationWindow) -> None:
    header = window.queue.table.header
    for column in QueueColumn:
        header.show_column(column, shown=False)
    assert len(_shown(header)) == 1


def test_a_column_is_moved_by_dragging(window: WorkstationWindow) -> None:
    header = window.queue.table.header
    start = QPoint(header.sectionViewportPosition(QueueColumn.STATE) + 40, 10)
    end = QPoint(header.sectionViewportPosition(QueueColumn.DUE) + 60, 10)
    keys = window.queue.standing.keys
    QTest.mousePress(header.viewport(), Qt.MouseButton.LeftButton, pos=start)
    for step in range(1, 11):
        QTest.mouseMove(header.viewport(), start + (end - start) * step / 10)
    QTest.mouseRelease(header.viewport(), Qt.MouseButton.LeftButton, pos=end)
    assert _shown(header)[:3] == [QueueColumn.AGE, QueueColumn.DUE, QueueColumn.STATE]
    assert window.queue.standing.keys == keys


def test_the_text_gives_way_when_another_column_is_widened(window: WorkstationWindow) -> None:
    header = window.queue.table.header
    before = header.sectionSize(FLEXIBLE)
    header.resizeSection(QueueColumn.AGE, header.sectionSize(QueueColumn.AGE) - 20)
    assert header.sectionSize(FLEXIBLE) == before + 20


def test_columns_and_order_are_found_again_after_a_restart(station: Station, qtbot: QtBot) -> None:
    first = station.window()
    qtbot.addWidget(first)
    first.show()
    header = first.queue.table.header
    header.show_column(QueueColumn.AGENCY, shown=True)
    header.show_column(QueueColumn.AREA, shown=False)
    header.moveSection(header.visualIndex(QueueColumn.AGENCY), 0)
    header.resizeSection(QueueColumn.DESCRIPTION, 333)
    first.queue.standing.sort_by(QueueColumn.STATE)
    first.queue.standing.sort_by(QueueColumn.AGE, add=True)
    stood = _shown(header)
    first.close()

    second = station.window()
    qtbot.addWidget(second)
    second.show()
    header = second.queue.table.header
    assert _shown(header) == stood
    assert stood[0] is QueueColumn.AGENCY
    assert header.sectionSize(QueueColumn.DESCRIPTION) == 333
    assert second.queue.standing.keys == (QueueKey(QueueColumn.STATE), QueueKey(QueueColumn.AGE))
    second.reset_layout()
    assert header.own is None
    assert QueueColumn.AGENCY not in _shown(header)
    second.close()

    third = station.window()
    qtbot.addWidget(third)
    assert third.queue.table.header.own is None
    third.close()


@pytest.mark.parametrize(
    ("column", "words"),
    [
        (QueueColumn.DUE, "lewat 4.820 hr"),
        (QueueColumn.AGE, "4.820 hr"),
        (QueueColumn.AREA, "Di luar semua wilayah"),
        (QueueColumn.STATE, "Menunggu"),
    ],
)
@pytest.mark.usefixtures("qtbot")
def test_words_of_an_archive_of_many_years_fit_their_columns(column: QueueColumn, words: str) -> None:
    font = interface_font(13, QFont.Weight.DemiBold if column is QueueColumn.DUE else QFont.Weight.Normal)
    assert QFontMetrics(font).horizontalAdvance(words) + 2 * PAD_PX <= COLUMNS[column].width_px


def test_columns_that_nobody_arranged_follow_the_width(window: WorkstationWindow) -> None:
    header = window.queue.table.header
    header.fit(500)
    assert QueueColumn.AREA not in _shown(header)
    header.fit(900)
    assert QueueColumn.AREA in _shown(header)
    header.show_column(QueueColumn.NUMBER, shown=True)
    header.fit(500)
    assert QueueColumn.AREA in _shown(header)


@pytest.fixture
def dialog(window: WorkstationWindow, qtbot: QtBot) -> ColumnDialog:
    """The list of columns, opened by its key."""
    QTest.keyClick(window, Qt.Key.Key_C)
    found = window.queue.findChild(ColumnDialog)
    assert isinstance(found, ColumnDialog)
    qtbot.waitActive(found)
    return found


def test_columns_are_arranged_without_a_mouse(window: WorkstationWindow, dialog: ColumnDialog) -> None:
    header = window.queue.table.header
    assert dialog.column.name == "STATE"
    QTest.keyClick(dialog.list, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert _shown(header)[:2] == [QueueColumn.AGE, QueueColumn.STATE]
    assert dialog.column.name == "STATE"
    QTest.keyClick(dialog.list, Qt.Key.Key_Down)
    assert dialog.column.name == "DUE"
    QTest.keyClick(dialog.list, Qt.Key.Key_Space)
    assert QueueColumn.DUE not in _shown(header)
    QTest.keyClick(dialog.list, Qt.Key.Key_Space)
    dialog.width_box.setValue(160)
    assert header.sectionSize(QueueColumn.DUE) == 160
    QTest.keyClick(dialog.list, Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    assert window.queue.standing.keys == (QueueKey(QueueColumn.DUE, descending=True),)


def test_the_list_of_columns_lets_the_text_have_what_is_left(window: WorkstationWindow, dialog: ColumnDialog) -> None:
    header = window.queue.table.header
    left = header.sectionSize(FLEXIBLE)
    dialog.list.setCurrentRow(3)
    dialog.width_box.setValue(400)
    assert header.sectionSize(FLEXIBLE) == 400
    dialog.width_box.setValue(dialog.width_box.minimum())
    assert header.sectionSize(FLEXIBLE) == left
    assert window.queue.standing.keys == FIRST_KEYS
