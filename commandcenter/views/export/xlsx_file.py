"""Rows as a workbook of Office Open XML (ECMA-376): instants are dates, numbers are numbers, texts are only texts.

Written part by part, so that a million rows take no more memory than a few thousand. A sheet holds 1,048,576 rows;
what is more goes on in the next one. What must be said beside the rows has a sheet of its own; what must be read
before them stands above the titles of each sheet.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

import pyarrow as pa
import pyarrow.compute as pc

from commandcenter.views.export.content import Export, ExportColumn, Instants, Numbers, Progress, Texts
from commandcenter.views.export.joining import WIB_S, as_text, joined, write_lines
from commandcenter.views.export.rows import PART_ROWS, Part
from commandcenter.views.export.xlsx_frame import BOLD, DATE, HEAD, MAIN, sheet_path, write_frame

PARTS_A_SHEET = 1_048_575 // PART_ROWS
"""Whole parts that fit one sheet below its line of titles."""

_FAST = 1
"""Level of compression: the best takes four times as long for a tenth of the size."""

_MOST_SIGNS = 32_767
"""In one cell."""

_NO_XML = r"[\x00-\x08\x0b\x0c\x0e-\x1f]|\x{fffe}|\x{ffff}"
_NOTE_WIDTHS = ((1, 26), (2, 90))
"""Column and width in signs."""

_EPOCH_DAYS = 25_569
"""Days from the spreadsheet's first one to 1970."""


def write_xlsx(export: Export, parts: Iterator[Part], path: Path, progress: Progress) -> None:
    """Write the file."""
    names: list[str] = []
    with ZipFile(path, "w", ZIP_DEFLATED, compresslevel=_FAST) as book:
        following = next(parts, None)
        while following is not None or not names:
            names.append(export.name if not names else f"{export.name} {len(names) + 1}")
            with _sheet(book, len(names)) as file:
                _begin(file, export.columns, export.told_first)
                for _ in range(PARTS_A_SHEET):
                    if following is None:
                        break
                    write_lines(file, _rows(following))
                    progress(following.start + len(following))
                    following = next(parts, None)
                file.write(b"</sheetData></worksheet>")
        names.append(export.notes_name)
        with _sheet(book, len(names)) as file:
            _write_notes(file, export.notes)
        write_frame(book, names)


def _sheet(book: ZipFile, number: int) -> IO[bytes]:
    return book.open(sheet_path(number), "w", force_zip64=True)


def _begin(file: IO[bytes], columns: Sequence[ExportColumn], told: Sequence[str]) -> None:
    widths = "".join(
        f'<col min="{n}" max="{n}" width="{_width(column)}" customWidth="1"/>' for n, column in enumerate(columns, 1)
    )
    head = len(told) + 1
    view = f'<pane ySplit="{head}" topLeftCell="A{head + 1}" activePane="bottomLeft" state="frozen"/>'
    first = "".join(f"<row>{_words(sentence, BOLD)}</row>" for sentence in told)
    titles = "".join(_words(column.title, BOLD) for column in columns)
    file.write(
        f'{HEAD}<worksheet xmlns="{MAIN}"><sheetViews><sheetView workbookViewId="0">{view}</sheetView></sheetViews>'
        f"<cols>{widths}</cols><sheetData>{first}<row>{titles}</row>\n".encode()
    )


def _width(column: ExportColumn) -> int:
    """Return a column's width in signs."""
    if isinstance(column.values, Texts):
        return 60 if column.values.field == "description" else 26
    return 17 if isinstance(column.values, Instants) else 12 if isinstance(column.values, Numbers) else 22


def _rows(part: Part) -> pa.Array:
    return joined(["<row>", *(_cells(column) for column in part.columns), "</row>\n"])


def _cells(column: pa.Array) -> pa.Array:
    if pa.types.is_timestamp(column.type):
        local_s = pc.add(column.cast(pa.int64()), WIB_S).cast(pa.float64())
        days = pc.round(pc.add(pc.divide(local_s, 86_400.0), float(_EPOCH_DAYS)), 9)
        cell = joined([f'<c s="{DATE}"><v>', days.cast(pa.large_string()), "</v></c>"])
    elif pa.types.is_large_string(column.type):
        cell = joined(['<c t="inlineStr"><is><t xml:space="preserve">', _escaped(column), "</t></is></c>"])
    else:
        cell = joined(["<c><v>", as_text(column), "</v></c>"])
    return pc.if_else(pc.is_null(column), pa.scalar("<c/>", pa.large_string()), cell)


def _escaped(texts: pa.Array) -> pa.Array:
    texts = pc.utf8_slice_codeunits(texts, 0, _MOST_SIGNS)
    texts = pc.replace_substring_regex(texts, _NO_XML, " ")
    # The format's own way of writing a sign by its number, which a text may hold by chance.
    texts = pc.replace_substring_regex(texts, "_x([0-9A-Fa-f]{4}_)", r"_x005F_x\1")
    for sign, name in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("\r", "&#13;")):
        texts = pc.replace_substring(texts, sign, name)
    return texts


def _words(text: str, style: int = 0) -> str:
    return f'<c t="inlineStr" s="{style}"><is><t xml:space="preserve">{escape(text)}</t></is></c>'


def _write_notes(file: IO[bytes], notes: Sequence[tuple[str, str]]) -> None:
    rows = "".join(f"<row>{_words(title, BOLD)}{_words(text)}</row>\n" for title, text in notes)
    widths = "".join(f'<col min="{n}" max="{n}" width="{w}" customWidth="1"/>' for n, w in _NOTE_WIDTHS)
    file.write(
        f'{HEAD}<worksheet xmlns="{MAIN}"><cols>{widths}</cols><sheetData>{rows}</sheetData></worksheet>'.encode()
    )
