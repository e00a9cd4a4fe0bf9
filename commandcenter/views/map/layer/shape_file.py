"""A file of somebody's own as shapes for the page: read, made coarser where it is large, bounded.

Runs on a thread of ``Reading``; never on the interface thread.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import shapely
from numpy.typing import NDArray

from commandcenter.models.failure import Failure
from commandcenter.models.feature_file.failure import BadAreaFile, CoordinateSystemUnknown, LayerNeeded
from commandcenter.models.place import MAX_MERCATOR_LAT, WORLD_SIZE

MAX_FILE_BYTES = 300_000_000
MAX_VERTICES = 300_000
"""Vertices that a layer is drawn from at the most; the page draws so many in about a tenth of a second."""

_FIRST_TOLERANCE_DEG = 0.00002
_Shapes = NDArray[np.object_]


class LayerFileTooLarge(Failure):
    """A file that is larger than a map can be expected to draw."""

    code = "layer_file_too_large"
    template = "{path} is too large for the map: {size} million bytes; up to {limit} million can be shown."


class LayerFileUnreadable(Failure):
    """A file that can't be laid over the map."""

    code = "layer_file_unreadable"
    template = (
        "{path} can't be laid over the map: {what}. What can be shown: a GeoJSON FeatureCollection, a GeoPackage, a "
        "Shapefile (.shp with .shx, .dbf and .prj beside it), or a .zip with one of them."
    )


class LayerFileParts(Failure):
    """A file with several layers, of which one has to be chosen."""

    code = "layer_file_parts"
    template = "{path} holds several layers: {parts}. Choose one of them."


@dataclass(frozen=True, slots=True)
class ShapeFile:
    """Shapes as the page reads them.

    Attributes:
        content: JSON of ``points``, ``lines`` and ``polygons`` in world units.
        features: How many features have a shape.
        is_coarser: Whether borders were drawn coarser than they are in the file.
    """

    content: bytes
    features: int
    is_coarser: bool


def read_shape_file(path: Path, part: str = "") -> ShapeFile:
    """Read a file.

    Args:
        path: GeoJSON, GeoPackage, Shapefile, or a .zip with one of them.
        part: Which layer of it; empty: its only one.

    Raises:
        LayerFileTooLarge: If it is larger than ``MAX_FILE_BYTES``.
        LayerFileParts: If it has several layers and ``part`` names none of them.
        LayerFileUnreadable: If it is none of these, broken, gone, or holds nothing in degrees.
    """
    # GDAL, and what it needs, only for who opens a file: a start does not wait for it.
    from commandcenter.models.feature_file.source import read_source

    try:
        size = path.stat().st_size
        if size > MAX_FILE_BYTES:
            raise LayerFileTooLarge(path=path.name, size=size // 1_000_000, limit=MAX_FILE_BYTES // 1_000_000)
        features = read_source(path, layer=part or None).features
    except LayerNeeded as failure:
        raise LayerFileParts(path=path.name, parts=failure.params["layers"]) from failure
    except (BadAreaFile, CoordinateSystemUnknown) as failure:
        raise LayerFileUnreadable(path=path.name, what=failure.params["what"]) from failure
    except OSError as error:
        raise LayerFileUnreadable(path=path.name, what=error.strerror or str(error)) from error
    shapes: _Shapes = np.array([each.geometry for each in features if each.geometry is not None], dtype=object)
    shapes = shapes[~shapely.is_empty(shapes)] if len(shapes) else shapes
    bounds = shapely.bounds(shapes) if len(shapes) else np.empty((0, 4))
    in_range = np.isfinite(bounds).all(axis=1) & (np.abs(bounds[:, [0, 2]]) <= 180).all(axis=1)
    in_range &= (np.abs(bounds[:, [1, 3]]) <= 90).all(axis=1)
    shapes = shapes[in_range]
    if not len(shapes):
        raise LayerFileUnreadable(path=path.name, what="it holds no place or shape in degrees")
    coarse, is_coarser = _coarser(shapes)
    return ShapeFile(_content(coarse), len(shapes), is_coarser)


def _coarser(shapes: _Shapes) -> tuple[_Shapes, bool]:
    """Return shapes of no more than ``MAX_VERTICES``; points are cut off there, since none can be merged."""
    tolerance = _FIRST_TOLERANCE_DEG
    found, is_coarser = shapes, False
    while int(shapely.get_num_coordinates(found).sum()) > MAX_VERTICES and tolerance < 1:
        found, is_coarser = shapely.simplify(shapes, tolerance, preserve_topology=False), True
        found = found[~shapely.is_empty(found)]
        tolerance *= 3
    total = np.cumsum(shapely.get_num_coordinates(found))
    return found[total <= MAX_VERTICES], is_coarser or bool(len(total) and total[-1] > MAX_VERTICES)


def _content(shapes: _Shapes) -> bytes:
    points: list[float] = []
    lines: list[list[float]] = []
    polygons: list[list[list[float]]] = []
    for part in _parts(shapes):
        if isinstance(part, shapely.Polygon):
            polygons.append([_flat(ring, closed=True) for ring in (part.exterior, *part.interiors)])
        elif isinstance(part, shapely.Point):
            points += _flat(part)
        else:
            lines.append(_flat(part))
    return json.dumps({"points": points, "lines": lines, "polygons": polygons}, separators=(",", ":")).encode()


def _parts(shapes: _Shapes) -> Iterator[shapely.Geometry]:
    """Yield single points, lines and polygons, also out of collections of collections."""
    for part in shapely.get_parts(shapes):
        if hasattr(part, "geoms"):
            yield from _parts(np.array(part.geoms, dtype=object))
        elif not part.is_empty:
            yield part


def _flat(shape: shapely.Geometry, *, closed: bool = False) -> list[float]:
    """Return x and y in turn, world units rounded to a tenth (4 mm); the point that closes a ring is left out."""
    degrees = shapely.get_coordinates(shape)
    if closed:
        degrees = degrees[:-1]
    phi = np.radians(np.clip(degrees[:, 1], -MAX_MERCATOR_LAT, MAX_MERCATOR_LAT))
    x = (degrees[:, 0] + 180) / 360 * WORLD_SIZE
    y = (0.5 - np.arcsinh(np.tan(phi)) / (2 * np.pi)) * WORLD_SIZE
    flat: list[float] = np.round(np.column_stack([x, y]), 1).ravel().tolist()
    return flat
