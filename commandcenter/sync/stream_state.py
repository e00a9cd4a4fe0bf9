"""The engine's view of the push stream: whether it is open, when it spoke last, and the pages it brought."""

from __future__ import annotations

from collections import deque

from commandcenter.protocol.feed import HEARTBEAT_S, FeedPage
from commandcenter.sync.event import StreamEvent
from commandcenter.sync.moment import Moment

SILENCE_LIMIT_S = 3 * HEARTBEAT_S + 2
"""A stream that says nothing for this long is taken for dead."""

STEADY_AFTER_S = 5.0
"""A stream that lived this long was of use: its end is no reason to wait before the next."""

_PAGES_KEPT = 64


class StreamState:
    """One stream at a time, told apart by its generation."""

    def __init__(self) -> None:
        """Begin without a stream."""
        self.generation = 0
        self.wanted = False
        self.opened = False
        self._opened_at_s = 0.0
        self._heard_at_s = 0.0
        self._pages: deque[tuple[FeedPage, Moment]] = deque()

    def open(self, now_s: float) -> int:
        """Begin a new stream; return its generation."""
        self.generation += 1
        self.wanted = True
        self.opened = False
        self._opened_at_s = self._heard_at_s = now_s
        self._pages.clear()
        return self.generation

    def close(self) -> bool:
        """End it; return whether there was one to end."""
        was = self.wanted
        self.wanted = self.opened = False
        self._pages.clear()
        return was

    def concerns(self, event: StreamEvent) -> bool:
        """Return whether the event is of the present stream; late words of an earlier one are not."""
        return self.wanted and event.generation == self.generation

    def hear(self, heard: Moment) -> None:
        """Take note that the stream said something."""
        if not self.opened:
            self._opened_at_s = heard.monotonic_s
        self.opened = True
        self._heard_at_s = max(self._heard_at_s, heard.monotonic_s)

    def put(self, page: FeedPage, heard: Moment) -> bool:
        """Keep a page until its turn; return False, and forget all, where too many wait: they can be fetched."""
        if len(self._pages) >= _PAGES_KEPT:
            self._pages.clear()
            return False
        self._pages.append((page, heard))
        return True

    def take(self) -> tuple[FeedPage, Moment] | None:
        """Return the next page to look at."""
        return self._pages.popleft() if self._pages else None

    def idle(self) -> bool:
        """Return whether no page waits."""
        return not self._pages

    def steady(self, now_s: float) -> bool:
        """Return whether the stream has lived long enough to be called of use."""
        return self.opened and now_s - self._opened_at_s >= STEADY_AFTER_S

    def silent_at_s(self) -> float:
        """Return the instant at which it will have been silent for too long."""
        return self._heard_at_s + SILENCE_LIMIT_S
