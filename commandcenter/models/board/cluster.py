"""The third question: what does the map show of a mask in a viewport?

Owns the grid: squares of the world, anchored to it, so that moving the map does not reshuffle marks. There is no
index to build; every question is one pass over the places.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from commandcenter.models.board.change_set import Flag
from commandcenter.models.board.column import CHUNK_BITS, Chunk
from commandcenter.models.board.generation import Generation
from commandcenter.models.board.mask import Mask, selected_chunks
from commandcenter.models.board.passing import Passed
from commandcenter.models.place import WORLD_BITS
from commandcenter.models.state import STATES

NO_REPORT = -1
"""Stands in ``Clusters.ids`` where a mark is more than one report."""

MAX_CELLS = 6_000
"""Cells of a grid, and so marks, at the most: a wall of 7,680 by 2,160 pixels with 64-pixel cells has 4,400."""

_TILE_BITS = 8


@dataclass(frozen=True, slots=True)
class WorldBox:
    """A rectangle in world units (``place.to_world``: x eastwards, y southwards), both corners within it."""

    min_x: int
    min_y: int
    max_x: int
    max_y: int


@dataclass(frozen=True, slots=True, eq=False)
class Clusters:
    """Marks of a map, one for each cell that holds reports; arrays are ordered by cell, north to south.

    Attributes:
        x: float64 world units, mean of the members' places.
        y: float64 world units.
        totals: int32, members.
        by_state: int32, shape (n, 8): members in each state, in the order of ``state.STATES``.
        ids: int64, the report where ``totals`` is 1, else ``NO_REPORT``.
        cells: int64, ``row << 32 | column`` of the world's grid: the same place has the same number as long as
            ``cell_units`` stays.
        cell_units: Side of a cell in world units.
        covered: What the marks cover: the viewport, out to whole cells and one cell more.
    """

    x: NDArray[np.float64]
    y: NDArray[np.float64]
    totals: NDArray[np.int32]
    by_state: NDArray[np.int32]
    ids: NDArray[np.int64]
    cells: NDArray[np.int64]
    cell_units: int
    covered: WorldBox

    def __len__(self) -> int:
        """Return the number of marks."""
        return len(self.totals)


def clusters(generation: Generation, selected: Mask, box: WorldBox, zoom: int, cell_px: int = 64) -> Clusters:
    """Return the marks of a viewport.

    Reports without a place are on no mark. Where the viewport would have more than ``MAX_CELLS`` cells, cells
    are doubled until it has not.

    Args:
        generation: The one that the mask was made on.
        selected: Which reports.
        box: The viewport.
        zoom: Web-map zoom with 256-pixel tiles.
        cell_px: Side of a cell in pixels at that zoom; a power of two.

    Raises:
        ValueError: If ``cell_px`` is no power of two.
    """
    if cell_px < 1 or cell_px & (cell_px - 1):
        raise ValueError(f"cell_px must be a power of two, not {cell_px}")
    grid = _grid(box, max(WORLD_BITS - _TILE_BITS - zoom + cell_px.bit_length() - 1, 0))
    sums = _Sums(grid)
    for number, chunk, passed, count in selected_chunks(generation, selected):
        sums.add(number << CHUNK_BITS, chunk, passed, whole=count == chunk.length)
    return sums.clusters(generation)


def rows_in(generation: Generation, selected: Mask, box: WorldBox) -> NDArray[np.int64]:
    """Return the rows of a mask that have a place within a box, int64, ascending by row."""
    found = [np.empty(0, np.int64)]
    for number, chunk, passed, _ in selected_chunks(generation, selected):
        x, y = chunk.columns["x"], chunk.columns["y"]
        inside = passed & ((chunk.columns["flags"] & Flag.HAS_PLACE) != 0)
        inside &= (x >= box.min_x) & (x <= box.max_x) & (y >= box.min_y) & (y <= box.max_y)
        found.append(np.flatnonzero(inside) + (number << CHUNK_BITS))
    return np.concatenate(found)


@dataclass(frozen=True, slots=True)
class _Grid:
    shift: int
    column: int
    row: int
    width: int
    height: int

    @property
    def cells(self) -> int:
        return self.width * self.height

    @property
    def covered(self) -> WorldBox:
        return WorldBox(
            self.column << self.shift,
            self.row << self.shift,
            ((self.column + self.width) << self.shift) - 1,
            ((self.row + self.height) << self.shift) - 1,
        )


def _grid(box: WorldBox, shift: int) -> _Grid:
    while True:
        last = (1 << max(WORLD_BITS - shift, 0)) - 1
        column, row = max((box.min_x >> shift) - 1, 0), max((box.min_y >> shift) - 1, 0)
        width = max(min((box.max_x >> shift) + 1, last) - column + 1, 0)
        height = max(min((box.max_y >> shift) + 1, last) - row + 1, 0)
        if width * height <= MAX_CELLS:
            return _Grid(shift, column, row, width, height)
        shift += 1


class _Sums:
    """Sums per cell while chunks are added."""

    def __init__(self, grid: _Grid) -> None:
        self._grid = grid
        self._by_state = np.zeros(grid.cells * len(STATES), np.int64)
        self._x = np.zeros(grid.cells)
        self._y = np.zeros(grid.cells)
        self._row = np.zeros(grid.cells, np.int64)

    def add(self, first_row: int, chunk: Chunk, passed: Passed, *, whole: bool) -> None:
        grid = self._grid
        covered = grid.covered
        low_x, high_x = chunk.spans["x"]
        low_y, high_y = chunk.spans["y"]
        if high_x < covered.min_x or low_x > covered.max_x or high_y < covered.min_y or low_y > covered.max_y:
            return
        at = self._members(chunk, passed, whole=whole)
        if not len(at):
            return
        x, y, states = chunk.columns["x"], chunk.columns["y"], chunk.columns["states"]
        if len(at) < chunk.length:
            x, y, states = x.take(at), y.take(at), states.take(at)
        key = (y >> grid.shift) - np.int32(grid.row)
        key *= np.int32(grid.width)
        key += x >> grid.shift
        key -= np.int32(grid.column)
        cell = key.astype(np.intp)
        self._x += np.bincount(cell, x, grid.cells)
        self._y += np.bincount(cell, y, grid.cells)
        self._row[cell] = at + first_row
        cell *= len(STATES)
        cell += states
        self._by_state += np.bincount(cell, minlength=len(self._by_state))

    def _members(self, chunk: Chunk, passed: Passed, *, whole: bool) -> NDArray[np.intp]:
        """Return what passes and lies in the grid, as row numbers within the chunk."""
        covered = self._grid.covered
        x, y = chunk.columns["x"], chunk.columns["y"]
        inside = passed
        low_x, high_x = chunk.spans["x"]
        low_y, high_y = chunk.spans["y"]
        if low_x < covered.min_x or high_x > covered.max_x:
            inside = inside & (x >= covered.min_x) & (x <= covered.max_x)
        if low_y < covered.min_y or high_y > covered.max_y:
            inside = inside & (y >= covered.min_y) & (y <= covered.max_y)
        if covered.min_x == 0 and covered.min_y == 0:
            # Only a box at the corner of the world can hold the (0, 0) of reports without a place.
            inside = inside & ((chunk.columns["flags"] & Flag.HAS_PLACE) != 0)
        return np.arange(chunk.length) if whole and inside is passed else np.flatnonzero(inside)

    def clusters(self, generation: Generation) -> Clusters:
        grid = self._grid
        by_state = self._by_state.reshape(grid.cells, len(STATES))
        totals = by_state.sum(axis=1)
        filled = np.flatnonzero(totals)
        members = totals[filled]
        ids = np.full(len(filled), NO_REPORT, np.int64)
        single = members == 1
        ids[single] = generation.ids_of(self._row[filled[single]])
        row, column = np.divmod(filled, max(grid.width, 1))
        return Clusters(
            x=self._x[filled] / members,
            y=self._y[filled] / members,
            totals=members.astype(np.int32),
            by_state=by_state[filled].astype(np.int32),
            ids=ids,
            cells=(row + grid.row) << 32 | (column + grid.column),
            cell_units=1 << grid.shift,
            covered=grid.covered,
        )
