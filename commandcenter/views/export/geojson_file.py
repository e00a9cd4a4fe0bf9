"""Rows as GeoJSON (RFC 7946): one feature a report, its place as a point, or no geometry where it has none."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from commandcenter.views.export.content import Export, Progress
from commandcenter.views.export.joining import Piece, as_text, joined, write_lines
from commandcenter.views.export.rows import Part

_ESCAPES = (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\r", "\\r"), ("\t", "\\t"))
_CONTROL = r"[\x00-\x1f]"


def write_geojson(export: Export, parts: Iterator[Part], path: Path, progress: Progress) -> None:
    """Write the file. What must be said beside the rows stands in a member of its own, as section 6.1 allows."""
    notes = json.dumps(dict(export.notes), ensure_ascii=False)
    names = [json.dumps(column.title, ensure_ascii=False) for column in export.columns]
    with path.open("wb") as file:
        head = f'{{"type":"FeatureCollection","name":{json.dumps(export.name, ensure_ascii=False)},'
        file.write(f'{head}{json.dumps(export.notes_name, ensure_ascii=False)}:{notes},"features":[\n'.encode())
        for part in parts:
            if part.start:
                file.write(b",\n")
            write_lines(file, _features(export, part, names))
            progress(part.start + len(part))
        file.write(b"\n]}\n")


def _features(export: Export, part: Part, names: list[str]) -> pa.Array:
    end = part.start + len(part)
    ids = pa.array(export.ids[part.start : end]).cast(pa.large_string())
    point = joined(['{"type":"Point","coordinates":[', as_text(part.lon), ",", as_text(part.lat), "]}"])
    place = pc.if_else(pc.is_null(part.lon), pa.scalar("null", pa.large_string()), point)
    pieces: list[Piece] = ['{"type":"Feature","id":"', ids, '","geometry":', place, ',"properties":{']
    for number, (name, column) in enumerate(zip(names, part.columns, strict=True)):
        pieces += ["," if number else "", name, ":", _value(column)]
    lines = joined([*pieces, "}}"])
    # A comma between two features, none behind the last of all: the next part brings the one before itself.
    last = pa.array([False] * (len(part) - 1) + [True])
    return joined([lines, pc.if_else(last, pa.scalar("", pa.large_string()), pa.scalar(",\n", pa.large_string()))])


def _value(column: pa.Array) -> pa.Array:
    text = as_text(column)
    if pa.types.is_large_string(column.type):
        for sign, escape in _ESCAPES:
            text = pc.replace_substring(text, sign, escape)
        text = pc.replace_substring_regex(text, _CONTROL, " ")
    if not pa.types.is_int64(column.type) and not pa.types.is_float64(column.type):
        text = pc.if_else(pc.is_valid(text), joined(['"', text, '"']), text)
    return pc.fill_null(text, "null")
