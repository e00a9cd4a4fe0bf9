"""When people are told, and when they are left alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commandcenter.models.instant import WIB
from commandcenter.models.notice import MAX_ATTEMPTS, Pace, QuietHours, retry_after, send_at

NIGHT = QuietHours(22 * 60, 6 * 60)
NOON = QuietHours(12 * 60, 13 * 60)
NEVER = QuietHours(6 * 60, 6 * 60)


def wib(hour: int, minute: int = 0, day: int = 24) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=WIB).astimezone(UTC)


@pytest.mark.parametrize(
    ("happened_at", "quiet", "told_at"),
    [
        (wib(21, 59), NIGHT, wib(21, 59)),
        (wib(22), NIGHT, wib(6, day=25)),
        (wib(0, 30), NIGHT, wib(6)),
        (wib(5, 59), NIGHT, wib(6)),
        (wib(6), NIGHT, wib(6)),
        (wib(12, 30), NOON, wib(13)),
        (wib(6), NEVER, wib(6)),
        (wib(3), None, wib(3)),
    ],
)
def test_nobody_is_disturbed_in_quiet_hours(happened_at: datetime, quiet: QuietHours | None, told_at: datetime) -> None:
    assert send_at(happened_at, Pace.AT_ONCE, quiet, urgent=False) == told_at


def test_an_emergency_wakes_whoever_asked_for_it() -> None:
    assert send_at(wib(3), Pace.AT_ONCE, NIGHT, urgent=True) == wib(3)
    assert send_at(wib(9), Pace.DAILY, NIGHT, urgent=True) == wib(9)


def test_a_day_is_told_in_the_morning() -> None:
    assert send_at(wib(9), Pace.DAILY, NIGHT, urgent=False) == wib(6, day=25)
    assert send_at(wib(6), Pace.DAILY, NEVER, urgent=False) == wib(6, day=25)
    assert send_at(wib(1), Pace.DAILY, NIGHT, urgent=False) == wib(6)


@given(
    at=st.integers(0, 366 * 86_400).map(lambda seconds: wib(0) + timedelta(seconds=seconds)),
    from_min=st.integers(0, 1_439),
    until_min=st.integers(0, 1_439),
    pace=st.sampled_from(Pace),
)
def test_what_is_put_off_is_told_within_a_day_and_never_in_quiet_hours(
    at: datetime, from_min: int, until_min: int, pace: Pace
) -> None:
    quiet = QuietHours(from_min, until_min)
    told_at = send_at(at, pace, quiet, urgent=False)
    assert at <= told_at <= at + timedelta(days=1)
    assert not quiet.cover(told_at)


def test_a_message_is_tried_for_a_day_and_more_ever_more_rarely() -> None:
    waits = [retry_after(attempts) for attempts in range(1, MAX_ATTEMPTS)]
    assert waits == sorted(waits)
    assert waits[0] == timedelta(seconds=30)
    assert timedelta(days=1) > sum(waits, timedelta()) > timedelta(hours=12)
