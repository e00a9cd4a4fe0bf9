"""A filter gets a name, is used again after a restart and on another desk, and says what is wrong with a file."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialogButtonBox, QFileDialog
from pytestqt.qtbot import QtBot

from commandcenter.models.board.condition import AgeRange
from commandcenter.models.board.filter import Filter
from commandcenter.models.board.filter_file import SavedFilter, filter_of_text, filter_to_json
from commandcenter.models.state import State
from commandcenter.views.saved.file import FilterFileNotWritten, file_name, write_filter
from commandcenter.views.saved.library import Library
from commandcenter.views.saved.manage import ManageDialog
from commandcenter.views.saved.menu import NameDialog
from commandcenter.views.shell import WorkstationWindow
from commandcenter.views.shell.period import Period
from tests.fixture.workstation import NOW, Station

NOW_S = int(NOW.timestamp())
FLOODS = Filter(categories=frozenset({"BANJIR"}), has_photo=True)


def _use(window: WorkstationWindow, name: str) -> None:
    """Choose a saved filter from the menu."""
    menu = window.top.filters.saved
    menu.fill()
    next(action for action in menu.filters.actions() if action.text() == name).trigger()


def _names(window: WorkstationWindow) -> list[str]:
    return [entry.name for entry in window.library.entries]


def _manage(window: WorkstationWindow) -> ManageDialog:
    window.top.filters.saved.manage()
    dialog = window.findChild(ManageDialog)
    assert dialog is not None
    return dialog


def test_the_present_filter_is_kept_under_a_name(window: WorkstationWindow, station: Station) -> None:
    menu = window.top.filters.saved
    assert not menu.keep_action.isEnabled(), "everything is no filter"
    station.desk.set_filter(FLOODS)
    menu.fill()
    menu.keep_action.trigger()
    dialog = menu.findChild(NameDialog)
    assert dialog is not None
    keep = dialog.buttons.buttons()[0]
    assert dialog.buttons.buttonRole(keep) is QDialogButtonBox.ButtonRole.AcceptRole
    assert not keep.isEnabled()
    QTest.keyClicks(dialog.name, "Banjir berfoto")
    QTest.keyClick(dialog.name, Qt.Key.Key_Return)
    assert _names(window) == ["Banjir berfoto"]
    assert menu.text() == "Banjir berfoto ▾"
    station.desk.set_filter(Filter())
    assert menu.text() == "Saringan tersimpan ▾"


def test_a_saved_filter_is_there_after_a_restart(window: WorkstationWindow, station: Station, qtbot: QtBot) -> None:
    window.top.filters.period.choose(Period.DAY)
    station.desk.set_filter(
        replace(
            station.desk.filter,
            states=frozenset({State.WAITING}),
            areas=frozenset({"31.72.04", "31.72.04.1001", "31.72.04.1003"}),
            age=AgeRange(NOW_S, 3_600, None),
            overdue_at_s=NOW_S,
        )
    )
    before = station.desk.filter
    window.top.filters.saved.keep("Cilincing pagi")
    window.close()
    station.desk.set_filter(Filter())
    station.clock.go_on(7_200)
    again = station.window()
    qtbot.addWidget(again)
    with qtbot.waitSignal(again.around.names.changed):
        again.show()
    _use(again, "Cilincing pagi")
    later = station.desk.filter
    assert later.areas == before.areas
    assert later.created_from_s == (before.created_from_s or 0) + 7_200
    assert later.age == AgeRange(NOW_S + 7_200, 3_600, None)
    assert later.overdue_at_s == NOW_S + 7_200
    assert again.top.filters.period.text() == "24 jam terakhir ▾"
    assert again.top.filters.saved.accessibleName() == "Cilincing pagi"
    again.close()


def test_a_range_of_time_that_stands_still_is_kept_as_it_is(window: WorkstationWindow, station: Station) -> None:
    window.top.filters.period.choose(Period.WEEK)
    fixed = Filter(created_from_s=NOW_S - 50_000, created_until_s=NOW_S - 10_000)
    station.desk.set_filter(fixed)
    window.top.filters.saved.keep("Kemarin")
    station.desk.set_filter(Filter())
    _use(window, "Kemarin")
    assert station.desk.filter == fixed
    assert window.top.filters.period.text() == "Rentang dari grafik ▾"


def test_saved_words_are_searched_for_when_they_are_used(
    window: WorkstationWindow, station: Station, qtbot: QtBot
) -> None:
    window.library.keep(SavedFilter("Lubang", Filter(), words="lubang"))
    _use(window, "Lubang")
    qtbot.waitUntil(lambda: station.desk.filter.text is not None)
    found = station.desk.filter.text
    assert found is not None
    assert len(found.ids) == 10
    assert window.top.filters.search.text() == "lubang"
    assert "text" in window.top.chips.chips()


def test_filters_are_renamed_moved_replaced_and_deleted(
    window: WorkstationWindow, station: Station, qtbot: QtBot
) -> None:
    for name in ("A", "B", "C"):
        window.library.keep(SavedFilter(name, FLOODS))
    dialog = _manage(window)
    dialog.choose("C")
    dialog.up_button.click()
    assert _names(window) == ["A", "C", "B"]
    qtbot.waitUntil(lambda: dialog.current == "C" and dialog.list.currentRow() == 1)
    dialog.list.item(1).setText("  Banjir   lama ")
    assert _names(window) == ["A", "Banjir lama", "B"]
    qtbot.waitUntil(lambda: dialog.list.item(1).text() == "Banjir lama")
    dialog.list.item(2).setText("a")
    assert _names(window) == ["A", "Banjir lama", "a (2)"], "no two are called alike"
    station.desk.set_filter(Filter(min_supporters=2))
    dialog.choose("A")
    dialog.put_button.click()
    entry = window.library.entry("A")
    assert entry is not None
    assert entry.saved.wanted == Filter(min_supporters=2)
    qtbot.waitUntil(lambda: dialog.list.count() == 3)
    dialog.choose("Banjir lama")
    dialog.remove_button.click()
    assert _names(window) == ["A", "a (2)"]
    assert "Banjir lama" in dialog.told.text()
    qtbot.waitUntil(dialog.restore_button.isVisible)
    dialog.restore_button.click()
    assert _names(window) == ["A", "a (2)", "Banjir lama"]
    dialog.choose("A")
    station.desk.set_filter(Filter())
    dialog.use_button.click()
    assert station.desk.filter == Filter(min_supporters=2)
    dialog.reject()


def test_a_filter_goes_to_another_desk_as_a_file(
    window: WorkstationWindow, station: Station, tmp_path: Path, qtbot: QtBot
) -> None:
    window.library.keep(SavedFilter("Banjir: malam?", FLOODS))
    dialog = _manage(window)
    dialog.choose("Banjir: malam?")
    dialog.export_button.click()
    chooser = dialog.findChild(QFileDialog)
    assert chooser is not None
    assert Path(chooser.selectedFiles()[0]).name == "Banjir- malam.filter.json"
    path = tmp_path / "banjir.filter.json"
    chooser.fileSelected.emit(str(path))
    qtbot.waitUntil(lambda: str(path) in dialog.told.text())
    assert filter_of_text(path.read_text(encoding="utf-8")).wanted == FLOODS
    assert [file.name for file in tmp_path.iterdir() if file.suffix == ".part"] == []
    chooser.reject()
    dialog.import_button.click()
    opener = window.top.filters.saved.findChild(QFileDialog)
    assert opener is not None
    opener.fileSelected.emit(str(path))
    qtbot.waitUntil(lambda: _names(window) == ["Banjir: malam?", "Banjir: malam? (2)"])
    opener.reject()
    dialog.reject()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xff\xfe\x00", "bukan saringan yang dapat dibaca"),
        (b"{}", "bukan saringan yang dapat dibaca"),
        (json.dumps({"format": "commandcenter-filter", "version": 2}).encode(), "versi program yang lebih baru"),
        (None, "tidak dapat dibaca"),
    ],
)
def test_a_file_that_is_no_filter_is_refused_in_a_sentence(
    window: WorkstationWindow, tmp_path: Path, qtbot: QtBot, content: bytes | None, said: str
) -> None:
    path = tmp_path / "x.filter.json"
    if content is not None:
        path.write_bytes(content)
    window.top.filters.saved._files.bring(path)
    qtbot.waitUntil(lambda: bool(window.top.answers.unread))
    assert said in window.top.answers.unread[0]
    assert _names(window) == []


def test_an_export_that_fails_leaves_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "there"
    path.mkdir()
    (path / "inside").write_text("kept")
    with pytest.raises(FilterFileNotWritten, match="Choose another folder"):
        write_filter(SavedFilter("x", FLOODS), path)
    assert (path / "inside").read_text() == "kept"
    assert [file.name for file in tmp_path.iterdir()] == ["there"]


@pytest.mark.parametrize(("name", "file"), [("a/b\\c", "a-b-c"), ("Rob: *?", "Rob"), ("…", "filter"), ("Ä é", "Ä é")])
def test_a_name_makes_a_file_name_that_every_system_takes(name: str, file: str) -> None:
    assert file_name(name) == f"{file}.filter.json"


def test_a_filter_of_a_newer_version_is_kept_unseen(tmp_path: Path) -> None:
    settings = QSettings(str(tmp_path / "x.ini"), QSettings.Format.IniFormat)
    newer = {"filter": {"format": "commandcenter-filter", "version": 2, "name": "N"}, "tab": True}
    known = {"filter": filter_to_json(SavedFilter("K", FLOODS)), "tab": False}
    settings.setValue("filters/saved", json.dumps([newer, known]))
    library = Library(settings)
    assert [entry.name for entry in library.entries] == ["K"]
    library.remove("K")
    assert json.loads(str(settings.value("filters/saved"))) == [newer]


def test_settings_that_are_damaged_begin_anew(tmp_path: Path) -> None:
    settings = QSettings(str(tmp_path / "x.ini"), QSettings.Format.IniFormat)
    settings.setValue("filters/saved", "[{")
    library = Library(settings)
    assert library.entries == ()
    library.keep(SavedFilter("A", FLOODS))
    assert [entry.name for entry in Library(settings).entries] == ["A"]
