"""The clock of closing: what begins it anew and what stops it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from commandcenter.models.clock import after_move, after_pause, stops
from commandcenter.models.state import State

REPORTED_AT = datetime(2026, 11, 20, 8, tzinfo=UTC)
ALLOWED = timedelta(hours=24)
LIMIT = REPORTED_AT + ALLOWED


def at(hours: float) -> datetime:
    return REPORTED_AT + timedelta(hours=hours)


def limit_after(*steps: tuple[float, State]) -> datetime:
    limit, state, since = LIMIT, State.WAITING, REPORTED_AT
    for hours, to_state in steps:
        limit = after_move(limit, (state, since), (to_state, at(hours)), lambda start: start + ALLOWED)
        state, since = to_state, at(hours)
    return limit


def test_a_pause_that_began_in_time_puts_the_limit_off_by_its_length() -> None:
    assert limit_after((20, State.ESTIMATED), (30, State.IN_PROGRESS)) == at(34)
    # Judged by the limit that the first pause left.
    assert limit_after((20, State.ESTIMATED), (30, State.IN_PROGRESS), (33, State.ESTIMATED), (40, State.DONE)) == at(
        41
    )


def test_a_pause_that_began_at_the_limit_or_later_changes_nothing() -> None:
    assert stops(at(23), LIMIT)
    assert not stops(LIMIT, LIMIT)
    assert after_pause(LIMIT, LIMIT, at(40)) == LIMIT
    assert limit_after((25, State.ESTIMATED), (30, State.DONE)) == LIMIT


def test_reopening_begins_a_new_clock_and_taking_on_what_is_reopened_does_not() -> None:
    reopened = ((10, State.DONE), (50, State.REOPENED))
    assert limit_after(*reopened) == at(74)
    assert limit_after(*reopened, (60, State.REOPENED)) == at(74)
