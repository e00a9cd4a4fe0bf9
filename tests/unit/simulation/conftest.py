"""One simulated city for all of these tests: it costs seconds to make."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import pytest

from commandcenter.models.past import PastReport
from commandcenter.simulation.city import City, build_city
from commandcenter.simulation.day import Arrival, Calendar, span

SEED = 7
NOW = datetime(2026, 11, 24, 8, 20, tzinfo=UTC)
"""A Tuesday, 15.20 WIB."""

BEGIN = datetime(2026, 10, 12, 17, 0, tzinfo=UTC)
"""Midnight WIB, six weeks before: enough reports to hold shares against figures."""

RAIN_DAY = date(2026, 11, 19)


@pytest.fixture(scope="session")
def city() -> City:
    return build_city(SEED)


@pytest.fixture(scope="session")
def calendar(city: City) -> Calendar:
    return Calendar(city, SEED)


@pytest.fixture(scope="session")
def arrivals(calendar: Calendar) -> Sequence[Arrival]:
    """Six weeks without rain."""
    return list(span(calendar, BEGIN, NOW, date.min))


@pytest.fixture(scope="session")
def ended(calendar: Calendar, arrivals: Sequence[Arrival]) -> Sequence[PastReport]:
    """The same, each followed to its end."""
    return [calendar.past(arrival, NOW + timedelta(days=400)) for arrival in arrivals]


@pytest.fixture(scope="session")
def fortnight(calendar: Calendar) -> Sequence[PastReport]:
    """What a first start writes: fourteen days up to now, the evening of rain among them."""
    begin = datetime(2026, 11, 10, 17, 0, tzinfo=UTC)
    return [calendar.past(arrival, NOW) for arrival in span(calendar, begin, NOW, RAIN_DAY)]
