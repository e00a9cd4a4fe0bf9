"""A workstation that is opened again begins with the columns that it kept, and still shows what is true."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from commandcenter.app import application, open_workstation
from commandcenter.models.mirror.board_file import BOARD_FILE
from commandcenter.models.mirror.reader import MirrorReader
from commandcenter.setting import Settings
from tests.e2e.test_workstation_loop import SIZE, WAIT_MS, holds, is_live, settings_of
from tests.fixture.store import RunningStore


def kept(settings: Settings) -> Path:
    """Return where the columns lie that a workstation kept."""
    (file,) = settings.home.rglob(BOARD_FILE)
    return file


def test_the_board_comes_from_the_kept_columns_and_then_from_the_feed(
    running_store: RunningStore, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, settings = running_store.new_report(), settings_of(running_store, tmp_path, "Meja 1")
    application(settings, needs_display=False)
    with open_workstation(settings, SIZE) as workstation:
        qtbot.waitUntil(lambda: is_live(workstation) and holds(workstation, first), timeout=WAIT_MS)
    file = kept(settings)
    second = running_store.new_report()

    def refuse(*_: object) -> None:
        raise AssertionError("the mirror was read although the columns were kept")

    with monkeypatch.context() as patch:
        patch.setattr(MirrorReader, "board_batches", lambda *_: iter(refuse, None))
        with open_workstation(settings, SIZE) as workstation:
            qtbot.waitUntil(lambda: holds(workstation, second), timeout=WAIT_MS)
            assert holds(workstation, first)
            assert not file.exists()


def test_after_a_crash_the_mirror_is_read(running_store: RunningStore, tmp_path: Path, qtbot: QtBot) -> None:
    report, settings = running_store.new_report(), settings_of(running_store, tmp_path, "Meja 1")
    application(settings, needs_display=False)
    with open_workstation(settings, SIZE) as workstation:
        qtbot.waitUntil(lambda: is_live(workstation) and holds(workstation, report), timeout=WAIT_MS)
    kept(settings).write_bytes(b"half a file")
    with open_workstation(settings, SIZE) as workstation:
        qtbot.waitUntil(lambda: holds(workstation, report), timeout=WAIT_MS)
