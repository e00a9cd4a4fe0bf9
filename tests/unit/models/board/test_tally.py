"""One pass counts for all charts what plain Python counts one report at a time, whatever was counted before."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commandcenter.models.board.board import Board
from commandcenter.models.board.change_set import NO_TIME
from commandcenter.models.board.filter import EVERYTHING, Filter
from commandcenter.models.board.mask import mask
from commandcenter.models.board.tally import Axes, Tallier, Tally
from commandcenter.models.instant import WIB, from_ms
from tests.unit.models.board.history import START_S, Moment, few_filters, instants, moments
from tests.unit.models.board.plain import PlainReport, change, passes

pytestmark = pytest.mark.usefixtures("small_chunks")

WIB_S = 25_200
LIMITS_S = (10, 60, 100)

axes = st.builds(
    Axes,
    start_s=instants,
    step_s=st.integers(1, 90),
    bars=st.integers(1, 5),
    at_s=instants,
    age_limits_s=st.lists(st.integers(1, 200), unique=True, max_size=4).map(lambda limits: tuple(sorted(limits))),
)


def _holds(found: Tally, reports: list[PlainReport], by: Axes) -> None:
    """Say nothing if a tally counts these reports."""
    assert found.total == len(reports)
    over_time = Counter((report.created_s - by.start_s) // by.step_s for report in reports)
    assert found.over_time.tolist() == [over_time[bar] for bar in range(by.bars)]
    states = Counter(report.state for report in reports)
    assert found.states.tolist() == [states[state] for state in range(8)]
    ages = Counter(bisect_right(by.age_limits_s, max(by.at_s - report.created_s, 0)) for report in reports)
    assert found.ages.tolist() == [ages[age] for age in range(len(by.age_limits_s) + 1)]
    waits = Counter(
        len(LIMITS_S) + 1
        if report.acknowledged_s == NO_TIME
        else bisect_right(LIMITS_S, max(report.acknowledged_s - report.created_s, 0))
        for report in reports
    )
    assert found.responses.tolist() == [waits[wait] for wait in range(len(LIMITS_S) + 2)]
    local = [from_ms(report.created_s * 1000).astimezone(WIB) for report in reports]
    hours = Counter(24 * at.weekday() + at.hour for at in local)
    assert found.week_hours.tolist() == [hours[hour] for hour in range(168)]
    for counts, words in (
        (found.categories, [report.category for report in reports]),
        (found.areas, [report.area for report in reports]),
    ):
        assert counts.words[-1] is None
        assert {word: counts.of(word) for word in counts.words if counts.of(word)} == Counter(words)


@given(moments, st.lists(few_filters, max_size=2), st.lists(axes, min_size=1, max_size=3))
def test_a_tally_counts_every_report_of_a_mask_once(moment: Moment, wanted: list[Filter], scales: list[Axes]) -> None:
    tallier = Tallier(LIMITS_S, WIB_S)
    for each in (*wanted, EVERYTHING):
        chosen = [report for report in moment.reports.values() if passes(report, each)]
        for by in scales:
            _holds(tallier.tally(moment.generation, mask(moment.generation, each), by), chosen, by)


def test_what_was_remembered_of_a_chunk_does_not_outlive_a_change() -> None:
    board, tallier = Board(), Tallier(LIMITS_S, WIB_S)
    by = Axes(START_S, 10, 4, START_S + 30, (5, 20))
    reports = {number: PlainReport(number, created_s=START_S + number) for number in range(9)}

    def counted() -> Tally:
        return tallier.tally(board.generation, mask(board.generation, EVERYTHING), by)

    board.apply(change(list(reports.values())))
    _holds(counted(), list(reports.values()), by)
    reports[3] = replace(reports[3], state=5, category="sampah", area=None, acknowledged_s=START_S + 50)
    reports[30] = PlainReport(30, created_s=START_S + 33)
    board.apply(change([reports[3], reports[30]]))
    _holds(counted(), list(reports.values()), by)
    del reports[4], reports[5]
    board.apply(change([], removed=[4, 5]))
    _holds(counted(), list(reports.values()), by)


def test_a_mask_of_another_generation_is_refused() -> None:
    board = Board()
    old = mask(board.generation, EVERYTHING)
    board.apply(change([PlainReport(1)]))
    with pytest.raises(ValueError, match="generation"):
        Tallier(LIMITS_S, WIB_S).tally(board.generation, old, Axes(START_S, 10, 4, START_S, ()))


def test_bars_may_begin_after_and_end_before_the_reports() -> None:
    board = Board()
    board.apply(change([PlainReport(number, created_s=START_S + 10 * number) for number in range(8)]))
    by = Axes(START_S + 25, 10, 3, START_S, ())
    found = Tallier(LIMITS_S, WIB_S).tally(board.generation, mask(board.generation, EVERYTHING), by)
    assert found.over_time.tolist() == [1, 1, 1]
    assert np.sum(found.ages) == 8
