"""Stand-in borders: a tessellation of points, clipped to a hand-drawn coast and to where points are.

Owns the shapes only. They are approximate and every area made from them says so: against Jakarta's real outline the
land agrees for about nine tenths (docs/decisions/0075).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from commandcenter.models.place import LonLat

HULL_RATIO = 0.2
"""How closely the outline follows the outermost points, of shapely's ``concave_hull``."""

MARGIN_DEG = 0.009
"""How far the city reaches beyond its outermost points: about one kilometre, half a kelurahan."""

ISLAND_RADIUS_DEG = 0.0055
"""An island stands as a circle of 600 m."""

_SEA_DEG = 0.3


def tessellate(
    points: Mapping[str, LonLat], islands: Mapping[str, LonLat], coast: Sequence[LonLat]
) -> dict[str, BaseGeometry]:
    """Return a shape for each point.

    Args:
        points: By code, degrees; at least four, no two in one place. Codes of ``islands`` are not tessellated.
        islands: By code, the middle of those that lie in the sea.
        coast: From west to east; land lies south of it.

    Returns:
        Polygons (rarely MultiPolygons) in degrees by code, without overlaps on land.
    """
    codes = [code for code in sorted(points) if code not in islands]
    middles = shapely.points([[points[code].lon, points[code].lat] for code in codes])
    land = _land(middles, coast)
    cells = shapely.get_parts(shapely.voronoi_polygons(shapely.multipoints(middles), extend_to=land.buffer(_SEA_DEG)))
    tree = shapely.STRtree(cells)
    at: NDArray[np.int64] = tree.query(middles, predicate="within")
    shapes: dict[str, BaseGeometry] = {}
    for point, cell in at.T:
        shapes[codes[point]] = shapely.intersection(cells[cell], land)
    for code, middle in islands.items():
        shapes[code] = shapely.Point(middle.lon, middle.lat).buffer(ISLAND_RADIUS_DEG)
    return shapes


def _land(middles: NDArray[np.object_], coast: Sequence[LonLat]) -> BaseGeometry:
    points = shapely.MultiPoint([(point.x, point.y) for point in middles])
    hull = shapely.concave_hull(points, HULL_RATIO).buffer(MARGIN_DEG)
    _, south, _, _ = hull.bounds
    corners = [(place.lon, place.lat) for place in coast]
    south_of_coast = shapely.Polygon([*corners, (corners[-1][0], south - 1), (corners[0][0], south - 1)])
    return shapely.intersection(hull, south_of_coast)
