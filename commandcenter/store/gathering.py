"""Work of many threads, done together.

Owns one rule: whoever comes while others' work is being done waits, and everything that has come by then is done in one
go by one of those who wait. A transaction, and the disk's word that it is kept, then cost once for all of them.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from threading import Lock
from typing import Generic, TypeVar

Given = TypeVar("Given")
Got = TypeVar("Got")


class Gathering(Generic[Given, Got]):
    """Does what several threads ask for, together. Safe on any thread."""

    def __init__(self, work: Callable[[Sequence[Given]], Sequence[Got]], most: int) -> None:
        """Begin with nothing asked for.

        Args:
            work: Does all of what it is given or, if it raises, nothing; returns as many results in the same order.
                Called by one thread at a time.
            most: How many are done in one go.
        """
        self._work = work
        self._most = most
        self._waiting: deque[tuple[Given, Future[Got]]] = deque()
        self._turn = Lock()

    def ask(self, given: Given) -> Got:
        """Have something done and return what came of it.

        Raises:
            Exception: Whatever its work raised when it was done alone: a failure of one is not that of the others.
        """
        answer: Future[Got] = Future()
        # Appending and taking from the left are atomic; only whoever has the turn takes.
        self._waiting.append((given, answer))
        while not answer.done():
            with self._turn:
                if not answer.done():
                    self._do_some()
        return answer.result()

    def _do_some(self) -> None:
        some = [self._waiting.popleft() for _ in range(min(self._most, len(self._waiting)))]
        try:
            results = self._work([given for given, _ in some])
        except Exception as error:  # noqa: BLE001 - told to whoever asked
            if len(some) == 1:
                some[0][1].set_exception(error)
                return
            for given, answer in some:
                self._do_alone(given, answer)
            return
        for (_, answer), result in zip(some, results, strict=True):
            answer.set_result(result)

    def _do_alone(self, given: Given, answer: Future[Got]) -> None:
        try:
            answer.set_result(self._work([given])[0])
        except Exception as error:  # noqa: BLE001 - told to whoever asked
            answer.set_exception(error)
