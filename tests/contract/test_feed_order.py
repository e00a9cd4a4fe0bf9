"""That positions become visible in order on PostgreSQL, and that the test would notice if they did not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from sqlalchemy import Connection, Engine, text

from commandcenter.models.identity import CityCode
from commandcenter.models.record import Entity
from commandcenter.protocol.feed import FeedPage
from commandcenter.protocol.position import Position
from commandcenter.store import feed
from commandcenter.store.database import reading, writing
from commandcenter.store.feed import Change, publish, read_head, read_page, take_positions
from tests.fixture.store import TIMEOUT_S, RunningStore

CITY = CityCode("jakarta")


@pytest.fixture
def engine(postgres_url: str, store_on: Callable[[str], RunningStore]) -> Engine:
    return store_on(postgres_url).engine


def change(name: str) -> Change:
    return Change(Entity.AREA, name)


@contextmanager
def unfinished(engine: Engine, name: str) -> Iterator[None]:
    """Publish a change in a transaction that commits only when the block ends."""
    with writing(engine) as connection:
        publish(connection, CITY, [change(name)], datetime.now(UTC))
        yield


def write(engine: Engine, name: str) -> None:
    with writing(engine) as connection:
        publish(connection, CITY, [change(name)], datetime.now(UTC))


def follow(engine: Engine, pages: list[FeedPage]) -> None:
    with reading(engine) as connection:
        after = pages[-1].through if pages else read_head(connection, CITY)
        pages.append(read_page(connection, CITY, after, datetime.now(UTC)))


def names(pages: list[FeedPage]) -> list[str]:
    return [row.key for page in pages for row in page.rows]


def wait_until_a_writer_waits(engine: Engine) -> None:
    """Return when somebody waits for a lock in this database: a state, seen by asking."""
    waiting = text(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        while not connection.execute(waiting).scalar_one():
            pass


def test_a_later_writer_waits_for_an_earlier_one_and_readers_for_nobody(engine: Engine) -> None:
    pages: list[FeedPage] = []
    follow(engine, pages)
    with ThreadPoolExecutor(1) as pool:
        with unfinished(engine, "early"):
            late = pool.submit(write, engine, "late")
            wait_until_a_writer_waits(engine)
            follow(engine, pages)
            assert names(pages) == []
        late.result(TIMEOUT_S)
    follow(engine, pages)
    assert names(pages) == ["early", "late"]


def test_numbers_from_a_counter_of_its_own_would_lose_a_change(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same story with what a sequence does: the number is out before the transaction that uses it."""

    def early(_: Connection, city: CityCode, count: int) -> Position:
        with writing(engine) as counter:
            return take_positions(counter, city, count)

    monkeypatch.setattr(feed, "take_positions", early)
    pages: list[FeedPage] = []
    follow(engine, pages)
    with unfinished(engine, "early"):
        write(engine, "late")
        follow(engine, pages)
    follow(engine, pages)
    assert names(pages) == ["late"], "the change of the earlier writer was never seen: that is the fault avoided"
