"""The cursor never runs ahead of the mirror: killed between fetch and write, or refused by the disk, all comes."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import textwrap
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

from commandcenter.models.freshness import Phase
from commandcenter.models.mirror.folder import MIRROR_FILE, MirrorFolder
from commandcenter.sync.event import Tick
from commandcenter.sync.open311.address import parse_source
from commandcenter.sync.open311.engine import Wanted
from commandcenter.sync.open311.event import Event, ListingFetched
from commandcenter.sync.open311.transport import SourceTransport
from commandcenter.sync.open311.worker import PollWorker
from tests.fixture.open311_city import City
from tests.sync.desktop import Told
from tests.sync.open311.follower import Follower, contents_of


def until_fetched(follower: Follower, number: str) -> None:
    """Go on until an answer with this report has come and nothing of it was written."""
    event: Event | None = Tick()
    while event is not None:
        if isinstance(event, ListingFetched) and number in {request.number for request in event.reading.requests}:
            return
        event = follower.poll.step(event)
    raise AssertionError("it never came")


def test_after_an_end_between_fetch_and_write_the_next_run_brings_it_all(city: City, follower: Follower) -> None:
    city.add("1", timedelta(days=2))
    follower.look()
    city.now += timedelta(minutes=5)
    for number in ("2", "3", "4"):
        city.add(number, timedelta(seconds=2))
    city.edit("1", status="closed")
    until_fetched(follower, "3")
    follower.restart()
    assert follower.numbers() == {"1"}
    # Days later it still knows from where on it has to ask.
    city.now += timedelta(days=6)
    follower.later(4)
    assert follower.contents() == contents_of(city)


def test_a_write_that_fails_is_said_and_made_good(city: City, follower: Follower) -> None:
    city.add("1")
    follower.look()
    city.add("2", timedelta(seconds=2))
    before = follower.poll.engine.cursor
    other = sqlite3.connect(follower.path / MIRROR_FILE, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    follower.later()
    failure = follower.statuses[-1].failure
    assert failure is not None
    assert failure.code == "mirror_write_failed"
    assert follower.poll.engine.cursor == before
    other.execute("ROLLBACK")
    other.close()
    follower.later()
    assert follower.is_live()
    assert follower.numbers() == {"1", "2"}


def test_a_desktop_killed_between_fetch_and_write_loses_nothing(city: City, tmp_path: Path) -> None:
    city.add("1")
    city.add("2")
    script = textwrap.dedent(
        """
        import os, signal, sys
        from pathlib import Path
        from tests.sync.open311.follower import Follower
        from tests.sync.open311.test_crash import until_fetched
        from tests.fixture.open311_city import NOW

        class Elsewhere:
            url, now = sys.argv[1], NOW

        until_fetched(Follower(Elsewhere(), Path(sys.argv[2])), "2")
        os.kill(os.getpid(), signal.SIGKILL)
        """
    )
    path = tmp_path / "killed"
    root = str(Path(__file__).resolve().parents[3])
    ended = subprocess.run(
        [sys.executable, "-c", script, city.url, str(path)], env={**os.environ, "PYTHONPATH": root}, check=False
    )
    assert ended.returncode == -signal.SIGKILL
    follower = Follower(city, path)
    assert follower.numbers() == set()
    follower.look()
    assert follower.contents() == contents_of(city)
    follower.close()


def test_a_worker_follows_on_its_thread_and_stops_at_once_in_the_middle_of_a_question(
    city: City, tmp_path: Path
) -> None:
    city.now = datetime.now(UTC)
    city.add("1")
    told = Told()
    folder = MirrorFolder.open(tmp_path / "mirror")
    worker = PollWorker(
        writer=folder.writer,
        reader=folder.reader,
        transport=SourceTransport(parse_source(f"open311:{city.url}")),
        wanted=Wanted(),
        interval_s=0.05,
        sinks=told.sinks(),
    )
    thread = threading.Thread(target=worker.run)
    thread.start()
    told.wait_phase(Phase.LIVE)
    assert [len(change.upserts) for change in told.changes if len(change.upserts)] == [1]
    city.hold = threading.Event()
    assert city.held.wait(10)
    worker.stop()
    thread.join(5)
    alive = thread.is_alive()
    city.hold.set()
    folder.close()
    assert not alive
    assert told.statuses[-1].phase is not Phase.STOPPED
