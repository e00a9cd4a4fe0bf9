"""Work that follows from a change: one piece a turn, so that between two of them the mouse is looked at."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from commandcenter.views.turns import Turns


def test_between_two_pieces_the_event_loop_comes_round(qtbot: QtBot) -> None:
    turns, done = Turns(), list[str]()
    pulse = QTimer()
    pulse.timeout.connect(lambda: done.append("event"))
    pulse.start(0)
    for piece in ("charts", "queue", "map"):
        turns.take(piece, lambda piece=piece: done.append(piece))  # type: ignore[misc]
    qtbot.waitUntil(lambda: "map" in done)
    pulse.stop()
    places = [done.index(piece) for piece in ("charts", "queue", "map")]
    assert places == sorted(places)
    assert all("event" in done[first:second] for first, second in pairwise(places))


def test_whoever_stands_in_line_keeps_the_place_with_the_newer_work(qtbot: QtBot) -> None:
    turns, done = Turns(), list[str]()
    turns.take("charts", lambda: done.append("old"))
    turns.take("queue", lambda: done.append("queue"))
    turns.take("charts", lambda: done.append("new"))
    qtbot.waitUntil(lambda: len(done) == 2)
    assert done == ["new", "queue"]


def test_who_leaves_the_line_does_nothing(qtbot: QtBot) -> None:
    turns, done = Turns(), list[str]()
    turns.take("charts", lambda: done.append("charts"))
    turns.take("queue", lambda: done.append("queue"))
    turns.drop("charts")
    qtbot.waitUntil(lambda: bool(done))
    assert done == ["queue"]


def test_a_piece_that_fails_does_not_stop_the_line(qtbot: QtBot) -> None:
    turns, done = Turns(), list[str]()

    def fail() -> None:
        raise ValueError("a fault")

    turns.take("charts", fail)
    turns.take("queue", lambda: done.append("queue"))
    with qtbot.captureExceptions() as told:
        qtbot.waitUntil(lambda: bool(done))
    assert [kind for kind, *_ in told] == [ValueError]
