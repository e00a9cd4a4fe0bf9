"""The stream listener: a thread's work that reads the push stream and tells the worker what it says."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Protocol

from commandcenter.models.failure import Failure
from commandcenter.protocol.feed import FeedPage, Heartbeat
from commandcenter.protocol.position import Position
from commandcenter.sync.event import StreamBeat, StreamEnd, StreamEvent, StreamOpened, StreamPage
from commandcenter.sync.failure import SyncCrashed
from commandcenter.sync.moment import now
from commandcenter.sync.status import note_of

_LOG = logging.getLogger(__name__)


class Stream(AbstractContextManager["Stream"], Protocol):
    """An open push stream; ``transport.PushStream`` is the real one."""

    def messages(self) -> Iterator[FeedPage | Heartbeat]:
        """Yield what the store pushes until it ends the stream."""
        ...

    def hang_up(self) -> None:
        """End a waiting read from another thread."""
        ...


class StreamListener:
    """Reads one stream at a time, whichever was asked for last.

    Thread: ``run`` on a thread of its own; everything else from any.
    """

    def __init__(self, connect: Callable[[Position], Stream], tell: Callable[[StreamEvent], bool]) -> None:
        """Begin without a stream.

        Args:
            connect: Opens a push stream behind a position, or raises a ``Failure``.
            tell: Takes an event; may wait for room; returns False when nobody listens any more.
        """
        self._connect = connect
        self._tell = tell
        self._changed = threading.Condition()
        self._wanted: tuple[int, Position] | None = None
        self._orders = 0
        self._stream: Stream | None = None
        self._stopping = False

    def open(self, generation: int, after: Position) -> None:
        """Ask for a stream; one that is open is left."""
        self._want((generation, after))

    def close(self) -> None:
        """Leave the stream that is open, if any."""
        self._want(None)

    def stop(self) -> None:
        """Let ``run`` return soon: at once, or when a connection that is being made times out."""
        with self._changed:
            self._stopping = True
        self._want(None)

    def run(self) -> None:
        """Read streams as they are asked for, until ``stop``."""
        while (order := self._next_order()) is not None:
            number, generation, after = order
            try:
                self._read(number, generation, after)
            except Failure as failure:
                # A stream that was left on purpose ends with a failure too; its generation is not listened to.
                self._tell(StreamEnd(generation, note_of(failure)))
            except Exception as error:
                # The engine must not wait for a stream that nobody reads any more.
                _LOG.exception("the push stream ended through a fault")
                self._tell(StreamEnd(generation, note_of(SyncCrashed(what=type(error).__name__))))
                raise
            else:
                self._tell(StreamEnd(generation, None))

    def _want(self, order: tuple[int, Position] | None) -> None:
        with self._changed:
            self._wanted = order
            self._orders += 1
            if self._stream is not None:
                self._stream.hang_up()
            self._changed.notify_all()

    def _next_order(self) -> tuple[int, int, Position] | None:
        with self._changed:
            self._changed.wait_for(lambda: self._stopping or self._wanted is not None)
            order, self._wanted = self._wanted, None
            return None if self._stopping or order is None else (self._orders, *order)

    def _read(self, number: int, generation: int, after: Position) -> None:
        with self._connect(after) as stream:
            with self._changed:
                if self._orders != number:
                    # Another order came while the connection was being made.
                    return
                self._stream = stream
            try:
                if not self._tell(StreamOpened(generation, now())):
                    return
                for message in stream.messages():
                    heard = now()
                    event = (
                        StreamPage(generation, message, heard)
                        if isinstance(message, FeedPage)
                        else StreamBeat(generation, message, heard)
                    )
                    if not self._tell(event):
                        return
            finally:
                with self._changed:
                    self._stream = None
