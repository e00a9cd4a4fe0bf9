"""Point in polygon: which one area a place lies in, the same each time.

Owns the rule for places where real boundaries disagree with each other. A place on a border counts as covered. Where
several areas cover a place, the one with the smallest code is its area; where none does (a gap between neighbours,
the sea, another city), it has none. The rule looks at codes only, so it depends neither on the order of the file nor
on how a border was simplified.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from threading import Lock

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray

from commandcenter.models.area_raster import AreaRaster
from commandcenter.models.identity import AreaCode
from commandcenter.models.report import Area

NO_AREA = -1
"""Stands for "in none" in arrays of area indices."""

MANY = 5_000
"""From how many places at once the raster is asked; laying it costs about as much as testing some thousands."""


@dataclass(frozen=True, slots=True)
class Located:
    """Where places lie.

    Attributes:
        index: int32, shape (n,); index into ``AreaIndex.codes``, or ``NO_AREA``.
        covering: int32, shape (n,); how many areas cover the place: 0, 1, or more where borders overlap.
    """

    index: NDArray[np.int32]
    covering: NDArray[np.int32]


class AreaIndex:
    """Finds areas by place. Built once, then only read: it may be shared between threads."""

    def __init__(self, areas: Iterable[Area], *, many: int = MANY) -> None:
        """Build the tree.

        Args:
            areas: Of one level, in any order; their codes must differ.
            many: From how many places at once the raster is asked; the answers are the same either way.

        Raises:
            shapely.errors.GEOSException: If a boundary is no GeoJSON geometry.
        """
        ordered = sorted(areas, key=lambda area: area.code)
        self.codes: tuple[AreaCode, ...] = tuple(area.code for area in ordered)
        self._boundaries = [shapely.from_geojson(area.boundary) for area in ordered]
        self._tree = shapely.STRtree(self._boundaries)
        self._raster: AreaRaster | None = None
        self._lock = Lock()
        self._many = many

    def locate(self, lon: ArrayLike, lat: ArrayLike) -> Located:
        """Find the area of each place.

        Args:
            lon: Degrees, EPSG:4326, shape (n,); NaN where there is no place.
            lat: The same.
        """
        lon = np.asarray(lon, dtype=np.float64)
        lat = np.asarray(lat, dtype=np.float64)
        if len(lon) < self._many:
            best, covering = self._one_by_one(lon, lat)
        else:
            best, covering = self._laid_raster().locate(lon, lat)
        return Located(index=np.where(best == len(self.codes), np.int32(NO_AREA), best), covering=covering)

    def _laid_raster(self) -> AreaRaster:
        with self._lock:
            if self._raster is None:
                self._raster = AreaRaster(self._boundaries)
            return self._raster

    def _one_by_one(
        self, lon: NDArray[np.float64], lat: NDArray[np.float64]
    ) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        points = np.asarray(shapely.points(lon, lat), dtype=object)
        points[np.isnan(lon) | np.isnan(lat)] = None
        place, area = self._tree.query(points, predicate="intersects")
        best = np.full(len(points), len(self.codes), dtype=np.int32)
        np.minimum.at(best, place, area.astype(np.int32))
        return best, np.bincount(place, minlength=len(points)).astype(np.int32)

    def area_at(self, lon: float, lat: float) -> AreaCode | None:
        """Return the code of the one area of a place, or None."""
        index = int(self.locate([lon], [lat]).index[0])
        return None if index == NO_AREA else self.codes[index]
