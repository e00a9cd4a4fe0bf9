"""A facility is set up, changed or given up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from commandcenter.models.facility import Facility, FacilityKind
from commandcenter.models.identity import FacilityCode
from commandcenter.models.intent import IntentKind
from commandcenter.models.place import LonLat, checked_place
from commandcenter.store.act.code import set_up, target_code
from commandcenter.store.act.held import area_around, check_version, held_or_free, written
from commandcenter.store.act.outcome import Act, Outcome
from commandcenter.store.act.reach import check_reach_of
from commandcenter.store.failure import FieldMissing, PlaceIncomplete
from commandcenter.store.field import MAX_FIELD_CHARS, flag_field, number_field, text_field, word_field


def set_facility(act: Act) -> Outcome:
    """Make a facility, or bring it to what the payload says; fields left out stay as they are.

    Raises:
        Failure: If a field is not what it should be.
        Conflict: If it changed since the base version.
    """
    code = FacilityCode(target_code(act))
    payload = act.intent.payload
    name = text_field(payload, "name", MAX_FIELD_CHARS)
    kind = word_field(payload, "kind", FacilityKind)
    before = held_or_free(act, Facility, code=code)
    if before is None:
        if name is None or kind is None:
            raise FieldMissing(field="name" if name is None else "kind")
        facility = Facility(code, 0, kind, name, None, None, simulated=False)
    else:
        check_reach_of(act, before.area, None)
        check_version(act, code, before.version, (IntentKind.SET_FACILITY,), name or before.name)
        facility = replace(before, name=name or before.name, kind=kind or before.kind)
    place = place_field(payload) if "lon" in payload or "lat" in payload else facility.place
    facility = replace(
        facility,
        version=facility.version + 1,
        place=place,
        area=area_around(act, place),
        simulated=flag_or(payload, "simulated", facility.simulated),
        active=flag_or(payload, "active", facility.active),
    )
    check_reach_of(act, facility.area, None)
    made = [written(act.connection, act.city, facility)]
    return set_up(act, code, facility.version, made, before, facility)


def place_field(payload: Mapping[str, object]) -> LonLat | None:
    """Return the place that ``lon`` and ``lat`` name; None where both are null.

    Raises:
        PlaceIncomplete: If one is missing.
        CoordinatesZero: If both are 0.
        FieldNotNumber: If they lie on no map.
    """
    lon, lat = number_field(payload, "lon", -180, 180), number_field(payload, "lat", -90, 90)
    if lon is None and lat is None:
        return None
    if lon is None or lat is None:
        raise PlaceIncomplete
    return checked_place(lon, lat)


def flag_or(payload: Mapping[str, object], name: str, before: bool) -> bool:
    """Return what a flag says, or what it was before where it is absent."""
    value = flag_field(payload, name)
    return before if value is None else value
