"""Clocks: a report's times from being open to being closed, one for each time that it was open.

Owns how a timeline is read. The first clock begins with the report, each further one when it is opened again; a
closing ends one, and what was measured stays (the city's rules: "a new clock; the first one's result stays").
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from commandcenter.models.board.change_set import NO_TIME
from commandcenter.models.clock import after_pause, stops
from commandcenter.models.figure.history import History
from commandcenter.models.state import CLOSED_STATES, STATE_CODE, STATES, State

NOT_DUE = np.iinfo(np.int64).max
"""When closing is due while a pause stops the clock: not before the pause ends, whenever that will be."""

_IS_CLOSED = np.array([state in CLOSED_STATES for state in STATES], np.bool_)

_REPORT_SHIFT = 40
"""Bits below a report's row in a key that keeps reports apart; instants in seconds fit for 34,000 years."""


@dataclass(frozen=True, slots=True, eq=False)
class Clocks:
    """Clocks as columns, by report and, within one, by time. Instants in seconds, ``NO_TIME``: never so far.

    Attributes:
        rows: int64; the report's row in its ``History``.
        start_s: int64; when it was reported, or opened again.
        end_s: int64; when it was closed.
        due_s: int64; when closing was due, see ``_due``; ``NOT_DUE`` while a pause stops the clock.
        closed_before_s: int64; when the clock before ended; ``NO_TIME`` for a first clock.
        paused_s: int64; seconds between start and end in state ``estimated``; 0 while it runs.
    """

    rows: NDArray[np.int64]
    start_s: NDArray[np.int64]
    end_s: NDArray[np.int64]
    due_s: NDArray[np.int64]
    closed_before_s: NDArray[np.int64]
    paused_s: NDArray[np.int64]


def clocks_of(history: History) -> Clocks:
    """Read every timeline.

    A move counts in the order of the timeline: one that claims an earlier instant than the one before it counts at
    that one's instant, and none counts before the report was made.
    """
    rows, at_s = history.move_rows, _ordered(history)
    closed_after = _IS_CLOSED[history.moved_to]
    first = np.ones(len(rows), np.bool_)
    first[1:] = rows[1:] != rows[:-1]
    closed_before = np.zeros(len(rows), np.bool_)
    closed_before[1:] = closed_after[:-1] & ~first[1:]
    closings = np.flatnonzero(closed_after & ~closed_before)
    reopens = closed_before & ~closed_after
    reopenings = np.flatnonzero(reopens)

    all_rows = np.concatenate([np.arange(len(history)), rows[reopenings]])
    order = np.argsort(all_rows, kind="stable")
    clock_rows = all_rows[order]
    start_s = np.concatenate([history.created_s, at_s[reopenings]])[order]
    paused_before = _paused_before(history, at_s)
    report_start = np.searchsorted(rows, np.arange(len(history)))
    paused_at_start = paused_before[np.concatenate([report_start, reopenings])[order]]

    first_clock = np.searchsorted(clock_rows, np.arange(len(history)))
    ended = first_clock[rows[closings]] + _count_within(rows[closings])
    end_s = np.full(len(clock_rows), NO_TIME, np.int64)
    end_s[ended] = at_s[closings]
    paused_s = np.zeros(len(clock_rows), np.int64)
    paused_s[ended] = paused_before[closings] - paused_at_start[ended]
    closed_before_s = np.full(len(clock_rows), NO_TIME, np.int64)
    further = np.flatnonzero(clock_rows[1:] == clock_rows[:-1]) + 1
    closed_before_s[further] = end_s[further - 1]
    pauses = _pauses(history, at_s, reopens)
    return Clocks(clock_rows, start_s, end_s, _due(history, clock_rows, start_s, pauses), closed_before_s, paused_s)


def disagreeing(history: History) -> int:
    """Return how many reports are closed by their timeline and open by themselves, or the other way round."""
    rows = history.move_rows
    by_timeline = np.zeros(len(history), np.bool_)
    last = np.ones(len(rows), np.bool_)
    last[:-1] = rows[1:] != rows[:-1]
    by_timeline[rows[last]] = _IS_CLOSED[history.moved_to[last]]
    return int(np.count_nonzero(by_timeline != history.closed))


def _ordered(history: History) -> NDArray[np.int64]:
    """Return the moves' instants, none before its report or before the move in front of it."""
    rows = history.move_rows
    at_s = np.maximum(history.moved_s, history.created_s[rows])
    # A running maximum that begins anew with each report, without a loop.
    key = (rows << _REPORT_SHIFT) + at_s
    ordered: NDArray[np.int64] = np.maximum.accumulate(key) - (rows << _REPORT_SHIFT)
    return ordered


def _paused_before(history: History, at_s: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the seconds in state ``estimated`` over all moves before each one; shape (m + 1,)."""
    lasted_s = np.zeros(len(at_s), np.int64)
    # Between the last move of a report and the first of the next lies nothing of either: no clock spans it.
    paused = history.moved_to[:-1] == STATE_CODE[State.ESTIMATED]
    lasted_s[:-1] = np.where(paused, at_s[1:] - at_s[:-1], 0)
    return np.concatenate([np.zeros(1, np.int64), lasted_s.cumsum()])


@dataclass(frozen=True, slots=True, eq=False)
class _Pauses:
    """Pauses as columns, in the order of the timelines.

    Attributes:
        clocks: int64; place of the clock that each one lies in.
        since_s: int64; when it began.
        until_s: int64; when it ended; ``NO_TIME`` while it lasts.
    """

    clocks: NDArray[np.int64]
    since_s: NDArray[np.int64]
    until_s: NDArray[np.int64]


def _pauses(history: History, at_s: NDArray[np.int64], reopens: NDArray[np.bool_]) -> _Pauses:
    """Return every time in state ``estimated``.

    Args:
        history: The timelines.
        at_s: Instants of its moves.
        reopens: Which moves begin a further clock.
    """
    rows = history.move_rows
    # Every report has a clock and each reopening one more, also those of the reports in front.
    clocks = rows + reopens.cumsum()
    until_s = np.full(len(rows), NO_TIME, np.int64)
    goes_on = rows[1:] == rows[:-1]
    until_s[:-1][goes_on] = at_s[1:][goes_on]
    paused = history.moved_to == STATE_CODE[State.ESTIMATED]
    return _Pauses(clocks[paused], at_s[paused], until_s[paused])


def _count_within(rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return 0, 1, 2 … within each run of equal, ascending values."""
    counted: NDArray[np.int64] = np.arange(len(rows)) - np.searchsorted(rows, rows)
    return counted


def _due(history: History, rows: NDArray[np.int64], start_s: NDArray[np.int64], pauses: _Pauses) -> NDArray[np.int64]:
    """Return when each clock was due.

    A report says one limit, that of its present clock, to which the store adds every pause that is over. What the
    clocks before it allowed is said nowhere: it is the category's time, and the pauses that stopped them. An imported
    report says the limit of its first clock, however often it was reopened: then each further one allows as long as
    the first. The two are told apart by the limit itself: one set at the last reopening lies at least the category's
    time behind it.

    A limit never lies within a pause that stopped its clock. So one column serves every instant: what is past it at an
    instant was past it then, whatever has been added to the timeline since.
    """
    last = np.ones(len(rows), np.bool_)
    last[:-1] = rows[1:] != rows[:-1]
    said_s = history.close_by_s
    said_at_reopening = said_s >= start_s[last] + history.closing_s
    by_category = said_at_reopening[rows]
    due_s = start_s + np.where(by_category, history.closing_s[rows], (said_s - history.created_s)[rows])
    stopped = by_category[pauses.clocks] & (pauses.until_s != NO_TIME)
    # The second pause of a clock is judged by the limit that the first one left.
    nth = np.where(stopped, _count_within(pauses.clocks), -1)
    for each in range(int(nth.max(initial=-1)) + 1):
        now = np.flatnonzero(nth == each)
        clocks = pauses.clocks[now]
        due_s[clocks] = after_pause(due_s[clocks], pauses.since_s[now], pauses.until_s[now])
    only = np.bincount(rows, minlength=len(history)) == 1
    due_s = np.where(last & (only | said_at_reopening)[rows], said_s[rows], due_s)
    running = np.flatnonzero(pauses.until_s == NO_TIME)
    clocks = pauses.clocks[running]
    due_s[clocks[stops(pauses.since_s[running], due_s[clocks])]] = NOT_DUE
    return due_s
