"""The same seed and the same day give the same city; another seed gives another one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from commandcenter.models.past import PastReport
from commandcenter.simulation.city import build_city
from commandcenter.simulation.day import Calendar, span
from commandcenter.simulation.picture import draw_picture
from tests.unit.simulation.conftest import NOW, RAIN_DAY, SEED

_BEGIN = NOW - timedelta(days=3)


def _made(seed: int, until: datetime = NOW) -> Sequence[PastReport]:
    calendar = Calendar(build_city(seed), seed)
    return [calendar.past(arrival, until) for arrival in span(calendar, _BEGIN, until, RAIN_DAY)]


def test_the_same_seed_gives_the_same_city() -> None:
    assert _made(SEED) == _made(SEED)


def test_another_seed_gives_another_city() -> None:
    assert {past.description for past in _made(1)}.isdisjoint({past.external_id for past in _made(2)})
    assert [past.place for past in _made(1)] != [past.place for past in _made(2)]


def test_an_hour_later_the_past_is_the_same_and_goes_on(calendar: Calendar) -> None:
    later = NOW + timedelta(hours=1)
    before = {past.external_id: past for past in _made(SEED)}
    grown = 0
    for past in _made(SEED, later):
        known = before.pop(past.external_id, None)
        if known is None:
            assert NOW < past.created_at <= later
            continue
        assert past.description == known.description
        assert past.steps[: len(known.steps)] == known.steps
        assert all(step.acted_at > NOW for step in past.steps[len(known.steps) :])
        grown += len(past.steps) > len(known.steps)
    assert not before
    assert grown > 10


def test_what_is_asked_for_in_two_pieces_is_what_is_asked_for_at_once(calendar: Calendar) -> None:
    middle = NOW - timedelta(hours=31)
    whole = [arrival.key for arrival in span(calendar, _BEGIN, NOW, RAIN_DAY)]
    first = [arrival.key for arrival in span(calendar, _BEGIN, middle, RAIN_DAY)]
    rest = [arrival.key for arrival in span(calendar, middle, NOW, RAIN_DAY)]
    assert first + rest == whole
    assert len(set(whole)) == len(whole)


def test_a_day_does_not_depend_on_what_was_asked_before(calendar: Calendar) -> None:
    day = date(2026, 11, 20)
    first = calendar.day(day)
    calendar.day(date(2026, 11, 21))
    assert calendar.day(day) == first


def test_a_picture_is_the_same_every_time_and_differs_afterwards() -> None:
    assert draw_picture("JALAN", 1, "before") == draw_picture("JALAN", 1, "before")
    assert draw_picture("JALAN", 1, "before") != draw_picture("JALAN", 1, "after")
    assert draw_picture("JALAN", 1, "before") != draw_picture("JALAN", 2, "before")
