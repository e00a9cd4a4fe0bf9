"""The marks of the public map: what a viewport shows, small enough for a cheap phone.

Owns how few they are. The cells are the desktop's, anchored to the world; where a viewport would hold more than
``MOST_CELLS`` of them they are doubled until it does not.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection

from commandcenter.models.board.cluster import NO_REPORT, Clusters, WorldBox, clusters
from commandcenter.models.board.mask import mask
from commandcenter.models.board.passing import overdue_rows
from commandcenter.models.identity import CategoryCode, CityCode
from commandcenter.models.place import WORLD_BITS, WORLD_SIZE
from commandcenter.models.state import STATES
from commandcenter.store.public.board import PublicView
from commandcenter.store.public.listing import numbers_of, world_box
from commandcenter.store.public.question import Box, PublicQuestion

MOST_CELLS = 600
CELL_PX = 64
NEAR_CELL_PX = 32
NEAR_ZOOM = 15.0
"""From here on cells are small, so that single reports show one by one."""

_ROUND_UP_ZOOM = 0.25
_BEYOND = 0.1
_STEPS = 32
"""A mark's place is told in so many steps a cell."""


@dataclass(frozen=True, slots=True)
class _Viewport:
    box: WorldBox
    zoom: int
    cell_px: int


def marks_of(
    connection: Connection, city: CityCode, view: PublicView, question: PublicQuestion, zoom: float, now_s: int
) -> dict[str, Any]:
    """Return the marks of a viewport and a tenth of its size beyond each edge; docs/public.md says the fields.

    Args:
        connection: Inside a reading transaction: single reports are told by their numbers, which no board holds.
        city: Whose.
        view: What is asked.
        question: Which reports; its box is the viewport, the whole world where it has none.
        zoom: Web-map zoom with 256-pixel tiles.
        now_s: UTC second at which "overdue" is judged.
    """
    selected = mask(view.generation, question.filter(view.tree, now_s))
    viewport = _viewport(question.box or Box(-180, -85, 180, 85), zoom)
    found = clusters(view.generation, selected, viewport.box, viewport.zoom, viewport.cell_px)
    single = np.flatnonzero(found.ids != NO_REPORT)
    numbers = numbers_of(connection, city, view.sensitive, found.ids[single].tolist())
    # What was hidden within the last second is on the board yet, and has no number any more.
    known = np.array([True if report == NO_REPORT else int(report) in numbers for report in found.ids.tolist()], bool)
    return _told(view, found, np.flatnonzero(known), numbers, near=zoom >= NEAR_ZOOM, now_s=now_s) | {
        "zoom": zoom,
        "total": len(selected),
    }


def _told(
    view: PublicView, found: Clusters, kept: NDArray[np.intp], numbers: dict[int, str], *, near: bool, now_s: int
) -> dict[str, Any]:
    ids = found.ids[kept]
    rows = view.generation.rows_of(ids)
    single = ids != NO_REPORT
    late = np.zeros(len(ids), bool)
    late[single] = overdue_rows(view.generation, rows[single], now_s)
    step = max(found.cell_units // _STEPS, 1)
    west, north = found.covered.min_x, found.covered.min_y
    icons = [""] * len(ids)
    if near:
        for at in np.flatnonzero(single).tolist():
            word = view.generation.word("categories", int(rows[at]))
            category = None if word is None else view.categories.get(CategoryCode(word))
            icons[at] = "" if category is None else category.icon
    return {
        "cell": found.cell_units,
        "step": step,
        "west": west,
        "north": north,
        "x": ((found.x[kept] - west) // step).astype(np.int64).tolist(),
        "y": ((found.y[kept] - north) // step).astype(np.int64).tolist(),
        "totals": found.totals[kept].tolist(),
        "counts": [_sparse(row) for row in found.by_state[kept].tolist()],
        "reports": [numbers.get(int(report), "") for report in ids.tolist()],
        "overdue": np.flatnonzero(late).tolist(),
        "icons": icons if near else [],
    }


def _sparse(row: list[int]) -> list[int]:
    """Return the counts by state as pairs of a state's code and how many."""
    return [value for code in range(len(STATES)) if row[code] for value in (code, row[code])]


def _viewport(box: Box, zoom: float) -> _Viewport:
    seen = world_box(box)
    more_x, more_y = int((seen.max_x - seen.min_x) * _BEYOND), int((seen.max_y - seen.min_y) * _BEYOND)
    world = WorldBox(
        max(seen.min_x - more_x, 0),
        max(seen.min_y - more_y, 0),
        min(seen.max_x + more_x, WORLD_SIZE - 1),
        min(seen.max_y + more_y, WORLD_SIZE - 1),
    )
    whole_zoom = math.floor(zoom + _ROUND_UP_ZOOM)
    cell_px = NEAR_CELL_PX if zoom >= NEAR_ZOOM else CELL_PX
    units = 1 << max(WORLD_BITS - 8 - whole_zoom, 0)
    while _cells(world, units * cell_px) > MOST_CELLS:
        cell_px *= 2
    return _Viewport(world, whole_zoom, cell_px)


def _cells(box: WorldBox, side: int) -> int:
    return ((box.max_x - box.min_x) // side + 3) * ((box.max_y - box.min_y) // side + 3)
