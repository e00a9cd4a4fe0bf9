"""The bell: wakes the streams of this process when something was committed.

Commits of this process ring it at once, from any thread. Those of other processes are noticed by a look at the head
twice a second. A stream that misses a ring loses nothing: it reads from its own position.

Thread: everything but ``ring_from_thread`` runs on the event loop.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool

from commandcenter.models.failure import Failure
from commandcenter.protocol.position import Position

POLL_S = 0.5
"""How often the head is looked at, in seconds."""

_log = logging.getLogger(__name__)


class Bell:
    """Wakes whoever waits."""

    def __init__(self) -> None:
        """Begin silent and open."""
        self._loop: asyncio.AbstractEventLoop | None = None
        self._rung = asyncio.Event()
        self.closed = False

    def bind(self) -> None:
        """Belong to the running event loop."""
        self._loop = asyncio.get_running_loop()

    def listen(self) -> asyncio.Event:
        """Return the event of the next ring; take it before looking, so that no ring falls between."""
        return self._rung

    def ring(self) -> None:
        """Wake everybody."""
        rung, self._rung = self._rung, asyncio.Event()
        rung.set()

    def ring_from_thread(self) -> None:
        """Wake everybody, from any thread; says nothing when no loop runs any more."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self.ring)

    def close(self) -> None:
        """Tell everybody to end."""
        self.closed = True
        self.ring()

    async def watch(self, head: Callable[[], Position]) -> None:
        """Ring when the head moves, until cancelled.

        Args:
            head: Reads the head; runs on a thread of the pool.
        """
        seen: Position | None = None
        while not self.closed:
            try:
                now = await run_in_threadpool(head)
            except (SQLAlchemyError, Failure) as error:
                _log.warning("the head could not be read: %s", type(error).__name__)
            else:
                if now != seen:
                    seen = now
                    self.ring()
            await asyncio.sleep(POLL_S)
