"""What the engine asks for.

Jobs are carried out one at a time, and each is answered by exactly one event of its own; the rest is done at once
and not answered.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from commandcenter.models.intent import Intent, IntentResult
from commandcenter.protocol.feed import FeedPage
from commandcenter.protocol.position import Position
from commandcenter.sync.status import Status


@dataclass(frozen=True, slots=True)
class TakeSnapshot:
    """Load everything → ``SnapshotTaken`` or ``SnapshotFailed``; ``SnapshotProgressed`` on the way."""


@dataclass(frozen=True, slots=True)
class FetchPage:
    """Ask for the page behind ``after`` → ``PageFetched`` or ``FetchFailed``."""

    after: Position


@dataclass(frozen=True, slots=True)
class ApplyPage:
    """Write the page into the mirror → ``PageApplied`` or ``PageNotApplied``.

    Attributes:
        current_ms: This machine's clock when the page came, if it reaches the store's newest position.
    """

    page: FeedPage
    current_ms: int | None


@dataclass(frozen=True, slots=True)
class ReadOutbox:
    """Read the acts that wait → ``OutboxRead`` or ``OutboxNotRead``."""


@dataclass(frozen=True, slots=True)
class SendIntent:
    """Send one act → ``IntentAnswered`` or ``SendFailed``."""

    intent: Intent


@dataclass(frozen=True, slots=True)
class KeepAnswer:
    """Record the answer in the outbox → ``AnswerKept`` or ``AnswerNotKept``."""

    result: IntentResult


@dataclass(frozen=True, slots=True)
class IndexText:
    """Do one step of the text index → ``TextIndexed`` or ``TextNotIndexed``."""


@dataclass(frozen=True, slots=True)
class OpenStream:
    """Let the listener open the push stream behind ``after``; its events carry ``generation``."""

    generation: int
    after: Position


@dataclass(frozen=True, slots=True)
class CloseStream:
    """Let the listener close its stream; what still comes of it is ignored."""


@dataclass(frozen=True, slots=True)
class MarkCurrent:
    """Note on disk that the mirror held the store's newest at this instant of this machine's clock."""

    current_ms: int


@dataclass(frozen=True, slots=True)
class PublishStatus:
    """Tell the screens."""

    status: Status


@dataclass(frozen=True, slots=True)
class PublishPending:
    """Tell the screens which of one's own acts to lay over the data."""

    pending: tuple[Intent, ...]


@dataclass(frozen=True, slots=True)
class WaitUntil:
    """Nothing to do: wait for an event, or for this instant (``Moment.monotonic_s``), then ``Tick``; None: for ever."""

    monotonic_s: float | None


Job: TypeAlias = TakeSnapshot | FetchPage | ApplyPage | ReadOutbox | SendIntent | KeepAnswer | IndexText

Action: TypeAlias = Job | OpenStream | CloseStream | MarkCurrent | PublishStatus | PublishPending | WaitUntil
