"""Where the city lies: the box that a wall's map shows, whatever was reported where."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray

from commandcenter.models.place import LonLat
from commandcenter.models.report import Area

_TAIL_PERCENT = 4.0
_WIDER = 1.3


def city_box(areas: Sequence[Area]) -> tuple[LonLat, LonLat] | None:
    """Return south-west and north-east corner (lon, lat) of a city's areas, or None without any.

    A few areas that lie so far off that the rest would become small, such as islands, are left out.
    """
    shapes = shapely.from_geojson([area.boundary for area in areas], on_invalid="ignore")
    bounds = shapely.bounds(shapes)
    bounds = bounds[~np.isnan(bounds).any(axis=1)]
    if not len(bounds):
        return None
    near = _near(bounds[:, 0], bounds[:, 2]) & _near(bounds[:, 1], bounds[:, 3])
    kept = bounds[near] if near.any() else bounds
    (west, south), (east, north) = kept[:, :2].min(axis=0).tolist(), kept[:, 2:].max(axis=0).tolist()
    return LonLat(west, south), LonLat(east, north)


def _near(lows: NDArray[np.float64], highs: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Return which areas lie not much farther out along one axis than nearly all of them."""
    low, high = np.percentile((lows + highs) / 2, (_TAIL_PERCENT, 100 - _TAIL_PERCENT)).tolist()
    reach = (high - low) * (_WIDER - 1)
    near: NDArray[np.bool_] = (highs >= low - reach) & (lows <= high + reach)
    return near
