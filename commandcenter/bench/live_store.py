"""A real store for benchmarks: a process of its own on loopback, filled with synthetic reports.

Owns filling it past its intake, which would take minutes and is not what is measured; everything that is measured
goes through the store's own service.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import requests
from sqlalchemy import Engine, inspect, select, update

from commandcenter.bench.synthetic import city, part, text_of
from commandcenter.models.board.change_set import NO_TIME, ReportBatch
from commandcenter.models.duty import DutyLevel
from commandcenter.models.failure import Failure
from commandcenter.models.identity import CityCode, ReportId
from commandcenter.models.place import from_world
from commandcenter.models.record import Entity
from commandcenter.models.role import Role
from commandcenter.models.state import STATES, State
from commandcenter.models.table import reports, transitions
from commandcenter.resource import resource_path
from commandcenter.store.bulk import insert_records
from commandcenter.store.catalogue import read_catalogue
from commandcenter.store.database import open_engine, writing
from commandcenter.store.feed import Change, publish
from commandcenter.store.migration import migrate
from commandcenter.store.setting import StoreSettings
from commandcenter.store.setup import set_up_city
from commandcenter.store.token import add_key
from commandcenter.store_process import serving

_CITY = CityCode("jakarta")
_CHUNK_ROWS = 5_000
_SETTLED_WITHIN_S = 120.0


class DatabaseInUse(Failure):
    """A database that holds something already."""

    code = "database_in_use"
    template = "The database {url} is not empty. A benchmark fills the one it is given; make an empty one for it."


@dataclass(frozen=True, slots=True)
class LiveStore:
    """A store that answers.

    Attributes:
        url: Where.
        token: A dispatcher's key.
        settings: With which its database is opened.
    """

    url: str
    token: str
    settings: StoreSettings


def touch(database_url: str, most: int) -> None:
    """Change so many reports and publish them, in transactions of bounded size; for a process of its own."""
    engine = open_engine(database_url)
    try:
        with engine.connect() as connection:
            ids = connection.execute(select(reports.c.id).order_by(reports.c.id).limit(most)).scalars().all()
        for start in range(0, len(ids), _CHUNK_ROWS):
            some = ids[start : start + _CHUNK_ROWS]
            with writing(engine) as connection:
                connection.execute(
                    update(reports)
                    .where(reports.c.id.between(some[0], some[-1]))
                    .values(supporters=reports.c.supporters + 1)
                )
                made = [Change(Entity.REPORT, str(report_id)) for report_id in some]
                publish(connection, _CITY, made, datetime.now(UTC))
    finally:
        engine.dispose()


@contextmanager
def live_store(home: Path, count: int, database_url: str | None = None) -> Iterator[LiveStore]:
    """Serve a store with so many synthetic reports while the block runs.

    Args:
        home: A folder for its files.
        count: How many.
        database_url: An empty database, which is left filled; None: SQLite in the folder.

    Raises:
        DatabaseInUse: If the database is not empty.
    """
    settings = StoreSettings(database_url=database_url or f"sqlite:///{home / 'store.sqlite3'}", city=_CITY)
    engine = open_engine(settings.database_url)
    try:
        if inspect(engine).get_table_names():
            raise DatabaseInUse(url=engine.url.render_as_string(hide_password=True))
        migrate(engine)
        catalogue = read_catalogue(resource_path("catalogue", "jakarta.json"))
        with writing(engine) as connection:
            set_up_city(connection, settings, catalogue)
            token, _ = add_key(connection, _CITY, "Meja ukur", Role.DISPATCHER, datetime.now(UTC))
        fill(engine, count, [category.code for category in catalogue.categories])
    finally:
        engine.dispose()
    # Photos that it is sent lie there as well.
    environment = {**os.environ, "COMMANDCENTER_HOME": str(home)}
    with (home / "serve.log").open("wb") as log, serving(settings.database_url, environment, log) as url:
        _settle(url)
        yield LiveStore(url, token, settings)


def _settle(url: str) -> None:
    """Wait until what a store does after its start is done: what is measured is one that has been up for a while."""
    until = time.monotonic() + _SETTLED_WITHIN_S
    while not requests.get(f"{url}/v1/public/counts", timeout=_SETTLED_WITHIN_S).ok and time.monotonic() < until:
        pass


def fill(engine: Engine, count: int, categories: Sequence[str]) -> None:
    """Write so many synthetic reports, over some categories, each with its timeline's first entry, and publish them."""
    made = city(count)
    for start in range(0, count, _CHUNK_ROWS):
        some = part(made, slice(start, start + _CHUNK_ROWS))
        records = [_record(some, row, start + row, categories) for row in range(len(some))]
        with writing(engine) as connection:
            insert_records(connection, reports, _CITY, records)
            insert_records(connection, transitions, _CITY, [_submitted(record) for record in records])
            changes = [Change(Entity.REPORT, str(record["id"])) for record in records]
            publish(connection, _CITY, changes, datetime.now(UTC))


def _record(batch: ReportBatch, row: int, serial: int, categories: Sequence[str]) -> dict[str, Any]:
    place = from_world(float(batch.x[row]), float(batch.y[row]))
    created_ms = int(batch.created_s[row]) * 1000
    acknowledged_ms = _ms(batch.acknowledged_s[row])
    return {
        "id": ReportId(int(batch.ids[row])),
        "number": f"SYN-{serial:07d}",
        "version": int(batch.versions[row]),
        "category": categories[int(batch.categories.codes[row]) % len(categories)],
        "state": STATES[batch.states[row]].value,
        "priority": int(batch.priorities[row]),
        "lon": place.lon,
        "lat": place.lat,
        "area": None,
        "agency": None,
        "description": text_of(serial),
        "address": None,
        "channel": "synthetic",
        "created_ms": created_ms,
        "recorded_ms": created_ms,
        "updated_ms": int(batch.updated_s[row]) * 1000,
        "acknowledged_ms": acknowledged_ms,
        "acknowledged_by": None if acknowledged_ms is None else "Meja ukur",
        "closed_ms": _ms(batch.closed_s[row]),
        "respond_by_ms": int(batch.respond_by_s[row]) * 1000,
        "close_by_ms": int(batch.close_by_s[row]) * 1000,
        "supporters": int(batch.supporters[row]),
        "has_photo": False,
        "moderation": "public",
        "simulated": True,
        "reconstructed": False,
        "incident": None,
        "paused_ms": None,
        "expected_ms": None,
        # They have gone up long ago: a store that makes up for years of it at once is not what is measured.
        "duty_level": int(DutyLevel.LURAH if acknowledged_ms is not None else DutyLevel.WALI_KOTA),
        "stars": 0,
        "ratings": 0,
    }


def _submitted(record: dict[str, Any]) -> dict[str, Any]:
    return {
        "report_id": record["id"],
        "sequence": 1,
        "kind": "submitted",
        "from_state": None,
        "before": None,
        "to_state": State.WAITING.value,
        "actor": "synthetic",
        "note": "",
        "acted_ms": record["created_ms"],
        "recorded_ms": record["created_ms"],
        "reconstructed": False,
    }


def _ms(seconds: Any) -> int | None:
    return None if seconds == NO_TIME else int(seconds) * 1000
