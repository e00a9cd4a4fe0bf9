"""Each figure of a week, against numbers worked out by hand and against a plain count of any history."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from commandcenter.models.figure.clock import clocks_of, disagreeing
from commandcenter.models.figure.definition import DEFINITIONS, FigureCode
from commandcenter.models.figure.history import in_words, selected
from commandcenter.models.figure.period import PeriodFigures, both_periods, figures_of
from commandcenter.models.figure.week import WEEK_S, parse_week
from commandcenter.models.state import State
from tests.unit.models.figure.plain import PlainReport, history_of, percentile, told

HOUR_S = 3_600
WEEK = parse_week("2026-W47")
END_S = WEEK.end_s


def at(hour: float, second: int = 0) -> int:
    """Return an instant counted from Monday 00:00; the week ends at hour 168."""
    return WEEK.start_s + round(hour * HOUR_S) + second


def report(created_h: float, ack_h: float | None, *moves: tuple[float, State], within_h: int = 24) -> PlainReport:
    return PlainReport(
        at(created_h),
        None if ack_h is None else at(ack_h),
        close_within_s=within_h * HOUR_S,
        moves=tuple((at(hour), state) for hour, state in moves),
    )


DONE, REJECTED, REOPENED, ESTIMATED = State.DONE, State.REJECTED, State.REOPENED, State.ESTIMATED

CONSTRUCTED = {
    "received on the first second, closed on time": report(0, 2, (20, DONE)),
    "received a second before, closed late": PlainReport(at(0, -1), at(3), moves=((at(30), DONE),)),
    "rejected at its very limit": report(10, 11, (34, REJECTED)),
    "nobody answers": report(100, None),
    "came in an hour before the end": report(167, None),
    "received at the end: the next week's": report(168, None),
    "reopened within 14 days, and late again": report(-400, -390, (-300, DONE), (10, REOPENED)),
    "reopened after more than 14 days, closed again": report(-500, -490, (-400, DONE), (0, REOPENED), (12, DONE)),
    "old, and its limit is past now": report(-900, -890, within_h=1_000),
    "paused on its way": report(
        20, 21, (21, State.IN_PROGRESS), (22, ESTIMATED), (40, State.IN_PROGRESS), (60, DONE), within_h=168
    ),
    "imported: nobody knows when it was answered": replace(report(5, None, (8, DONE)), reconstructed=True),
    "two days old to the second, not yet due": report(120, 121, within_h=168),
    "closed at the end: still open in this week": report(150, 151, (168, DONE)),
}


def week_of(*reports: PlainReport) -> PeriodFigures:
    history = history_of(reports)
    return figures_of(history, clocks_of(history), WEEK.start_s, END_S)


def test_a_constructed_week_has_the_figures_worked_out_by_hand() -> None:
    now, before, basis = both_periods(history_of(tuple(CONSTRUCTED.values())), WEEK.start_s, END_S)
    values = {code: (value.value, value.n) for code, value in now.values.items()}
    # Responses: 1 h four times, 2 h, 3 h 1 s. Closings: 3, 12, 20, 24, 40 h and 30 h 1 s, together 464,401 s.
    assert values == {
        FigureCode.RECEIVED: (8, 8),
        FigureCode.CLOSED: (6, 6),
        FigureCode.NET: (2, 14),
        FigureCode.OPEN: (6, 6),
        FigureCode.OPEN_0_1: (2, 2),
        FigureCode.OPEN_2_7: (2, 2),
        FigureCode.OPEN_8_30: (1, 1),
        FigureCode.OPEN_OVER_30: (1, 1),
        FigureCode.ON_TIME: (pytest.approx(100 * 5 / 9), 9),
        FigureCode.OVERDUE: (3, 3),
        FigureCode.RESPONSE_MEDIAN: (3_600, 6),
        FigureCode.RESPONSE_P90: (9_001, 6),
        FigureCode.CLOSING_MEDIAN: (79_200, 6),
        FigureCode.CLOSING_P90: (126_001, 6),
        FigureCode.PAUSED: (pytest.approx(100 * 64_800 / 464_401), 6),
        FigureCode.REOPENED: (pytest.approx(100 / 6), 6),
    }
    assert now.unknown_responses == 1
    told_before = {code: value.value for code, value in before.values.items()}
    assert (told_before[FigureCode.RECEIVED], told_before[FigureCode.CLOSED], told_before[FigureCode.OPEN]) == (1, 0, 2)
    assert (told_before[FigureCode.OPEN_0_1], told_before[FigureCode.OPEN_OVER_30]) == (1, 1)
    assert (told_before[FigureCode.OVERDUE], told_before[FigureCode.ON_TIME]) == (0, None)
    assert (basis.reports, basis.reconstructed, basis.simulated, basis.untold) == (12, 1, 0, 0)


def test_a_report_that_is_closed_today_was_open_at_the_end_of_last_week() -> None:
    later = report(100, 101, (400, DONE))
    assert week_of(later).values[FigureCode.OPEN].value == 1
    assert week_of(later).values[FigureCode.CLOSED].value == 0


def test_an_answer_after_the_end_does_not_make_last_week_punctual() -> None:
    late = report(100, 300, within_h=1_000)
    assert week_of(late).values[FigureCode.OVERDUE].value == 1
    assert week_of(replace(late, acknowledged_s=at(101))).values[FigureCode.OVERDUE].value == 0


def test_a_limit_at_the_very_end_is_not_past() -> None:
    assert week_of(report(144, 145)).values[FigureCode.OVERDUE].value == 0
    assert week_of(PlainReport(at(144, -1), at(145))).values[FigureCode.OVERDUE].value == 1


def test_a_reopening_counts_up_to_14_days_after_the_closing_to_the_second() -> None:
    closed = report(-340, -339, (-330, DONE))
    within = replace(closed, moves=(*closed.moves, (at(6), REOPENED)))
    beyond = replace(closed, moves=(*closed.moves, (at(6, 1), REOPENED)))
    other = report(1, 2, (3, DONE))
    assert week_of(within, other).values[FigureCode.REOPENED].value == 100
    assert week_of(beyond, other).values[FigureCode.REOPENED].value == 0


def test_a_further_note_on_a_closed_report_is_no_closing() -> None:
    noted = report(1, 2, (3, DONE), (4, DONE), (5, REJECTED))
    assert week_of(noted).values[FigureCode.CLOSED].value == 1
    assert week_of(noted).values[FigureCode.CLOSING_MEDIAN].value == 2 * HOUR_S


def test_a_move_is_never_before_the_one_in_front_of_it() -> None:
    crossed = report(1, 2, (50, State.IN_PROGRESS), (40, DONE))
    assert week_of(crossed).values[FigureCode.CLOSING_MEDIAN].value == 49 * HOUR_S


def test_reports_of_which_an_import_tells_nothing_are_counted_beside() -> None:
    history = history_of([replace(report(1, None), reconstructed=True), report(1, None)])
    assert both_periods(history, WEEK.start_s, END_S)[2].untold == 1


def test_a_timeline_that_does_not_lead_to_the_state_is_told() -> None:
    history = history_of([report(1, 2, (3, DONE)), report(1, 2)])
    assert disagreeing(history) == 0
    assert disagreeing(replace(history, closed=~history.closed)) == 2


def test_a_week_of_nothing_has_no_shares_and_no_durations() -> None:
    values = week_of().values
    assert {code for code, value in values.items() if value.value is None} == {
        code for code in FigureCode if DEFINITIONS[code].unit.value != "reports"
    }


# Instants that meet on edges are what goes wrong; so they are drawn from few.
_EDGES = [WEEK.start_s - WEEK_S, WEEK.start_s, END_S]
_INSTANTS = st.one_of(
    st.sampled_from([edge + delta for edge in _EDGES for delta in (-1, 0, 1)]),
    st.integers(-60 * 24, 10 * 24).map(at),
)
_STATES = st.sampled_from([DONE, REJECTED, REOPENED, ESTIMATED, State.IN_PROGRESS, State.COORDINATING])
_REPORTS = st.builds(
    PlainReport,
    created_s=_INSTANTS,
    acknowledged_s=st.none() | _INSTANTS,
    respond_within_s=st.sampled_from([HOUR_S, 6 * HOUR_S, 168 * HOUR_S]),
    close_within_s=st.sampled_from([HOUR_S, 24 * HOUR_S, 168 * HOUR_S]),
    moves=st.lists(st.tuples(_INSTANTS, _STATES), max_size=6).map(tuple),
    area=st.sampled_from([None, "31.01", "31.02"]),
    agency=st.sampled_from([None, "SDA", "BM"]),
    reconstructed=st.booleans(),
)


@given(st.lists(_REPORTS, max_size=12))
@example(list(CONSTRUCTED.values()))
def test_any_history_gives_what_a_plain_count_gives(reports: list[PlainReport]) -> None:
    now, before, _ = both_periods(history_of(reports), WEEK.start_s, END_S)
    check(now, reports, WEEK.start_s, END_S)
    check(before, reports, WEEK.start_s - WEEK_S, WEEK.start_s)


@given(st.lists(_REPORTS, max_size=12))
def test_a_part_of_a_history_gives_what_a_plain_count_of_the_part_gives(reports: list[PlainReport]) -> None:
    history = history_of(reports)
    part = selected(history, in_words(history.areas, frozenset({"31.01"})))
    now, _, _ = both_periods(part, WEEK.start_s, END_S)
    check(now, [each for each in reports if each.area == "31.01"], WEEK.start_s, END_S)


_LIVE = st.builds(
    PlainReport,
    created_s=_INSTANTS,
    acknowledged_s=st.none() | _INSTANTS,
    close_within_s=st.sampled_from([HOUR_S, 24 * HOUR_S, 168 * HOUR_S]),
    moves=st.lists(st.tuples(_INSTANTS, _STATES), max_size=5).map(tuple),
)
_LATER = st.one_of(st.integers(END_S, END_S + 2), st.integers(END_S, END_S + 4 * WEEK_S))
_FURTHER = st.tuples(st.none() | _LATER, st.lists(st.tuples(_LATER, _STATES), max_size=4))
_PAUSED_OVER_SUNDAY = report(140, 141, (150, ESTIMATED), within_h=20)
_RESUMED_ON_MONDAY = (None, [(at(180), State.IN_PROGRESS)])


@given(st.lists(st.tuples(_LIVE, _FURTHER), max_size=8))
@example([(_PAUSED_OVER_SUNDAY, _RESUMED_ON_MONDAY)])
def test_what_happens_after_a_week_changes_none_of_its_figures(
    each: list[tuple[PlainReport, tuple[int | None, list[tuple[int, State]]]]],
) -> None:
    now, before, _ = both_periods(history_of([live for live, _ in each]), WEEK.start_s, END_S)
    grown = [
        replace(
            live,
            acknowledged_s=answered_s if live.acknowledged_s is None else live.acknowledged_s,
            moves=(*live.moves, *further),
        )
        for live, (answered_s, further) in each
    ]
    assert both_periods(history_of(grown), WEEK.start_s, END_S)[:2] == (now, before)


def test_a_pause_stops_the_clock_while_it_lasts() -> None:
    assert week_of(_PAUSED_OVER_SUNDAY).values[FigureCode.OVERDUE].value == 0
    running = replace(_PAUSED_OVER_SUNDAY, moves=())
    assert week_of(running).values[FigureCode.OVERDUE].value == 1


def test_a_report_that_was_late_when_it_was_paused_stays_late() -> None:
    late = report(100, 101, (130, ESTIMATED))
    assert week_of(late).values[FigureCode.OVERDUE].value == 1
    closed = replace(late, moves=(*late.moves, (at(150), DONE)))
    assert week_of(closed).values[FigureCode.ON_TIME].value == 0
    # Reopened, it has a new clock; the first one's result stays.
    reopened = replace(closed, moves=(*closed.moves, (at(200), REOPENED)))
    assert week_of(reopened).values[FigureCode.ON_TIME].value == 0


def check(figures: PeriodFigures, reports: list[PlainReport], start_s: int, end_s: int) -> None:
    sums = told(reports, start_s, end_s)
    closing_s = sum(sums.closings_s)
    expected: dict[FigureCode, float | None] = {
        FigureCode.RECEIVED: sums.received,
        FigureCode.CLOSED: sums.closed,
        FigureCode.NET: sums.received - sums.closed,
        FigureCode.OPEN: sum(sums.ages),
        FigureCode.OPEN_0_1: sums.ages[0],
        FigureCode.OPEN_2_7: sums.ages[1],
        FigureCode.OPEN_8_30: sums.ages[2],
        FigureCode.OPEN_OVER_30: sums.ages[3],
        FigureCode.ON_TIME: share(sums.on_time, sums.closed + sums.overdue),
        FigureCode.OVERDUE: sums.overdue,
        FigureCode.RESPONSE_MEDIAN: percentile(sums.responses_s, 50),
        FigureCode.RESPONSE_P90: percentile(sums.responses_s, 90),
        FigureCode.CLOSING_MEDIAN: percentile(sums.closings_s, 50),
        FigureCode.CLOSING_P90: percentile(sums.closings_s, 90),
        FigureCode.PAUSED: share(sums.paused_s, closing_s),
        FigureCode.REOPENED: share(sums.reopened, sums.closed),
    }
    assert {code: value.value for code, value in figures.values.items()} == expected
    assert figures.unknown_responses == sums.unknown
    assert figures.values[FigureCode.ON_TIME].n == sums.closed + sums.overdue
    assert figures.values[FigureCode.RESPONSE_P90].n == len(sums.responses_s)
    assert figures.values[FigureCode.CLOSING_MEDIAN].n == figures.values[FigureCode.REOPENED].n == sums.closed


def share(part: int, whole: int) -> float | None:
    return 100 * part / whole if whole else None
