"""Somebody says where a report really is: it goes to the office of that area."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from commandcenter.models.identity import AreaCode
from commandcenter.models.place import LonLat
from commandcenter.models.report import Report, TransitionKind
from commandcenter.models.table import areas, store_meta
from commandcenter.store.act.failure import AreaUnknown, NowhereToPlace
from commandcenter.store.act.open_report import open_report
from commandcenter.store.act.outcome import Act, Outcome
from commandcenter.store.act.subject import change_report, check_base, last_entry, next_entry, noted, unchanged
from commandcenter.store.draft import MAX_ADDRESS_CHARS, place_of
from commandcenter.store.field import MAX_FIELD_CHARS, MAX_NOTE_CHARS, text_field


def re_place(act: Act) -> Outcome:
    """Give an open report another position, another area, or both.

    The area follows from the position unless one is named: borders may be approximate, and people know better.

    Raises:
        Failure: If the report is closed, or nothing says where it is, or there is no such area.
        Conflict: If the report changed since the base version.
    """
    payload = act.intent.payload
    place = place_of(payload)
    named = text_field(payload, "area", MAX_FIELD_CHARS)
    address = text_field(payload, "address", MAX_ADDRESS_CHARS)
    note = text_field(payload, "note", MAX_NOTE_CHARS)
    report = open_report(act)
    if place is None and named is None:
        raise NowhereToPlace(number=report.number)
    area = _area(act, place, named)
    last = last_entry(act, report.id)
    check_base(act, report, last, area or "")
    fields = _fields(report, place, area, address)
    if not fields:
        return unchanged(act, report)
    text = noted(f"Wilayah: {_name(act, report.area)} → {_name(act, area)}" if "area" in fields else "", note)
    entry = next_entry(act, report, last, TransitionKind.RE_PLACED, report.state, text)
    return change_report(act, report, fields, entry)


def _fields(report: Report, place: LonLat | None, area: AreaCode | None, address: str | None) -> dict[str, Any]:
    """Return the columns that differ from what is there."""
    fields: dict[str, Any] = {}
    if place is not None and place != report.place:
        fields |= {"lon": place.lon, "lat": place.lat}
    if area != report.area:
        fields["area"] = area
    if address is not None and address != report.address:
        fields["address"] = address
    return fields


def _area(act: Act, place: LonLat | None, named: str | None) -> AreaCode | None:
    # Held even where an area is named: a load of areas must not pass unseen.
    index = act.placement.index(act.connection)
    if named is None:
        return None if place is None else index.area_at(place.lon, place.lat)
    known = (
        select(areas.c.code)
        .join(store_meta, store_meta.c.city == areas.c.city)
        .where(areas.c.city == act.city, areas.c.code == named, areas.c.level == store_meta.c.place_level)
    )
    if act.connection.execute(known).first() is None:
        raise AreaUnknown(area=named)
    return AreaCode(named)


def _name(act: Act, area: AreaCode | None) -> str:
    """Return an area's name as the timeline says it."""
    if area is None:
        return "di luar semua wilayah"
    name = select(areas.c.name).where(areas.c.city == act.city, areas.c.code == area)
    return act.connection.execute(name).scalar_one_or_none() or area
