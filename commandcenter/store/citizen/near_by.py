"""Open public reports near a place: what somebody is shown before they report the same again."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from commandcenter.models.identity import CategoryCode, CityCode
from commandcenter.models.place import EARTH_RADIUS_M, LonLat
from commandcenter.models.report import Moderation
from commandcenter.models.role import Role
from commandcenter.models.sensitivity import counts_only
from commandcenter.models.table import areas, reports
from commandcenter.store.catalogue import load_categories
from commandcenter.store.draft import place_of
from commandcenter.store.failure import PlaceMissing
from commandcenter.store.field import MAX_FIELD_CHARS, text_field
from commandcenter.store.open311.photo import public_photos
from commandcenter.store.photo.evidence import distance_m
from commandcenter.store.placement import Placement

RADIUS_M = 150.0
"""How far away a report may be that could be the same trouble (assumed)."""

MOST_SHOWN = 5

_FIELDS = ("number", "category", "state", "description", "lon", "lat", "created_ms", "supporters", "simulated")


@dataclass(frozen=True, slots=True)
class Question:
    """Where somebody stands, and what they want to report.

    Attributes:
        category: Only reports of this; None: of any.
    """

    place: LonLat
    category: CategoryCode | None


def read_question(message: Mapping[str, object]) -> Question:
    """Read ``lon``, ``lat`` and ``category`` of a message.

    Raises:
        Failure: If there is no place, or none that a report can have.
    """
    place = place_of(message)
    if place is None:
        raise PlaceMissing
    category = text_field(message, "category", MAX_FIELD_CHARS)
    return Question(place, None if category is None else CategoryCode(category))


def name_of_area(connection: Connection, city: CityCode, placement: Placement, place: LonLat) -> str | None:
    """Return what the smallest area around a place is called; None: the place lies outside the city."""
    code = placement.present_index(connection).area_at(place.lon, place.lat)
    if code is None:
        return None
    return str(connection.execute(select(areas.c.name).where(areas.c.city == city, areas.c.code == code)).scalar_one())


def find_near(connection: Connection, city: CityCode, question: Question) -> list[dict[str, Any]]:
    """Return open public reports within ``RADIUS_M``, nearest first, with the first public photo of each."""
    shown = [
        code
        for code, category in load_categories(connection, city).items()
        if not counts_only(Role.PUBLIC, category.publication) and question.category in {None, code}
    ]
    place = question.place
    lat_by = math.degrees(RADIUS_M / EARTH_RADIUS_M)
    lon_by = lat_by / max(math.cos(math.radians(place.lat)), 0.01)
    rows = connection.execute(
        select(reports.c.id, *(reports.c[name] for name in _FIELDS)).where(
            reports.c.city == city,
            reports.c.closed_ms.is_(None),
            reports.c.moderation == Moderation.PUBLIC.value,
            reports.c.category.in_(shown),
            reports.c.lat.between(place.lat - lat_by, place.lat + lat_by),
            reports.c.lon.between(place.lon - lon_by, place.lon + lon_by),
        )
    ).mappings()
    near = [(distance_m(place, LonLat(row["lon"], row["lat"])), row) for row in rows]
    nearest = sorted((one for one in near if one[0] <= RADIUS_M), key=lambda one: (one[0], -one[1]["id"]))[:MOST_SHOWN]
    photos = public_photos(connection, city, [row["id"] for _, row in nearest], "")
    return [
        {
            "report": str(row["id"]),
            **{name: row[name] for name in _FIELDS},
            "distance_m": round(away_m),
            "photo": next((photo.url for photo in photos.get(row["id"], ()) if photo.url.startswith("/")), None),
        }
        for away_m, row in nearest
    ]
