"""The borders as the map page reads them: one GeoJSON file made from the mirror's areas.

Owns what the page needs beside the borders themselves: which level is the finest, where a name has room, and the
outline of all areas together, which stands in for a coast. Takes no part in deciding where a report lies.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from commandcenter.models.report import Area

_log = logging.getLogger(__name__)

DECIMALS = 5
"""Of coordinates in the file; the fifth is 1.1 m, a third of a pixel at the deepest zoom people read borders at."""

_SLIVER_DEG = 0.00012
"""Gaps between neighbours narrower than twice this (27 m) are no coast."""

_LABEL_TOLERANCE_DEG = 0.0003

_Shapes = NDArray[np.object_]


def area_file(areas: Sequence[Area]) -> bytes:
    """Return the file's content: the areas, coarsest level first, and the outline of the finest level.

    Costs 0.2 s for 267 areas with 14,000 points, so not on the interface thread. An area whose border can't be
    read is left out and logged.
    """
    readable = list(_readable(areas))
    ranks = _ranks([area for area, _ in readable])
    features: list[dict[str, Any]] = []
    shapes: _Shapes = np.array([shape for _, shape in readable], dtype=object)
    if readable:
        features.append(_feature(_outline(shapes, ranks), {"role": "coast"}))
        places, radii = _label_places(shapes)
        for at in np.argsort(-ranks, kind="stable").tolist():
            area, shape = readable[at]
            properties = {
                "role": "area",
                "code": area.code,
                "name": area.name,
                "rank": int(ranks[at]),
                "approximate": area.approximate,
                "label": [round(value, DECIMALS) for value in places[at].tolist()],
                "label_radius": round(float(radii[at]), DECIMALS),
            }
            features.append(_feature(shape, properties))
    content = {"type": "FeatureCollection", "features": features}
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def _readable(areas: Sequence[Area]) -> Iterator[tuple[Area, shapely.Geometry]]:
    for area in areas:
        try:
            shape = shapely.make_valid(shapely.from_geojson(area.boundary))
        except (shapely.errors.ShapelyError, TypeError):
            _log.warning("the border of area %s can't be read; the map leaves it out", area.code)
            continue
        # Twice, because a border that crosses itself becomes a collection of a MultiPolygon and loose lines.
        parts = shapely.get_parts(shapely.get_parts(shape))
        polygons = [part for part in parts if isinstance(part, shapely.Polygon)]
        if not polygons:
            _log.warning("the border of area %s holds no polygon; the map leaves it out", area.code)
            continue
        yield area, shapely.MultiPolygon(polygons)


def _ranks(areas: Sequence[Area]) -> NDArray[np.int64]:
    """Return each area's rank: 0 for the level with most areas, 1 for the next, and so on.

    Levels have names that differ from city to city, and parents may be missing; numbers of areas always tell.
    """
    levels = [area.level for area in areas]
    by_count = sorted(set(levels), key=lambda level: (-levels.count(level), level))
    return np.array([by_count.index(level) for level in levels], dtype=np.int64)


def _outline(shapes: _Shapes, ranks: NDArray[np.int64]) -> shapely.Geometry:
    """Return the outline of the finest level, without the slivers that lie between neighbours."""
    grown = shapely.buffer(shapes[ranks == 0], _SLIVER_DEG, join_style="mitre")
    return shapely.buffer(shapely.union_all(grown), -_SLIVER_DEG, join_style="mitre")


def _label_places(shapes: _Shapes) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the centre (lon, lat) and radius in degrees of the greatest circle inside each shape."""
    circles = shapely.maximum_inscribed_circle(shapes, _LABEL_TOLERANCE_DEG)
    ends = shapely.get_coordinates(circles).reshape(-1, 2, 2)
    return ends[:, 0], np.hypot(*(ends[:, 1] - ends[:, 0]).T)


def _feature(shape: shapely.Geometry, properties: dict[str, Any]) -> dict[str, Any]:
    parts = shapely.get_parts(shape)
    rings = [[part.exterior, *part.interiors] for part in parts if isinstance(part, shapely.Polygon)]
    coordinates = [
        [np.round(shapely.get_coordinates(ring), DECIMALS).tolist() for ring in of_part] for of_part in rings
    ]
    geometry = {"type": "MultiPolygon", "coordinates": coordinates}
    return {"type": "Feature", "properties": properties, "geometry": geometry}
