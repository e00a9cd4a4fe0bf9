"""The worker's inbox: what other threads put in, in order; the worker alone takes out."""

from __future__ import annotations

import threading
from collections import deque
from typing import Generic, TypeVar

Item = TypeVar("Item")

STREAM_ROOM = 64
"""So many items may wait before the stream's thread does: the store then feels that the desktop is slow, and memory
stays bounded."""


class Inbox(Generic[Item]):
    """A queue whose producers are of two kinds: those that must never wait, and one that should."""

    def __init__(self) -> None:
        """Begin empty and open."""
        self._items: deque[Item] = deque()
        self._changed = threading.Condition()
        self._closed = False

    def put(self, item: Item) -> None:
        """Put an item in without ever waiting; after ``close`` it is dropped."""
        with self._changed:
            if not self._closed:
                self._items.append(item)
                self._changed.notify_all()

    def offer(self, item: Item) -> bool:
        """Put an item in when there is room; return False if the inbox was closed instead."""
        with self._changed:
            self._changed.wait_for(lambda: self._closed or len(self._items) < STREAM_ROOM)
            if self._closed:
                return False
            self._items.append(item)
            self._changed.notify_all()
            return True

    def take(self, timeout_s: float | None) -> Item | None:
        """Return the oldest item; None after ``timeout_s`` seconds without one (None waits for ever)."""
        with self._changed:
            self._changed.wait_for(lambda: bool(self._items), None if timeout_s is None else max(timeout_s, 0.0))
            if not self._items:
                return None
            item = self._items.popleft()
            self._changed.notify_all()
            return item

    def close(self) -> None:
        """Drop what waits and let nobody wait any more."""
        with self._changed:
            self._closed = True
            self._items.clear()
            self._changed.notify_all()
