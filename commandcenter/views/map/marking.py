"""The board's answer to the map: which marks a viewport shows.

Owns the step from a viewport in degrees to the board's question and from its answer to the message. Pure: knows
no widget and no clock, so it may run on any thread.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from commandcenter.models.board.change_set import Flag
from commandcenter.models.board.cluster import NO_REPORT, Clusters, WorldBox, clusters, rows_in
from commandcenter.models.board.generation import Generation
from commandcenter.models.board.mask import Mask
from commandcenter.models.board.passing import overdue_rows
from commandcenter.models.place import LonLat, from_world, to_world
from commandcenter.views.drawing import FALLBACK_ICON
from commandcenter.views.map.message import MarkFlag, SetMarks, ViewportChanged

CELL_PX = 64
"""Side of a cluster's cell: the greatest bubble is hardly wider."""

NEAR_CELL_PX = 32
NEAR_ZOOM = 15.0
"""From here on cells are small, so that single reports show one by one."""

_ROUND_UP_ZOOM = 0.25
_COVERED_BEYOND = 0.2
_FIT_SAMPLE = 50_000
_FIT_TAIL_PERCENT = 1.0
_FIT_WIDER = 1.6


@dataclass(frozen=True, slots=True, eq=False)
class Marking:
    """One answer, and what it was made from: a click on one of its clusters is looked up here."""

    message: SetMarks
    generation: Generation
    selected: Mask
    clusters: Clusters

    def members_at(self, x: float, y: float) -> NDArray[np.int64]:
        """Return the ids of the reports in the cell around a place in world units, oldest first."""
        units = self.clusters.cell_units
        west, north = int(x) // units * units, int(y) // units * units
        cell = WorldBox(west, north, west + units - 1, north + units - 1)
        return np.sort(self.generation.ids_of(rows_in(self.generation, self.selected, cell)))


def marking_of(
    generation: Generation,
    selected: Mask,
    viewport: ViewportChanged,
    pending: Collection[int],
    at_s: int,
    sequence: int,
    doublings: int = 0,
    icons: Mapping[str, str] | None = None,
) -> Marking:
    """Ask the board for the marks of a viewport and a fifth of its size beyond each edge.

    Args:
        generation: Which board.
        selected: Which reports; a mask of that board.
        viewport: What the page shows.
        pending: Reports with an act under way.
        at_s: UTC second at which "overdue" is judged.
        sequence: Number of the answer.
        doublings: How often cells are doubled, because marks are drawn larger than on a desk.
        icons: Icon of each category by its code; one that is not among them gets the fallback's.
    """
    near = viewport.zoom >= NEAR_ZOOM
    found = clusters(
        generation,
        selected,
        world_box(viewport),
        math.floor(viewport.zoom + _ROUND_UP_ZOOM),
        (NEAR_CELL_PX if near else CELL_PX) << doublings,
    )
    flags = _overdue(generation, found.ids, at_s) * int(MarkFlag.OVERDUE)
    flags |= _pending(generation, found, pending) * int(MarkFlag.PENDING)
    message = SetMarks(
        sequence=sequence,
        generation=generation.number,
        zoom=viewport.zoom,
        cell=float(found.cell_units),
        x=np.round(found.x, 1).tolist(),
        y=np.round(found.y, 1).tolist(),
        totals=found.totals.tolist(),
        counts=found.by_state.ravel().tolist(),
        reports=["" if report == NO_REPORT else str(report) for report in found.ids.tolist()],
        flags=flags.tolist(),
        icons=_icons(generation, found.ids, icons or {}) if near else [""] * len(found),
    )
    return Marking(message, generation, selected, found)


def box_of_reports(generation: Generation) -> tuple[LonLat, LonLat] | None:
    """Return south-west and north-east corner of where the reports are, or None if none has a place.

    Where a few lie so far outside that the rest would become small, the outermost hundredth on each side is left
    out. On a big board a sample is taken.
    """
    rows = generation.rows_by_id()
    rows = rows[:: max(1, len(rows) // _FIT_SAMPLE)]
    placed = rows[(generation.column("flags", rows) & Flag.HAS_PLACE) != 0]
    if not len(placed):
        return None
    west, east = _span(generation.column("x", placed))
    north, south = _span(generation.column("y", placed))
    return from_world(west, south), from_world(east, north)


def _span(values: NDArray[np.int32]) -> tuple[float, float]:
    """Return least and greatest value, without the tails if these make the span much wider."""
    low, high = float(values.min()), float(values.max())
    inner_low, inner_high = np.percentile(values, (_FIT_TAIL_PERCENT, 100 - _FIT_TAIL_PERCENT)).tolist()
    if high - low <= _FIT_WIDER * (inner_high - inner_low):
        return low, high
    return inner_low, inner_high


def box_of_members(marking: Marking, ids: NDArray[np.int64]) -> tuple[LonLat, LonLat]:
    """Return south-west and north-east corner of some reports of a marking."""
    rows = marking.generation.rows_of(ids)
    x, y = marking.generation.column("x", rows), marking.generation.column("y", rows)
    return from_world(x.min(), y.max()), from_world(x.max(), y.min())


def world_box(viewport: ViewportChanged) -> WorldBox:
    """Return a viewport and a fifth of its size beyond each edge in world units."""
    lon = np.clip(np.array([viewport.west, viewport.east]), -180.0, 180.0)
    x, y = to_world(lon, np.array([viewport.north, viewport.south]))
    more_x = int((int(x[1]) - int(x[0])) * _COVERED_BEYOND)
    more_y = int((int(y[1]) - int(y[0])) * _COVERED_BEYOND)
    return WorldBox(max(int(x[0]) - more_x, 0), max(int(y[0]) - more_y, 0), int(x[1]) + more_x, int(y[1]) + more_y)


def _overdue(generation: Generation, ids: NDArray[np.int64], at_s: int) -> NDArray[np.int64]:
    """Return 1 for each single report that is overdue as ``board.passing.overdue`` says; 0 for the rest."""
    late = np.zeros(len(ids), dtype=np.int64)
    single = np.flatnonzero(ids != NO_REPORT)
    rows = generation.rows_of(ids[single])
    late[single] = overdue_rows(generation, rows, at_s)
    return late


def _icons(generation: Generation, ids: NDArray[np.int64], icons: Mapping[str, str]) -> list[str]:
    """Return the icon of each single report's category; empty for clusters."""
    found = [""] * len(ids)
    for at in np.flatnonzero(ids != NO_REPORT).tolist():
        row = generation.row_of(int(ids[at]))
        word = None if row is None else generation.word("categories", row)
        found[at] = icons.get(word or "", FALLBACK_ICON)
    return found


def _pending(generation: Generation, found: Clusters, pending: Collection[int]) -> NDArray[np.int64]:
    """Return 1 for each mark that holds a report with an act under way."""
    rows = generation.rows_of(np.array(sorted(pending), dtype=np.int64))
    rows = rows[rows >= 0]
    x = generation.column("x", rows).astype(np.int64) // found.cell_units
    y = generation.column("y", rows).astype(np.int64) // found.cell_units
    return np.isin(found.cells, (y << 32) | x).astype(np.int64)
