"""Exported files read back by other programs, a dict a row by its title."""

from __future__ import annotations

import csv
import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from itertools import dropwhile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from commandcenter.views.export.content import Format

Rows = list[dict[str, Any]]


def read_csv(file: Path) -> Rows:
    with file.open(encoding="utf-8-sig", newline="") as text:
        return list(csv.DictReader(line for line in text if not line.startswith("# ")))


def read_xlsx(file: Path) -> Rows:
    sheet = openpyxl.load_workbook(file, read_only=True).worksheets[0]
    titles, *rows = dropwhile(lambda row: len(row) < 2 or row[1] is None, sheet.iter_rows(values_only=True))
    return [dict(zip(map(str, titles), row, strict=True)) for row in rows]


def read_geojson(file: Path) -> Rows:
    features = json.loads(file.read_text(encoding="utf-8"))["features"]
    return [feature["properties"] | {"geometry": feature["geometry"]} for feature in features]


def read_geopackage(file: Path) -> Rows:
    """Read by SQLite alone: GDAL wrote it."""
    with closing(sqlite3.connect(file)) as database:
        database.row_factory = sqlite3.Row
        table = database.execute("SELECT table_name FROM gpkg_contents").fetchone()[0]
        rows = database.execute(f'SELECT * FROM "{table}" ORDER BY fid').fetchall()
        return [dict(zip(row.keys(), row, strict=True)) for row in rows]


READ: dict[Format, Callable[[Path], Rows]] = {
    Format.CSV: read_csv,
    Format.XLSX: read_xlsx,
    Format.GEOJSON: read_geojson,
    Format.GEOPACKAGE: read_geopackage,
}
EVERY_FORMAT = pytest.mark.parametrize("kind", list(Format), ids=lambda kind: kind.value)
