"""What raises a priority by itself."""

from __future__ import annotations

from commandcenter.models.priority import after_category, after_reopening, after_support
from commandcenter.models.report import Priority

LOW, NORMAL, HIGH, EMERGENCY = Priority


def test_only_the_supporter_who_reaches_a_number_raises_it() -> None:
    priority, seen = LOW, []
    for supporters in range(1, 8):
        priority = after_support(priority, supporters, 3, 6)
        seen.append(priority)
    assert seen == [LOW, LOW, HIGH, HIGH, HIGH, EMERGENCY, EMERGENCY]
    assert after_support(LOW, 4, 3, 6) is LOW, "who lowered it is overruled by the next"


def test_support_never_lowers() -> None:
    assert after_support(EMERGENCY, 3, 3, 6) is EMERGENCY


def test_a_number_that_is_no_whole_one_is_reached_by_the_next_whole_one() -> None:
    assert [after_support(LOW, supporters, 2.5, 9) for supporters in (2, 3, 4)] == [LOW, HIGH, LOW]


def test_reopening_raises_one_step_and_never_to_an_emergency() -> None:
    assert [after_reopening(each) for each in Priority] == [NORMAL, HIGH, HIGH, EMERGENCY]


def test_another_category_brings_its_default_only_where_nobody_said_otherwise() -> None:
    assert after_category(NORMAL, NORMAL, HIGH) is HIGH
    assert after_category(EMERGENCY, NORMAL, HIGH) is EMERGENCY
