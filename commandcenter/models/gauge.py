"""Water gauges: level and alert stage, as they were measured last.

Stages are Jakarta's: 4 is normal, 3, 2, 1 ever worse (DOMAIN part B, section 8).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum

from commandcenter.models.identity import AreaCode, GaugeCode
from commandcenter.models.place import LonLat


class Stage(IntEnum):
    """Alert stage (siaga), 1 the worst."""

    SIAGA_1 = 1
    SIAGA_2 = 2
    SIAGA_3 = 3
    NORMAL = 4


@dataclass(frozen=True, slots=True)
class Gauge:
    """One gauge and its last reading.

    Attributes:
        version: Counts what people set of it, from 1; readings do not count.
        river: Name of the water.
        stage_3_cm: From this level on it is stage 3; None where nobody has said it. The same for 2 and 1.
        level_cm: Last reading; None before the first.
        stage: What that level means, by ``stage_of``; where no limits are known, what whoever read it said; else None.
        measured_at: When it was read. Older than the city's limit: stale, and shown so.
        said_by: Who read it.
        simulated: Whether it was made up.
    """

    code: GaugeCode
    version: int
    name: str
    river: str
    place: LonLat | None
    area: AreaCode | None
    stage_3_cm: float | None
    stage_2_cm: float | None
    stage_1_cm: float | None
    level_cm: float | None
    stage: Stage | None
    measured_at: datetime | None
    said_by: str
    simulated: bool
    active: bool = True


def stage_of(level_cm: float, stage_3_cm: float | None, stage_2_cm: float | None, stage_1_cm: float | None) -> Stage:
    """Return the stage of a level; a limit that nobody has said is not reached."""
    for stage, limit in ((Stage.SIAGA_1, stage_1_cm), (Stage.SIAGA_2, stage_2_cm), (Stage.SIAGA_3, stage_3_cm)):
        if limit is not None and level_cm >= limit:
            return stage
    return Stage.NORMAL


def is_stale(gauge: Gauge, now: datetime, limit_s: float) -> bool:
    """Return whether the last reading is older than the limit (``SettingKey.GAUGE_STALE_AFTER_S``), or absent."""
    return gauge.measured_at is None or now - gauge.measured_at > timedelta(seconds=limit_s)


def stage_at(gauge: Gauge, level_cm: float, said: Stage | None) -> Stage | None:
    """Return the stage of a level at a gauge: by its limits, and where none are known as whoever read it said."""
    if gauge.stage_3_cm is None and gauge.stage_2_cm is None and gauge.stage_1_cm is None:
        return said
    return stage_of(level_cm, gauge.stage_3_cm, gauge.stage_2_cm, gauge.stage_1_cm)


def new_gauge(code: GaugeCode, name: str, river: str = "", *, simulated: bool = False) -> Gauge:
    """Return a gauge of which nothing else is known; it comes to its first version when it is written."""
    return Gauge(
        code=code,
        version=0,
        name=name,
        river=river,
        place=None,
        area=None,
        stage_3_cm=None,
        stage_2_cm=None,
        stage_1_cm=None,
        level_cm=None,
        stage=None,
        measured_at=None,
        said_by="",
        simulated=simulated,
    )
