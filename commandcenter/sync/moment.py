"""Now, on both clocks: one to measure with and one to show."""

from __future__ import annotations

import time
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant on this machine.

    Attributes:
        monotonic_s: Seconds on a clock that never jumps and, where the system has one, also runs while the machine
            sleeps: after waking a laptop the data must look as old as it is.
        wall_ms: Milliseconds since 1970 UTC by this machine's clock, which may be wrong and may jump.
    """

    monotonic_s: float
    wall_ms: int


def now() -> Moment:
    """Read both clocks."""
    return Moment(time.clock_gettime(_MEASURING_CLOCK), time.time_ns() // 1_000_000)


_MEASURING_CLOCK: int = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)
