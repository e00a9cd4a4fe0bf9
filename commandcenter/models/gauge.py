"""Water gauges: level and alert stage, as they were measured last.

Stages are Jakarta's: 4 is normal, 3, 2, 1 ever worse (DOMAIN part B, section 8).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
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
        river: Name of the water.
        stage_3_cm: From this level on it is stage 3; None where nobody has said it. The same for 2 and 1.
        level_cm: Last reading; None before the first.
        stage: What that level means, by ``stage_of``; None where no limits are known.
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
