"""kill -9 while the store writes: what was acknowledged is there, and nothing is there by halves."""

from __future__ import annotations

import multiprocessing
import os
import random

import pytest
from sqlalchemy import Engine, func, select, text

from commandcenter.models.table import changes, feed_head, intents, report_numbers, report_private, reports, transitions
from commandcenter.store.database import reading
from tests.contract.killed_writer import write_until_killed
from tests.fixture.store import TIMEOUT_S, RunningStore

KEPT_ROWS = (reports, report_numbers, report_private, transitions)
"""Tables of which every report of these writers has one row."""


def kill_once(store: RunningStore, after_words: int) -> tuple[set[str], set[str]]:
    """Start a writer and kill it after so many words; return what was acknowledged, and each thread's last word."""
    reading_end, writing_end = os.pipe()
    # Forked from a process that has done nothing yet: no thread and no connection of the test goes along.
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.contract.killed_writer"])
    writer = context.Process(target=_write, args=(store.settings.database_url, _Pipe(writing_end)))
    writer.start()
    os.close(writing_end)
    acknowledged: set[str] = set()
    last: dict[str, str] = {}

    def take(line: str) -> None:
        thread, word, *rest = line.split()
        last[thread] = word
        acknowledged.update(rest)

    with os.fdopen(reading_end) as said:
        for _, line in zip(range(after_words), said, strict=False):
            take(line)
        writer.kill()
        writer.join(TIMEOUT_S)
        for line in said:
            # What it had said before it died.
            if line.endswith("\n"):
                take(line)
    assert writer.exitcode == -9, "it was to be killed while it wrote"
    return acknowledged, set(last.values())


class _Pipe:
    """The writing end of a pipe, handed to a process that is not a child of this one."""

    def __init__(self, number: int) -> None:
        self.number = multiprocessing.reduction.DupFd(number)


def _write(database_url: str, pipe: _Pipe) -> None:
    write_until_killed(database_url, pipe.number.detach())


def wait_until_alone(engine: Engine) -> None:
    """Return when the database has noticed that the killed process's connections are gone: a state, seen by asking."""
    if engine.dialect.name != "postgresql":
        return
    others = text(
        "SELECT count(*) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'"
    )
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        while connection.execute(others).scalar_one():
            pass


def check(engine: Engine, acknowledged: set[str]) -> None:
    with reading(engine) as connection:
        results = {
            row.intent_id: row.result for row in connection.execute(select(intents.c.intent_id, intents.c.result))
        }
        counts = {
            table.name: connection.execute(select(func.count()).select_from(table)).scalar_one() for table in KEPT_ROWS
        }
        ids = set(connection.execute(select(reports.c.id)).scalars())
        told = connection.execute(select(func.count(), func.max(changes.c.n)).select_from(changes)).one()
        head = connection.execute(select(feed_head.c.n)).scalar_one()
    lost = acknowledged - results.keys()
    assert not lost, f"acknowledged and lost: {lost}"
    assert all(result is not None and result["status"] == "applied" for result in results.values())
    assert ids == {int(result["subject"]) for result in results.values()}
    assert set(counts.values()) == {len(results)}, f"half-written: {counts}"
    assert tuple(told) == (head, head), "the feed has a gap"


def kill_often(store: RunningStore, times: int) -> int:
    """Kill that often, checking after each; return how many kills fell inside a transaction, and log each."""
    random_ = random.Random(times)
    acknowledged: set[str] = set()
    inside = 0
    for number in range(1, times + 1):
        more, words = kill_once(store, random_.randint(1, 40))
        acknowledged |= more
        # A transaction is open from its first row until its commit has come back.
        within = sorted(words & {"began", "commits"})
        inside += bool(within)
        wait_until_alone(store.engine)
        check(store.engine, acknowledged)
        print(f"kill {number}: {len(more)} acknowledged, open transactions: {', '.join(within) or 'none'}")
    print(f"{store.engine.dialect.name}: {inside} of {times} kills inside a transaction, {len(acknowledged)} kept")
    return inside


def test_nothing_acknowledged_is_lost_when_the_store_is_killed(store: RunningStore) -> None:
    kill_often(store, 5)


@pytest.mark.long
@pytest.mark.timeout(900)
def test_nothing_acknowledged_is_lost_in_fifty_kills_of_which_twenty_fall_inside(store: RunningStore) -> None:
    assert kill_often(store, 50) >= 20
