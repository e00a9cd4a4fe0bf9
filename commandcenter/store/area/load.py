"""Loading areas into the store, and placing reports anew.

All of it is one transaction: nobody ever sees new borders with old places. A report whose area changes is a change of
the feed; its version stays and its timeline too, since a redrawn border is nobody's work on it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, select, update

from commandcenter.models.failure import Failure
from commandcenter.models.flat import flatten, rebuild
from commandcenter.models.identity import AreaCode, CityCode
from commandcenter.models.instant import to_ms
from commandcenter.models.record import Entity
from commandcenter.models.report import Area
from commandcenter.models.table import areas, store_meta
from commandcenter.store.area.level import check_level
from commandcenter.store.area.move import Move, place_anew
from commandcenter.store.database import insert_of
from commandcenter.store.failure import NotInitialised
from commandcenter.store.feed import Change, publish, put, removed
from commandcenter.store.placement import load_index
from commandcenter.store.setting import StoreSettings


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
        stand_ins: Of those written over or removed, how many had approximate borders that real ones replace.
        approximate_levels: Levels that still have approximate borders.
        place_level: Level of the areas that reports are placed in, from now on.
        moved: Reports that lie in another area now than before.
    """

    written: int
    unchanged: int
    removed: int
    stand_ins: int
    approximate_levels: Sequence[str]
    place_level: str
    moved: Sequence[Move]


def load_areas(
    connection: Connection,
    settings: StoreSettings,
    wanted: Sequence[Area],
    *,
    replace: bool = False,
    place_level: str | None = None,
) -> AreasLoaded:
    """Write areas and place reports anew.

    Approximate areas of a level that real borders come for go away, all of them: a stand-in beside real neighbours
    would take places from them.

    Args:
        connection: Inside a writing transaction.
        settings: Which city, which clock.
        wanted: Of one level or of several; may be none where only the placing level changes.
        replace: Remove areas of the same levels that are not among the wanted ones.
        place_level: Level of the areas that reports are placed in from now on; None leaves it.

    Raises:
        NotInitialised: If the database does not hold the city.
        AreaCodeTaken: If a code would stand for areas of two levels.
        LevelUnknown: If there would be no areas of ``place_level``.
    """
    city, now = settings.city, settings.clock()
    meta = connection.execute(select(store_meta).where(store_meta.c.city == city).with_for_update()).one_or_none()
    if meta is None:
        raise NotInitialised(city=city)
    present = {area.code: area for area in stored_areas(connection, city)}
    _check_codes(present, wanted)
    written = [area for area in wanted if present.get(area.code) != area]
    gone = _leaving(present, wanted, replace=replace)
    after = {code: area for code, area in present.items() if code not in gone} | {area.code: area for area in wanted}
    if place_level is not None:
        check_level(place_level, list(after.values()))
    level = place_level or meta.place_level
    touched = {area.level for area in [*written, *gone.values()]}
    _write(connection, city, written)
    moved: list[Move] = []
    if touched or level != meta.place_level:
        connection.execute(
            update(store_meta)
            .where(store_meta.c.city == city)
            .values(areas_version=meta.areas_version + 1, place_level=level)
        )
    if gone or level in touched or level != meta.place_level:
        index = load_index(connection, city, level, without=gone)
        unbound = {code for code, area in present.items() if area.approximate} | set(gone)
        moved = place_anew(connection, city, index, to_ms(now), unbound=unbound)
    connection.execute(delete(areas).where(areas.c.city == city, areas.c.code.in_(gone)))
    made: list[Change] = [put(Entity.AREA, flatten(area)) for area in written]
    made += [put(Entity.REPORT, {"id": move.report_id}) for move in moved]
    made += [removed(Entity.AREA, flatten(area)) for area in gone.values()]
    publish(connection, city, made, now)
    real = {area.level for area in wanted if not area.approximate}
    was = [present[area.code] for area in written if not area.approximate and area.code in present]
    was += [area for area in gone.values() if area.level in real]
    return AreasLoaded(
        written=len(written),
        unchanged=len(wanted) - len(written),
        removed=len(gone),
        stand_ins=sum(area.approximate for area in was),
        approximate_levels=sorted({area.level for area in after.values() if area.approximate}),
        place_level=level,
        moved=moved,
    )


def stored_areas(connection: Connection, city: CityCode) -> list[Area]:
    """Return all areas that the store holds, in the order of their codes."""
    rows = connection.execute(select(areas).where(areas.c.city == city).order_by(areas.c.code)).mappings()
    return [rebuild(Area, dict(row)) for row in rows]


def _leaving(present: Mapping[AreaCode, Area], wanted: Sequence[Area], *, replace: bool) -> dict[AreaCode, Area]:
    """Return the areas that go away."""
    kept = {area.code for area in wanted}
    levels = {area.level for area in wanted}
    real = {area.level for area in wanted if not area.approximate}
    return {
        code: area
        for code, area in present.items()
        if code not in kept and area.level in levels and (replace or (area.approximate and area.level in real))
    }


def _check_codes(present: Mapping[AreaCode, Area], wanted: Sequence[Area]) -> None:
    """Refuse codes that areas of another level have already: they would take those areas' place."""
    levels = {code: area.level for code, area in present.items()}
    for area in wanted:
        if levels.setdefault(area.code, area.level) != area.level:
            raise AreaCodeTaken(code=area.code, level=levels[area.code])


def _write(connection: Connection, city: CityCode, written: Sequence[Area]) -> None:
    if not written:
        return
    records: list[dict[str, Any]] = [flatten(area) for area in written]
    statement = insert_of(connection, areas)
    statement = statement.on_conflict_do_update(
        index_elements=["city", "code"],
        set_={name: statement.excluded[name] for name in records[0] if name != "code"},
    )
    connection.execute(statement, [{"city": city, **record} for record in records])
