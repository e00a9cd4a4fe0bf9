"""The figures of the running day, on boards small enough to count by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np

from commandcenter.models.board.board import Board
from commandcenter.models.board.change_set import ChangeSet
from commandcenter.models.board.generation import Generation
from commandcenter.models.figure.today import Today, day_start, today
from commandcenter.models.report import Report
from commandcenter.models.state import State
from tests.fixture.synthetic_city import change, report

NOON = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
"""Noon in Jakarta."""

AT_S = int(NOON.timestamp())
MIDNIGHT = datetime(2026, 11, 22, 17, 0, tzinfo=UTC)


def board_of(reports: Sequence[Report]) -> Generation:
    board = Board()
    board.apply(change(reports))
    return board.generation


def reported(number: int, at: datetime, **changes: object) -> Report:
    plain = report(number, created_at=at, respond_by=at + timedelta(hours=6), close_by=at + timedelta(days=3))
    return replace(plain, **changes)  # type: ignore[arg-type]


def test_a_day_begins_at_midnight_in_jakarta_not_in_greenwich() -> None:
    assert day_start(AT_S) == int(MIDNIGHT.timestamp())
    last_of_yesterday = reported(1, MIDNIGHT - timedelta(seconds=1))
    first_of_today = reported(2, MIDNIGHT)
    assert today(board_of([last_of_yesterday, first_of_today]), AT_S).new == 1


def test_what_has_not_happened_yet_is_not_of_today() -> None:
    to_come = reported(1, NOON + timedelta(seconds=1))
    assert today(board_of([to_come, reported(2, NOON)]), AT_S).new == 1


def test_open_is_neither_done_nor_rejected_whenever_it_was_reported() -> None:
    long_ago = MIDNIGHT - timedelta(days=9)
    states = [State.WAITING, State.REOPENED, State.ESTIMATED, State.DONE, State.REJECTED]
    reports = [reported(number, long_ago, state=state) for number, state in enumerate(states, 1)]
    assert today(board_of(reports), AT_S).open == 3


def test_overdue_is_open_and_beyond_a_limit() -> None:
    early = NOON - timedelta(hours=2)
    late = {"respond_by": NOON - timedelta(seconds=1)}
    reports = [
        reported(1, early, **late),
        reported(2, early, **late, acknowledged_at=early),
        reported(3, early, **late, state=State.DONE, closed_at=NOON),
        reported(4, early, acknowledged_at=early, close_by=NOON - timedelta(seconds=1)),
        reported(5, early),
    ]
    assert today(board_of(reports), AT_S).overdue == 2


def test_done_today_counts_neither_rejected_nor_reopened_nor_those_of_yesterday() -> None:
    early = MIDNIGHT - timedelta(days=1)
    reports = [
        reported(1, early, state=State.DONE, closed_at=MIDNIGHT),
        reported(2, early, state=State.DONE, closed_at=MIDNIGHT - timedelta(seconds=1)),
        reported(3, early, state=State.REJECTED, closed_at=NOON),
        reported(4, early, state=State.REOPENED, closed_at=NOON),
    ]
    assert today(board_of(reports), AT_S).done == 1


def test_the_median_is_of_the_responses_of_today_to_reports_of_any_day() -> None:
    before = MIDNIGHT - timedelta(minutes=10)
    reports = [
        reported(1, before, acknowledged_at=MIDNIGHT + timedelta(minutes=20)),
        reported(2, NOON - timedelta(minutes=40), acknowledged_at=NOON - timedelta(minutes=30)),
        reported(3, NOON - timedelta(minutes=41), acknowledged_at=NOON),
        reported(4, before, acknowledged_at=before + timedelta(minutes=1)),
        reported(5, NOON),
    ]
    found = today(board_of(reports), AT_S)
    assert (found.response_median_s, found.responses) == (30 * 60, 3)


def test_an_empty_board_has_no_median() -> None:
    assert today(Board().generation, AT_S) == Today(0, 0, 0, 0, None, 0)


def test_removed_reports_are_in_no_figure() -> None:
    board = Board()
    board.apply(change([reported(1, NOON, acknowledged_at=NOON), reported(2, NOON, state=State.DONE, closed_at=NOON)]))
    board.apply(ChangeSet(change([]).upserts, np.array([1, 2], np.int64), ""))
    assert today(board.generation, AT_S) == Today(0, 0, 0, 0, None, 0)
