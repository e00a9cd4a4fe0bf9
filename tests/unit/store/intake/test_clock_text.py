"""Times as files write them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from commandcenter.store.intake.bad_row import BadRow
from commandcenter.store.intake.clock_text import ClockText
from commandcenter.store.intake.mapping import Order

NEW_YORK = "America/New_York"


@pytest.mark.parametrize(
    ("text", "order", "instant"),
    [
        ("2017-02-03T04:05:06", "year-first", (2017, 2, 3, 9, 5, 6)),
        ("2017-02-03 04:05", "year-first", (2017, 2, 3, 9, 5, 0)),
        ("2017/02/03 4:05:06 PM", "year-first", (2017, 2, 3, 21, 5, 6)),
        ("2017-02-03T04:05:06Z", "year-first", (2017, 2, 3, 4, 5, 6)),
        ("2017-02-03T04:05:06+07:00", "year-first", (2017, 2, 2, 21, 5, 6)),
        ("03/02/2017 04:05", "day-first", (2017, 2, 3, 9, 5, 0)),
        ("03.02.2017", "day-first", (2017, 2, 3, 5, 0, 0)),
        ("02/03/2017 04:05:06 AM", "month-first", (2017, 2, 3, 9, 5, 6)),
        ("2/3/2017 12:00 AM", "month-first", (2017, 2, 3, 5, 0, 0)),
        ("2/3/2017, 12:30 pm", "month-first", (2017, 2, 3, 17, 30, 0)),
        ("02/03/2017 04:05:06 +0100", "month-first", (2017, 2, 3, 3, 5, 6)),
        ("2017-07-03", "year-first", (2017, 7, 3, 4, 0, 0)),
    ],
)
def test_a_time_is_read_in_the_order_and_zone_of_its_file(text: str, order: Order, instant: tuple[int, ...]) -> None:
    year, month, day, hour, minute, second = instant
    assert ClockText(NEW_YORK, order).read("at", text) == datetime(year, month, day, hour, minute, second, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("20/02/2017", "month-first"),
        ("02/20/2017", "day-first"),
        ("02/20/2017", "year-first"),
        ("2017-02-03", "day-first"),
        ("03/02/17", "day-first"),
        ("2017-02-30", "year-first"),
        ("3/2/2017 13:00 PM", "month-first"),
        ("yesterday", "year-first"),
        ("", "year-first"),
    ],
)
def test_a_time_of_another_order_is_no_time(text: str, order: Order) -> None:
    with pytest.raises(BadRow, match="no date and time like"):
        ClockText(NEW_YORK, order).read("at", text)


def test_of_a_time_that_occurs_twice_the_earlier_is_taken() -> None:
    assert ClockText(NEW_YORK, "year-first").read("at", "2017-11-05 01:30") == datetime(2017, 11, 5, 5, 30, tzinfo=UTC)


def test_a_time_that_no_clock_showed_is_refused() -> None:
    with pytest.raises(BadRow, match="no clock in America/New_York showed"):
        ClockText(NEW_YORK, "year-first").read("at", "2017-03-12 02:30")
