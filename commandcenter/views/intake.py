"""Taking in what comes from other threads, a little at a time.

Qt hands out all waiting queued signals before it looks at the mouse again; two hundred change sets of a first load
would be one long pause. Here they wait in order, and as many as fit into a part of a frame, but at least one, are one
piece in the line of work that follows from them.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, Slot

from commandcenter.views.turns import Turns

TURN_S = 0.008
"""How long one turn may go on taking, in seconds; the last call begun may outlast it."""


class Intake(QObject):
    """Calls that other threads want made on the interface thread, in order.

    Thread: ``put`` from any; the calls on the thread that the object was made on.
    """

    _arrived = Signal()

    def __init__(self, turns: Turns, parent: QObject | None = None) -> None:
        """Begin with nothing that waits.

        Args:
            turns: The line in which taking stands.
            parent: Owns it.
        """
        super().__init__(parent)
        self._turns = turns
        self._waiting: deque[Callable[[], None]] = deque()
        self._arrived.connect(self._stand_in_line)

    def put(self, call: Callable[[], None]) -> None:
        """Have a call made, behind all that wait."""
        # A deque's ends may be used from two threads; the signal is queued where the threads differ.
        self._waiting.append(call)
        self._arrived.emit()

    def finish(self) -> None:
        """Make all calls that wait, now: whoever put them has ended."""
        while self._waiting:
            self._waiting.popleft()()

    def close(self) -> None:
        """Forget what waits, and take nothing any more."""
        self._turns.drop(self)
        self._arrived.disconnect(self._stand_in_line)
        self._waiting.clear()

    @Slot()
    def _stand_in_line(self) -> None:
        self._turns.take(self, self._take)

    def _take(self) -> None:
        until_s = time.monotonic() + TURN_S
        try:
            while self._waiting:
                self._waiting.popleft()()
                if time.monotonic() >= until_s:
                    return
        finally:
            if self._waiting:
                self._stand_in_line()
