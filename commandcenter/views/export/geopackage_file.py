"""Rows as a GeoPackage: one layer of points with an index, written by GDAL.

GDAL's writing holds the interpreter from the first row to the finished index, so this belongs into a process of its
own.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyogrio  # type: ignore[import-untyped]

from commandcenter.views.export.content import Export, Progress
from commandcenter.views.export.rows import Part, schema_type

_GEOMETRY = "geom"
_POINT = np.dtype([("order", "u1"), ("kind", "<u4"), ("x", "<f8"), ("y", "<f8")])
_LITTLE_ENDIAN, _IS_POINT = 1, 1


def write_geopackage(export: Export, parts: Iterator[Part], path: Path, progress: Progress) -> None:
    """Write the file."""
    fields = [pa.field(_GEOMETRY, pa.binary())]
    fields += [pa.field(column.title, schema_type(column)) for column in export.columns]
    schema = pa.schema(fields)

    def batches() -> Iterator[pa.RecordBatch]:
        for part in parts:
            progress(part.start)
            yield pa.RecordBatch.from_arrays([_points(part), *part.columns], schema=schema)

    stream = pa.RecordBatchReader.from_batches(schema, batches())
    pyogrio.write_arrow(
        stream,
        path,
        driver="GPKG",
        layer=export.name,
        geometry_name=_GEOMETRY,
        geometry_type="Point",
        crs="EPSG:4326",
        layer_options={"DESCRIPTION": " ".join(f"{title}: {text}" for title, text in export.notes)},
    )
    progress(len(export.ids))


def _points(part: Part) -> pa.Array:
    """Return places as well-known binary, null without one."""
    points = np.zeros(len(part), _POINT)
    points["order"], points["kind"] = _LITTLE_ENDIAN, _IS_POINT
    points["x"], points["y"] = part.lon.fill_null(0).to_numpy(), part.lat.fill_null(0).to_numpy()
    offsets = np.arange(len(part) + 1, dtype=np.int32) * _POINT.itemsize
    missing = np.asarray(part.lon.is_null().to_numpy(zero_copy_only=False), np.bool_)
    array = pa.Array.from_buffers(
        pa.binary(), len(part), [None, pa.py_buffer(offsets.tobytes()), pa.py_buffer(points.tobytes())]
    )
    return array if not missing.any() else array.take(pa.array(np.arange(len(part)), mask=missing))
