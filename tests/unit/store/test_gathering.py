"""Work of many threads, done together."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from commandcenter.store.gathering import Gathering

WAIT_S = 10


class _Work:
    """Doubles numbers; the first go waits until it is let on. A go with 13 in it fails."""

    def __init__(self) -> None:
        self.goes: list[list[int]] = []
        self.begun = Event()
        self.let_on = Event()

    def __call__(self, given: Sequence[int]) -> list[int]:
        self.goes.append(list(given))
        self.begun.set()
        assert self.let_on.wait(WAIT_S)
        if 13 in given:
            raise ValueError("13")
        return [2 * number for number in given]


def _ask(work: _Work, most: int, numbers: Sequence[int]) -> list[int | str]:
    """Ask for 0, and for all the others while that is being done; return what came of the others."""
    gathering = Gathering(work, most)

    def answer(number: int) -> int | str:
        try:
            return gathering.ask(number)
        except ValueError as error:
            return str(error)

    with ThreadPoolExecutor(len(numbers) + 1) as pool:
        first = pool.submit(answer, 0)
        assert work.begun.wait(WAIT_S)
        others = [pool.submit(answer, number) for number in numbers]
        while len(gathering._waiting) < len(numbers):
            Event().wait(0.001)
        work.let_on.set()
        assert first.result(WAIT_S) == 0
        return [other.result(WAIT_S) for other in others]


def test_what_comes_meanwhile_is_done_in_one_go_and_everybody_gets_their_own_answer() -> None:
    work = _Work()
    numbers = list(range(1, 9))
    assert _ask(work, 32, numbers) == [2 * number for number in numbers]
    assert [len(go) for go in work.goes] == [1, 8]


def test_no_go_is_larger_than_allowed() -> None:
    work = _Work()
    _ask(work, 3, list(range(1, 9)))
    assert [len(go) for go in work.goes] == [1, 3, 3, 2]


def test_a_failure_is_told_to_whom_it_belongs_and_the_others_are_done_alone() -> None:
    work = _Work()
    assert _ask(work, 32, [5, 13, 7]) == [10, "13", 14]
    assert [len(go) for go in work.goes] == [1, 3, 1, 1, 1]


def test_who_comes_alone_does_not_wait() -> None:
    work = _Work()
    work.let_on.set()
    gathering = Gathering(work, 32)
    assert gathering.ask(4) == 8
    with pytest.raises(ValueError, match="13"):
        gathering.ask(13)
    assert work.goes == [[4], [13]]
