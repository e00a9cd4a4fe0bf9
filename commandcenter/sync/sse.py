"""Server-sent events from bytes, however they are cut. Pure; the rules are those of the HTML standard, section 9.2.6.

``retry`` and ``id`` fields are read over: positions travel in the data, delays are the engine's to choose.
"""

from __future__ import annotations

import codecs
from dataclasses import dataclass

from commandcenter.protocol.feed import BadMessage

MAX_EVENT_CHARS = 64 * 1024 * 1024
"""An event longer than this is taken for garbage."""


@dataclass(frozen=True, slots=True)
class ServerEvent:
    """One event: its name (``message`` where none was given) and its data, lines joined by a line feed."""

    name: str
    data: str


class EventParser:
    """Collects bytes and gives out the events that are complete."""

    def __init__(self) -> None:
        """Begin before the first byte of a stream."""
        self._decoder = codecs.getincrementaldecoder("utf-8-sig")("replace")
        self._rest: list[str] = []
        self._rest_chars = 0
        self._after_return = False
        self._name = ""
        self._data: list[str] = []
        self._data_chars = 0

    def feed(self, chunk: bytes) -> list[ServerEvent]:
        """Take in the next bytes and return the events they complete, in order.

        Raises:
            BadMessage: If an event grows beyond ``MAX_EVENT_CHARS``.
        """
        events: list[ServerEvent] = []
        for line in self._lines(self._decoder.decode(chunk)):
            event = self._take(line)
            if event is not None:
                events.append(event)
        if self._rest_chars + self._data_chars > MAX_EVENT_CHARS:
            raise BadMessage(what="stream: an event without an end")
        return events

    def _lines(self, text: str) -> list[str]:
        """Return the lines that are complete; a line ends with CR LF, LF or CR."""
        if self._after_return and text:
            self._after_return = False
            text = text.removeprefix("\n")
        if text.endswith("\r"):
            self._after_return = True
        *whole, rest = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        if whole:
            whole[0] = "".join([*self._rest, whole[0]])
            self._rest, self._rest_chars = [], 0
        if rest:
            self._rest.append(rest)
            self._rest_chars += len(rest)
        return whole

    def _take(self, line: str) -> ServerEvent | None:
        if not line:
            event = ServerEvent(self._name or "message", "\n".join(self._data)) if self._data else None
            self._name, self._data, self._data_chars = "", [], 0
            return event
        field, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if field == "event":
            self._name = value
        elif field == "data":
            self._data.append(value)
            self._data_chars += len(value)
        return None
