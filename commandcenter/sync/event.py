"""What can happen to the synchronisation; each is frozen and made on whichever thread saw it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from commandcenter.models.intent import Intent, IntentResult
from commandcenter.protocol.feed import FeedPage, Heartbeat
from commandcenter.protocol.position import Position
from commandcenter.sync.moment import Moment
from commandcenter.sync.status import FailureNote


@dataclass(frozen=True, slots=True)
class Tick:
    """The awaited instant has come, and nothing else has happened that was not told yet."""


@dataclass(frozen=True, slots=True)
class RetryRequested:
    """Somebody asked to try again now (also: the token was replaced)."""


@dataclass(frozen=True, slots=True)
class StopRequested:
    """The program ends."""


@dataclass(frozen=True, slots=True)
class OutboxChanged:
    """Something was added to the outbox."""


@dataclass(frozen=True, slots=True)
class OutboxRead:
    """The outbox holds these acts, oldest first."""

    pending: tuple[Intent, ...]


@dataclass(frozen=True, slots=True)
class OutboxNotRead:
    """The outbox could not be read."""

    failure: FailureNote


@dataclass(frozen=True, slots=True)
class IntentAnswered:
    """The store answered the intent that was sent."""

    result: IntentResult


@dataclass(frozen=True, slots=True)
class SendFailed:
    """The intent got no answer."""

    failure: FailureNote


@dataclass(frozen=True, slots=True)
class AnswerKept:
    """The outbox has recorded the answer."""

    result: IntentResult


@dataclass(frozen=True, slots=True)
class AnswerNotKept:
    """The outbox could not record the answer; the act is still pending there."""

    failure: FailureNote


@dataclass(frozen=True, slots=True)
class PageFetched:
    """The store answered with a page; ``heard`` is when."""

    page: FeedPage
    heard: Moment


@dataclass(frozen=True, slots=True)
class FetchFailed:
    """The page did not come."""

    failure: FailureNote


@dataclass(frozen=True, slots=True)
class PageApplied:
    """The mirror has committed the page that ends at ``through``."""

    through: Position


@dataclass(frozen=True, slots=True)
class PageNotApplied:
    """The mirror refused the page and stands where it stood."""

    failure: FailureNote


@dataclass(frozen=True, slots=True)
class SnapshotProgressed:
    """So many rows of the running snapshot were taken in."""

    rows: int


@dataclass(frozen=True, slots=True)
class SnapshotTaken:
    """The mirror has committed a snapshot.

    Attributes:
        position: What it is true at.
        clock_ms: The store's clock when it began.
        begun: When its first frame came.
    """

    position: Position
    clock_ms: int
    begun: Moment


@dataclass(frozen=True, slots=True)
class SnapshotFailed:
    """No snapshot; the mirror holds what it held."""

    failure: FailureNote


@dataclass(frozen=True, slots=True)
class TextIndexed:
    """A step of the text index is done."""

    complete: bool


@dataclass(frozen=True, slots=True)
class TextNotIndexed:
    """A step of the text index failed."""

    failure: FailureNote


@dataclass(frozen=True, slots=True)
class StreamOpened:
    """The store accepted the push stream."""

    generation: int
    heard: Moment


@dataclass(frozen=True, slots=True)
class StreamPage:
    """The stream brought a page."""

    generation: int
    page: FeedPage
    heard: Moment


@dataclass(frozen=True, slots=True)
class StreamBeat:
    """The stream brought a heartbeat."""

    generation: int
    heartbeat: Heartbeat
    heard: Moment


@dataclass(frozen=True, slots=True)
class StreamEnd:
    """The stream is over; without a failure the store ended it in order."""

    generation: int
    failure: FailureNote | None


StreamEvent: TypeAlias = StreamOpened | StreamPage | StreamBeat | StreamEnd

Event: TypeAlias = (
    Tick
    | RetryRequested
    | StopRequested
    | OutboxChanged
    | OutboxRead
    | OutboxNotRead
    | IntentAnswered
    | SendFailed
    | AnswerKept
    | AnswerNotKept
    | PageFetched
    | FetchFailed
    | PageApplied
    | PageNotApplied
    | SnapshotProgressed
    | SnapshotTaken
    | SnapshotFailed
    | TextIndexed
    | TextNotIndexed
    | StreamEvent
)
