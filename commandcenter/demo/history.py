"""Filling the demo's store: areas, a fortnight of the past, and later on what happened while nobody ran it."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

from sqlalchemy import Connection, func, select

from commandcenter.demo.store import DemoStore, write_private
from commandcenter.models.instant import optional_from_ms
from commandcenter.models.past import PastReport
from commandcenter.models.report import REPLAY_MARK
from commandcenter.models.role import Role
from commandcenter.models.table import reports, transitions
from commandcenter.simulation.actor import CITIZEN, actors_of
from commandcenter.simulation.city import LEVELS, City, areas_of
from commandcenter.simulation.day import Calendar, span
from commandcenter.simulation.rhythm import day_of, midnight
from commandcenter.store.area.load import load_areas
from commandcenter.store.database import reading, writing
from commandcenter.store.intake.archive import BATCH_ROWS, ImportCount, import_batch
from commandcenter.store.placement import Placement
from commandcenter.store.token import add_key

SOURCE = "simulation"
"""First part of the identity of every simulated report with a past."""

PAST_DAYS = 14
"""Calendar days (WIB), today among them, that a new city has behind it; a longer gap is not filled."""

RAIN_DAYS_AGO = 5

_LOWEST = LEVELS[-1]


@dataclass(frozen=True, slots=True)
class Filled:
    """What was written.

    Attributes:
        lived_until: Up to when the city had been seen to before.
        now: Up to when it is now.
        added: Reports written.
    """

    lived_until: datetime
    now: datetime
    added: int


def load_city_areas(store: DemoStore, city: City) -> None:
    """Load the stand-in borders of all levels, unless the store has areas already."""
    if store.has_areas():
        return
    with store.engine() as engine, writing(engine) as connection:
        for level in LEVELS:
            load_areas(connection, store.settings, areas_of(city, level))


def fill(store: DemoStore, city: City, seed: int, now: datetime) -> Filled:
    """Write what happened since the store's newest simulated report, at the first start a fortnight.

    Args:
        store: Set up, not served yet.
        city: Of the seed.
        seed: Which city.
        now: Until when.
    """
    calendar = Calendar(city, seed)
    today = day_of(now)
    earliest = midnight(today - timedelta(days=PAST_DAYS - 1))
    with store.engine() as engine:
        with reading(engine) as connection:
            newest, lived_until = _lived(connection)
        after = max(newest or earliest, earliest)
        rain_day = today - timedelta(days=RAIN_DAYS_AGO)
        made = (calendar.past(arrival, now) for arrival in span(calendar, after, now, rain_day))
        count = ImportCount()
        placement = Placement(store.settings.city)
        for batch in _batches(made):
            with writing(engine) as connection:
                import_batch(connection, store.settings, placement, SOURCE, batch, count)
            if sys.stderr.isatty():
                print(f"\rsimulating the city's past: {count.added} reports", end="", file=sys.stderr, flush=True)
        if sys.stderr.isatty():
            print("\r\033[K", end="", file=sys.stderr, flush=True)
    return Filled(max(lived_until or now, earliest), now, count.added)


def give_keys(store: DemoStore, city: City) -> None:
    """Make a key for each office and crew of the city, so that the live city acts in their names."""
    file = store.home / "actors.json"
    if file.exists():
        return
    keys: dict[str, str] = {}
    with store.engine() as engine, writing(engine) as connection:
        for name in actors_of(city):
            role = Role.REPORTER if name == CITIZEN else Role.OFFICER
            keys[name], _ = add_key(connection, store.settings.city, name, role, store.settings.clock())
    write_private(file, json.dumps(keys, ensure_ascii=False))


def _lived(connection: Connection) -> tuple[datetime | None, datetime | None]:
    """Return when the city's newest report was made, and when any of them was last acted on.

    Replayed reports are simulated too, but not the city's. A report's own time of change says nothing here: a redrawn
    border changes reports that nobody has touched.
    """
    of_city = reports.c.simulated & ~reports.c.channel.endswith(REPLAY_MARK)
    acted = transitions.join(
        reports, (transitions.c.city == reports.c.city) & (transitions.c.report_id == reports.c.id)
    )
    newest_ms = connection.execute(select(func.max(reports.c.created_ms)).where(of_city)).scalar_one()
    acted_ms = connection.execute(
        select(func.max(transitions.c.acted_ms)).select_from(acted).where(of_city)
    ).scalar_one()
    return optional_from_ms(newest_ms), optional_from_ms(acted_ms)


def _batches(made: Iterator[PastReport]) -> Iterator[list[PastReport]]:
    while batch := list(islice(made, BATCH_ROWS)):
        yield batch
