"""Where somebody may want to go: areas by name, coordinates, and reports by number or address.

Runs on a thread of ``Reading``: asks the mirror.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import shapely

from commandcenter.models.area_tree import AreaTree
from commandcenter.models.failure import Failure
from commandcenter.models.identity import ReportId
from commandcenter.models.mirror.reader import MirrorReader
from commandcenter.models.place import LonLat, checked_place
from commandcenter.views.wording import level_title

MOST_AREAS = 8
MOST_REPORTS = 12
_POINT_REACH_DEG = 0.003

_NUMBER = r"([-+]?\d+(?:[.,]\d+)?)\s*°?\s*"
_PAIR = re.compile(rf"^\s*{_NUMBER}(LS|LU|S|N)?[\s,;]+{_NUMBER}(BT|BB|E|W)?\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Destination:
    """One place to go to.

    Attributes:
        title: What it is called.
        detail: Where or what it is.
        corners: South-west and north-east; None for a report, which knows its own place.
        report: Which report; None for places.
    """

    title: str
    detail: str
    corners: tuple[LonLat, LonLat] | None
    report: ReportId | None = None


def destinations(reader: MirrorReader, text: str) -> tuple[Destination, ...]:
    """Return what a text may mean, coordinates first, then areas, then reports, the newest first."""
    wanted = text.strip()
    if not wanted:
        return ()
    place = place_of(wanted)
    found = [] if place is None else [_point(place)]
    return (*found, *_areas(reader, wanted.casefold()), *_reports(reader, wanted))


def place_of(text: str) -> LonLat | None:
    """Return the place that a pair of numbers says: latitude first, as people write it; None if it says none.

    Commas may stand for decimal points where blanks or semicolons part the numbers.
    """
    match = _PAIR.match(text)
    if match is None:
        return None
    lat, south, lon, west = match.groups()
    lat_deg, lon_deg = float(lat.replace(",", ".")), float(lon.replace(",", "."))
    if (south or "").upper() in {"LS", "S"}:
        lat_deg = -abs(lat_deg)
    if (west or "").upper() in {"BB", "W"}:
        lon_deg = -abs(lon_deg)
    try:
        return checked_place(lon_deg, lat_deg)
    except Failure:
        return None


def _point(place: LonLat) -> Destination:
    reach = _POINT_REACH_DEG
    corners = LonLat(place.lon - reach, place.lat - reach), LonLat(place.lon + reach, place.lat + reach)
    return Destination(f"{place.lat:.5f}, {place.lon:.5f}", "", corners)


def _areas(reader: MirrorReader, wanted: str) -> Iterator[Destination]:
    areas = reader.areas()
    tree = AreaTree(areas)
    matching = [area for area in areas if wanted in area.name.casefold()]
    matching.sort(key=lambda area: (not area.name.casefold().startswith(wanted), area.name.casefold(), area.code))
    for area in matching[:MOST_AREAS]:
        bounds = shapely.bounds(shapely.from_geojson(area.boundary, on_invalid="ignore"))
        if not all(abs(each) <= 180 for each in bounds.tolist()):
            continue
        west, south, east, north = bounds.tolist()
        above = ", ".join(upper.name for upper in tree.lineage(area.code)[1:])
        level = level_title(area.level)
        detail = f"{level} · {above}" if above else level
        yield Destination(area.name, detail, (LonLat(west, south), LonLat(east, north)))


def _reports(reader: MirrorReader, wanted: str) -> Iterator[Destination]:
    newest = reader.search(wanted)[::-1][:MOST_REPORTS].tolist()
    texts = reader.texts(newest)
    for number in newest:
        text = texts.get(ReportId(number))
        if text is not None:
            detail = " ".join((text.address or text.description).split())
            yield Destination(text.number, detail[:90], None, ReportId(number))
