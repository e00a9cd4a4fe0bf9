"""Time as views see it: clocks that a test can set.

Owns the one place where views read the time. ``now_s`` is for ages of reports and stands in the past while the past
is shown; ``wall_s`` never does. ``monotonic_s`` is for the age of the data, which must not jump when the computer's
clock is put right.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Clock:
    """Where views read the time.

    Attributes:
        now_s: Seconds since 1970 UTC, of the instant that is shown.
        monotonic_s: Seconds of ``time.monotonic()``, the clock of ``Freshness.equal_at_s``.
        present_s: Seconds since 1970 UTC now, whatever is shown; None: the same as ``now_s``.
    """

    now_s: Callable[[], float] = time.time
    monotonic_s: Callable[[], float] = time.monotonic
    present_s: Callable[[], float] | None = None

    def wall_s(self) -> float:
        """Return the present instant, seconds since 1970 UTC."""
        return self.now_s() if self.present_s is None else self.present_s()
