"""Dialogues with the engine: this event in, these actions out."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime

from commandcenter.models.identity import IntentId, ReportId
from commandcenter.models.intent import Intent, IntentKind, IntentResult, IntentStatus
from commandcenter.protocol.feed import FeedPage, Heartbeat
from commandcenter.protocol.position import Position
from commandcenter.sync.action import (
    Action,
    MarkCurrent,
    OpenStream,
    PublishPending,
    PublishStatus,
    ReadOutbox,
    WaitUntil,
)
from commandcenter.sync.engine import SyncEngine
from commandcenter.sync.event import (
    Event,
    OutboxRead,
    PageFetched,
    StreamBeat,
    StreamOpened,
    StreamPage,
    Tick,
)
from commandcenter.sync.moment import Moment
from commandcenter.sync.status import FailureNote, Status

URL = "https://store.example.org"
UNREACHABLE = FailureNote("store_unreachable", "nobody at {url}", (("url", URL),), retryable=True)
REVOKED = FailureNote("token_revoked", "revoked at {url}", (("url", URL),), retryable=False)
FAULT = FailureNote("store_error", "HTTP {status}", (("url", URL), ("status", "500")), retryable=True)
ANEW = FailureNote("snapshot_needed", "anew", (), retryable=True)
DISK_FULL = FailureNote("mirror_write_failed", "full", (), retryable=True)


def at(n: int, epoch: str = "e") -> Position:
    return Position(epoch, n)


def page(after: int, through: int, head: int | None = None, epoch: str = "e") -> FeedPage:
    return FeedPage(at(after, epoch), at(through, epoch), at(through if head is None else head, epoch), 0, ())


def act(name: str, subject: int = 1, after: Intent | None = None) -> Intent:
    at_new_year = datetime(2026, 1, 1, tzinfo=UTC)
    after_intent = None if after is None else after.intent_id
    return Intent(IntentId(f"intent-{name}"), IntentKind.TAKE_ON, ReportId(subject), 1, at_new_year, after_intent)


def answer(intent: Intent, status: IntentStatus = IntentStatus.APPLIED) -> IntentResult:
    return IntentResult(intent.intent_id, status, intent.subject)


@dataclass
class Dialogue:
    """An engine, a clock that moves only by ``later``, and the last words of the engine."""

    engine: SyncEngine
    now_s: float = 1000.0
    status: Status | None = None
    pending: tuple[Intent, ...] | None = None
    wait_until_s: float | None = None
    marks: list[int] = field(default_factory=list)
    first: list[Action] = field(default_factory=list)

    def moment(self) -> Moment:
        return Moment(self.now_s, round(self.now_s * 1000))

    def later(self, seconds: float) -> Dialogue:
        self.now_s += seconds
        return self

    def say(self, event: Event) -> list[Action]:
        """Return the actions other than publishing, marking and waiting; those are kept as attributes."""
        told: list[Action] = []
        for action in self.engine.handle(event, self.moment()):
            match action:
                case PublishStatus(status):
                    self.status = status
                case PublishPending(pending):
                    self.pending = pending
                case WaitUntil(monotonic_s):
                    self.wait_until_s = monotonic_s
                case MarkCurrent(current_ms):
                    self.marks.append(current_ms)
                case _:
                    told.append(action)
        return told

    def fetched(self, fetched: FeedPage) -> list[Action]:
        return self.say(PageFetched(fetched, self.moment()))

    def pushed(self, generation: int, pushed: FeedPage) -> list[Action]:
        return self.say(StreamPage(generation, pushed, self.moment()))

    def beat(self, generation: int, head: Position) -> list[Action]:
        return self.say(StreamBeat(generation, Heartbeat(head, 0), self.moment()))


def begin(position: Position | None, *pending: Intent, text_indexed: bool = True) -> Dialogue:
    """Return a dialogue that has read the outbox; what follows from that is the first job."""
    engine = SyncEngine(url=URL, position=position, current_at=None, text_indexed=text_indexed, jitter=lambda: 0.0)
    dialogue = Dialogue(engine)
    assert dialogue.say(Tick()) == [ReadOutbox()]
    dialogue.first = dialogue.say(OutboxRead(pending))
    return dialogue


def live() -> Dialogue:
    """Return a dialogue whose stream 1 is open at position 5."""
    dialogue = begin(at(5))
    assert dialogue.fetched(page(5, 5)) == [OpenStream(1, at(5))]
    dialogue.say(StreamOpened(1, dialogue.moment()))
    return dialogue
