"""The simulated city's first start, measured: to build the city, to make its fortnight, and to write that.

``simulation.city`` from nothing to areas and streets; ``simulation.make`` all reports of fourteen days with their
courses; ``simulation.write`` the same into an empty SQLite store, areas loaded. Seconds. How many reports there are is
the city's matter, whatever number the command is given.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from commandcenter.bench.figure import Figure, elapsed_ms, figure_of
from commandcenter.models.past import PastReport
from commandcenter.resource import resource_path
from commandcenter.simulation.city import LEVELS, City, areas_of, build_city
from commandcenter.simulation.day import Calendar, span
from commandcenter.simulation.rhythm import day_of, midnight
from commandcenter.store.area.load import load_areas
from commandcenter.store.catalogue import read_catalogue
from commandcenter.store.database import open_engine, writing
from commandcenter.store.intake.archive import BATCH_ROWS, ImportCount, import_batch
from commandcenter.store.migration import migrate
from commandcenter.store.placement import Placement
from commandcenter.store.setting import StoreSettings
from commandcenter.store.setup import set_up_city

_SEED, _DAYS, _REPEATS = 1, 14, 3


def figures(_reports: int) -> Iterator[Figure]:
    """Yield the figures."""
    city = build_city(_SEED)
    now = datetime.now(UTC)
    past = _made(city, now)
    count = len(past)
    yield _seconds("simulation.city", 0, [elapsed_ms(lambda: build_city(_SEED)) for _ in range(_REPEATS)])
    yield _seconds("simulation.make", count, [elapsed_ms(lambda: _made(city, now)) for _ in range(_REPEATS)])
    yield _seconds("simulation.write", count, [_written_ms(city, past) for _ in range(_REPEATS)])


def _made(city: City, now: datetime) -> list[PastReport]:
    calendar = Calendar(city, _SEED)
    begin = midnight(day_of(now) - timedelta(days=_DAYS - 1))
    rain_day = day_of(now) - timedelta(days=5)
    return [calendar.past(arrival, now) for arrival in span(calendar, begin, now, rain_day)]


def _written_ms(city: City, past: list[PastReport]) -> float:
    with tempfile.TemporaryDirectory(prefix="commandcenter-bench-") as folder:
        settings = StoreSettings(database_url=f"sqlite:///{Path(folder) / 'store.sqlite3'}")
        engine = open_engine(settings.database_url)
        try:
            migrate(engine)
            with writing(engine) as connection:
                catalogue = read_catalogue(resource_path("catalogue", f"{settings.city}.json"))
                set_up_city(connection, settings, catalogue)
                for level in LEVELS:
                    load_areas(connection, settings, areas_of(city, level))
            placement, count = Placement(settings.city), ImportCount()

            def write() -> None:
                for start in range(0, len(past), BATCH_ROWS):
                    with writing(engine) as connection:
                        batch = past[start : start + BATCH_ROWS]
                        import_batch(connection, settings, placement, "simulation", batch, count)

            return elapsed_ms(write)
        finally:
            engine.dispose()


def _seconds(name: str, reports: int, samples_ms: list[float]) -> Figure:
    return figure_of(name, "s", reports, [sample / 1000 for sample in samples_ms])
