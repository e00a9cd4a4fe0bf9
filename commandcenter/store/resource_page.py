"""What everybody may know of facilities and gauges: what is free, how high the water is, and how old that is.

Whoever said it stands here as the facility itself or as an office, never by name.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from commandcenter.models import facility as facility_rule
from commandcenter.models import gauge as gauge_rule
from commandcenter.models.city_setting import SettingKey
from commandcenter.models.flat import flatten, rebuild
from commandcenter.models.gauge import Gauge
from commandcenter.models.identity import CityCode
from commandcenter.models.instant import from_ms, to_ms
from commandcenter.models.record import FIELDS, Entity
from commandcenter.models.table import beds, facilities, gauges
from commandcenter.store.city_setting import value_of

_UNTOLD = frozenset({"version", "active", "said_by"})


def read_facilities(connection: Connection, city: CityCode, now: datetime) -> dict[str, Any]:
    """Return the facilities in use with their beds."""
    limit_s = value_of(connection, city, SettingKey.BEDS_STALE_AFTER_S)
    rows = [
        dict(row)
        for row in connection.execute(
            select(*(facilities.c[name] for name in FIELDS[Entity.FACILITY]))
            .where(facilities.c.city == city, facilities.c.active)
            .order_by(facilities.c.code)
        ).mappings()
    ]
    names = {row["code"]: row["name"] for row in rows}
    of_facility = defaultdict(list)
    for said in connection.execute(select(beds).where(beds.c.city == city).order_by(beds.c.bed_class)):
        of_facility[said.facility].append(
            {
                "bed_class": said.bed_class,
                "free": said.free,
                "total": said.total,
                "said_by": "facility" if said.said_by == names.get(said.facility) else "office",
                "said_ms": said.said_ms,
                "stale": facility_rule.is_stale(from_ms(said.said_ms), now, limit_s),
            }
        )
    listed = [{**_told(row), "beds": of_facility[row["code"]]} for row in rows]
    return {"clock_ms": to_ms(now), "stale_after_s": limit_s, "facilities": listed}


def read_gauges(connection: Connection, city: CityCode, now: datetime) -> dict[str, Any]:
    """Return the gauges in use with their last readings."""
    limit_s = value_of(connection, city, SettingKey.GAUGE_STALE_AFTER_S)
    rows = connection.execute(
        select(*(gauges.c[name] for name in FIELDS[Entity.GAUGE]))
        .where(gauges.c.city == city, gauges.c.active)
        .order_by(gauges.c.code)
    ).mappings()
    values = [rebuild(Gauge, dict(row)) for row in rows]
    listed = [{**_told(flatten(gauge)), "stale": gauge_rule.is_stale(gauge, now, limit_s)} for gauge in values]
    return {"clock_ms": to_ms(now), "stale_after_s": limit_s, "gauges": listed}


def _told(record: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in record.items() if name not in _UNTOLD}
