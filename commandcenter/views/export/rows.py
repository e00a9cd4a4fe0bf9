"""The rows of an export, part by part, as Arrow columns.

Owns reading the texts that belong to a part and turning codes, seconds and world units into what a file holds. What
is compared, replaced and joined runs in Arrow, outside Python's objects.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from commandcenter.models.board.change_set import NO_TIME
from commandcenter.models.mirror.reader import MirrorReader
from commandcenter.models.place import WORLD_SIZE
from commandcenter.views.export.content import (
    Degrees,
    Export,
    ExportColumn,
    Instants,
    Keys,
    Numbers,
    Texts,
    Words,
)

PART_ROWS = 20_000

_DIGITS = 7
"""Of a degree: a centimetre, finer than the board's units."""


@dataclass(frozen=True, slots=True)
class Part:
    """Some rows.

    Attributes:
        start: The first row's place among all.
        columns: One array a column: ``large_string``, ``int64``, ``float64``, or ``timestamp[s, UTC]``.
        lon: float64 degrees, EPSG:4326; null without a place.
        lat: The same.
    """

    start: int
    columns: tuple[pa.Array, ...]
    lon: pa.Array
    lat: pa.Array

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.lon)


def parts(export: Export, reader: MirrorReader) -> Iterator[Part]:
    """Yield the rows in their order.

    Raises:
        MirrorReadFailed: If the texts can't be read.
    """
    fields = [column.values.field for column in export.columns if isinstance(column.values, Texts)]
    for start in range(0, len(export.ids), PART_ROWS):
        end = min(start + PART_ROWS, len(export.ids))
        lon, lat = _degrees(export, start, end)
        texts = reader.text_columns(export.ids[start:end], fields) if fields else {}

        def array(column: ExportColumn) -> pa.Array:
            values = column.values
            if isinstance(values, Texts):
                return pa.array(texts[values.field], pa.large_string())  # noqa: B023 - used up within the turn
            if isinstance(values, Keys):
                return pa.array(export.ids[start:end]).cast(pa.large_string())  # noqa: B023
            if isinstance(values, Degrees):
                return lon if values.axis == "lon" else lat  # noqa: B023
            if isinstance(values, Words):
                return _worded(values, start, end)  # noqa: B023
            if isinstance(values, Instants):
                return _whole(values.seconds[start:end]).cast(pa.timestamp("s", "UTC"))  # noqa: B023
            return _whole(values.values[start:end])  # noqa: B023

        yield Part(start, tuple(array(column) for column in export.columns), lon, lat)


def schema_type(column: ExportColumn) -> pa.DataType:
    """Return the type of a column's arrays."""
    values = column.values
    if isinstance(values, Numbers):
        return pa.int64()
    if isinstance(values, Instants):
        return pa.timestamp("s", "UTC")
    return pa.float64() if isinstance(values, Degrees) else pa.large_string()


def _whole(values: NDArray[np.int64]) -> pa.Array:
    return pa.array(values, pa.int64(), mask=values == NO_TIME)


def _worded(column: Words, start: int, end: int) -> pa.Array:
    codes = column.codes[start:end]
    words = pa.array(column.words, pa.large_string())
    return words.take(pa.array(codes.astype(np.int64), mask=codes < 0))


def _degrees(export: Export, start: int, end: int) -> tuple[pa.Array, pa.Array]:
    x, y = export.x[start:end].astype(np.float64), export.y[start:end].astype(np.float64)
    lat = np.degrees(np.arctan(np.sinh(np.pi * (1 - 2 * y / WORLD_SIZE))))
    missing = ~export.placed[start:end]
    lon = pa.array(x / WORLD_SIZE * 360.0 - 180.0, mask=missing)
    return pc.round(lon, _DIGITS), pc.round(pa.array(lat, mask=missing), _DIGITS)
