"""A saved filter is a tab of the queue with a live count; it narrows the queue and nothing else."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from commandcenter.models.board.filter import Filter
from commandcenter.models.board.filter_file import SavedFilter
from commandcenter.models.identity import CategoryCode
from commandcenter.models.state import State
from commandcenter.views.queue.tab import SavedTab
from commandcenter.views.saved.manage import ManageDialog
from commandcenter.views.shell import WorkstationWindow
from tests.fixture.workstation import NOW, Station, made_up, many

ALL = 3
"""Place of the fourth fixed tab."""

FLOODS = Filter(categories=frozenset({"BANJIR"}))


def _texts(window: WorkstationWindow) -> list[str]:
    tabs = window.queue.tabs
    return [tabs.tabText(at) for at in range(tabs.count())]


def _click_last_tab(window: WorkstationWindow) -> None:
    tabs = window.queue.tabs
    QTest.mouseClick(tabs, Qt.MouseButton.LeftButton, pos=tabs.tabRect(tabs.count() - 1).center())


def _shown(window: WorkstationWindow) -> set[int]:
    return set(map(int, window.queue.model.ids.tolist()))


def _floods() -> set[int]:
    return {int(each.id) for each in many(60) if each.category == "BANJIR"}


def test_a_tick_makes_a_tab_and_a_click_on_it_narrows_the_queue_only(
    window: WorkstationWindow, station: Station, qtbot: QtBot
) -> None:
    window.library.keep(SavedFilter("Banjir", FLOODS))
    window.top.filters.saved.manage()
    dialog = window.findChild(ManageDialog)
    assert dialog is not None
    dialog.list.item(0).setCheckState(Qt.CheckState.Checked)
    dialog.reject()
    qtbot.waitUntil(lambda: _texts(window)[-1] == f"Banjir  {len(_floods())}")
    _click_last_tab(window)
    assert _shown(window) == _floods()
    assert not station.desk.filter
    assert window.charts.counting.present.passing.total == 60
    station.desk.set_filter(Filter(states=frozenset({State.DONE})))
    assert _shown(window) == {int(each.id) for each in many(60) if each.state is State.DONE} & _floods()


def test_its_count_is_live(window: WorkstationWindow, station: Station, qtbot: QtBot) -> None:
    window.library.keep(SavedFilter("Lubang", Filter(), words="lubang besar"), is_tab=True)
    qtbot.waitUntil(lambda: _texts(window)[-1] == "Lubang  10")
    _click_last_tab(window)
    fresh = made_up(800, NOW, category=CategoryCode("JALAN"), description="Lubang besar di tikungan")
    station.send([fresh])
    qtbot.waitUntil(lambda: _texts(window)[-1] == "Lubang  11")
    qtbot.waitUntil(lambda: int(fresh.id) in _shown(window))


def test_a_saved_area_holds_what_lies_in_it(window: WorkstationWindow, station: Station, qtbot: QtBot) -> None:
    window.library.keep(SavedFilter("Palmerah", Filter(areas=frozenset({"31.73.07"}))), is_tab=True)
    window.queue.show_tab(SavedTab("Palmerah"))
    wanted = {int(each.id) for each in many(60) if str(each.area).startswith("31.73.07")}
    assert _shown(window) == wanted
    qtbot.waitUntil(lambda: _texts(window)[-1] == f"Palmerah  {len(wanted)}")


def test_tabs_follow_the_library(window: WorkstationWindow, station: Station, qtbot: QtBot) -> None:
    for name in ("A", "B"):
        window.library.keep(SavedFilter(name, FLOODS), is_tab=True)
    window.queue.show_tab(SavedTab("A"))
    window.library.move("A", 1)
    assert [text.split()[0] for text in _texts(window)[4:]] == ["B", "A"]
    assert window.queue.standing.tab == SavedTab("A")
    assert window.queue.tabs.currentIndex() == 5
    window.library.rename("B", "Nama yang panjang sekali untuk sebuah tab")
    assert _texts(window)[4].startswith("Nama yang panjang sekal…")
    assert window.queue.tabs.tabToolTip(4) == "Nama yang panjang sekali untuk sebuah tab"
    window.library.remove("A")
    assert window.queue.tabs.currentIndex() == ALL
    assert len(_shown(window)) == 60
    window.queue.show_tab(SavedTab("A"))
    assert window.queue.tabs.currentIndex() == ALL, "there is no such tab any more"


def test_tabs_are_there_after_a_restart(window: WorkstationWindow, station: Station, qtbot: QtBot) -> None:
    window.library.keep(SavedFilter("Banjir", FLOODS), is_tab=True)
    window.close()
    again = station.window()
    qtbot.addWidget(again)
    again.show()
    qtbot.waitUntil(lambda: _texts(again)[-1] == f"Banjir  {len(_floods())}")
    assert again.queue.tabs.tabAt(QPoint(2, 2)) == 0
    again.close()
