"""The line to the map page: send a message, hear of messages.

Owns the channel, the handshake, and what waits for it. A page says hello with the version it was built for; until
then nothing is sent to it, and of messages that replace each other only the last is kept.

Thread: the interface thread.
"""

from __future__ import annotations

import logging

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWebChannel import QWebChannel
from PySide6.QtWebEngineCore import QWebEnginePage

from commandcenter.views.map.message import (
    FromPage,
    Hello,
    MessageMalformedError,
    ToPage,
    Welcome,
    decoded,
    encoded,
)
from commandcenter.views.map.typescript import protocol_version

_log = logging.getLogger(__name__)


class _ChannelEnd(QObject):
    """The one object the page sees: a signal to it and a slot from it, both of one JSON text."""

    to_page = Signal(str)
    arrived = Signal(str)

    @Slot(str)
    def from_page(self, text: str) -> None:
        self.arrived.emit(text)


class Bridge(QObject):
    """Speaks with one page.

    Emits:
        greeted: A page said hello in our version; answer with ``welcome``.
        version_refused: A page said hello in another version (which it named).
        received: A message arrived (``FromPage``, never ``Hello``).
    """

    greeted = Signal()
    version_refused = Signal(str)
    received = Signal(object)

    def __init__(self, page: QWebEnginePage, parent: QObject | None = None) -> None:
        """Open the line to a page that is not loaded yet."""
        super().__init__(parent)
        self._end = _ChannelEnd(self)
        self._end.arrived.connect(self._on_arrived)
        self._channel = QWebChannel(self)
        self._channel.registerObject("desktop", self._end)
        page.setWebChannel(self._channel)
        self._open = False
        self._waiting: dict[type[ToPage], ToPage] = {}

    @property
    def is_open(self) -> bool:
        """Whether a page is greeted and welcomed."""
        return self._open

    def welcome(self, message: Welcome) -> None:
        """Answer a hello; what waited follows."""
        self._open = True
        self.send(message)
        waiting, self._waiting = self._waiting, {}
        for each in waiting.values():
            self.send(each)

    def send(self, message: ToPage) -> None:
        """Send a message, after the handshake if that is still to come."""
        if self._open:
            self._end.to_page.emit(encoded(message))
        else:
            self._waiting.pop(type(message), None)
            self._waiting[type(message)] = message

    def hang_up(self) -> None:
        """Forget the page: it ended, or is about to load again."""
        self._open = False
        self._waiting.clear()

    def _on_arrived(self, text: str) -> None:
        try:
            message: FromPage = decoded(text)
        except MessageMalformedError as error:
            _log.error("the map page sent what is no message: %s", error)
            return
        if not isinstance(message, Hello):
            self.received.emit(message)
        elif message.version == protocol_version():
            self.greeted.emit()
        else:
            _log.error("the map page speaks %s, we speak %s", message.version, protocol_version())
            self.version_refused.emit(message.version)
