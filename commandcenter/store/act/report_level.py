"""Whoever watches a gauge says what it shows. Every reading is kept; the gauge shows the last one."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import select

from commandcenter.models.gauge import Gauge, Stage, stage_at
from commandcenter.models.identity import GaugeCode
from commandcenter.models.instant import from_ms, to_ms
from commandcenter.models.table import gauge_readings
from commandcenter.store.act.code import applied_to, target_code
from commandcenter.store.act.held import needed, written
from commandcenter.store.act.outcome import Act, Outcome
from commandcenter.store.act.room_failure import NotOwn, ReadingTaken, TargetUnknown
from commandcenter.store.act.set_gauge import HIGHEST_CM, LOWEST_CM
from commandcenter.store.database import insert_if_absent
from commandcenter.store.failure import FieldMissing
from commandcenter.store.field import instant_field, number_field, whole_field


def report_level(act: Act) -> Outcome:
    """Keep a reading. One that is older than the last is kept too, and the gauge stays as it is.

    Raises:
        NotOwn: If the key stands for another gauge.
        TargetUnknown: If there is no such gauge.
        FieldMissing: If no level is said.
        ReadingTaken: If there is a reading of that moment already.
        Failure: If a number is none.
    """
    code = GaugeCode(target_code(act))
    if not act.principal.holds(code):
        raise NotOwn(name=act.principal.name, target=code)
    payload = act.intent.payload
    level_cm = number_field(payload, "level_cm", LOWEST_CM, HIGHEST_CM)
    if level_cm is None:
        raise FieldMissing(field="level_cm")
    stage = whole_field(payload, "stage", Stage.SIAGA_1, Stage.NORMAL)
    said = None if stage is None else Stage(stage)
    at = min(instant_field(payload, "measured_ms") or act.intent.acted_at, act.now)
    gauge = needed(act, Gauge, code=code)
    if not gauge.active:
        raise TargetUnknown(target=code)
    _keep(act, code, at, float(level_cm), said)
    if gauge.measured_at is not None and at <= gauge.measured_at:
        return Outcome(applied_to(act, code), ())
    read = replace(
        gauge,
        level_cm=float(level_cm),
        stage=stage_at(gauge, level_cm, said),
        measured_at=from_ms(to_ms(at)),
        said_by=act.principal.name,
    )
    return Outcome(applied_to(act, code), [written(act.connection, act.city, read)])


def _keep(act: Act, code: GaugeCode, at: datetime, level_cm: float, said: Stage | None) -> None:
    row = {
        "city": act.city,
        "gauge": code,
        "measured_ms": to_ms(at),
        "level_cm": level_cm,
        "said_by": act.principal.name,
        "recorded_ms": to_ms(act.now),
        "stage": None if said is None else int(said),
    }
    if not insert_if_absent(act.connection, gauge_readings, row):
        its_own = (gauge_readings.c.city == act.city, gauge_readings.c.gauge == code)
        there = select(gauge_readings.c.level_cm).where(*its_own, gauge_readings.c.measured_ms == to_ms(at))
        raise ReadingTaken(gauge=code, level_cm=f"{act.connection.execute(there).scalar_one():g}")
