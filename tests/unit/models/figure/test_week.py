"""Weeks are Monday to Sunday in WIB, numbered as ISO 8601 does."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commandcenter.models.figure.week import WEEK_S, NotAWeekError, Week, last_complete_week, parse_week, week_of
from commandcenter.models.instant import WIB


def test_a_week_begins_on_monday_at_midnight_in_jakarta() -> None:
    week = parse_week("2017-W08")
    assert (week.first_day, week.last_day) == (date(2017, 2, 20), date(2017, 2, 26))
    assert week.start_at == datetime(2017, 2, 19, 17, tzinfo=UTC)
    assert week.end_at == datetime(2017, 2, 26, 17, tzinfo=UTC)


def test_monday_midnight_belongs_to_the_week_that_begins() -> None:
    midnight = datetime(2026, 11, 16, tzinfo=WIB)
    assert week_of(midnight) == Week(2026, 47)
    assert week_of(midnight - timedelta(microseconds=1)) == Week(2026, 46)


def test_a_long_year_has_a_week_53_which_reaches_into_the_next_one() -> None:
    assert parse_week("2026-W53").last_day == date(2027, 1, 3)
    assert str(week_of(datetime(2027, 1, 1, 12, tzinfo=WIB))) == "2026-W53"
    assert Week(2027, 1).before == Week(2026, 53)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("2017-W53", "2017 has the weeks 01 to 52"),
        ("2017-W00", "2017 has the weeks 01 to 52"),
        ("2017-8", "write the ISO year"),
        ("2017W08", "write the ISO year"),
        ("٢٠١٧-W08", "write the ISO year"),
        ("0001-W01", "outside of the years"),
        ("9999-W52", "outside of the years"),
        ("", "write the ISO year"),
    ],
)
def test_what_is_no_week_is_refused_with_a_sentence(text: str, says: str) -> None:
    with pytest.raises(NotAWeekError, match=says):
        parse_week(text)


def test_the_last_complete_week_is_over() -> None:
    assert last_complete_week(datetime(2026, 11, 22, 23, 59, tzinfo=WIB)) == Week(2026, 46)
    assert last_complete_week(datetime(2026, 11, 23, tzinfo=WIB)) == Week(2026, 47)


@given(st.datetimes(datetime(1970, 1, 8), datetime(9990, 1, 1)).map(lambda at: at.replace(tzinfo=UTC)))  # noqa: DTZ001
def test_weeks_follow_one_another_without_gap_and_are_read_as_they_are_written(at: datetime) -> None:
    week = week_of(at)
    assert week.start_at <= at < week.end_at
    assert week.end_s - week.start_s == WEEK_S
    assert week.before.end_at == week.start_at
    assert parse_week(str(week)) == week
