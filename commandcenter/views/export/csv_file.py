"""Rows as CSV (RFC 4180), UTF-8 with a byte order mark, without which the usual spreadsheet guesses wrongly.

For programs: digits, a point, instants in ISO 8601. A text that a spreadsheet would take for a formula gets an
apostrophe in front. What must be read before the rows stands above the titles, a line each that begins with ``#``;
where nothing must be, the titles are the first line.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from commandcenter.models.text import FORMULA_STARTS
from commandcenter.views.export.content import Export, Progress
from commandcenter.views.export.joining import as_text, joined, write_lines
from commandcenter.views.export.rows import Part

_FORMULA = "^[" + "".join(rf"\x{ord(sign):02x}" for sign in FORMULA_STARTS) + "]"
_QUOTED = '[",\r\n]'
_MARK = b"\xef\xbb\xbf"


def write_csv(export: Export, parts: Iterator[Part], path: Path, progress: Progress) -> None:
    """Write the file."""
    with path.open("wb") as file:
        file.write(_MARK)
        for sentence in export.told_first:
            file.write(f"# {' '.join(sentence.split())}\r\n".encode())
        titles = [pa.array([column.title], pa.large_string()) for column in export.columns]
        write_lines(file, _lines(titles))
        for part in parts:
            write_lines(file, _lines(part.columns))
            progress(part.start + len(part))


def _lines(columns: list[pa.Array] | tuple[pa.Array, ...]) -> pa.Array:
    return joined([joined([_cell(column) for column in columns], ","), "\r\n"])


def _cell(column: pa.Array) -> pa.Array:
    text = as_text(column)
    if not pa.types.is_large_string(column.type):
        return text
    harmless = pc.if_else(pc.match_substring_regex(text, _FORMULA), joined(["'", text]), text)
    doubled = pc.replace_substring(harmless, '"', '""')
    return pc.if_else(pc.match_substring_regex(harmless, _QUOTED), joined(['"', doubled, '"']), harmless)
