"""Reading in the background: the newest question wins, a failure is told, and nothing is answered after the end."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QThread
from pytestqt.qtbot import QtBot

from commandcenter.models.failure import Failure
from commandcenter.models.mirror.failure import MirrorReadFailed
from commandcenter.models.mirror.reader import MirrorReader
from commandcenter.views.reading import KEPT_TEXTS, Newest, Reading, TextCache
from tests.fixture.workstation import NOW, Station, made_up


@pytest.fixture
def reading(station: Station) -> Iterator[Reading]:
    made = Reading(station.mirror.reader)
    yield made
    made.close()


def test_a_question_runs_elsewhere_and_its_answer_arrives_here(reading: Reading, qtbot: QtBot) -> None:
    asked_on: list[int] = []
    answered: list[tuple[int, bool]] = []

    def question(reader: MirrorReader) -> int:
        asked_on.append(threading.get_ident())
        return len(reader.categories())

    reading.ask(question, lambda count: answered.append((count, QThread.currentThread().isMainThread())))
    qtbot.waitUntil(lambda: bool(answered))
    assert answered == [(6, True)]
    assert asked_on != [threading.get_ident()]


def test_a_failure_is_told_and_its_asker_can_go_on(reading: Reading, qtbot: QtBot) -> None:
    def question(_reader: MirrorReader) -> None:
        raise MirrorReadFailed(file="x", reason="y")

    went_on: list[bool] = []
    with qtbot.waitSignal(reading.failed) as told:
        reading.ask(question, lambda _answer: went_on.append(False), lambda: went_on.append(True))
    assert isinstance(told.args[0], Failure)
    assert went_on == [True]


def test_only_the_newest_answer_comes_through(reading: Reading, qtbot: QtBot) -> None:
    newest = Newest(reading)
    gate = threading.Event()
    answers: list[int] = []
    asked: list[int] = []

    def question(number: int) -> int:
        asked.append(number)
        gate.wait(10)
        return number

    for number in range(5):
        newest.ask(lambda _reader, number=number: question(number), answers.append)  # type: ignore[misc]
    gate.set()
    qtbot.waitUntil(lambda: answers == [4])
    assert asked == [0, 4]


def test_what_failed_does_not_stop_the_next_question(reading: Reading, qtbot: QtBot) -> None:
    newest = Newest(reading)

    def broken(_reader: MirrorReader) -> int:
        raise MirrorReadFailed(file="x", reason="y")

    answers: list[int] = []
    with qtbot.waitSignal(reading.failed):
        newest.ask(broken, answers.append)
    newest.ask(lambda _reader: 7, answers.append)
    qtbot.waitUntil(lambda: answers == [7])


def test_nothing_is_answered_after_the_end(station: Station, qtbot: QtBot) -> None:
    reading = Reading(station.mirror.reader)
    answers: list[int] = []
    reading.ask(lambda _reader: 1, answers.append)
    reading.close()
    QCoreApplication.processEvents()
    assert answers == []


def test_a_screenful_of_texts_is_one_question(station: Station, reading: Reading, qtbot: QtBot) -> None:
    reports = [made_up(number, NOW) for number in range(1, 40)]
    station.send(reports)
    texts = TextCache(reading)
    with qtbot.waitSignal(texts.arrived) as arrived:
        assert [texts.get(report.id) for report in reports] == [None] * 39
    assert arrived.args[0] == frozenset(report.id for report in reports)
    found = texts.get(reports[3].id)
    assert found is not None
    assert found.number == reports[3].number


def test_a_forgotten_text_is_read_anew_even_while_it_is_on_its_way(
    station: Station, reading: Reading, qtbot: QtBot
) -> None:
    report = made_up(1, NOW)
    station.send([report])
    texts = TextCache(reading)
    texts.get(report.id)
    texts._send()
    texts.forget(np.array([report.id], np.int64))
    with qtbot.waitSignal(texts.arrived):
        pass
    assert texts.get(report.id) is None
    with qtbot.waitSignal(texts.arrived):
        pass
    assert texts.get(report.id) is not None


def test_the_texts_kept_are_bounded(station: Station, reading: Reading, qtbot: QtBot) -> None:
    reports = [made_up(number, NOW) for number in range(1, 30)]
    station.send(reports)
    texts = TextCache(reading)
    texts._kept.update(dict.fromkeys(range(KEPT_TEXTS), None))  # type: ignore[arg-type]
    texts.get(reports[0].id)
    with qtbot.waitSignal(texts.arrived):
        pass
    assert len(texts._kept) == KEPT_TEXTS
