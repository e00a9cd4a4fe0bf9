"""Whatever Qt must see destroyed on the interface thread is destroyed there, whichever thread lets go of it last."""

from __future__ import annotations

import gc
import threading
import weakref
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QTimer
from pytestqt.qtbot import QtBot

from commandcenter.models.mirror.folder import MirrorFolder
from commandcenter.views.reading import Reading


class Ring(QObject):
    """An object with a timer, in a cycle with itself, as windows that connect to their own methods are."""

    def __init__(self) -> None:
        super().__init__()
        self.itself = self
        self.timer = QTimer(self)
        self.timer.start(60_000)


def allocate_much() -> None:
    """Make so much that is kept that the interpreter would look for cycles many times, here."""
    kept = [[number] for number in range(200_000)]
    assert len(kept) == 200_000


def test_a_cycle_is_collected_on_the_interface_thread_alone(qtbot: QtBot) -> None:
    gc.collect()
    ended_on: list[str] = []
    for _ in range(20):
        weakref.finalize(Ring(), lambda: ended_on.append(threading.current_thread().name))
    with ThreadPoolExecutor(1, thread_name_prefix="elsewhere") as elsewhere:
        elsewhere.submit(allocate_much).result()
    qtbot.waitUntil(lambda: len(ended_on) == 20)
    assert set(ended_on) == {threading.main_thread().name}


class Question:
    """A question that holds what a window would, and says where it was let go."""

    def __init__(self, ended_on: list[str]) -> None:
        weakref.finalize(self, lambda: ended_on.append(threading.current_thread().name))

    def __call__(self, _reader: object) -> int:
        return 1


def test_questions_and_what_they_hold_are_let_go_on_the_interface_thread(qtbot: QtBot, tmp_path: Path) -> None:
    ended_on: list[str] = []
    answers: list[int] = []
    mirror = MirrorFolder.open(tmp_path / "mirror")
    reading = Reading(mirror.reader)
    for _ in range(300):
        reading.ask(Question(ended_on), answers.append)
    qtbot.waitUntil(lambda: len(answers) == 300)
    reading.close()
    mirror.close()
    assert ended_on == [threading.main_thread().name] * 300


def test_a_fault_in_a_question_is_logged_and_the_asker_told(
    qtbot: QtBot, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    mirror = MirrorFolder.open(tmp_path / "mirror")
    reading = Reading(mirror.reader)
    given_up: list[str] = []

    def broken(_reader: object) -> int:
        raise ZeroDivisionError

    reading.ask(broken, lambda _: None, lambda: given_up.append("given up"))
    qtbot.waitUntil(lambda: given_up == ["given up"])
    assert "ended through a fault" in caplog.text
    reading.close()
    mirror.close()


def test_a_closed_reading_takes_no_question(qtbot: QtBot, tmp_path: Path) -> None:
    mirror = MirrorFolder.open(tmp_path / "mirror")
    reading = Reading(mirror.reader)
    reading.close()
    asked: list[str] = []
    reading.ask(lambda _: asked.append("asked"), lambda _: None)
    reading.close()
    mirror.close()
    assert asked == []
