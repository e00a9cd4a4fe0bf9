"""Instants: offsets are required, naive times are WIB only where that is said."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commandcenter.models.instant import (
    WIB,
    NaiveInstantError,
    from_ms,
    optional_from_ms,
    optional_ms,
    parse_instant,
    to_ms,
)


@given(st.integers(-(10**13), 10**14))
def test_milliseconds_there_and_back(ms: int) -> None:
    assert to_ms(from_ms(ms)) == ms
    assert from_ms(ms).tzinfo is UTC


@given(st.datetimes(timezones=st.timezones()))
def test_milliseconds_are_rounded_down_whatever_the_zone(at: datetime) -> None:
    assert 0 <= (at - from_ms(to_ms(at))).total_seconds() < 0.001


def test_a_time_without_offset_is_refused_or_wib_where_that_is_said() -> None:
    with pytest.raises(NaiveInstantError):
        parse_instant("2017-02-20T02:36:00")
    assert parse_instant("2017-02-20T02:36:00", naive_as=WIB) == datetime(2017, 2, 19, 19, 36, tzinfo=UTC)
    assert parse_instant("2017-02-20T02:36:00Z", naive_as=WIB) == datetime(2017, 2, 20, 2, 36, tzinfo=UTC)
    with pytest.raises(NaiveInstantError):
        to_ms(datetime(2017, 2, 20))  # noqa: DTZ001


@pytest.mark.parametrize("text", ["", "kemarin", "2017-02-30T00:00:00Z", "20.02.2017"])
def test_what_is_no_time_is_said_to_be_none(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_instant(text, naive_as=WIB)


def test_nothing_stays_nothing() -> None:
    assert optional_ms(None) is None
    assert optional_from_ms(None) is None
