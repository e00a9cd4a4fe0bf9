"""Choosing a base map from the window: the choice is shown, remembered, and what is wrong is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from commandcenter.views.map.base.base_map import BaseMap
from commandcenter.views.map.base.online import OnlineSource, online_source
from commandcenter.views.shell import WorkstationWindow
from commandcenter.views.shell.base_map_menu import BaseMapMenu
from tests.fixture.tile_archive import picture_tile, write_mbtiles

ONLINE = online_source("https://tiles.example.org/{z}/{x}/{y}.png", "© Somebody")


class Choosing:
    """A menu with its base map, and the sentences that it had somebody read."""

    def __init__(self, settings: QSettings, parent: QWidget, online: OnlineSource | None) -> None:
        self.base_map = BaseMap(lambda _message: None, online)
        self.told: list[str] = []
        self.menu = BaseMapMenu(self.base_map, settings, self.told.append, parent)

    @property
    def checked(self) -> list[str]:
        return [action.text() for action in self.menu.actions() if action.isChecked()]


Start = Callable[..., Choosing]


@pytest.fixture
def start(qtbot: QtBot, tmp_path: Path) -> Iterator[Start]:
    """Begin as a window does; each time is another start of the program with the same memory."""
    held: list[Choosing] = []
    parent = QWidget()
    qtbot.addWidget(parent)

    def begin(wanted: Path | None = None, online: OnlineSource | None = None) -> Choosing:
        settings = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
        choosing = Choosing(settings, parent, online)
        held.append(choosing)
        choosing.menu.begin(wanted)
        return choosing

    yield begin
    for choosing in held:
        choosing.base_map.end()


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    return write_mbtiles(tmp_path / "streets & rivers.mbtiles", {(0, 0, 0): picture_tile("red")})


def test_at_first_there_is_none_and_the_menu_says_so(start: Start) -> None:
    choosing = start()
    assert choosing.checked == ["Borders and coast only"]
    assert choosing.menu.online is None


def test_a_file_that_is_chosen_is_shown_and_used_again_at_the_next_start(
    start: Start, archive: Path, qtbot: QtBot
) -> None:
    choosing = start()
    choosing.menu.choose_file(str(archive))
    qtbot.waitUntil(lambda: choosing.checked == ["streets && rivers.mbtiles"])
    again = start()
    qtbot.waitUntil(lambda: again.base_map.file == archive)
    again.menu.none.trigger()
    assert again.checked == ["Borders and coast only"]
    assert start(online=ONLINE).checked == ["Borders and coast only"]


def test_a_file_of_the_command_line_counts_for_one_run(start: Start, archive: Path, qtbot: QtBot) -> None:
    choosing = start(archive)
    qtbot.waitUntil(lambda: choosing.base_map.file == archive)
    assert start().base_map.is_settled


def test_a_bad_file_is_told_and_not_remembered(start: Start, archive: Path, tmp_path: Path, qtbot: QtBot) -> None:
    bad = tmp_path / "bad.pmtiles"
    bad.write_bytes(b"nothing of the kind")
    choosing = start()
    choosing.menu.choose_file(str(archive))
    qtbot.waitUntil(lambda: choosing.base_map.file == archive)
    choosing.menu.choose_file(str(bad))
    qtbot.waitUntil(lambda: bool(choosing.told))
    assert choosing.told[0].startswith(f"{bad} is neither")
    assert choosing.checked == ["streets && rivers.mbtiles"]
    again = start()
    qtbot.waitUntil(lambda: again.base_map.file == archive)


def test_only_what_somebody_chose_in_the_menu_is_remembered(
    start: Start, archive: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    choosing = start()
    choosing.menu.choose_file(str(tmp_path / "gone.pmtiles"))
    qtbot.waitUntil(lambda: bool(choosing.told))
    choosing.base_map.choose_file(archive)
    qtbot.waitUntil(lambda: choosing.base_map.file == archive)
    assert start().base_map.is_settled


def test_a_remembered_file_that_is_gone_is_told_and_waited_for(start: Start, archive: Path, qtbot: QtBot) -> None:
    choosing = start()
    choosing.menu.choose_file(str(archive))
    qtbot.waitUntil(lambda: choosing.base_map.file == archive)
    elsewhere = archive.rename(archive.with_suffix(".away"))
    without = start()
    qtbot.waitUntil(lambda: bool(without.told))
    assert "is not there" in without.told[0]
    elsewhere.rename(archive)
    again = start()
    qtbot.waitUntil(lambda: again.base_map.file == archive)


def test_a_configured_server_is_used_until_something_else_is_chosen(start: Start, archive: Path, qtbot: QtBot) -> None:
    choosing = start(online=ONLINE)
    assert choosing.checked == ["From tiles.example.org"]
    choosing.menu.choose_file(str(archive))
    qtbot.waitUntil(lambda: choosing.base_map.file == archive)
    again = start(online=ONLINE)
    qtbot.waitUntil(lambda: again.base_map.file == archive)
    assert again.menu.online is not None
    again.menu.online.trigger()
    assert (start(online=ONLINE).checked, start().checked) == (["From tiles.example.org"], ["Borders and coast only"])


def test_the_dialog_asks_for_a_file_and_uses_it(start: Start, archive: Path, qtbot: QtBot) -> None:
    choosing = start()
    dialog = choosing.menu.ask()
    dialog.selectFile(str(archive))
    assert dialog.labelText(QFileDialog.DialogLabel.Accept) == "Use"
    dialog.accept()
    qtbot.waitUntil(lambda: choosing.base_map.file == archive)


def test_the_window_offers_the_menu_and_tells_what_is_wrong(
    window: WorkstationWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    base_map = BaseMap(lambda _message: None)
    menu = window.offer_base_maps(base_map, tmp_path / "gone.pmtiles")
    assert menu.menuAction() in window.top.menu.actions()
    qtbot.waitUntil(lambda: bool(window.top.answers.unread))
    assert "gone.pmtiles" in window.top.answers.unread[0]
    base_map.end()
