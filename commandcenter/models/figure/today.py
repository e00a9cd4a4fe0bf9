"""The figures of the running day: what a room sees at a glance.

Definitions, for a UTC second ``at_s`` and the WIB day that holds it, up to ``at_s``:

* new: reported within the day;
* open: neither done nor rejected at present;
* overdue: open, and beyond a limit at ``at_s`` (``board.passing.overdue``);
* done: done at present, and closed within the day; a rejected report is closed but not done;
* first response: from being reported to being taken on, of the reports taken on within the day.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from commandcenter.models.board.count import bin_start, overdue_count
from commandcenter.models.board.filter import EVERYTHING, Filter
from commandcenter.models.board.generation import Generation
from commandcenter.models.board.mask import mask
from commandcenter.models.instant import WIB
from commandcenter.models.state import STATE_CODE, State

WIB_OFFSET_S = int(WIB.utcoffset(None).total_seconds())
"""Seconds that WIB is ahead of UTC."""

DAY_S = 86_400

_DONE = STATE_CODE[State.DONE]


@dataclass(frozen=True, slots=True)
class Today:
    """The day's figures.

    Attributes:
        new: Reports.
        open: Reports.
        overdue: Reports.
        done: Reports.
        response_median_s: Median of the first responses in seconds; None without any.
        responses: How many first responses the median is of.
    """

    new: int
    open: int
    overdue: int
    done: int
    response_median_s: float | None
    responses: int


def day_start(at_s: int) -> int:
    """Return the UTC second at which the WIB day of an instant begins."""
    return bin_start(at_s, DAY_S, WIB_OFFSET_S)


def today(generation: Generation, at_s: int) -> Today:
    """Return the figures of the WIB day that holds a UTC second, up to that second, itself included."""
    begin_s, end_s = day_start(at_s), at_s + 1
    waits_s = []
    done = 0
    for chunk in generation.chunks:
        columns, alive = chunk.columns, chunk.alive
        # "Has not happened" is the smallest number there is, so it lies before every day.
        taken = alive & (columns["acknowledged_s"] >= begin_s) & (columns["acknowledged_s"] < end_s)
        waits_s.append(columns["acknowledged_s"][taken] - columns["created_s"][taken])
        closed = alive & (columns["closed_s"] >= begin_s) & (columns["closed_s"] < end_s)
        done += int(np.count_nonzero(closed & (columns["states"] == _DONE)))
    # A clock that was put back can make a response seem earlier than its report.
    waited_s = np.maximum(np.concatenate(waits_s), 0) if waits_s else np.empty(0, np.int64)
    return Today(
        new=mask(generation, Filter(created_from_s=begin_s, created_until_s=end_s)).count,
        open=mask(generation, Filter(open_only=True)).count,
        overdue=overdue_count(generation, mask(generation, EVERYTHING), at_s),
        done=done,
        response_median_s=float(np.median(waited_s)) if len(waited_s) else None,
        responses=len(waited_s),
    )
