"""What every page shows of the city itself: its categories, its extent, and whether what it shows is real."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import shapely
from sqlalchemy import Connection, select

from commandcenter.models.city_setting import SettingKey
from commandcenter.models.identity import CityCode
from commandcenter.models.instant import to_ms
from commandcenter.models.table import areas, categories, reports
from commandcenter.store.city_setting import value_of

_CATEGORY_FIELDS = ("code", "name_id", "name_en", "group", "icon", "publication", "ppsu_sized")


def read_city(connection: Connection, city: CityCode, now: datetime) -> dict[str, Any]:
    """Return the city's code and categories, its bounds, what of it is not real, and whether citizens may register.

    Bounds are west, south, east, north in degrees; None where no area is loaded.
    """
    listed = connection.execute(
        select(*(categories.c[name] for name in _CATEGORY_FIELDS))
        .where(categories.c.city == city, categories.c.active)
        .order_by(categories.c.code)
    ).mappings()
    top = connection.execute(
        select(areas.c.boundary, areas.c.approximate).where(areas.c.city == city, areas.c.parent.is_(None))
    ).all()
    return {
        "city": city,
        "simulated": _is_simulated(connection, city),
        "approximate": any(area.approximate for area in top),
        "bounds": _bounds([area.boundary for area in top]),
        "registration": bool(value_of(connection, city, SettingKey.REGISTRATION_OPEN)),
        "categories": [dict(category) for category in listed],
        "clock_ms": to_ms(now),
    }


def _is_simulated(connection: Connection, city: CityCode) -> bool:
    """Return what the newest report says: a city is simulated as a whole, or replays old reports."""
    newest = select(reports.c.simulated).where(reports.c.city == city).order_by(reports.c.id.desc()).limit(1)
    return bool(connection.execute(newest).scalar_one_or_none())


def _bounds(boundaries: list[str]) -> list[float] | None:
    if not boundaries:
        return None
    shapes = shapely.from_geojson(boundaries)
    return [round(float(edge), 5) for edge in shapely.total_bounds(shapes)]
