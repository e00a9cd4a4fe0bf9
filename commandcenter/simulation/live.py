"""The city going on: what happens next to each open report, kept in step with what the store says of it.

Pure: it is told what the store holds and what time it is, and says what is due. Only the city's own reports are ever
moved; what a person does to one of them counts like anything else, and the rule goes on from there.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from commandcenter.models.identity import ReportId
from commandcenter.models.instant import from_ms
from commandcenter.models.past import PastStep
from commandcenter.models.record import Record, report_of
from commandcenter.models.report import REPLAY_MARK, Report
from commandcenter.models.state import CLOSED_STATES
from commandcenter.simulation.chance import chance
from commandcenter.simulation.city import City, Kelurahan
from commandcenter.simulation.course import Standing, next_step
from commandcenter.simulation.picture import after_picture
from commandcenter.simulation.profile import PROFILES

_DRAWS = 60
"""How often a duration is drawn again until it outlasts what has passed already."""

_REOPENED_WITHIN = timedelta(days=2)


@dataclass(frozen=True, slots=True, order=True)
class DueStep:
    """One thing that is to happen to a report.

    Attributes:
        due_at: When, by the store's clock.
        version: Of the report that it was drawn for; another one makes it void.
    """

    due_at: datetime
    report_id: ReportId
    version: int


def is_own(record: Record) -> bool:
    """Return whether a report is of a simulated city; a replayed one is simulated too, but its file says what follows.

    Args:
        record: Of a report.
    """
    return record["simulated"] and record["category"] in PROFILES and not record["channel"].endswith(REPLAY_MARK)


class LiveCity:
    """The open reports of a simulated city and what is due."""

    def __init__(self, city: City, seed: int, *, lived_until: datetime, begun_at: datetime, speed: float = 1.0) -> None:
        """Begin without reports.

        Args:
            city: Names kelurahan by code.
            seed: With a report's id and version it decides what happens to it.
            lived_until: Up to when somebody saw to everything; what happened unseen since then is made up for.
            begun_at: When this began; steps due later happen ``speed`` times as fast.
            speed: 1 for real time.
        """
        self._kelurahan: Mapping[str, Kelurahan] = {each.code: each for each in city.kelurahan}
        self._somewhere = city.kelurahan[0]
        self._seed = seed
        self._lived_until = lived_until
        self._begun_at = begun_at
        self._speed = speed
        self._reports: dict[ReportId, tuple[Report, PastStep]] = {}
        self._due: list[DueStep] = []
        self._pictures: dict[ReportId, str] = {}
        self._acted_at: dict[ReportId, datetime] = {}

    @property
    def waiting(self) -> int:
        """How many reports have something before them."""
        return len(self._reports)

    def take(self, records: Iterable[Record]) -> None:
        """Learn what the store says of reports; those that are not the city's are none of ours."""
        for record in records:
            if is_own(record):
                self._take(report_of(record))
            else:
                self.forget(record["id"])

    def take_acts(self, acts: Iterable[tuple[ReportId, int]]) -> None:
        """Learn when reports were acted on, in any order; to be told before the reports are.

        A report's own time of change does not say it: a redrawn border changes a report that nobody has touched.

        Args:
            acts: Report and ``acted_ms`` of entries of its timeline.
        """
        for report_id, acted_ms in acts:
            acted_at, known = from_ms(acted_ms), self._acted_at.get(report_id)
            if known is None or acted_at > known:
                self._acted_at[report_id] = acted_at

    def take_pictures(self, records: Iterable[Record]) -> None:
        """Learn of drawn pictures: where a report has one of before, there is one of after."""
        for record in records:
            after = after_picture(record["url"] or "") if record["stage"] == "before" else None
            if after is not None:
                self._pictures[record["report_id"]] = after

    def picture_after(self, report_id: ReportId) -> str | None:
        """Return the path of the picture of a report's work done; None: there is none."""
        return self._pictures.get(report_id)

    def forget(self, report_id: ReportId) -> None:
        """Learn that a report is gone, or has nothing before it any more."""
        self._reports.pop(report_id, None)
        self._pictures.pop(report_id, None)
        self._acted_at.pop(report_id, None)

    def due(self, now: datetime, at_most: int) -> list[tuple[Report, PastStep]]:
        """Return what is to happen by now, the earliest first; each is returned once."""
        found: list[tuple[Report, PastStep]] = []
        while self._due and self._due[0].due_at <= now and len(found) < at_most:
            due = heapq.heappop(self._due)
            known = self._reports.get(due.report_id)
            if known is not None and known[0].version == due.version:
                del self._reports[due.report_id]
                found.append(known)
        return found

    def _take(self, report: Report) -> None:
        known = self._reports.get(report.id)
        if known is not None and known[0].version >= report.version:
            return
        since = self._acted_at.get(report.id, report.created_at)
        settled = report.state in CLOSED_STATES and since < self._lived_until - _REOPENED_WITHIN
        step = None if settled else self._next(report, since)
        if step is None:
            self.forget(report.id)
            return
        self._reports[report.id] = (report, step)
        heapq.heappush(self._due, DueStep(step.acted_at, report.id, report.version))

    def _next(self, report: Report, since: datetime) -> PastStep | None:
        """Draw what happens next to a report after its last act, given that it has not happened yet."""
        rng = chance(self._seed, report.id, report.version)
        lies_in = self._kelurahan.get(report.area or "", self._somewhere)
        standing = Standing(
            report.category,
            lies_in.name,
            lies_in.kota,
            report.state,
            taken_on=report.acknowledged_at is not None,
            agency=report.agency,
            since=since,
        )
        # What was reported while the city was looked after has been seen to up to this very moment.
        seen_until = self._begun_at if report.created_at > self._lived_until else self._lived_until
        step = None
        for _ in range(_DRAWS):
            step = next_step(standing, rng)
            if step is None:
                return None
            if step.acted_at > seen_until:
                return self._hurried(since, step)
        return None if step is None else self._hurried(since, _later(step, seen_until, rng))

    def _hurried(self, since: datetime, step: PastStep) -> PastStep:
        """Return the step at the time at which it happens at this city's speed."""
        if self._speed == 1 or step.acted_at <= self._begun_at:
            return step
        base = max(since, self._begun_at)
        return _at(step, base + max(step.acted_at - base, timedelta()) / self._speed)


def _later(step: PastStep, seen_until: datetime, rng: Random) -> PastStep:
    return _at(step, seen_until + timedelta(hours=rng.uniform(0.05, 8)))


def _at(step: PastStep, acted_at: datetime) -> PastStep:
    return PastStep(step.kind, step.to_state, step.actor, step.note, acted_at, step.agency)
