"""A gauge is set up, changed or given up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise

from commandcenter.models.gauge import Gauge, new_gauge, stage_at
from commandcenter.models.identity import GaugeCode
from commandcenter.models.intent import IntentKind
from commandcenter.store.act.code import set_up, target_code
from commandcenter.store.act.held import area_around, check_version, held_or_free, written
from commandcenter.store.act.outcome import Act, Outcome
from commandcenter.store.act.reach import check_reach_of
from commandcenter.store.act.room_failure import LimitsOutOfOrder
from commandcenter.store.act.set_facility import flag_or, place_field
from commandcenter.store.failure import FieldMissing
from commandcenter.store.field import MAX_FIELD_CHARS, number_field, text_field

LOWEST_CM, HIGHEST_CM = -10_000.0, 100_000.0
"""Between these a level is believed to be one, in centimetres."""


def set_gauge(act: Act) -> Outcome:
    """Make a gauge, or bring it to what the payload says; its stage follows from its limits.

    Raises:
        LimitsOutOfOrder: If the limits don't rise with the stage.
        Failure: If a field is not what it should be.
        Conflict: If its setting changed since the base version.
    """
    code = GaugeCode(target_code(act))
    payload = act.intent.payload
    name = text_field(payload, "name", MAX_FIELD_CHARS)
    before = held_or_free(act, Gauge, code=code)
    if before is None:
        if name is None:
            raise FieldMissing(field="name")
        gauge = new_gauge(code, name)
    else:
        check_reach_of(act, before.area, None)
        check_version(act, code, before.version, (IntentKind.SET_GAUGE,), name or before.name)
        gauge = before
    place = place_field(payload) if "lon" in payload or "lat" in payload else gauge.place
    gauge = replace(
        gauge,
        version=gauge.version + 1,
        name=name or gauge.name,
        river=(text_field(payload, "river", MAX_FIELD_CHARS) or "") if "river" in payload else gauge.river,
        place=place,
        area=area_around(act, place),
        stage_3_cm=_limit(payload, "stage_3_cm", gauge.stage_3_cm),
        stage_2_cm=_limit(payload, "stage_2_cm", gauge.stage_2_cm),
        stage_1_cm=_limit(payload, "stage_1_cm", gauge.stage_1_cm),
        simulated=flag_or(payload, "simulated", gauge.simulated),
        active=flag_or(payload, "active", gauge.active),
    )
    check_reach_of(act, gauge.area, None)
    known = [limit for limit in (gauge.stage_3_cm, gauge.stage_2_cm, gauge.stage_1_cm) if limit is not None]
    if any(lower >= upper for lower, upper in pairwise(known)):
        raise LimitsOutOfOrder
    if gauge.level_cm is not None:
        gauge = replace(gauge, stage=stage_at(gauge, gauge.level_cm, gauge.stage))
    made = [written(act.connection, act.city, gauge)]
    return set_up(act, code, gauge.version, made, before, gauge)


def _limit(payload: Mapping[str, object], name: str, before: float | None) -> float | None:
    return number_field(payload, name, LOWEST_CM, HIGHEST_CM) if name in payload else before
