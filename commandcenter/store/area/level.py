"""Upper levels: dissolved from the areas below, or given and then found to be their parents.

Real borders are not topologically clean: neighbours overlap and leave slivers. A dissolved area is the union of its
members, and the slivers that lie inside it belong to it; a hole in which somebody else's area lies, or one too large
to be a slip of the pen, stays a hole.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from commandcenter.models.feature_file.feature import code_text
from commandcenter.models.identity import AreaCode
from commandcenter.models.report import Area
from commandcenter.store.area.failure import BadNameFile, LevelUnknown, UpperCodeMissing
from commandcenter.store.area.file import dotted_parent
from commandcenter.store.area.polygon import area_m2, boundary_text, joined, polygons

SLIVER_M2 = 50_000.0
"""Up to this a hole between members is a sliver. The largest between Jakarta's 267 kelurahan has 12,000 m²; the
smallest lake that a city would leave out of its areas is larger."""

_NAMED_AT_MOST = 5


@dataclass(frozen=True, slots=True)
class Parentage:
    """Lower areas with their parents.

    Attributes:
        areas: The lower areas, each with its parent.
        changed: How many have another parent than before.
        remarks: A sentence for each that lies in none, mostly outside its parent, or hardly in one.
    """

    areas: Sequence[Area]
    changed: int
    remarks: Sequence[str]


def dissolved(
    lower: Sequence[Area], level: str, names: Mapping[str, str], uppers: Mapping[AreaCode, AreaCode]
) -> tuple[Area, ...]:
    """Make the areas of a level from those of the level below.

    Args:
        lower: All areas of the level below; each one's ``parent`` says what it becomes part of.
        level: What the new areas are called.
        names: By code; an area without one is called by its code.
        uppers: Parents of the new areas by code; where it has none, dotted codes say them.

    Raises:
        UpperCodeMissing: If a lower area has no parent.
    """
    members: dict[AreaCode, list[int]] = defaultdict(list)
    orphans = [area.code for area in lower if area.parent is None]
    if orphans:
        raise UpperCodeMissing(level=level, codes=_some(orphans))
    for place, area in enumerate(lower):
        if area.parent is not None:
            members[area.parent].append(place)
    shapes = np.asarray([shapely.from_geojson(area.boundary) for area in lower], dtype=object)
    tree = shapely.STRtree(shapes)
    made = []
    for code, places in sorted(members.items()):
        whole = _without_slivers(joined(list(shapes[places])), set(places), shapes, tree)
        made.append(
            Area(
                code=code,
                level=level,
                name=names.get(code) or code,
                parent=uppers.get(code) or dotted_parent(code),
                boundary=boundary_text(whole),
                approximate=any(lower[place].approximate for place in places),
            )
        )
    return tuple(made)


def _without_slivers(
    whole: BaseGeometry, members: set[int], shapes: NDArray[np.object_], tree: shapely.STRtree
) -> BaseGeometry:
    slivers = []
    for polygon in polygons(whole):
        for ring in polygon.interiors:
            hole = shapely.Polygon(ring)
            others = [place for place in tree.query(hole, predicate="intersects") if place not in members]
            taken = sum(float(shapely.intersection(hole, shapes[place]).area) for place in others)
            if area_m2(hole) <= SLIVER_M2 and taken < hole.area / 2:
                slivers.append(hole)
    return joined([whole, *slivers]) if slivers else whole


def with_parents(lower: Sequence[Area], upper: Sequence[Area]) -> Parentage:
    """Find the parent of each lower area among the areas of a level: by its code, else by the largest overlap.

    What a code says counts, even where the borders say otherwise; that is remarked on.

    Args:
        lower: Areas of one level.
        upper: Areas of the level over it.
    """
    by_code = {area.code: area for area in upper}
    codes = [area.code for area in upper]
    shapes = np.asarray([shapely.from_geojson(area.boundary) for area in upper], dtype=object)
    tree = shapely.STRtree(shapes)
    found, remarks, changed = [], [], 0
    for area in lower:
        own = shapely.from_geojson(area.boundary)
        near = sorted(tree.query(own, predicate="intersects"), key=lambda place: codes[place])
        shares = [float(shapely.intersection(own, shapes[place]).area) / own.area for place in near]
        most = max(range(len(near)), key=shares.__getitem__, default=None)
        there = None if most is None or shares[most] == 0 else codes[near[most]]
        share = 0.0 if most is None else shares[most]
        parent = area.parent if area.parent in by_code else there
        if parent is None:
            remarks.append(f"{area.code} {area.name} lies in none")
        elif there is not None and there != parent:
            remarks.append(
                f"{area.code} {area.name} belongs to {parent} by its code, but {share:.0%} of it lies in {there}; "
                "the code counts"
            )
        elif share < 0.5:
            remarks.append(f"only {share:.0%} of {area.code} {area.name} lies in {parent}")
        changed += parent != area.parent
        found.append(replace(area, parent=parent))
    return Parentage(tuple(found), changed, tuple(remarks))


def check_level(level: str, areas: Sequence[Area]) -> list[Area]:
    """Return the areas of a level.

    Raises:
        LevelUnknown: If there are none.
    """
    found = [area for area in areas if area.level == level]
    if not found:
        levels = ", ".join(sorted({area.level for area in areas})) or "none"
        raise LevelUnknown(level=level, levels=levels)
    return found


def read_names(path: Path) -> dict[str, str]:
    """Read names by code from a CSV file.

    Columns are ``code`` and ``name``, or pairs such as ``district_code`` and ``district``. All pairs count, so one
    file can name all levels.

    Raises:
        BadNameFile: If it has no such pair of columns.
        OSError: If it can't be opened.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file)
            columns = list(rows.fieldnames or ())
            pairs = [pair for pair in (("code", "name"), ("kode", "nama")) if set(pair) <= set(columns)]
            pairs += [
                (column, column.removesuffix("_code"))
                for column in columns
                if column.endswith("_code") and column.removesuffix("_code") in columns
            ]
            if not pairs:
                raise BadNameFile(path=path, what=f"its columns are {', '.join(columns) or 'none'}")
            names: dict[str, str] = {}
            for row in rows:
                for code, name in pairs:
                    if (key := code_text(row[code])) and (value := code_text(row[name])):
                        names.setdefault(key, value)
            return names
    except (UnicodeDecodeError, csv.Error) as error:
        raise BadNameFile(path=path, what=error) from error


def _some(codes: Sequence[str]) -> str:
    more = len(codes) - _NAMED_AT_MOST
    return ", ".join(codes[:_NAMED_AT_MOST]) + (f" and {more} more" if more > 0 else "")
