"""How a period is cut into bars and where its axis is marked: arithmetic without widgets.

All instants are UTC seconds; bars and days begin where they begin in WIB.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from commandcenter.models.instant import WIB

WIB_OFFSET_S = int(WIB.utcoffset(None).total_seconds())
HOUR_S = 3_600
DAY_S = 86_400
MAX_BARS = 240

_LONGEST_S = 3_640 * DAY_S

_STEPS_S = (
    300,
    900,
    HOUR_S,
    3 * HOUR_S,
    6 * HOUR_S,
    12 * HOUR_S,
    DAY_S,
    2 * DAY_S,
    7 * DAY_S,
    28 * DAY_S,
    91 * DAY_S,
    364 * DAY_S,
    _LONGEST_S,
)
_SHORT_S = 3 * HOUR_S
_MARK_STEPS_S = (900, HOUR_S, 3 * HOUR_S, 6 * HOUR_S, 12 * HOUR_S, *(DAY_S * n for n in (1, 2, 7, 14, 28, 91, 364)))


@dataclass(frozen=True, slots=True)
class Bins:
    """Equal bars, one after the other.

    Attributes:
        start_s: Where the first begins.
        step_s: How long each is.
        count: How many.
    """

    start_s: int
    step_s: int
    count: int

    @property
    def end_s(self) -> int:
        """Where the last one ends."""
        return self.start_s + self.step_s * self.count

    def bar_at(self, at_s: float) -> int:
        """Return the bar that an instant falls into, held within the first and the last."""
        return min(max(int((at_s - self.start_s) // self.step_s), 0), self.count - 1)

    def range_of(self, first: int, last: int) -> tuple[int, int]:
        """Return where the bars from one to another, both included, begin and end."""
        low, high = sorted((first, last))
        return self.start_s + low * self.step_s, self.start_s + (high + 1) * self.step_s


def floor_wib(at_s: int, step_s: int) -> int:
    """Return the last instant at or before ``at_s`` that is a whole step from midnight WIB."""
    return (at_s + WIB_OFFSET_S) // step_s * step_s - WIB_OFFSET_S


def bins_of(from_s: int, until_s: int) -> Bins:
    """Cut a period into at most ``MAX_BARS`` bars: hours where they fit, less for a short one, more for a long one."""
    length_s = max(until_s - from_s, 1)
    finest_s = 300 if length_s <= _SHORT_S else HOUR_S
    for step_s in _STEPS_S:
        if step_s < finest_s:
            continue
        start_s = floor_wib(from_s, step_s)
        count = -(-(until_s - start_s) // step_s)
        if count <= MAX_BARS:
            return Bins(start_s, step_s, max(count, 1))
    step_s = _STEPS_S[-1]
    return Bins(floor_wib(until_s - step_s * (MAX_BARS - 1), step_s), step_s, MAX_BARS)


def marks(bins: Bins, width_px: float, gap_px: float) -> Iterator[tuple[int, bool]]:
    """Yield the instants to be named on the axis, and whether a day begins there.

    Args:
        bins: What the axis shows.
        width_px: How wide it is.
        gap_px: The least distance of two names.
    """
    length_s = bins.end_s - bins.start_s
    fitting = max(int(width_px // gap_px), 1)
    decades_s = -(-length_s // (fitting * _LONGEST_S)) * _LONGEST_S
    step_s = next((step for step in _MARK_STEPS_S if length_s / step <= fitting), decades_s)
    at_s = floor_wib(bins.start_s, step_s)
    while at_s < bins.end_s:
        if at_s >= bins.start_s:
            yield at_s, (at_s + WIB_OFFSET_S) % DAY_S == 0
        at_s += step_s
