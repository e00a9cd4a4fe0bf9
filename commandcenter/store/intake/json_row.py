"""Entries of JSON files, one after the other: an array, an object with one array in it, or a line each.

Owns reading them without holding the file in memory, and laying an entry's values flat as texts.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TextIO

from commandcenter.models.failure import Failure
from commandcenter.store.intake.bad_row import RowNoJson
from commandcenter.store.intake.bounded_line import MOST_CHARS, BoundedLines
from commandcenter.store.intake.reject import BadFile

_CHUNK_CHARS = 1 << 16
_BLANK = " \t\r\n"


def json_entries(text: TextIO, path: Path, *, lines: bool) -> Iterator[tuple[int, Any]]:
    """Yield the entries with their line, or running number where they have none; no JSON comes as a ``RowNoJson``.

    Args:
        text: At the beginning of the file.
        path: For the sentence.
        lines: Whether each line is an entry.

    Raises:
        BadFile: If the file is no JSON, or holds no array or more than one, or a line is too long to be an entry.
    """
    if not lines:
        yield from enumerate(_Walk(text, path).entries(), start=1)
        return
    bounded = BoundedLines(text, path)
    for number, line in enumerate(bounded, start=1):
        bounded.begin_row()
        if line.strip():
            yield number, _line(line, number)


def _line(line: str, number: int) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError) as error:
        return RowNoJson(line=number, reason=error)


def flat_row(entry: dict[str, Any], prefix: str = "") -> dict[str, str]:
    """Return an entry's values as texts; those of a nested object under names joined by a dot.

    A list of plain values keeps its first one: feeds write photos so.
    """
    row: dict[str, str] = {}
    for name, value in entry.items():
        if isinstance(value, dict):
            row.update(flat_row(value, f"{prefix}{name}."))
        else:
            row[f"{prefix}{name}"] = _as_text(value)
    return row


def _as_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return _as_text(value[0]) if value and not isinstance(value[0], dict | list) else json.dumps(value)
    return json.dumps(value)


class _Walk:
    """Walks through one JSON document, a chunk of text at a time."""

    def __init__(self, text: TextIO, path: Path) -> None:
        self._text = text
        self._path = path
        self._decoder = json.JSONDecoder()
        self._buffer = ""
        self._at = 0
        self._ended = False

    def entries(self) -> Iterator[Any]:
        opening = self._peek()
        if opening == "[":
            yield from self._array()
        else:
            yield from self._object()
        if self._peek():
            raise self._broken("something follows its end")

    def _object(self) -> Iterator[Any]:
        self._take("{")
        arrays = 0
        while self._peek() != "}":
            self._value()
            self._take(":")
            if self._peek() == "[":
                arrays += 1
                if arrays > 1:
                    raise self._broken("it holds more than one list; leave the one with the reports")
                yield from self._array()
            else:
                self._value()
            if self._peek() == ",":
                self._at += 1
        self._take("}")
        if not arrays:
            raise self._broken("it holds no list of entries")

    def _array(self) -> Iterator[Any]:
        self._take("[")
        while self._peek() != "]":
            yield self._value()
            if self._peek() == ",":
                self._at += 1
            elif self._peek() != "]":
                raise self._broken("entries are not divided by commas")
        self._take("]")

    def _value(self) -> Any:
        """Decode the next value; a number at the end of the buffer may go on, so it is never the last thing in it."""
        self._peek()
        size = _CHUNK_CHARS
        while True:
            try:
                value, end = self._decoder.raw_decode(self._buffer, self._at)
            except RecursionError as error:
                raise self._broken("it is nested too deeply") from error
            except ValueError as error:
                if self._ended:
                    raise self._broken(f"it breaks off or is no JSON ({error})") from error
            else:
                if end < len(self._buffer) or self._ended:
                    self._at = end
                    return value
            if len(self._buffer) - self._at > MOST_CHARS:
                raise self._broken(f"an entry is longer than {MOST_CHARS} characters")
            self._fill(size)
            size *= 2  # so that decoding a long entry again and again stays linear

    def _peek(self) -> str:
        """Return the next character that is no blank, or an empty text at the end."""
        while True:
            while self._at < len(self._buffer) and self._buffer[self._at] in _BLANK:
                self._at += 1
            if self._at < len(self._buffer) or self._ended:
                return self._buffer[self._at : self._at + 1]
            self._fill(_CHUNK_CHARS)

    def _take(self, wanted: str) -> None:
        if self._peek() != wanted:
            raise self._broken(f"{wanted!r} is missing where it must stand")
        self._at += 1

    def _fill(self, size: int) -> None:
        more = self._text.read(size)
        self._ended = not more
        self._buffer = self._buffer[self._at :] + more
        self._at = 0

    def _broken(self, what: str) -> Failure:
        return BadFile(path=self._path, what=what)
