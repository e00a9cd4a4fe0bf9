"""Work that follows from a change: one piece a turn, so that between two of them the mouse is looked at."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest
from PySide6.QtCore import QObject, QTimer
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from commandcenter.views import intake as intake_module
from commandcenter.views.intake import Intake
from commandcenter.views.turns import Turns


def test_between_two_pieces_the_event_loop_comes_round(qtbot: QtBot) -> None:
    turns, done = Turns(), list[str]()
    pulse = QTimer()
    pulse.timeout.connect(lambda: done.append("event"))
    pulse.start(0)
    for piece in ("charts", "queue", "map"):
        turns.take(QObject(turns), lambda piece=piece: done.append(piece))  # type: ignore[misc]
    qtbot.waitUntil(lambda: "map" in done)
    pulse.stop()
    places = [done.index(piece) for piece in ("charts", "queue", "map")]
    assert places == sorted(places)
    assert all("event" in done[first:second] for first, second in pairwise(places))


def test_whoever_stands_in_line_keeps_the_place_with_the_newer_work(qtbot: QtBot) -> None:
    turns, done = Turns(), list[str]()
    charts, queue = QObject(), QObject()
    turns.take(charts, lambda: done.append("old"))
    turns.take(queue, lambda: done.append("queue"))
    turns.take(charts, lambda: done.append("new"))
    qtbot.waitUntil(lambda: len(done) == 2)
    assert done == ["new", "queue"]


@pytest.mark.parametrize("leaves", [lambda turns, who: turns.drop(who), lambda _turns, who: delete(who)])
def test_who_leaves_the_line_or_is_deleted_does_nothing(qtbot: QtBot, leaves: Callable[[Turns, QObject], None]) -> None:
    turns, done = Turns(), list[str]()
    charts, queue = QObject(), QObject()
    turns.take(charts, lambda: done.append("charts"))
    turns.take(queue, lambda: done.append("queue"))
    leaves(turns, charts)
    qtbot.waitUntil(lambda: bool(done))
    assert done == ["queue"]


def test_a_piece_that_fails_does_not_stop_the_line(qtbot: QtBot) -> None:
    turns, done = Turns(), list[str]()

    def fail() -> None:
        raise ValueError("a fault")

    charts, queue = QObject(), QObject()
    turns.take(charts, fail)
    turns.take(queue, lambda: done.append("queue"))
    with qtbot.captureExceptions() as told:
        qtbot.waitUntil(lambda: bool(done))
    assert [kind for kind, *_ in told] == [ValueError]


def test_what_comes_from_other_threads_and_what_follows_from_it_take_turns(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake_module, "TURN_S", 0.0)
    turns, done = Turns(), list[str]()
    intake, charts = Intake(turns), QObject()
    for number in range(3):
        intake.put(lambda number=number: done.append(f"change {number}"))  # type: ignore[misc]
    turns.take(charts, lambda: done.append("charts"))
    qtbot.waitUntil(lambda: len(done) == 4)
    assert done == ["change 0", "charts", "change 1", "change 2"]
