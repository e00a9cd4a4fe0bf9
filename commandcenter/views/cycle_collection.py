"""Reference cycles are collected on the interface thread, and nowhere else.

Python collects them on whichever thread happens to allocate: a window that was closed, found in a cycle by the sync
worker, would be destroyed there, its timers with it, while the interface thread delivers events to it. That ends the
process (docs/decisions/0097).

Thread: the interface thread.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

EVERY_MS = 100
"""Time between two collections of what is young; short, so that each has little to look at."""

MIDDLE_EVERY = 20
FULL_EVERY = 600
"""Every so many of them, what survived is looked at as well; then everything."""


class CycleCollector(QObject):
    """Takes the collection of cycles over from the interpreter, as long as it lives."""

    def __init__(self, parent: QObject) -> None:
        """Begin; ends with its parent, the application."""
        super().__init__(parent)
        self._ticks = 0
        timer = QTimer(self)
        timer.timeout.connect(self._collect)
        gc.disable()
        timer.start(EVERY_MS)

    def _collect(self) -> None:
        self._ticks += 1
        generation = 2 if self._ticks % FULL_EVERY == 0 else 1 if self._ticks % MIDDLE_EVERY == 0 else 0
        gc.collect(generation)
