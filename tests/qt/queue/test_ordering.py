"""Of many reports the head is ordered at once, from an order that is kept where there is one; the rest follows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Event

import numpy as np
import pytest
from numpy.typing import NDArray
from pytestqt.qtbot import QtBot

from commandcenter.models.board.board import Board
from commandcenter.models.board.filter import EVERYTHING, Filter
from commandcenter.models.board.generation import Generation
from commandcenter.models.board.mask import mask
from commandcenter.models.board.order import SortKey, order
from commandcenter.models.board.ranking import Ranking, ranking
from commandcenter.models.mirror.reader import MirrorReader
from commandcenter.views.queue import ordering as ordering_module
from commandcenter.views.queue.ordering import Ordering
from commandcenter.views.reading import Reading
from tests.unit.models.board.plain import PlainReport, change

HEAD = 3
BY_TIME, BY_PRIORITY = (SortKey("created_s", descending=True),), (SortKey("priorities"), SortKey("ids"))
URGENT = Filter(priorities=frozenset({2, 3}))


@pytest.fixture
def generation() -> Generation:
    reports = [PlainReport(n, created_s=1_000 + n * 37 % 101, priority=n % 4) for n in range(60)]
    return Board().apply(change(reports))


@pytest.fixture
def ordering(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Ordering]:
    monkeypatch.setattr(ordering_module, "AT_ONCE", 5)
    monkeypatch.setattr(ordering_module, "HEAD", HEAD)
    reading = Reading(MirrorReader(tmp_path / "none.sqlite"))
    yield Ordering(reading)
    reading.close()


def in_order(generation: Generation, wanted: Filter, keys: tuple[SortKey, ...]) -> list[int]:
    ids: NDArray[np.int64] = generation.ids_of(order(generation, mask(generation, wanted), keys))
    return [int(report) for report in ids]


def test_the_head_comes_at_once_and_the_rest_in_a_quiet_moment(
    ordering: Ordering, generation: Generation, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(ordering.completed) as completed:
        head = ordering.arrange(generation, mask(generation, EVERYTHING), BY_TIME)
        assert head.tolist() == in_order(generation, EVERYTHING, BY_TIME)[:HEAD]
    assert completed.args is not None
    assert completed.args[0].tolist() == in_order(generation, EVERYTHING, BY_TIME)


def test_behind_another_filter_nothing_is_sorted_again(
    ordering: Ordering, generation: Generation, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    with qtbot.waitSignal(ordering.completed):
        ordering.arrange(generation, mask(generation, EVERYTHING), BY_TIME)
    for name in ("order", "ranking"):
        monkeypatch.delattr(ordering_module, name)
    with qtbot.waitSignal(ordering.completed) as completed:
        head = ordering.arrange(generation, mask(generation, URGENT), BY_TIME)
    assert head.tolist() == in_order(generation, URGENT, BY_TIME)[:HEAD]
    assert completed.args is not None
    assert completed.args[0].tolist() == in_order(generation, URGENT, BY_TIME)
    assert ordering.whole()().tolist() == in_order(generation, URGENT, BY_TIME)


def test_who_sorts_otherwise_while_an_order_is_being_made_gets_the_whole_of_the_new_one(
    ordering: Ordering, generation: Generation, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, may_end, make = Event(), Event(), ranking

    def slow(generation: Generation, keys: tuple[SortKey, ...]) -> Ranking:
        begun.set()
        may_end.wait(30)
        return make(generation, keys)

    monkeypatch.setattr(ordering_module, "ranking", slow)
    ordering.arrange(generation, mask(generation, EVERYTHING), BY_TIME)
    qtbot.waitUntil(begun.is_set)
    with qtbot.waitSignal(ordering.completed) as completed:
        ordering.arrange(generation, mask(generation, EVERYTHING), BY_PRIORITY)
        ordering.complete()
        may_end.set()
    assert completed.args is not None
    assert completed.args[0].tolist() == in_order(generation, EVERYTHING, BY_PRIORITY)
