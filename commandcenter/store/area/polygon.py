"""Geometry made fit to be a border: valid, polygons only, in degrees, without specks."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import shapely
from shapely.geometry.base import BaseGeometry

from commandcenter.models.place import EARTH_RADIUS_M

SPECK_M2 = 1.0
"""A part of less than this is what repair or conversion has left behind, and nobody's ground."""

_M_A_DEGREE = math.radians(1) * EARTH_RADIUS_M


def area_m2(polygon: BaseGeometry) -> float:
    """Return the area in square metres of a geometry in degrees, taken as flat at its own latitude.

    Good to a per cent for anything the size of a city.
    """
    if polygon.is_empty:
        return 0.0
    _, south, _, north = polygon.bounds
    return float(polygon.area) * _M_A_DEGREE**2 * math.cos(math.radians((south + north) / 2))


def repaired(geometry: BaseGeometry) -> BaseGeometry | None:
    """Return the valid Polygon or MultiPolygon of a geometry; None if nothing of it is an area.

    Lines, points and specks are left out.

    Raises:
        shapely.errors.ShapelyError: If it can't be repaired.
    """
    valid = geometry if geometry.is_valid else shapely.make_valid(geometry)
    parts = [polygon for polygon in polygons(valid) if area_m2(polygon) >= SPECK_M2]
    return joined(parts) if parts else None


def joined(parts: Sequence[BaseGeometry]) -> BaseGeometry:
    """Return valid areas, at least one, as one Polygon or MultiPolygon."""
    whole = parts[0] if len(parts) == 1 else shapely.union_all(parts)
    found = list(polygons(whole))
    return found[0] if len(found) == 1 else shapely.MultiPolygon(found)


def polygons(geometry: BaseGeometry) -> Iterator[shapely.Polygon]:
    """Yield the polygons of a geometry, however deep repair has nested them; lines and points are left out."""
    if isinstance(geometry, shapely.Polygon) and not geometry.is_empty:
        yield geometry
    for part in getattr(geometry, "geoms", ()):
        yield from polygons(part)


def in_degrees(geometry: BaseGeometry) -> bool:
    """Return whether all coordinates can be degrees."""
    west, south, east, north = geometry.bounds
    return all(map(math.isfinite, geometry.bounds)) and -180 <= west <= east <= 180 and -90 <= south <= north <= 90


def boundary_text(geometry: BaseGeometry) -> str:
    """Return a border as the store keeps it: GeoJSON geometry text."""
    return str(shapely.to_geojson(shapely.force_2d(geometry)))
