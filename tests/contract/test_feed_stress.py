"""Eight writers at once, four readers: no reader misses a change or sees two in the wrong order.

A transaction's length is random: some take their time between writing and committing. The same run with numbers that
are handed out without waiting, as a sequence does, loses changes; that is shown too, so that the test is known to see.
"""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest
from sqlalchemy import Connection, Engine, select

from commandcenter.models.identity import CityCode
from commandcenter.models.record import Entity
from commandcenter.models.table import changes
from commandcenter.protocol.position import Position
from commandcenter.store import feed
from commandcenter.store.database import reading, writing
from commandcenter.store.feed import Change, publish, read_head, read_page, take_positions
from tests.fixture.store import RunningStore

CITY = CityCode("jakarta")
WRITERS = 8
READERS = 4
LONGEST_S = 0.01
"""How long a transaction may linger before it commits."""


@dataclass
class Reader:
    """What one reader was told, in the order it was told."""

    random: random.Random
    seen: list[str] = field(default_factory=list)
    positions: list[int] = field(default_factory=list)

    def follow(self, engine: Engine, begin: Position, over: Callable[[], bool]) -> None:
        """Read pages of random length until nothing new comes after the end."""
        after = begin
        while True:
            ended = over()
            with reading(engine) as connection:
                page = read_page(connection, CITY, after, datetime.now(UTC), limit=self.random.randint(1, 400))
            self.seen += [row.key for row in page.rows]
            self.positions.append(page.through.n)
            if ended and page.through == page.after:
                return
            after = page.through


def write(engine: Engine, writer: int, count: int) -> None:
    """Write changes ``writer-0``, ``writer-1`` … in transactions of random size and length."""
    random_ = random.Random(writer)
    done = 0
    while done < count:
        size = min(random_.randint(1, 12), count - done)
        made = [Change(Entity.AREA, f"{writer}-{done + offset}") for offset in range(size)]
        with writing(engine) as connection:
            publish(connection, CITY, made, datetime.now(UTC))
            if random_.random() < 0.1:
                # The transaction's own length, which is what is tested; nobody waits for it.
                time.sleep(random_.random() * LONGEST_S)
        done += size


def run(store: RunningStore, count: int) -> tuple[list[Reader], list[str]]:
    """Let all write and read; return the readers, and all changes in the order of their positions."""
    engine = store.engine
    with reading(engine) as connection:
        begin = read_head(connection, CITY)
    ended = threading.Event()
    followers = [Reader(random.Random(f"reader {number}")) for number in range(READERS)]
    with ThreadPoolExecutor(READERS + WRITERS) as pool:
        following = [pool.submit(reader.follow, engine, begin, ended.is_set) for reader in followers]
        try:
            for future in [pool.submit(write, engine, number, count // WRITERS) for number in range(WRITERS)]:
                future.result()
        finally:
            ended.set()
        for future in following:
            future.result()
    with reading(engine) as connection:
        written = connection.execute(select(changes.c.key).where(changes.c.n > begin.n).order_by(changes.c.n))
        return followers, list(written.scalars())


def check(store: RunningStore, count: int) -> None:
    followers, written = run(store, count)
    assert len(written) == len(set(written)) == count // WRITERS * WRITERS
    for writer in range(WRITERS):
        own = [key for key in written if key.startswith(f"{writer}-")]
        assert own == [f"{writer}-{number}" for number in range(count // WRITERS)]
    for reader in followers:
        assert reader.seen == written, "a reader missed a change, or saw two in the wrong order"
        assert reader.positions == sorted(reader.positions)


def test_no_reader_misses_or_reorders_a_change(store: RunningStore) -> None:
    check(store, 2_000)


@pytest.mark.long
def test_no_reader_misses_or_reorders_one_of_fifty_thousand(store: RunningStore) -> None:
    check(store, 50_000)


@pytest.fixture
def ordering_taken_out(
    store_on: Callable[[str], RunningStore], postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> RunningStore:
    """A store whose positions come from a counter that nobody waits for, as a sequence's do.

    On PostgreSQL alone: SQLite has one writer at a time, whatever the store does.
    """
    store = store_on(postgres_url)

    def early(_: Connection, city: CityCode, count: int) -> Position:
        with writing(store.engine) as counting:
            return take_positions(counting, city, count)

    monkeypatch.setattr(feed, "take_positions", early)
    return store


def test_with_the_ordering_taken_out_readers_miss_changes(ordering_taken_out: RunningStore) -> None:
    misses(ordering_taken_out, 2_000)


@pytest.mark.long
def test_with_the_ordering_taken_out_readers_miss_some_of_fifty_thousand(ordering_taken_out: RunningStore) -> None:
    misses(ordering_taken_out, 50_000)


def misses(store: RunningStore, count: int) -> None:
    followers, written = run(store, count)
    assert len(set(written)) == count // WRITERS * WRITERS, "all of them were written"
    missed = [len(set(written) - set(reader.seen)) for reader in followers]
    assert all(missed), f"nobody would have noticed: {missed}"
