"""Places: longitude and latitude, what counts as one, and the Web-Mercator integers of the board.

Owns the order of coordinates (longitude first, always) and the rule that (0, 0) is no place.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from commandcenter.models.failure import Failure

WORLD_BITS = 30
"""Side of the board's world square in bits: one unit is 3.7 cm at the equator."""

WORLD_SIZE = 1 << WORLD_BITS

MAX_MERCATOR_LAT = 85.05112877980659
"""Latitude at which Web Mercator's square world ends."""

EARTH_RADIUS_M = 6_371_008.8
"""Mean radius of the WGS 84 ellipsoid, in metres."""


class CoordinatesOutOfRange(Failure):
    """A position that lies on no map."""

    code = "coordinates_out_of_range"
    template = (
        "The position (lat {lat}, long {lon}) does not exist: latitude runs from -90 to 90, longitude from "
        "-180 to 180. Check whether the two were swapped."
    )


class CoordinatesZero(Failure):
    """(0, 0), which phones send when they have no position."""

    code = "coordinates_zero"
    template = (
        "The position (0, 0) means that the phone had none. Send the report again with a place from the map, "
        "or with an address."
    )


@dataclass(frozen=True, slots=True)
class LonLat:
    """A place in degrees, EPSG:4326, longitude first."""

    lon: float
    lat: float


def checked_place(lon: float, lat: float) -> LonLat:
    """Return the place, or say why it is none.

    Raises:
        CoordinatesOutOfRange: If either is not a number or beyond its range.
        CoordinatesZero: If both are exactly 0.
    """
    in_range = math.isfinite(lon) and math.isfinite(lat) and abs(lon) <= 180 and abs(lat) <= 90
    if not in_range:
        raise CoordinatesOutOfRange(lat=lat, lon=lon)
    if lon == 0 and lat == 0:
        raise CoordinatesZero
    return LonLat(lon, lat)


def to_world(lon: NDArray[np.float64], lat: NDArray[np.float64]) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Project degrees to the board's world integers.

    Web Mercator (EPSG:3857) scaled to a square of ``WORLD_SIZE`` units, x eastwards from 180° W, y southwards
    from about 85° N, so that ``x >> (WORLD_BITS - 8 - zoom)`` is the pixel column at that zoom with 256-pixel tiles.

    Args:
        lon: Degrees, shape (n,).
        lat: Degrees, shape (n,); clipped to ±85.05°.

    Returns:
        x and y, int32, each shape (n,).
    """
    phi = np.radians(np.clip(lat, -MAX_MERCATOR_LAT, MAX_MERCATOR_LAT))
    x = (lon + 180.0) / 360.0
    y = 0.5 - np.arcsinh(np.tan(phi)) / (2 * np.pi)
    top = WORLD_SIZE - 1
    return (
        np.clip(x * WORLD_SIZE, 0, top).astype(np.int32),
        np.clip(y * WORLD_SIZE, 0, top).astype(np.int32),
    )


def from_world(x: float, y: float) -> LonLat:
    """Return the place of a point given in world units; the inverse of ``to_world``."""
    lat = math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * y / WORLD_SIZE))))
    return LonLat(x / WORLD_SIZE * 360.0 - 180.0, lat)
