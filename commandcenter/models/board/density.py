"""How densely the reports of a mask lie: a grid of sums, smoothed.

Owns grid and kernel. Pure; any thread.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from commandcenter.models.board.change_set import Flag
from commandcenter.models.board.cluster import WorldBox
from commandcenter.models.board.generation import Generation
from commandcenter.models.board.mask import Mask, selected_chunks
from commandcenter.models.place import EARTH_RADIUS_M, WORLD_SIZE, from_world

MAX_CELLS = 200_000
"""Cells of a grid at the most; a screen of 3,840 by 2,160 pixels has as many at 8 pixels a cell."""

REACH_CELLS = 3.0
"""Standard deviation of the kernel."""


@dataclass(frozen=True, slots=True, eq=False)
class Density:
    """Reports per square kilometre on a grid.

    Attributes:
        values: float64, shape (rows, columns), north to south, west to east.
        west: World units of the grid's corner.
        north: World units of the grid's corner.
        cell: Side of a cell in world units.
        reports: How many reports lie in the grid.
    """

    values: NDArray[np.float64]
    west: int
    north: int
    cell: int
    reports: int


def density(generation: Generation, selected: Mask, box: WorldBox, cell: int) -> Density:
    """Return the density of a mask's reports in a box.

    A report spreads over its surroundings as a normal distribution; what of it falls out of the box is lost, so give
    a box that is wider than what is shown. Cells are doubled until there are no more than ``MAX_CELLS``.

    Args:
        generation: The one that the mask was made on.
        selected: Which reports.
        box: Where.
        cell: Side of a cell in world units; a power of two.
    """
    while ((box.max_x - box.min_x) // cell + 2) * ((box.max_y - box.min_y) // cell + 2) > MAX_CELLS:
        cell *= 2
    west, north = box.min_x // cell * cell, box.min_y // cell * cell
    columns, rows = (box.max_x - west) // cell + 1, (box.max_y - north) // cell + 1
    sums = np.zeros(rows * columns)
    for _, chunk, passed, _ in selected_chunks(generation, selected):
        x, y = chunk.columns["x"], chunk.columns["y"]
        inside = passed & ((chunk.columns["flags"] & Flag.HAS_PLACE) != 0)
        inside &= (x >= west) & (x < west + columns * cell) & (y >= north) & (y < north + rows * cell)
        at = np.flatnonzero(inside)
        key = (y[at].astype(np.int64) - north) // cell * columns + (x[at].astype(np.int64) - west) // cell
        sums += np.bincount(key, minlength=len(sums))
    grid = sums.reshape(rows, columns)
    smooth = _smoothed(_smoothed(grid, 0), 1)
    return Density(smooth / _cell_km2(west, north, rows, cell), west, north, cell, int(sums.sum()))


def _smoothed(grid: NDArray[np.float64], axis: int) -> NDArray[np.float64]:
    reach = math.ceil(3 * REACH_CELLS)
    weights = np.exp(-0.5 * (np.arange(-reach, reach + 1) / REACH_CELLS) ** 2)
    weights /= weights.sum()
    padding = [(0, 0), (0, 0)]
    padding[axis] = (reach, reach)
    wide = np.pad(grid, padding)
    length = grid.shape[axis]
    found = np.zeros_like(grid)
    for at, weight in enumerate(weights.tolist()):
        found += weight * (wide[at : at + length] if axis == 0 else wide[:, at : at + length])
    return found


def _cell_km2(west: int, north: int, rows: int, cell: int) -> float:
    """Return the area of a cell in the grid's middle; a city is not so tall that it matters where."""
    middle = from_world(west, north + rows * cell / 2)
    side_m = 2 * math.pi * EARTH_RADIUS_M * math.cos(math.radians(middle.lat)) * cell / WORLD_SIZE
    return (side_m / 1_000) ** 2
