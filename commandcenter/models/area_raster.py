"""Point in polygon for very many places: most are answered by a label, the rest by the exact test.

A grid lies over all areas. A cell that no border comes near lies in the same areas as a whole, so its answer is
found once, by the exact test of one place in it; a cell near a border is mixed, and its places are tested one by one.
The answers are those of the exact test, always: what counts as near leaves room for rounding, and a cell too many
taken for mixed costs time only. Memory is bounded by ``MAX_CELLS``, whatever the areas are.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import shapely
from numpy.typing import NDArray

MAX_CELLS = 1 << 20
"""Cells of the grid; each takes eight bytes."""

_NEAR = 1e-6
"""How near a border makes a cell mixed, in sides of a cell: far above rounding, far below anything that costs time."""

_UNKNOWN = -1
"""In ``_covering``: a mixed cell."""


class AreaRaster:
    """The grid over a list of areas. Built once, then only read: it may be shared between threads."""

    def __init__(self, boundaries: Sequence[shapely.Geometry], *, max_cells: int = MAX_CELLS) -> None:
        """Lay the grid.

        Args:
            boundaries: Polygons and MultiPolygons, EPSG:4326, longitude first; their order is the order of areas.
            max_cells: Bound of the number of cells.
        """
        self._boundaries = np.asarray(boundaries, dtype=object)
        self._tree = shapely.STRtree(self._boundaries)
        shapely.prepare(self._boundaries)
        west, south, east, north = shapely.total_bounds(self._boundaries) if len(boundaries) else (0.0, 0.0, 0.0, 0.0)
        if not np.isfinite([west, south, east, north]).all():
            west = south = east = north = 0.0
        # Square cells; a line of areas without any height still has one row.
        width, height = max(east - west, 1e-9), max(north - south, 1e-9)
        self._side = max((width * height / max_cells) ** 0.5, width / max_cells, height / max_cells) * (1 + 1e-9)
        columns, rows = max(int(width / self._side), 1), max(int(height / self._side), 1)
        self._side = max(width / columns, height / rows) * (1 + 1e-9)
        self._west, self._south = west, south
        self._shape = rows, columns
        self._best = np.full((rows, columns), len(boundaries), dtype=np.int32)
        self._covering = np.zeros((rows, columns), dtype=np.int32)
        if len(boundaries):
            self._covering[self._mixed()] = _UNKNOWN
            self._label()

    def locate(self, lon: NDArray[np.float64], lat: NDArray[np.float64]) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """Find the areas of places.

        Args:
            lon: Degrees, EPSG:4326, shape (n,); NaN where there is no place.
            lat: The same.

        Returns:
            The smallest index of an area that covers each place (the number of areas where none does), and how many
            cover it; both int32, shape (n,).
        """
        best = np.full(len(lon), len(self._boundaries), dtype=np.int32)
        covering = np.zeros(len(lon), dtype=np.int32)
        column, row = (lon - self._west) / self._side, (lat - self._south) / self._side
        rows, columns = self._shape
        # Half a cell around the grid belongs to its outermost cells, so that rounding loses no place on its edge.
        inside = np.flatnonzero((column > -0.5) & (column < columns + 0.5) & (row > -0.5) & (row < rows + 0.5))
        at_row = np.clip(row[inside], 0, rows - 1).astype(np.int32)
        at_column = np.clip(column[inside], 0, columns - 1).astype(np.int32)
        cell = at_row * columns + at_column
        best[inside], covering[inside] = self._best.ravel()[cell], self._covering.ravel()[cell]
        unsure = inside[covering[inside] == _UNKNOWN]
        outside = inside[(column[inside] < 0) | (row[inside] < 0) | (column[inside] > columns) | (row[inside] > rows)]
        unsure = np.union1d(unsure, outside)
        if len(unsure):
            best[unsure], covering[unsure] = self._exact(lon[unsure], lat[unsure])
        return best, covering

    def _exact(self, lon: NDArray[np.float64], lat: NDArray[np.float64]) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """Test places one by one, an area at a time, so that each border is prepared once and not for each place."""
        best = np.full(len(lon), len(self._boundaries), dtype=np.int32)
        covering = np.zeros(len(lon), dtype=np.int32)
        place, area = self._tree.query(shapely.points(lon, lat))
        order = np.argsort(area, kind="stable")
        place, area = place[order], area[order]
        bounds = [*np.flatnonzero(np.diff(area, prepend=-1)), len(area)]
        for start, end in pairwise(bounds):
            some = place[start:end]
            covered = some[shapely.intersects_xy(self._boundaries[area[start]], lon[some], lat[some])]
            best[covered] = np.minimum(best[covered], area[start])
            covering[covered] += 1
        return best, covering

    def _mixed(self) -> NDArray[np.bool_]:
        """Return which cells a border comes near."""
        rows, columns = self._shape
        mixed = np.zeros((rows, columns), dtype=np.bool_)
        begin, end = self._pieces()
        origin = np.array([self._west, self._south])
        low = np.floor((np.minimum(begin, end) - origin) / self._side - _NEAR).astype(np.int64)
        high = np.floor((np.maximum(begin, end) - origin) / self._side + _NEAR).astype(np.int64)
        widest, highest = (high - low).max(axis=0, initial=0)
        for right in range(int(widest) + 1):
            for up in range(int(highest) + 1):
                column = np.clip(np.minimum(low[:, 0] + right, high[:, 0]), 0, columns - 1)
                row = np.clip(np.minimum(low[:, 1] + up, high[:, 1]), 0, rows - 1)
                mixed[row, column] = True
        return mixed

    def _pieces(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return begin and end of all borders' pieces, float64, shape (n, 2).

        No piece is longer than a cell, so that each touches few cells and all cells of its box may be taken.
        """
        at, ring = shapely.get_coordinates(shapely.get_rings(shapely.get_parts(self._boundaries)), return_index=True)
        same = ring[1:] == ring[:-1]
        begin, step = at[:-1][same], np.diff(at, axis=0)[same]
        count = np.maximum(np.ceil(np.hypot(step[:, 0], step[:, 1]) / self._side), 1).astype(np.int64)
        which = np.repeat(np.arange(len(count)), count)
        nth = np.arange(len(which)) - np.repeat(np.cumsum(count) - count, count)
        share = np.column_stack([nth, nth + 1]) / count[which, None]
        return begin[which] + share[:, :1] * step[which], begin[which] + share[:, 1:] * step[which]

    def _label(self) -> None:
        """Give the cells that are not mixed their areas: one place of each run within a row answers for the run."""
        known = self._covering != _UNKNOWN
        begins = known & ~np.pad(known, ((0, 0), (1, 0)))[:, :-1]
        row, column = np.nonzero(begins)
        best, covering = self._exact(
            self._west + (column + 0.5) * self._side,
            self._south + (row + 0.5) * self._side,
        )
        run = np.cumsum(begins.ravel()).reshape(self._shape) - 1
        self._best[known], self._covering[known] = best[run[known]], covering[run[known]]
