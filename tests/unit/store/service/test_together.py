"""What several requests want of the database at the same time, done in one go."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from threading import Event

import pytest

from commandcenter.store.service.together import Together

WAIT_S = 20


class _Work:
    """Doubles numbers; a go waits until it is let on. 13 fails, and a go with 0 in it fails as a whole."""

    def __init__(self) -> None:
        self.goes: list[list[int]] = []
        self.begun = Event()
        self.let_on = Event()

    def __call__(self, given: Sequence[int]) -> list[int | Exception]:
        self.goes.append(list(given))
        self.begun.set()
        assert self.let_on.wait(WAIT_S)
        if 0 in given:
            raise KeyError("0")
        return [ValueError("13") if number == 13 else 2 * number for number in given]


async def _ask(work: _Work, most: int, numbers: Sequence[int]) -> list[int | BaseException]:
    """Ask for 1, and for all the others while that is being done; return what came of the others."""
    together = Together[int, int](work, most)
    first = asyncio.create_task(together.ask(1))
    assert await asyncio.to_thread(work.begun.wait, WAIT_S)
    others = [asyncio.create_task(together.ask(number)) for number in numbers]
    await asyncio.sleep(0)
    work.let_on.set()
    assert await first == 2
    return await asyncio.gather(*others, return_exceptions=True)


def test_what_comes_meanwhile_is_done_in_one_go_and_everybody_gets_their_own_answer() -> None:
    work = _Work()
    numbers = list(range(2, 10))
    assert asyncio.run(_ask(work, 32, numbers)) == [2 * number for number in numbers]
    assert work.goes == [[1], numbers]


def test_no_go_is_larger_than_allowed() -> None:
    work = _Work()
    asyncio.run(_ask(work, 3, list(range(2, 10))))
    assert [len(go) for go in work.goes] == [1, 3, 3, 2]


def test_a_failure_is_told_to_whom_it_belongs() -> None:
    five, failed, seven = asyncio.run(_ask(_Work(), 32, [5, 13, 7]))
    assert (five, seven) == (10, 14)
    assert isinstance(failed, ValueError)


def test_what_fails_as_a_whole_is_told_to_all_and_the_next_go_is_done() -> None:
    failed, also, good, last = asyncio.run(_ask(_Work(), 2, [0, 5, 6, 7]))
    assert isinstance(failed, KeyError)
    assert isinstance(also, KeyError)
    assert (good, last) == (12, 14)


def test_who_leaves_takes_nobodys_answer_along() -> None:
    async def story() -> tuple[bool, int]:
        work = _Work()
        together = Together[int, int](work, 32)
        leaving = asyncio.create_task(together.ask(1))
        assert await asyncio.to_thread(work.begun.wait, WAIT_S)
        staying = asyncio.create_task(together.ask(2))
        await asyncio.sleep(0)
        leaving.cancel()
        with pytest.raises(asyncio.CancelledError):
            await leaving
        work.let_on.set()
        return leaving.cancelled(), await staying

    assert asyncio.run(story()) == (True, 4)


def test_who_comes_alone_does_not_wait_and_later_ones_are_done_as_well() -> None:
    async def story() -> list[int]:
        work = _Work()
        work.let_on.set()
        together = Together[int, int](work, 32)
        return [await together.ask(number) for number in (4, 5)]

    assert asyncio.run(story()) == [8, 10]
