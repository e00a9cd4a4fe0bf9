"""Ids whose order is the order of time, and numbers that citizens quote."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commandcenter.models.identity import id_floor, read_id, report_id_at, report_number
from commandcenter.models.instant import parse_instant

instants = st.datetimes(datetime(1970, 1, 1), datetime(2240, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


@given(instants, st.timedeltas(timedelta(milliseconds=1), timedelta(days=1)))
def test_a_later_report_has_a_larger_id(at: datetime, later_by: timedelta) -> None:
    assert report_id_at(at) < report_id_at(at + later_by)


@given(instants)
def test_an_id_fits_a_signed_64_bit_integer_and_lies_at_its_floor_or_above(at: datetime) -> None:
    report_id = report_id_at(at)
    assert 0 <= report_id < 1 << 63
    assert id_floor(at) <= report_id < id_floor(at + timedelta(milliseconds=1))


@given(st.integers(-(1 << 65), 1 << 65))
def test_an_id_is_read_back_from_its_digits_and_nothing_else_is_one(number: int) -> None:
    assert read_id(str(number)) == (number if 0 <= number < 1 << 63 else None)


@pytest.mark.parametrize("text", [None, "", " 1", "+1", "1.0", "１", "1" * 4_000])
def test_what_is_written_otherwise_is_no_id(text: str | None) -> None:
    assert read_id(text) is None


def test_the_day_of_a_number_is_the_day_in_jakarta() -> None:
    before, after = parse_instant("2026-11-23T16:59:59Z"), parse_instant("2026-11-23T17:00:00Z")
    assert report_number("JK", before, 412) == "JK261123-000412"
    assert report_number("JK", after, 1) == "JK261124-000001"


def test_a_busy_day_grows_a_digit_and_loses_none() -> None:
    assert report_number("JK", parse_instant("2026-11-23T00:00:00Z"), 1_000_000) == "JK261123-1000000"
