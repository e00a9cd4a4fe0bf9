"""Loading areas into the store, and placing the reports anew.

All of it is one transaction: nobody ever sees new borders with old places. A report whose area changes is a change of
the feed; its version stays, since a redrawn border is nobody's work on it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from sqlalchemy import Connection, bindparam, delete, select, update

from commandcenter.models.area_index import NO_AREA, AreaIndex
from commandcenter.models.failure import Failure
from commandcenter.models.identity import CityCode
from commandcenter.models.instant import to_ms
from commandcenter.models.record import Entity, area_of, area_record
from commandcenter.models.report import Area
from commandcenter.models.table import areas, reports, store_meta
from commandcenter.store.database import insert_of
from commandcenter.store.failure import NotInitialised
from commandcenter.store.feed import Change, publish, put, removed
from commandcenter.store.placement import load_index
from commandcenter.store.setting import StoreSettings

_ROWS_AT_ONCE = 5_000


class AreaCodeTaken(Failure):
    """One code for areas of two levels."""

    code = "area_code_taken"
    template = (
        "The code {code} belongs to a {level} already. Nothing was loaded: name a field whose codes are unique over "
        "all levels, with --code-field."
    )


@dataclass(frozen=True, slots=True)
class AreasLoaded:
    """What a load did.

    Attributes:
        written: Areas that were new or different.
        unchanged: Areas that were there just so.
        removed: Areas that are gone.
        moved: Reports that lie in another area now than before.
    """

    written: int
    unchanged: int
    removed: int
    moved: int


def load_areas(
    connection: Connection, settings: StoreSettings, wanted: Sequence[Area], *, replace: bool = False
) -> AreasLoaded:
    """Write areas of one level and place all reports anew.

    Args:
        connection: Inside a writing transaction.
        settings: Which city, which clock.
        wanted: At least one, all of one level.
        replace: Remove areas of the same level that are not among the wanted ones.

    Raises:
        NotInitialised: If the database does not hold the city.
    """
    city, now = settings.city, settings.clock()
    meta = connection.execute(select(store_meta).where(store_meta.c.city == city).with_for_update()).one_or_none()
    if meta is None:
        raise NotInitialised(city=city)
    _check_codes(connection, city, wanted)
    rows = connection.execute(select(areas).where(areas.c.city == city, areas.c.level == wanted[0].level)).mappings()
    present = {row["code"]: area_record(area_of(dict(row))) for row in rows}
    records = [area_record(area) for area in wanted]
    written = [record for record in records if present.get(record["code"]) != record]
    _write(connection, city, written)
    kept = {record["code"] for record in records}
    gone = [record for code, record in present.items() if replace and code not in kept]
    moved: list[int] = []
    if written or gone:
        connection.execute(
            update(store_meta).where(store_meta.c.city == city).values(areas_version=meta.areas_version + 1)
        )
        leaving = [record["code"] for record in gone]
        index = load_index(connection, city, meta.place_level, without=leaving)
        moved = _place_anew(connection, city, index, to_ms(now))
        connection.execute(delete(areas).where(areas.c.city == city, areas.c.code.in_(leaving)))
    made: list[Change] = [put(Entity.AREA, record) for record in written]
    made += [put(Entity.REPORT, {"id": report_id}) for report_id in moved]
    made += [removed(Entity.AREA, record) for record in gone]
    publish(connection, city, made, now)
    return AreasLoaded(len(written), len(records) - len(written), len(gone), len(moved))


def _check_codes(connection: Connection, city: CityCode, wanted: Sequence[Area]) -> None:
    """Refuse codes that areas of another level have already: they would take those areas' place."""
    others = select(areas.c.code, areas.c.level).where(areas.c.city == city, areas.c.level != wanted[0].level)
    levels = {row.code: row.level for row in connection.execute(others)}
    for area in wanted:
        if area.code in levels:
            raise AreaCodeTaken(code=area.code, level=levels[area.code])


def _write(connection: Connection, city: CityCode, records: Sequence[dict[str, object]]) -> None:
    if not records:
        return
    statement = insert_of(connection, areas)
    statement = statement.on_conflict_do_update(
        index_elements=["city", "code"],
        set_={name: statement.excluded[name] for name in records[0] if name != "code"},
    )
    connection.execute(statement, [{"city": city, **record} for record in records])


def _place_anew(connection: Connection, city: CityCode, index: AreaIndex, now_ms: int) -> list[int]:
    """Give each report the area that it lies in now; return the ids of those where that changed."""
    moved: list[int] = []
    last = -1
    while True:
        rows = connection.execute(
            select(reports.c.id, reports.c.lon, reports.c.lat, reports.c.area)
            .where(reports.c.city == city, reports.c.id > last)
            .order_by(reports.c.id)
            .limit(_ROWS_AT_ONCE)
        ).all()
        if not rows:
            return moved
        last = rows[-1].id
        lon = np.array([row.lon for row in rows], dtype=np.float64)
        lat = np.array([row.lat for row in rows], dtype=np.float64)
        located = index.locate(lon, lat).index
        changed = [
            {"this": row.id, "there": area}
            for row, at in zip(rows, located, strict=True)
            if (area := None if at == NO_AREA else index.codes[at]) != row.area
        ]
        if changed:
            connection.execute(
                update(reports)
                .where(reports.c.city == city, reports.c.id == bindparam("this"))
                .values(area=bindparam("there"), updated_ms=now_ms),
                changed,
            )
            moved += [row["this"] for row in changed]
