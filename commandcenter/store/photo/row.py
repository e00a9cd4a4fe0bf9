"""A photo's row as values."""

from __future__ import annotations

from typing import Any

from commandcenter.models.instant import optional_from_ms
from commandcenter.models.photo import Shot
from commandcenter.models.place import LonLat


def shot_of(row: Any) -> Shot:
    """Return what the camera wrote, from a row of ``photos``."""
    place = None if row.taken_lon is None or row.taken_lat is None else LonLat(row.taken_lon, row.taken_lat)
    return Shot(optional_from_ms(row.taken_ms), place, row.make, row.model)
