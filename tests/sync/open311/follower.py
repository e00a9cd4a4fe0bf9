"""A desktop without a screen, thread or clock of its own: it follows a server over real HTTP into a real mirror."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

from commandcenter.models.board.change_set import ChangeSet
from commandcenter.models.freshness import Phase
from commandcenter.models.identity import ReportId
from commandcenter.models.instant import to_ms
from commandcenter.models.mirror.folder import MirrorFolder
from commandcenter.models.mirror.reader import ReportDetails
from commandcenter.sync.event import Tick
from commandcenter.sync.moment import Moment
from commandcenter.sync.open311.address import parse_source
from commandcenter.sync.open311.engine import Wanted
from commandcenter.sync.open311.event import Event
from commandcenter.sync.open311.patience import PAUSE_S
from commandcenter.sync.open311.poll import Poll
from commandcenter.sync.open311.transport import SourceTransport
from commandcenter.sync.status import Status
from commandcenter.sync.worker import Sinks
from tests.fixture.open311_city import City

INTERVAL_S = 60.0
_MOST_STEPS = 5_000


class Follower:
    def __init__(self, city: City, path: Path, *, kind: str = "open311", parameters: str = "") -> None:
        self.city = city
        self.path = path
        self.text = f"{kind}:{city.url}{parameters}"
        self.skew_ms = 0
        self.statuses: list[Status] = []
        self.changes: list[ChangeSet] = []
        self.folder = MirrorFolder.open(path)
        self.poll = self._poll()

    def _poll(self) -> Poll:
        address = parse_source(self.text)
        self.transport = SourceTransport(address, answer_s=5.0)
        return Poll(
            writer=self.folder.writer,
            reader=self.folder.reader,
            transport=self.transport,
            wanted=Wanted(address.values("service_code"), address.values("status")),
            interval_s=INTERVAL_S,
            sinks=Sinks(self.changes.append, self.statuses.append, lambda _: None, lambda _: None),
            jitter=lambda: 1.0,
            clock=self.moment,
        )

    def moment(self) -> Moment:
        """This desktop's clocks: the city's time, and how wrong the wall clock is."""
        ms = to_ms(self.city.now)
        return Moment(ms / 1000, ms + self.skew_ms)

    def look(self) -> None:
        """Do what is due, until there is nothing to do for now."""
        event: Event = Tick()
        for _ in range(_MOST_STEPS):
            following = self.poll.step(event)
            pause_s = (self.poll.wait_until_s or 0.0) - self.moment().monotonic_s
            if following is None and not 0.0 < pause_s <= PAUSE_S:
                return
            if following is None:
                self.city.now += timedelta(seconds=pause_s)
            event = following or Tick()
        raise AssertionError("the follower never came to rest")

    def later(self, rounds: int = 1) -> None:
        """Let time pass until the next round is due, and look, so many times."""
        for _ in range(rounds):
            until_s = self.poll.wait_until_s
            # None: it has only just begun, and everything is due.
            if until_s is not None:
                self.city.now += timedelta(seconds=max(until_s - self.moment().monotonic_s, 0.0))
            self.look()

    def restart(self) -> None:
        """End as by a crash and begin again on the same folder."""
        self.transport.close()
        self.folder.close()
        self.folder = MirrorFolder.open(self.path)
        self.poll = self._poll()

    def close(self) -> None:
        self.transport.close()
        self.folder.close()

    # What the mirror holds.

    def numbers(self) -> set[str]:
        return {number for _, number, _ in self.folder.reader.numbers()}

    def details(self, number: str) -> ReportDetails:
        for report_id, known, _ in self.folder.reader.numbers():
            if known == number:
                found = self.folder.reader.details(ReportId(report_id))
                assert found is not None
                return found
        raise AssertionError(f"no report {number}")

    def contents(self) -> dict[str, tuple[Any, ...]]:
        """What a server can be compared with: number → (open or closed, text, category)."""
        ids = [report_id for report_id, _, _ in self.folder.reader.numbers()]
        records = [held.record for held in self.folder.reader.held(ids).values()]
        return {
            record["number"]: (record["closed_ms"] is None, record["description"], record["category"])
            for record in records
        }

    def is_live(self) -> bool:
        return bool(self.statuses) and self.statuses[-1].phase is Phase.LIVE

    def asked(self, part: str) -> list[str]:
        """Questions so far that hold a text."""
        return [path for path in self.city.asked if part in path]


def contents_of(city: City) -> dict[str, tuple[Any, ...]]:
    return {
        number: (item.status == "open", item.description, item.service_code) for number, item in city.visible().items()
    }
