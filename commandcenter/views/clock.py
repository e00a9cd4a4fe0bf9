"""Time as views see it: two clocks that a test can set.

Owns the one place where views read the time. ``now_s`` is for ages of reports, ``monotonic_s`` for the age of the
data, which must not jump when the computer's clock is put right.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Clock:
    """Where views read the time.

    Attributes:
        now_s: Seconds since 1970 UTC.
        monotonic_s: Seconds of ``time.monotonic()``, the clock of ``Freshness.equal_at_s``.
    """

    now_s: Callable[[], float] = time.time
    monotonic_s: Callable[[], float] = time.monotonic
