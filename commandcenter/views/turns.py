"""Work that follows from a change of the board, done one piece a turn of the event loop.

Timers that are due together all fire before Qt looks at the mouse again: counting for the charts, ordering the queue,
and painting both would be one long pause. Here the pieces stand in line, and between two of them the event loop comes
round: to the mouse, to the keys, and to the painting of what the piece before has changed.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer


class Turns(QObject):
    """A line of pieces of work, at most one for each who asks.

    Thread: the interface thread.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        """Begin with an empty line."""
        super().__init__(parent)
        self._waiting: dict[object, Callable[[], None]] = {}
        self._turn = QTimer(self)
        self._turn.setInterval(0)
        self._turn.timeout.connect(self._next)

    def take(self, who: object, work: Callable[[], None]) -> None:
        """Stand in line; whoever stands there already keeps their place, with the newer work."""
        self._waiting[who] = work
        if not self._turn.isActive():
            self._turn.start()

    def drop(self, who: object) -> None:
        """Leave the line: the work was done otherwise, or nobody wants it any more."""
        self._waiting.pop(who, None)

    def _next(self) -> None:
        if not self._waiting:
            self._turn.stop()
            return
        who = next(iter(self._waiting))
        self._waiting.pop(who)()
