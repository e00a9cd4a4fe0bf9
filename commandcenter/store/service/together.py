"""What several requests want of the database at the same time, done in one go.

Owns one rule: whoever comes while others' wish is being done waits, and everything that has come by then is done next,
in one transaction and on one thread. Nobody waits for more to come.

Thread: the event loop; the work itself runs on a thread of the pool.
"""

from __future__ import annotations

import asyncio
from asyncio import Future, Task
from collections import deque
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from starlette.concurrency import run_in_threadpool

Given = TypeVar("Given")
Got = TypeVar("Got")


class Together(Generic[Given, Got]):
    """Does what several requests ask for."""

    def __init__(self, work: Callable[[Sequence[Given]], Sequence[Got | Exception]], most: int) -> None:
        """Begin with nothing asked for.

        Args:
            work: Does what it is given, and returns as many results in the same order; an exception is raised to whom
                it belongs. What it raises itself is raised to all of them. Never called while it runs.
            most: How many are done in one go.
        """
        self._work = work
        self._most = most
        self._waiting: deque[tuple[Given, Future[Got]]] = deque()
        self._under_way: Task[None] | None = None

    async def ask(self, given: Given) -> Got:
        """Have something done and return what came of it."""
        answer: Future[Got] = asyncio.get_running_loop().create_future()
        self._waiting.append((given, answer))
        if self._under_way is None:
            # Not the asker's own task: who leaves must not take the others' answers along.
            self._under_way = asyncio.create_task(self._run())
        return await answer

    async def _run(self) -> None:
        try:
            while self._waiting:
                await self._do_some()
        finally:
            self._under_way = None

    async def _do_some(self) -> None:
        some = [self._waiting.popleft() for _ in range(min(self._most, len(self._waiting)))]
        results = await run_in_threadpool(self._done, [given for given, _ in some])
        for (_, answer), result in zip(some, results, strict=True):
            if answer.done():
                continue
            if isinstance(result, Exception):
                answer.set_exception(result)
            else:
                answer.set_result(result)

    def _done(self, given: Sequence[Given]) -> Sequence[Got | Exception]:
        try:
            return self._work(given)
        except Exception as error:  # noqa: BLE001 - told to everybody who asked
            return [error] * len(given)
