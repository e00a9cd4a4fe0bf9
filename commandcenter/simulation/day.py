"""One day of the city: everything that is reported on it, in order, whether it has happened yet or not."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from commandcenter.models.clock import after_move
from commandcenter.models.identity import CategoryCode
from commandcenter.models.past import PastPhoto, PastReport, PastStep
from commandcenter.models.place import LonLat
from commandcenter.models.report import Priority
from commandcenter.models.state import State
from commandcenter.resource import resource_path
from commandcenter.simulation.chance import chance
from commandcenter.simulation.city import City, Kelurahan
from commandcenter.simulation.course import Standing, course
from commandcenter.simulation.description import Spot, describe
from commandcenter.simulation.picture import VARIANTS, picture_path
from commandcenter.simulation.profile import CODES, CUMULATED_SHARES, PROFILES
from commandcenter.simulation.reporter import Crowd
from commandcenter.simulation.rhythm import count_of, instant_in, midnight
from commandcenter.simulation.street import Street, place_on

RAIN_REPORTS = 430
"""Of the evening of heavy rain; the flood of February 2017 brought 860 in a day and a half."""

_RAIN_SHARES = {"BANJIR": 0.62, "POHON": 0.17, "MACET": 0.21}
_RAIN_HOURS = (16.0, 18.4, 21.5)
"""Begin, height and end of its reports, WIB."""
_RAIN_STRAIN = 2.2

_CHANNELS, _CHANNEL_WEIGHTS = ("qlue", "jaki", "twitter", "lapor"), (58, 28, 8, 6)
_WITH_PICTURE, _WITH_AFTER = 0.72, 0.85


@dataclass(frozen=True, slots=True)
class Arrival:
    """One report as it comes in.

    Attributes:
        key: Unique over all days of one seed.
        reporter: Rank of who sent it; stays in this room.
        variant: Which of the category's pictures, from 0; None: no picture.
        strain: How much slower it is seen to than on a quiet day.
    """

    key: str
    created_at: datetime
    category: str
    kelurahan: Kelurahan
    place: LonLat
    address: str
    description: str
    channel: str
    reporter: int
    supporters: int
    variant: int | None
    strain: float
    priority: Priority


class Calendar:
    """The days of one city and one seed."""

    def __init__(self, city: City, seed: int) -> None:
        """Settle the city's reporters."""
        self._city = city
        self._seed = seed
        self._crowd = Crowd(city, seed)
        catalogue = json.loads(resource_path("catalogue", "jakarta.json").read_text("utf-8"))
        self._limits = {each["code"]: timedelta(seconds=each["closing_s"]) for each in catalogue["categories"]}

    def day(self, day: date, *, with_rain: bool = False) -> list[Arrival]:
        """Return what is reported on a day (WIB), in the order of time; the same at every call."""
        rng = chance(self._seed, day)
        arrivals = [self._ordinary(day, serial, rng) for serial in range(count_of(day, rng))]
        if with_rain:
            rain = chance(self._seed, day, "rain")
            arrivals += [self._in_rain(day, serial, rain) for serial in range(RAIN_REPORTS)]
        return sorted(arrivals, key=lambda arrival: (arrival.created_at, arrival.key))

    def past(self, arrival: Arrival, until: datetime, line: int = 0) -> PastReport:
        """Return a report with all that happened to it until an instant."""
        rng = chance(self._seed, arrival.key, "course")
        standing = Standing(
            arrival.category,
            arrival.kelurahan.name,
            arrival.kelurahan.kota,
            State.WAITING,
            taken_on=False,
            agency=None,
            since=arrival.created_at,
            strain=arrival.strain,
        )
        steps = course(standing, until, rng)
        content = f"{arrival.created_at.isoformat()}\n{arrival.category}\n{arrival.description}"
        return PastReport(
            line=line,
            external_id=arrival.key,
            content_hash=hashlib.sha256(content.encode()).hexdigest(),
            created_at=arrival.created_at,
            channel=arrival.channel,
            category=CategoryCode(arrival.category),
            place=arrival.place,
            description=arrival.description,
            address=arrival.address,
            priority=arrival.priority,
            supporters=arrival.supporters,
            photos=tuple(_photos(arrival, steps, chance(self._seed, arrival.key, "photo"))),
            steps=tuple(steps),
            close_by=_close_by(arrival, steps, self._limits[arrival.category]),
            simulated=True,
            reconstructed=False,
        )

    def _ordinary(self, day: date, serial: int, rng: Random) -> Arrival:
        rank, reporter = self._crowd.draw(rng)
        category = rng.choices(CODES, cum_weights=CUMULATED_SHARES)[0]
        created_at = instant_in(day, category, rng)
        key = f"{self._seed}-{day:%y%m%d}-{serial:04d}"
        return _arrival(key, created_at, category, reporter.kelurahan, rng.choice(reporter.streets), rank, rng)

    def _in_rain(self, day: date, serial: int, rng: Random) -> Arrival:
        rank, _ = self._crowd.draw(rng)
        category = rng.choices(tuple(_RAIN_SHARES), weights=tuple(_RAIN_SHARES.values()))[0]
        begin, height, end = _RAIN_HOURS
        created_at = midnight(day) + timedelta(seconds=round(rng.triangular(begin, end, height) * 3600, 3))
        kelurahan, street = rng.choice(self._city.banks)
        key = f"{self._seed}-{day:%y%m%d}-h{serial:03d}"
        return _arrival(key, created_at, category, kelurahan, street, rank, rng, in_rain=True)


def span(calendar: Calendar, after: datetime, until: datetime, rain_day: date) -> Iterator[Arrival]:
    """Yield what is reported after one instant and not after another, in order.

    Args:
        calendar: Of the city.
        after: Exclusive.
        until: Inclusive.
        rain_day: Day (WIB) with the evening of heavy rain; may lie outside.
    """
    day = (after + timedelta(hours=7)).date()
    while midnight(day) <= until:
        for arrival in calendar.day(day, with_rain=day == rain_day):
            if after < arrival.created_at <= until:
                yield arrival
        day += timedelta(days=1)


def _arrival(
    key: str,
    created_at: datetime,
    category: str,
    kelurahan: Kelurahan,
    street: Street,
    rank: int,
    rng: Random,
    *,
    in_rain: bool = False,
) -> Arrival:
    place, house = place_on(street, rng)
    spot = Spot(street.name, house, rng.randint(1, 14), rng.randint(1, 12), kelurahan.name)
    pictured = PROFILES[category].has_picture and rng.random() < _WITH_PICTURE
    return Arrival(
        key=key,
        created_at=created_at,
        category=category,
        kelurahan=kelurahan,
        place=place,
        address=spot.address(rng),
        description=describe(category, spot, rng, in_rain=in_rain),
        channel=rng.choices(_CHANNELS, _CHANNEL_WEIGHTS)[0],
        reporter=rank,
        supporters=min(int(rng.expovariate(1.6)), 40) + (rng.randrange(6) if in_rain else 0),
        variant=rng.randrange(VARIANTS) if pictured else None,
        strain=_RAIN_STRAIN if in_rain else 1.0,
        priority=Priority.HIGH if in_rain and category != "MACET" else Priority.NORMAL,
    )


def _close_by(arrival: Arrival, steps: Sequence[PastStep], limit: timedelta) -> datetime | None:
    """Return when closing was due after all steps, by everybody's rule; None: the category's limit stands."""
    due = arrival.created_at + limit
    state, since = State.WAITING, arrival.created_at
    for step in steps:
        due = after_move(due, (state, since), (step.to_state, step.acted_at), lambda start: start + limit)
        state, since = step.to_state, step.acted_at
    return None if due == arrival.created_at + limit else due


def _photos(arrival: Arrival, steps: Sequence[PastStep], rng: Random) -> Iterator[PastPhoto]:
    if arrival.variant is None:
        return
    yield PastPhoto("before", picture_path(arrival.category, arrival.variant, "before"), arrival.created_at)
    for step in steps:
        if step.to_state is State.DONE and rng.random() < _WITH_AFTER:
            yield PastPhoto("after", picture_path(arrival.category, arrival.variant, "after"), step.acted_at)
