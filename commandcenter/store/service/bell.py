"""The bell: wakes the streams of this process when something was committed.

Commits ring it: on PostgreSQL those of every process, since the committing transaction notifies whoever listens
(``feed.publish``); on SQLite those of this process at once, those of others by a look at the head twice a second. The
same look stands in while no listening connection is up. A stream that misses a ring loses nothing: it reads from its
own position.

Rings close together become one, so that a flood of reports does not make every stream read for each of them.

Thread: everything but ``ring_from_thread`` runs on the event loop.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

import psycopg
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool

from commandcenter.models.failure import Failure
from commandcenter.models.identity import CityCode
from commandcenter.protocol.position import Position
from commandcenter.store.feed import CHANNEL

POLL_S = 0.5
"""How often the head is looked at, and a lost listening connection is tried again, in seconds."""

GAP_S = 0.1
"""Time from one ring to the next at least, in seconds. The first after a silence is not held up."""

LISTENER = "commandcenter bell"
"""What the listening connection is called in the database's list of connections."""

_CHECK_S = 10.0
"""How often a silent listening connection is asked whether it still stands."""

_log = logging.getLogger(__name__)


class Bell:
    """Wakes whoever waits.

    Attributes:
        rings: How often it has rung.
        hears_others: Whether commits of all processes ring it by themselves.
    """

    def __init__(self) -> None:
        """Begin silent and open."""
        self.rings = 0
        self.hears_others = False
        self.closed = False
        self._loop: asyncio.AbstractEventLoop | None = None
        self._rung = asyncio.Event()
        self._rung_s = float("-inf")
        self._due: asyncio.TimerHandle | None = None

    def bind(self) -> None:
        """Belong to the running event loop."""
        self._loop = asyncio.get_running_loop()

    def listen(self) -> asyncio.Event:
        """Return the event of the next ring; take it before looking, so that no ring falls between."""
        return self._rung

    def ring(self) -> None:
        """Wake everybody, now or when the gap after the last ring is over."""
        if self._due is not None:
            return
        loop = asyncio.get_running_loop()
        wait_s = self._rung_s + GAP_S - loop.time()
        if wait_s > 0:
            self._due = loop.call_later(wait_s, self._ring_now)
        else:
            self._ring_now()

    def ring_from_thread(self) -> None:
        """Wake everybody after a commit of this process, from any thread, unless the database is going to.

        Says nothing when no loop runs any more.
        """
        if not self.hears_others and self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self.ring)

    def close(self) -> None:
        """Tell everybody to end."""
        self.closed = True
        self._ring_now()

    async def hear(self, database_url: str, city: CityCode) -> None:
        """Ring when any process commits a change of the city on PostgreSQL, until cancelled."""
        address = make_url(database_url).set(drivername="postgresql").render_as_string(hide_password=False)
        while not self.closed:
            try:
                async with await psycopg.AsyncConnection.connect(
                    address, autocommit=True, application_name=LISTENER
                ) as connection:
                    await connection.execute(f"LISTEN {CHANNEL}")
                    self.hears_others = True
                    # What was committed before the connection stood was told to nobody.
                    self.ring()
                    while not self.closed:
                        async for told in connection.notifies(timeout=_CHECK_S):
                            if told.payload == city:
                                self.ring()
                        await connection.execute("SELECT 1")
            except psycopg.Error as error:
                _log.warning("the database can not be listened to: %s", type(error).__name__)
            finally:
                self.hears_others = False
            await asyncio.sleep(POLL_S)

    async def watch(self, head: Callable[[], Position]) -> None:
        """Ring when the head moves and nobody tells, until cancelled.

        Args:
            head: Reads the head; runs on a thread of the pool.
        """
        seen: Position | None = None
        while not self.closed:
            if not self.hears_others:
                try:
                    now = await run_in_threadpool(head)
                except (SQLAlchemyError, Failure) as error:
                    _log.warning("the head could not be read: %s", type(error).__name__)
                else:
                    if now != seen:
                        seen = now
                        self.ring()
            await asyncio.sleep(POLL_S)

    def _ring_now(self) -> None:
        if self._due is not None:
            self._due.cancel()
            self._due = None
        if self._loop is not None and not self._loop.is_closed():
            self._rung_s = self._loop.time()
        self.rings += 1
        rung, self._rung = self._rung, asyncio.Event()
        rung.set()
