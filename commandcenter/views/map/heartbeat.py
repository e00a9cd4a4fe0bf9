"""Whether the map's page still answers: a page that hangs keeps its last picture and looks alive.

Thread: the interface thread.
"""

from __future__ import annotations

import logging
import os
import signal
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWebEngineCore import QWebEnginePage

_log = logging.getLogger(__name__)

EVERY_MS = 5_000
"""How often the page is asked."""

MISSED_BEATS = 2
"""A page that left so many questions unanswered hangs."""


class Heartbeat(QObject):
    """Asks a page now and then, and ends the process of one that does not answer, so that it is loaded anew.

    Emits:
        stopped: The page hangs; its process has been ended.
        beaten: The page answered.
    """

    stopped = Signal()
    beaten = Signal()

    def __init__(
        self, page: QWebEnginePage, is_there: Callable[[], bool], parent: QObject, every_ms: int = EVERY_MS
    ) -> None:
        """Begin to ask.

        Args:
            page: Whom.
            is_there: Whether a page is loaded that can answer.
            parent: Owner.
            every_ms: How often.
        """
        super().__init__(parent)
        self._page = page
        self._is_there = is_there
        self._missed = 0
        self._timer = QTimer(self)
        self._timer.setInterval(every_ms)
        self._timer.timeout.connect(self._ask)
        self._timer.start()

    def end(self) -> None:
        """Ask no more."""
        self._timer.stop()

    def _ask(self) -> None:
        if not self._is_there():
            self._missed = 0
            return
        if self._missed >= MISSED_BEATS:
            self._missed = 0
            self._stop()
            return
        self._missed += 1
        # Answered between two pieces of the page's own work, so a page that is caught in one does not.
        self._page.runJavaScript("1", self._on_answer)

    def _on_answer(self, answer: object) -> None:
        if answer is not None:
            self._missed = 0
            self.beaten.emit()

    def _stop(self) -> None:
        process = self._page.renderProcessPid()
        _log.error("the map page does not answer; its process %s is ended", process)
        self.stopped.emit()
        if process > 0 and process != os.getpid():
            try:
                os.kill(process, signal.SIGKILL)
            except ProcessLookupError:
                _log.info("the map page's process had ended already")
