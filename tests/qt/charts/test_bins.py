"""Bars begin where hours and days begin in Jakarta, and there are never too many of them."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commandcenter.views.charts.bins import DAY_S, HOUR_S, MAX_BARS, WIB_OFFSET_S, Bins, bins_of, floor_wib, marks

MIDNIGHT_WIB_S = int(datetime(2026, 11, 22, 17, 0, tzinfo=UTC).timestamp())

_STARTS = st.integers(0, 4_000_000_000)
_LENGTHS = st.integers(1, 40 * 365 * DAY_S)


@given(_STARTS, _LENGTHS)
def test_bars_cover_the_period_and_are_few(from_s: int, length_s: int) -> None:
    bins = bins_of(from_s, from_s + length_s)
    assert 1 <= bins.count <= MAX_BARS
    assert bins.start_s <= from_s
    assert bins.end_s >= from_s + length_s


@given(_STARTS, _LENGTHS)
def test_bars_begin_on_whole_steps_of_wib(from_s: int, length_s: int) -> None:
    bins = bins_of(from_s, from_s + length_s)
    assert (bins.start_s + WIB_OFFSET_S) % bins.step_s == 0


@pytest.mark.parametrize(
    ("length_s", "step_s"),
    [(HOUR_S, 300), (DAY_S, HOUR_S), (7 * DAY_S, HOUR_S), (30 * DAY_S, 3 * HOUR_S), (365 * DAY_S, 2 * DAY_S)],
)
def test_the_bar_grows_with_the_period(length_s: int, step_s: int) -> None:
    assert bins_of(MIDNIGHT_WIB_S, MIDNIGHT_WIB_S + length_s).step_s == step_s


@given(_STARTS, _LENGTHS, st.floats(0, 1))
def test_an_instant_lies_in_the_bar_that_is_said_to_hold_it(from_s: int, length_s: int, share: float) -> None:
    bins = bins_of(from_s, from_s + length_s)
    at_s = from_s + share * (length_s - 1)
    low, high = bins.range_of(bins.bar_at(at_s), bins.bar_at(at_s))
    assert low <= at_s < high


def test_a_range_may_be_drawn_either_way() -> None:
    bins = Bins(0, 10, 5)
    assert bins.range_of(1, 3) == bins.range_of(3, 1) == (10, 40)


@given(_STARTS, _LENGTHS, st.floats(100, 3_000))
def test_names_on_the_axis_keep_their_distance_and_mark_midnight(from_s: int, length_s: int, width: float) -> None:
    bins = bins_of(from_s, from_s + length_s)
    found = list(marks(bins, width, 72.0))
    per_px = (bins.end_s - bins.start_s) / width
    assert all((later - earlier) / per_px >= 71.9 for (earlier, _), (later, _) in itertools.pairwise(found))
    assert all(midnight == (floor_wib(at_s, DAY_S) == at_s) for at_s, midnight in found)
