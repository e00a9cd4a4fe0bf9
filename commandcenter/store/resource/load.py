"""Facilities and gauges of a file, loaded into a city in one transaction; what is new or different is published."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection, func, select

from commandcenter.models.area_index import AreaIndex
from commandcenter.models.facility import Facility, FacilityKind
from commandcenter.models.gauge import Gauge, new_gauge, stage_at
from commandcenter.models.identity import AreaCode
from commandcenter.models.instant import from_ms, to_ms
from commandcenter.models.place import LonLat
from commandcenter.models.table import gauge_readings
from commandcenter.store.act.held import held, written
from commandcenter.store.database import insert_of
from commandcenter.store.feed import Change, publish
from commandcenter.store.placement import Placement
from commandcenter.store.resource.facility_file import FoundFacility
from commandcenter.store.resource.gauge_file import FoundGauge
from commandcenter.store.setting import StoreSettings

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Loaded:
    """What came of a file.

    Attributes:
        written: Facilities or gauges that are new or different now.
        outside: How many lie in no area of the city.
        readings: Readings that were not there yet.
        late: Readings of the file that are later than the store's clock, and left out.
    """

    written: int
    outside: int
    readings: int = 0
    late: int = 0


def load_facilities(
    connection: Connection,
    settings: StoreSettings,
    found: Sequence[FoundFacility],
    kind: FacilityKind,
    *,
    simulated: bool = False,
) -> Loaded:
    """Bring facilities to what the file says; those that the file lacks stay.

    Args:
        connection: Inside a writing transaction; nothing else may be written in it.
        settings: Whose.
        found: Those of the file.
        kind: What they are.
        simulated: Whether they are made up.
    """
    index = Placement(settings.city).index(connection)
    made: list[Change] = []
    outside = 0
    for each in found:
        area = _area(index, each.place)
        outside += area is None
        before = held(connection, settings.city, Facility, code=each.code)
        version = 0 if before is None else before.version
        active = before is None or before.active
        now_is = Facility(each.code, version, kind, each.name, each.place, area, simulated, active)
        if now_is != before:
            made.append(written(connection, settings.city, replace(now_is, version=version + 1)))
    publish(connection, settings.city, made, settings.clock())
    return Loaded(len(made), outside)


def load_gauges(
    connection: Connection,
    settings: StoreSettings,
    found: Sequence[FoundGauge],
    said_by: str,
    *,
    simulated: bool = False,
) -> Loaded:
    """Bring gauges to what the file says, and keep its readings; a gauge shows the last one, whoever brought it.

    Args:
        connection: Inside a writing transaction; nothing else may be written in it.
        settings: Whose.
        found: Those of the file.
        said_by: Who read them, as the store shall say.
        simulated: Whether they are made up.
    """
    index = Placement(settings.city).index(connection)
    now = settings.clock()
    made: list[Change] = []
    outside = new = late = 0
    for each in found:
        before = held(connection, settings.city, Gauge, code=each.code)
        gauge = before or new_gauge(each.code, each.name, each.river, simulated=simulated)
        if each.place is not None:
            gauge = replace(gauge, place=each.place, area=_area(index, each.place), name=each.name, river=each.river)
        outside += gauge.area is None
        if gauge != before:
            gauge = replace(gauge, version=gauge.version + 1)
        in_time = [reading for reading in each.readings if reading.measured_at <= now]
        late += len(each.readings) - len(in_time)
        new += _keep(connection, settings, each, said_by)
        last = max(in_time, key=lambda reading: reading.measured_at, default=None)
        if last is not None and (gauge.measured_at is None or last.measured_at > gauge.measured_at):
            gauge = replace(
                gauge,
                level_cm=last.level_cm,
                stage=stage_at(gauge, last.level_cm, last.stage),
                measured_at=from_ms(to_ms(last.measured_at)),
                said_by=said_by,
            )
        if gauge != before:
            made.append(written(connection, settings.city, gauge))
    publish(connection, settings.city, made, now)
    return Loaded(len(made), outside, new, late)


def _keep(connection: Connection, settings: StoreSettings, gauge: FoundGauge, said_by: str) -> int:
    """Keep the readings that are not there yet, and return how many those were."""
    now = settings.clock()
    rows = [
        {
            "city": settings.city,
            "gauge": gauge.code,
            "measured_ms": to_ms(reading.measured_at),
            "level_cm": reading.level_cm,
            "said_by": said_by,
            "recorded_ms": to_ms(now),
            "stage": None if reading.stage is None else int(reading.stage),
        }
        for reading in gauge.readings
        if reading.measured_at <= now
    ]
    before = _count(connection, settings, gauge)
    for start in range(0, len(rows), _AT_ONCE):
        some = insert_of(connection, gauge_readings).values(rows[start : start + _AT_ONCE])
        connection.execute(some.on_conflict_do_nothing())
    return _count(connection, settings, gauge) - before


def _count(connection: Connection, settings: StoreSettings, gauge: FoundGauge) -> int:
    query = select(func.count()).where(gauge_readings.c.city == settings.city, gauge_readings.c.gauge == gauge.code)
    count: int = connection.execute(query).scalar_one()
    return count


def _area(index: AreaIndex, place: LonLat) -> AreaCode | None:
    return index.area_at(place.lon, place.lat)
