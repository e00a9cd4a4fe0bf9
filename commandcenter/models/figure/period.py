"""The figures of one period, as they stood at its end.

Owns the computation of every ``definition.FigureCode``; each rule is the sentence there. Pure NumPy.

Instants are whole seconds. A period holds its first second and not its end; what happens at the end belongs to the
next one. A limit that is met to the second is met; one that lies at the period's end is not yet past
(``board.passing.overdue`` judges the same way).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from commandcenter.models.board.change_set import NO_TIME
from commandcenter.models.figure.clock import Clocks, clocks_of
from commandcenter.models.figure.definition import AGE_BOUNDS_DAYS, REOPENED_WITHIN_S, FigureCode
from commandcenter.models.figure.history import History

_DAY_S = 86_400
_P90 = 90.0
_MEDIAN = 50.0


@dataclass(frozen=True, slots=True)
class Value:
    """One figure's value.

    Attributes:
        value: In the definition's unit: a count, whole seconds, or percent; None where nothing is behind it.
        n: How many reports, responses or closings it was computed from.
    """

    value: int | float | None
    n: int


@dataclass(frozen=True, slots=True)
class PeriodFigures:
    """All figures of one period.

    Attributes:
        values: One for each figure, in the order of ``FigureCode``.
        unknown_responses: Reports closed in the period of whose first response nothing was known at its end.
    """

    values: Mapping[FigureCode, Value]
    unknown_responses: int


@dataclass(frozen=True, slots=True)
class Basis:
    """The reports that figures rest on: those that were open at some instant of a period.

    Attributes:
        reports: How many.
        simulated: How many of them were made up.
        reconstructed: Of how many the times were rebuilt from an imported file.
        untold: Of how many of those the file tells nothing after they came in: they count as open and, in time, as
            overdue, whatever was done about them.
    """

    reports: int
    simulated: int
    reconstructed: int
    untold: int


def figures_of(history: History, clocks: Clocks, start_s: int, end_s: int) -> PeriodFigures:
    """Compute the figures of a period.

    Args:
        history: The reports; later ones do no harm.
        clocks: ``clocks_of(history)``.
        start_s: First second of the period.
        end_s: First second after it.
    """
    created_s, acknowledged_s = history.created_s, history.acknowledged_s
    received = _count(_within(created_s, start_s, end_s))
    closings = np.flatnonzero(_within(clocks.end_s, start_s, end_s))
    closed = len(closings)
    open_clocks = np.flatnonzero(_open_at(clocks, end_s))
    open_rows = clocks.rows[open_clocks]
    overdue = _count(_overdue(history, clocks, open_clocks, end_s))
    on_time = closed - _count(_late(clocks.end_s[closings], clocks.due_s[closings]))
    reopened = _within(clocks.start_s, start_s, end_s) & (clocks.closed_before_s != NO_TIME)
    reopened_soon = _count((clocks.start_s - clocks.closed_before_s)[reopened] <= REOPENED_WITHIN_S)
    responded = _within(acknowledged_s, start_s, end_s)
    response_s = np.maximum(acknowledged_s[responded] - created_s[responded], 0)
    closing_s = clocks.end_s[closings] - clocks.start_s[closings]
    paused_s, all_closing_s = int(clocks.paused_s[closings].sum()), int(closing_s.sum())
    unknown = np.unique(clocks.rows[closings][_unanswered(acknowledged_s[clocks.rows[closings]], end_s)])
    ages = _by_age(end_s - created_s[open_rows])
    counts = {
        FigureCode.RECEIVED: Value(received, received),
        FigureCode.CLOSED: Value(closed, closed),
        FigureCode.NET: Value(received - closed, received + closed),
        FigureCode.OPEN: Value(len(open_rows), len(open_rows)),
        FigureCode.OPEN_0_1: Value(ages[0], ages[0]),
        FigureCode.OPEN_2_7: Value(ages[1], ages[1]),
        FigureCode.OPEN_8_30: Value(ages[2], ages[2]),
        FigureCode.OPEN_OVER_30: Value(ages[3], ages[3]),
        FigureCode.ON_TIME: _share(on_time, closed + overdue),
        FigureCode.OVERDUE: Value(overdue, overdue),
        FigureCode.RESPONSE_MEDIAN: _percentile(response_s, _MEDIAN),
        FigureCode.RESPONSE_P90: _percentile(response_s, _P90),
        FigureCode.CLOSING_MEDIAN: _percentile(closing_s, _MEDIAN),
        FigureCode.CLOSING_P90: _percentile(closing_s, _P90),
        FigureCode.PAUSED: Value(_percent(paused_s, all_closing_s), closed),
        FigureCode.REOPENED: _share(reopened_soon, closed),
    }
    return PeriodFigures(counts, len(unknown))


def basis_of(history: History, clocks: Clocks, start_s: int, end_s: int) -> Basis:
    """Return what the figures of the periods between two seconds rest on."""
    running = (clocks.start_s < end_s) & ((clocks.end_s == NO_TIME) | (clocks.end_s >= start_s))
    behind = np.zeros(len(history), np.bool_)
    behind[clocks.rows[running]] = True
    reconstructed = behind & history.reconstructed
    moved = np.zeros(len(history), np.bool_)
    moved[history.move_rows] = True
    untold = reconstructed & ~moved & (history.acknowledged_s == NO_TIME)
    return Basis(_count(behind), _count(behind & history.simulated), _count(reconstructed), _count(untold))


def _within(at_s: NDArray[np.int64], start_s: int, end_s: int) -> NDArray[np.bool_]:
    # NO_TIME lies before everything.
    within: NDArray[np.bool_] = (at_s >= start_s) & (at_s < end_s)
    return within


def _open_at(clocks: Clocks, end_s: int) -> NDArray[np.bool_]:
    is_open: NDArray[np.bool_] = (clocks.start_s < end_s) & ((clocks.end_s == NO_TIME) | (clocks.end_s >= end_s))
    return is_open


def _unanswered(acknowledged_s: NDArray[np.int64], end_s: int) -> NDArray[np.bool_]:
    unanswered: NDArray[np.bool_] = (acknowledged_s == NO_TIME) | (acknowledged_s >= end_s)
    return unanswered


def _late(at_s: NDArray[np.int64] | int, due_s: NDArray[np.int64]) -> NDArray[np.bool_]:
    late: NDArray[np.bool_] = due_s < at_s
    return late


def _overdue(history: History, clocks: Clocks, open_clocks: NDArray[np.int64], end_s: int) -> NDArray[np.bool_]:
    rows = clocks.rows[open_clocks]
    overdue: NDArray[np.bool_] = _late(end_s, clocks.due_s[open_clocks])
    overdue |= _unanswered(history.acknowledged_s[rows], end_s) & _late(end_s, history.respond_by_s[rows])
    return overdue


def _by_age(age_s: NDArray[np.int64]) -> list[int]:
    kinds = np.searchsorted(np.array(AGE_BOUNDS_DAYS) * _DAY_S, age_s, side="right")
    counted: list[int] = np.bincount(kinds, minlength=len(AGE_BOUNDS_DAYS) + 1).tolist()
    return counted


def _percentile(durations_s: NDArray[np.int64], percent: float) -> Value:
    """Interpolate linearly between the two nearest ranks (Hyndman and Fan 1996, type 7), rounded to a second."""
    if not len(durations_s):
        return Value(None, 0)
    exact_s = float(np.percentile(durations_s, percent, method="linear"))
    return Value(math.floor(exact_s + 0.5), len(durations_s))


def _share(part: int, whole: int) -> Value:
    return Value(_percent(part, whole), whole)


def _percent(part: int, whole: int) -> float | None:
    return None if whole == 0 else 100 * part / whole


def _count(passed: NDArray[np.bool_]) -> int:
    return int(np.count_nonzero(passed))


def both_periods(history: History, start_s: int, end_s: int) -> tuple[PeriodFigures, PeriodFigures, Basis]:
    """Return the figures of a period, those of the one of equal length before it, and what both rest on."""
    clocks = clocks_of(history)
    before_s = 2 * start_s - end_s
    return (
        figures_of(history, clocks, start_s, end_s),
        figures_of(history, clocks, before_s, start_s),
        basis_of(history, clocks, before_s, end_s),
    )
