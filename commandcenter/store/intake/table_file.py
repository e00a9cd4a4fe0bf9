"""Files of rows, whatever they are called: CSV, TSV, JSON or JSON Lines, plain or gzipped, told by what is in them.

Owns how a file is cut into rows, with line numbers and bounded memory. Refuses to know what a column means.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import Any, BinaryIO, Literal, Self, TextIO, TypeAlias

from commandcenter.models.failure import Failure
from commandcenter.store.intake.bad_row import (
    EntryNoObject,
    RowNoObject,
    RowNotUtf8,
    RowQuotesBroken,
    RowSurplusCells,
)
from commandcenter.store.intake.bounded_line import BoundedLines
from commandcenter.store.intake.json_row import flat_row, json_entries
from commandcenter.store.intake.reject import BadFile, Reject

Row: TypeAlias = Mapping[str, str]

Format: TypeAlias = Literal["csv", "json", "json lines"]

_GZIP_MAGIC = b"\x1f\x8b"
_DELIMITERS = (",", "\t", ";", "|")
_HEAD_CHARS = 1 << 20
_ROWS_FOR_COLUMNS = 200
"""Entries of a JSON file that are looked at for its columns; later ones may leave columns out or bring others."""

_NOT_UTF8 = re.compile(r"[\udc80-\udcff]")
"""What bytes that are no UTF-8 become when they are read."""


class TableFile:
    """One open file of rows. For one thread.

    Attributes:
        path: Where it is.
        format: What it was recognised as.
        gzipped: Whether it is compressed.
        columns: In the file's order, without those that have no name; in JSON those of its first entries, nested ones
            joined by a dot.
        delimiter: Of CSV, else empty.
    """

    def __init__(self, path: Path, delimiter: str = "") -> None:
        """Open a file and look at its beginning.

        Args:
            path: The file.
            delimiter: Of CSV; empty: the one that makes the most columns of the first line.

        Raises:
            BadFile: If it is no table.
            OSError: If it can't be read.
        """
        self.path = path
        self._size = max(path.stat().st_size, 1)
        self._raw = path.open("rb")
        try:
            self.gzipped = self._raw.read(2) == _GZIP_MAGIC
            self._raw.seek(0)
            self._text = _as_text(self._raw, self.gzipped)
            self._head = self._read_head()
            self.format: Format = _format_of(self._head)
            self.delimiter = ""
            if self.format == "csv":
                self.delimiter = delimiter or _delimiter_of(self._head)
                self._headings = self._csv_headings()
                self.columns: Sequence[str] = [name for name in self._headings if name]
            else:
                self.columns = self._json_columns()
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._raw.close()

    def fraction(self) -> float:
        """Return which part of the file has been read, from 0 to 1."""
        return 0.0 if self._raw.closed else min(1.0, self._raw.tell() / self._size)

    def rows(self) -> Iterator[tuple[int, Row] | Reject]:
        """Yield each row with its line, and what is no row as a reject. From the beginning, at each call.

        Raises:
            BadFile: If the file breaks off, is damaged, or holds a row too long to be a report.
        """
        self._raw.seek(0)
        self._text = _as_text(self._raw, self.gzipped)
        try:
            if self.format == "csv":
                yield from self._csv_rows()
            else:
                yield from self._json_rows(self.format == "json lines")
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise BadFile(path=self.path, what=f"its compressed data is damaged ({error})") from error

    def _read_head(self) -> str:
        try:
            return self._text.read(_HEAD_CHARS).removeprefix("\ufeff")
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise BadFile(path=self.path, what=f"its compressed data is damaged ({error})") from error

    def _csv_headings(self) -> list[str]:
        try:
            headings = next(csv.reader(io.StringIO(self._head, newline=""), delimiter=self.delimiter, strict=True), [])
        except csv.Error:
            headings = []
        headings = [name.strip() for name in headings]
        if not any(headings) or "\x00" in "".join(headings):
            raise BadFile(path=self.path, what="its first line names no columns")
        twice = sorted({name for name in headings if name and headings.count(name) > 1})
        if twice:
            raise BadFile(path=self.path, what=f"the column {twice[0]!r} stands twice in its first line. Rename one")
        return headings

    def _json_columns(self) -> list[str]:
        some = islice(self.rows(), _ROWS_FOR_COLUMNS)
        columns = dict.fromkeys(chain.from_iterable(row[1] for row in some if not isinstance(row, Reject)))
        if not columns:
            raise BadFile(path=self.path, what="it holds no entries")
        return list(columns)

    def _csv_rows(self) -> Iterator[tuple[int, Row] | Reject]:
        # Strict: a quote that is never closed must not swallow the rest of the file without a word.
        lines = BoundedLines(self._text, self.path)
        reader = csv.reader(lines, delimiter=self.delimiter, strict=True)
        next(reader, None)
        headings, width = self._headings, len(self._headings)
        # Sheets end their lines with commas for columns that nobody filled: behind the last name there is no column.
        count = max(at for at, name in enumerate(headings, start=1) if name)
        line = reader.line_num + 1
        while True:
            lines.begin_row()
            try:
                cells = next(reader)
                if cells:
                    row = dict(zip(headings[:count], cells, strict=False))
                    if len(cells) < count:
                        row.update(dict.fromkeys(headings[len(cells) : count], ""))
                    row.pop("", None)
                    yield self._checked(line, row, len(cells) > width or any(map(str.strip, cells[count:])))
            except StopIteration:
                return
            except csv.Error as error:
                yield Reject(line, RowQuotesBroken(first=line, last=reader.line_num, reason=error), {})
            line = reader.line_num + 1

    def _json_rows(self, lines: bool) -> Iterator[tuple[int, Row] | Reject]:
        for number, entry in json_entries(self._text, self.path, lines=lines):
            if isinstance(entry, Failure):
                yield Reject(number, entry, {})
            elif isinstance(entry, dict):
                yield self._checked(number, flat_row(entry), False)
            else:
                yield Reject(number, RowNoObject(line=number) if lines else EntryNoObject(number=number), {})

    def _checked(self, line: int, row: Row, surplus: bool) -> tuple[int, Row] | Reject:
        if surplus:
            return Reject(line, RowSurplusCells(), row)
        if _NOT_UTF8.search("\x1f".join(row.values())):
            return Reject(line, RowNotUtf8(), row)
        return line, row


def _as_text(raw: BinaryIO, gzipped: bool) -> TextIO:
    stream: Any = gzip.GzipFile(fileobj=raw) if gzipped else io.BufferedReader(_Unclosed(raw))
    return io.TextIOWrapper(stream, encoding="utf-8-sig", errors="surrogateescape", newline="")


class _Unclosed(io.RawIOBase):
    """A view of an open file that leaves it open when it is let go."""

    def __init__(self, raw: BinaryIO) -> None:
        self._raw = raw

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._raw.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


def _format_of(head: str) -> Format:
    begin = head.lstrip()
    if begin[:1] == "[":
        return "json"
    if begin[:1] != "{":
        return "csv"
    first, _, rest = begin.partition("\n")
    try:
        whole = json.loads(first)
    except (ValueError, RecursionError):
        return "json"  # an object over several lines
    if rest.lstrip()[:1] == "{" or not any(isinstance(value, list) for value in whole.values()):
        return "json lines"
    return "json"


def _delimiter_of(head: str) -> str:
    line = head.partition("\n")[0]
    return max(_DELIMITERS, key=line.count)
