"""What comes from other threads is taken in order, and never in one long pause."""

from __future__ import annotations

import threading
import time

import pytest
from PySide6.QtCore import QThread, QTimer
from pytestqt.qtbot import QtBot

from commandcenter.views import intake as intake_module
from commandcenter.views.intake import Intake
from commandcenter.views.turns import Turns


def test_calls_of_another_thread_are_made_here_in_order(qtbot: QtBot) -> None:
    intake = Intake(Turns())
    made: list[tuple[int, QThread]] = []

    def work() -> None:
        for number in range(1_000):
            intake.put(lambda number=number: made.append((number, QThread.currentThread())))  # type: ignore[misc]

    worker = threading.Thread(target=work)
    worker.start()
    qtbot.waitUntil(lambda: len(made) == 1_000)
    worker.join()
    assert [number for number, _ in made] == list(range(1_000))
    assert {thread for _, thread in made} == {QThread.currentThread()}


def test_the_event_loop_has_its_turn_between_long_calls(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake_module, "TURN_S", 0.0)
    intake = Intake(Turns())
    order: list[str] = []
    timer = QTimer()
    timer.timeout.connect(lambda: order.append("tick"))
    timer.start(0)
    for _ in range(50):
        intake.put(lambda: order.append("call"))
    qtbot.waitUntil(lambda: order.count("call") == 50)
    assert "callcall" not in "".join(order[order.index("call") :]).replace("calltick", "")


def test_short_calls_share_a_turn(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    now_s = 0.0
    monkeypatch.setattr(time, "monotonic", lambda: now_s)
    intake = Intake(Turns())
    order: list[str] = []
    QTimer.singleShot(0, lambda: order.append("loop"))
    for _ in range(50):
        intake.put(lambda: order.append("call"))
    monkeypatch.undo()
    qtbot.waitUntil(lambda: order.count("call") == 50)
    assert order.index("call") + 49 == len(order) - 1 - order[::-1].index("call")


def test_nothing_is_taken_after_closing(qtbot: QtBot) -> None:
    intake = Intake(Turns())
    made: list[int] = []
    intake.put(lambda: made.append(1))
    intake.close()
    intake.put(lambda: made.append(2))
    turned: list[bool] = []
    QTimer.singleShot(0, lambda: turned.append(True))
    qtbot.waitUntil(lambda: bool(turned))
    assert made == []


def test_a_call_that_fails_does_not_stop_those_behind_it(qtbot: QtBot) -> None:
    intake, made = Intake(Turns()), list[int]()

    def fail() -> None:
        raise ValueError("a fault")

    intake.put(fail)
    intake.put(lambda: made.append(1))
    with qtbot.captureExceptions() as told:
        qtbot.waitUntil(lambda: bool(made))
    assert [kind for kind, *_ in told] == [ValueError]
