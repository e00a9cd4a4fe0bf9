"""The borders as the public map draws them: few points, whole numbers, the same line on both sides.

Owns how much is left out. The finest level is simplified as a coverage, so that neighbours keep one common border, and
every level above it is joined from that. Nothing is decided by these borders; where a report lies is the store's
affair.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from commandcenter.models.area_tree import AreaTree
from commandcenter.models.report import Area
from commandcenter.store.area.polygon import polygons, repaired

TOLERANCE_DEG = 0.0003
"""What may be left out of a border: a triangle with sides of about 33 m, half a pixel at zoom 12."""

GRID = 10_000
"""Steps a degree of the coordinates that are sent, 11 m each."""

_LABEL_TOLERANCE_DEG = 0.001
_SLIVER_DEG = 0.00012
"""Gaps between neighbours narrower than twice this (27 m) are no coast."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Borders:
    """All borders.

    Attributes:
        body: JSON, UTF-8; docs/public.md says its fields.
        box: West, south, east, north in degrees; None without areas.
    """

    body: bytes
    box: tuple[float, float, float, float] | None


def borders_of(areas: Sequence[Area], tree: AreaTree) -> Borders:
    """Return the borders of a city's areas; one that can't be read is left out and logged.

    Takes a second for 267 areas with 14,000 points: not for an event loop's thread.
    """
    finest = tree.levels[0] if tree.levels else ""
    shapes = {area.code: shape for area in areas if (shape := _read(area)) is not None}
    ground = [area for area in areas if area.level == finest and area.code in shapes]
    simple = dict(zip((area.code for area in ground), _simplified([shapes[a.code] for a in ground]), strict=True))
    told: list[dict[str, Any]] = []
    for rank, level in enumerate(tree.levels):
        upper = tree.ancestors(level)
        for area in (each for each in areas if each.level == level):
            parts = [shape for code, shape in simple.items() if upper.get(code) == area.code]
            if not parts and area.code in shapes:
                parts = [shapely.simplify(shapes[area.code], TOLERANCE_DEG)]
            if parts:
                shape = parts[0] if len(parts) == 1 else _joined(parts)
                told.append(_told(area, rank, shape, tree))
    body = {"grid": GRID, "levels": list(tree.levels), "areas": told, "coast": _rings(_joined(list(simple.values())))}
    box = shapely.total_bounds(list(simple.values())) if simple else None
    return Borders(
        json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode(),
        None if box is None else (float(box[0]), float(box[1]), float(box[2]), float(box[3])),
    )


def _read(area: Area) -> BaseGeometry | None:
    try:
        return repaired(shapely.from_geojson(area.boundary))
    except (shapely.errors.ShapelyError, TypeError):
        _log.warning("the border of area %s can't be read; the public map leaves it out", area.code)
        return None


def _simplified(shapes: list[BaseGeometry]) -> list[BaseGeometry]:
    if not shapes:
        return []
    array = np.array(shapes, dtype=object)
    try:
        simple = shapely.coverage_simplify(array, TOLERANCE_DEG)
    except shapely.errors.ShapelyError:
        # Some part is no polygon; each for itself, then.
        simple = shapely.simplify(array, TOLERANCE_DEG)
    return [new if not new.is_empty else old for new, old in zip(simple.tolist(), shapes, strict=True)]


def _joined(parts: list[BaseGeometry]) -> BaseGeometry:
    """Return areas as one, without the slivers between them."""
    if not parts:
        return shapely.MultiPolygon()
    grown = shapely.union_all(shapely.buffer(parts, _SLIVER_DEG, join_style="mitre"))
    return shapely.simplify(shapely.buffer(grown, -_SLIVER_DEG, join_style="mitre"), TOLERANCE_DEG / 3)


def _told(area: Area, rank: int, shape: BaseGeometry, tree: AreaTree) -> dict[str, Any]:
    circle = shapely.maximum_inscribed_circle(np.array([shape], dtype=object), _LABEL_TOLERANCE_DEG)
    ends = shapely.get_coordinates(circle)
    centre, edge = ends[0], ends[-1]
    steps = [code for code in tree.steps(area.code)[1:] if tree.lineage(code)]
    return {
        "code": area.code,
        "name": area.name,
        "rank": rank,
        "parent": steps[0] if steps else None,
        "approximate": area.approximate,
        "label": [*np.round(centre * GRID).astype(int).tolist(), round(float(np.hypot(*(edge - centre))) * GRID)],
        "rings": _rings(shape),
    }


def _rings(shape: BaseGeometry) -> list[list[int]]:
    """Return each ring as whole steps of the grid: the first point, then differences, longitude and latitude in turn.

    The last point, which is the first one again, is left out, as are rings that shrink to nothing.
    """
    lines = [ring for polygon in polygons(shape) for ring in (polygon.exterior, *polygon.interiors)]
    return [ring for line in lines if (ring := _steps(shapely.get_coordinates(line)))]


def _steps(points: NDArray[np.float64]) -> list[int]:
    grid = np.round(points[:-1] * GRID).astype(np.int64)
    moved = np.diff(grid, axis=0, prepend=grid[:1] * 0)
    moved[0] = grid[0]
    kept = moved[np.any(moved != 0, axis=1)]
    return kept.ravel().tolist() if len(kept) >= 3 else []
