"""Taking in changes of the board and the work that follows from them, done one piece a turn of the event loop.

Timers that are due together all fire before Qt looks at the mouse again: taking in what came, counting for the charts,
ordering the queue, and painting both would be one long pause. Here the pieces stand in line, and between two of them
the event loop comes round: to the mouse, to the keys, and to the painting of what the piece before has changed.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer
from shiboken6 import isValid


class Turns(QObject):
    """A line of pieces of work, at most one for each who asks; who is deleted has left it.

    Thread: the interface thread.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        """Begin with an empty line."""
        super().__init__(parent)
        self._waiting: dict[QObject, Callable[[], None]] = {}
        self._turn = QTimer(self)
        self._turn.setInterval(0)
        self._turn.timeout.connect(self._next)

    def take(self, who: QObject, work: Callable[[], None]) -> None:
        """Stand in line; whoever stands there already keeps their place, with the newer work."""
        self._waiting[who] = work
        if not self._turn.isActive():
            self._turn.start()

    def drop(self, who: QObject) -> None:
        """Leave the line: the work was done otherwise, or nobody wants it any more."""
        self._waiting.pop(who, None)

    def _next(self) -> None:
        if not self._waiting:
            self._turn.stop()
            return
        who = next(iter(self._waiting))
        work = self._waiting.pop(who)
        if isValid(who):
            work()
