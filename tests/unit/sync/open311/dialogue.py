"""Dialogues with the poll engine: this event in, these actions out."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from commandcenter.models.instant import from_ms, to_ms
from commandcenter.sync.action import PublishStatus, WaitUntil
from commandcenter.sync.event import Tick
from commandcenter.sync.moment import Moment
from commandcenter.sync.open311.action import Action, Apply, AskListing, AskOne, AskServices
from commandcenter.sync.open311.cursor import Cursor
from commandcenter.sync.open311.engine import PollEngine, Wanted
from commandcenter.sync.open311.event import (
    Applied,
    Event,
    ListingFetched,
    OneFetched,
    ServicesFetched,
)
from commandcenter.sync.open311.manner import Served
from commandcenter.sync.open311.question import GEOREPORT, Dialect, Question
from commandcenter.sync.open311.reading import Reading
from commandcenter.sync.open311.request import ServiceRequest
from commandcenter.sync.open311.walk import DAY_MS
from commandcenter.sync.status import FailureNote, Status

NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
NOW_MS = to_ms(NOW)
INTERVAL_S = 60.0
UNREACHABLE = FailureNote("source_unreachable", "nobody at {url}", (("url", "x"),), retryable=True)
BUSY = FailureNote("source_busy", "busy", (), retryable=True)
REFUSED = FailureNote("question_refused", "refused", (), retryable=True)
BROKEN = FailureNote("source_error", "broken", (), retryable=True)
DISK_FULL = FailureNote("mirror_write_failed", "full", (), retryable=True)

FOLLOWED = Cursor(NOW_MS - 91 * DAY_MS, NOW_MS - 60_000, NOW_MS - 660_000)
"""A mirror that was followed to the horizon and up to a minute ago."""


def request(
    number: str, age: timedelta = timedelta(minutes=5), *, closed: bool = False, code: str = "1"
) -> ServiceRequest:
    at = NOW - age
    return ServiceRequest(number, code, "", closed, at, at, None, "", None, None, None, None)


def listing(*requests: ServiceRequest, server_ms: int | None = None) -> ListingFetched:
    return ListingFetched(Reading(requests, 0), Moment(0.0, NOW_MS), server_ms)


def many(count: int, first: int = 0, age: timedelta = timedelta(minutes=5)) -> list[ServiceRequest]:
    return [request(str(first + index), age + timedelta(seconds=index)) for index in range(count)]


@dataclass
class Dialogue:
    """An engine, a clock that moves only by ``later``, and the last words of the engine."""

    engine: PollEngine
    now_ms: int = NOW_MS
    status: Status | None = None
    wait_until_s: float | None = None
    pending: Action | None = None
    said: list[Action] = field(default_factory=list)

    def moment(self) -> Moment:
        return Moment(self.now_ms / 1000, self.now_ms)

    def later(self, seconds: float) -> Dialogue:
        self.now_ms += round(seconds * 1000)
        return self

    def say(self, event: Event) -> Action | None:
        """Return the job that follows; what is published and waited for is kept as attributes."""
        self.pending = None
        for action in self.engine.handle(event, self.moment()):
            match action:
                case PublishStatus(status):
                    self.status = status
                case WaitUntil(monotonic_s):
                    self.wait_until_s = monotonic_s
                case _:
                    assert self.pending is None, "two jobs at once"
                    self.pending = action
                    self.said.append(action)
        return self.pending

    def job(self) -> Action | None:
        """Return what is under way."""
        return self.pending

    def updates(self) -> Served:
        """Return what is known of the server's understanding of changes."""
        return self.engine.manner.updates

    def question(self) -> Question:
        assert isinstance(self.pending, AskListing), self.pending
        return self.pending.question

    def write(self) -> Apply:
        assert isinstance(self.pending, Apply), self.pending
        return self.pending

    def answer(self, *requests: ServiceRequest) -> Apply:
        """Answer the question; return what is to be written then."""
        self.question()
        self.say(listing(*requests))
        return self.write()

    def to_the_end(self, *requests: ServiceRequest, limit: int = 40) -> list[Question]:
        """Answer every question with those of the requests that it asks for until the round ends; return them."""
        asked: list[Question] = []
        for _ in range(limit):
            match self.pending:
                case None:
                    return asked
                case AskServices():
                    self.say(ServicesFetched(()))
                case AskListing(question):
                    asked.append(question)
                    self.say(listing(*within(question, requests)))
                case AskOne(number):
                    found = next((one for one in requests if one.number == number), None)
                    self.say(OneFetched(number, found))
                case Apply():
                    self.say(Applied())
                case _:
                    raise AssertionError(self.pending)
        raise AssertionError("the round does not end")


def within(question: Question, requests: tuple[ServiceRequest, ...]) -> list[ServiceRequest]:
    """Return what a server that keeps to the standard gives."""
    if question.page is not None and question.page > 1:
        return []
    if question.updated_after_ms is not None:
        after = from_ms(question.updated_after_ms)
        return [one for one in requests if one.updated_at is not None and one.updated_at > after]
    assert question.since_ms is not None
    assert question.until_ms is not None
    since, until = from_ms(question.since_ms), from_ms(question.until_ms)
    return [one for one in requests if since <= one.requested_at <= until]


def begin(
    cursor: Cursor = FOLLOWED, *, dialect: Dialect = GEOREPORT, wanted: Wanted | None = None, services: bool = False
) -> Dialogue:
    """Begin and, unless ``services`` are wanted, get the list of services out of the way."""
    engine = PollEngine(
        dialect=dialect,
        wanted=wanted or Wanted(),
        cursor=cursor,
        current_at=None,
        interval_s=INTERVAL_S,
        jitter=lambda: 1.0,
    )
    dialogue = Dialogue(engine)
    dialogue.say(Tick())
    if not services and isinstance(dialogue.pending, AskServices):
        dialogue.say(ServicesFetched(()))
        dialogue.say(Applied())
    return dialogue
