"""The watch: turns that are taken at their pace while this process leads."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool

from commandcenter.models.failure import Failure
from commandcenter.store.watch.leader import Leadership

LOOK_EVERY_S = 1.0
"""How often a process looks whether a turn is due, and whether it leads by now, in seconds."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Turn:
    """Something that the leader does again and again.

    Attributes:
        name: For the log.
        every_s: Seconds between the beginnings of two turns.
        take: Does it once; a blocking call, on a thread of the pool. It must bear being cut short and being repeated.
    """

    name: str
    every_s: float
    take: Callable[[], object]


class Watch:
    """Takes turns, one after the other, for as long as it runs."""

    def __init__(self, leadership: Leadership, turns: Sequence[Turn]) -> None:
        """Take none yet."""
        self._leadership = leadership
        self._turns = turns
        self._due_s = [0.0] * len(turns)

    async def run(self) -> None:
        """Watch until cancelled; a turn under way is finished first, and then another process may lead."""
        try:
            while True:
                await run_in_threadpool(self.look, time.monotonic())
                await asyncio.sleep(LOOK_EVERY_S)
        finally:
            self._leadership.release()

    def look(self, now_s: float) -> None:
        """Take the turns that are due, if this process leads; one that fails is logged and taken again at its time.

        Args:
            now_s: A clock that never goes back, in seconds.
        """
        due = [place for place, due_s in enumerate(self._due_s) if due_s <= now_s]
        if not due or not self._leads():
            return
        for place in due:
            turn = self._turns[place]
            self._due_s[place] = now_s + turn.every_s
            try:
                turn.take()
            except (SQLAlchemyError, Failure) as error:
                _log.warning("the turn %s was not finished: %s", turn.name, type(error).__name__)
            except Exception:  # noqa: BLE001
                # One turn's fault must not end all others, which nobody would notice.
                _log.exception("the turn %s failed", turn.name)

    def _leads(self) -> bool:
        try:
            return self._leadership.hold()
        except OSError as error:
            # A full disk, or a folder that may not be written to: asked again soon, since it would end all turns.
            _log.warning("the leader's lock could not be asked for: %s", error.strerror)
            return False
