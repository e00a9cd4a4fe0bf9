"""Taking in what comes from other threads, a little at a time.

Qt hands out all waiting queued signals before it looks at the mouse again; two hundred change sets of a first load
would be one long pause. Here they wait in line, in order, and each turn of the event loop takes as many as fit into
a part of a frame, but at least one.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal, Slot

TURN_S = 0.008
"""How long one turn may go on taking, in seconds; the last call begun may outlast it."""


class Intake(QObject):
    """A line of calls, each made on the interface thread.

    Thread: ``put`` from any; the calls on the thread that the object was made on.
    """

    _arrived = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        """Begin with an empty line."""
        super().__init__(parent)
        self._waiting: deque[Callable[[], None]] = deque()
        self._turn = QTimer(self)
        self._turn.setInterval(0)
        self._turn.timeout.connect(self._take)
        self._arrived.connect(self._begin)

    def put(self, call: Callable[[], None]) -> None:
        """Stand a call in line."""
        # A deque's ends may be used from two threads; the signal is queued where the threads differ.
        self._waiting.append(call)
        self._arrived.emit()

    def finish(self) -> None:
        """Make all calls that wait, now: whoever put them has ended."""
        while self._waiting:
            self._waiting.popleft()()

    def close(self) -> None:
        """Forget what waits, and take nothing any more."""
        self._turn.stop()
        self._arrived.disconnect(self._begin)
        self._waiting.clear()

    @Slot()
    def _begin(self) -> None:
        if not self._turn.isActive():
            self._turn.start()

    def _take(self) -> None:
        until_s = time.monotonic() + TURN_S
        while self._waiting:
            self._waiting.popleft()()
            if time.monotonic() >= until_s:
                return
        self._turn.stop()
