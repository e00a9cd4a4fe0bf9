"""The sync worker: carries out what the engine decides, on one thread, until it is told to stop.

``SyncWorker.run`` and ``SyncWorker.listener.run`` are the two threads' work; ``app.py`` gives each its thread. The
sinks are called on the worker's thread, with frozen values only, and must return soon.

What the sinks may rely on: a change set is handed over after the mirror's commit, so nothing shown can vanish with
a crash. A snapshot's change sets follow one another without anything between, the first with ``replaces_all``; the
status stays ``LOADING`` until the last was handed over.
"""

from __future__ import annotations

import logging
import random
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from threading import Event as Flag
from typing import Protocol

from commandcenter.models.board.change_set import ChangeSet
from commandcenter.models.failure import Failure
from commandcenter.models.freshness import Phase
from commandcenter.models.intent import Intent, IntentResult
from commandcenter.models.mirror.outbox import Outbox
from commandcenter.models.mirror.writer import MirrorWriter, Standing
from commandcenter.protocol.bulk import SnapshotBegin, SnapshotFrame, SnapshotRows
from commandcenter.protocol.feed import BadMessage, FeedPage
from commandcenter.protocol.position import BadPosition, Position, parse_position
from commandcenter.sync.action import (
    Action,
    ApplyPage,
    CloseStream,
    FetchPage,
    IndexText,
    KeepAnswer,
    MarkCurrent,
    OpenStream,
    PublishPending,
    PublishStatus,
    ReadOutbox,
    SendIntent,
    TakeSnapshot,
    WaitUntil,
)
from commandcenter.sync.engine import SyncEngine
from commandcenter.sync.event import (
    AnswerKept,
    AnswerNotKept,
    Event,
    FetchFailed,
    IntentAnswered,
    OutboxChanged,
    OutboxNotRead,
    OutboxRead,
    PageApplied,
    PageFetched,
    PageNotApplied,
    RetryRequested,
    SendFailed,
    SnapshotFailed,
    SnapshotProgressed,
    SnapshotTaken,
    StopRequested,
    TextIndexed,
    TextNotIndexed,
    Tick,
)
from commandcenter.sync.failure import Closed, SyncCrashed
from commandcenter.sync.inbox import Inbox
from commandcenter.sync.listener import Stream, StreamListener
from commandcenter.sync.moment import Moment, now
from commandcenter.sync.status import Status, note_of

_LOG = logging.getLogger(__name__)

TEXT_STEP_ROWS = 4_000
"""Reports a step of the text index: about 50 ms, after which news has its turn."""


class Transport(Protocol):
    """The way to the store; ``transport.StoreTransport`` is the real one. All calls raise ``Failure``."""

    @property
    def url(self) -> str:
        """The store's address, for sentences."""
        ...

    def fetch(self, after: Position) -> FeedPage:
        """Return the page behind a position."""
        ...

    def send(self, intent: Intent) -> IntentResult:
        """Send an act."""
        ...

    def snapshot(self) -> AbstractContextManager[Iterable[SnapshotFrame]]:
        """Ask for everything."""
        ...

    def stream(self, after: Position) -> Stream:
        """Open the push stream."""
        ...

    def close(self) -> None:
        """End everything under way; any thread."""
        ...


@dataclass(frozen=True, slots=True)
class Sinks:
    """Who is told; each is called on the worker's thread.

    Attributes:
        on_changes: What a commit to the mirror changed.
        on_status: The state of the connection and the age of the data; at least once a second while live.
        on_answer: How one's own act ended, after that was recorded.
        on_pending: The acts to lay over the data, oldest first, whenever they differ from before.
    """

    on_changes: Callable[[ChangeSet], None]
    on_status: Callable[[Status], None]
    on_answer: Callable[[IntentResult], None]
    on_pending: Callable[[tuple[Intent, ...]], None]


class SyncWorker:
    """Keeps one mirror equal to one store and sends one outbox.

    Thread: ``run`` on a thread of its own; ``wake``, ``retry`` and ``stop`` from any, and they return at once.
    """

    def __init__(
        self,
        *,
        writer: MirrorWriter,
        outbox: Outbox,
        transport: Transport,
        sinks: Sinks,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        """Take what is needed; nothing happens before ``run``.

        Args:
            writer: The mirror's writer; from ``run`` on it belongs to the worker's thread.
            outbox: Shared with the interface.
            transport: Closed by ``stop``.
            sinks: Who is told.
            jitter: Gives numbers from [0, 1).
        """
        self._writer = writer
        self._outbox = outbox
        self._transport = transport
        self._sinks = sinks
        self._jitter = jitter
        self._inbox: Inbox[Event] = Inbox()
        self._stopping = Flag()
        self._status = Status(Phase.STARTING)
        self.listener = StreamListener(transport.stream, self._inbox.offer)

    def wake(self) -> None:
        """Say that something was added to the outbox."""
        self._inbox.put(OutboxChanged())

    def retry(self) -> None:
        """Try again now instead of waiting; also after the token was replaced."""
        self._inbox.put(RetryRequested())

    def stop(self) -> None:
        """Let ``run`` and ``listener.run`` return: at once, or when a connection being made times out (3 s)."""
        self._stopping.set()
        self._inbox.put(StopRequested())
        self.listener.stop()
        self._transport.close()

    def run(self) -> None:
        """Synchronise until ``stop``; if a fault ends it before, say so through ``on_status`` and raise it."""
        try:
            self._loop()
        except Exception as error:
            _LOG.exception("synchronisation ended through a fault")
            failure = error if isinstance(error, Failure) else SyncCrashed(what=type(error).__name__)
            self._sinks.on_status(replace(self._status, phase=Phase.STOPPED, failure=note_of(failure)))
            raise
        finally:
            self._inbox.close()
            self.listener.stop()

    def _loop(self) -> None:
        engine = self._engine()
        wait_until_s = self._carry_out(engine, Tick())
        while not self._stopping.is_set():
            timeout_s = None if wait_until_s is None else wait_until_s - now().monotonic_s
            wait_until_s = self._carry_out(engine, self._inbox.take(timeout_s) or Tick())
        # What is already known is written down; nothing new is begun.
        self._carry_out(engine, StopRequested())
        while (event := self._inbox.take(0)) is not None:
            self._carry_out(engine, event)

    def _engine(self) -> SyncEngine:
        standing = self._writer.standing()
        return SyncEngine(
            url=self._transport.url,
            position=_position_of(standing),
            current_at=_current_at(standing),
            text_indexed=standing.text_indexed,
            jitter=self._jitter,
        )

    def _carry_out(self, engine: SyncEngine, event: Event) -> float | None:
        """Have an event handled and do what follows; return until when to wait for the next."""
        wait_until_s: float | None = None
        for action in engine.handle(event, now()):
            if isinstance(action, WaitUntil):
                wait_until_s = action.monotonic_s
            elif isinstance(action, TakeSnapshot):
                self._inbox.put(self._take_snapshot(engine))
            else:
                done = self._do(action)
                if done is not None:
                    # Behind what came meanwhile: a long row of jobs must not keep news and acts waiting.
                    self._inbox.put(done)
        return wait_until_s

    def _do(self, action: Action) -> Event | None:
        match action:
            case FetchPage(after):
                return self._fetch(after)
            case ApplyPage(page, current_ms):
                return self._apply(page, current_ms)
            case ReadOutbox():
                return self._read_outbox()
            case SendIntent(intent):
                return self._send(intent)
            case KeepAnswer(result):
                return self._keep(result)
            case IndexText():
                return self._index_text()
            case OpenStream(generation, after):
                self.listener.open(generation, after)
            case CloseStream():
                self.listener.close()
            case MarkCurrent(current_ms):
                self._mark(current_ms)
            case PublishStatus(status):
                self._publish(status)
            case PublishPending(pending):
                self._sinks.on_pending(pending)
        return None

    def _take_snapshot(self, engine: SyncEngine) -> Event:
        try:
            with self._transport.snapshot() as frames:
                taken, changes = self._load(engine, frames)
        except Failure as failure:
            return SnapshotFailed(note_of(failure))
        for change in changes:
            self._sinks.on_changes(change)
        return taken

    def _load(self, engine: SyncEngine, frames: Iterable[SnapshotFrame]) -> tuple[SnapshotTaken, tuple[ChangeSet, ...]]:
        """Take the frames in; when this returns the mirror has committed them."""
        begin: SnapshotBegin | None = None
        begun = now()
        rows = 0
        changes: tuple[ChangeSet, ...] | None = None
        with self._writer.snapshot() as load:
            for frame in frames:
                if self._stopping.is_set():
                    raise Closed(url=self._transport.url)
                if isinstance(frame, SnapshotBegin):
                    begin, begun = frame, now()
                elif isinstance(frame, SnapshotRows):
                    load.append(frame.entity, frame.batch)
                    rows += frame.batch.num_rows
                    self._carry_out(engine, SnapshotProgressed(rows))
                elif begin is not None:
                    changes = load.finish(position=str(begin.position), current_ms=begun.wall_ms)
            if begin is None or changes is None:
                raise BadMessage(what="snapshot: it has no beginning or no end")
        return SnapshotTaken(begin.position, begin.clock_ms, begun), changes

    def _fetch(self, after: Position) -> Event:
        try:
            return PageFetched(self._transport.fetch(after), now())
        except Failure as failure:
            return FetchFailed(note_of(failure))

    def _apply(self, page: FeedPage, current_ms: int | None) -> Event:
        try:
            changes = self._writer.apply(
                page.rows, expected=str(page.after), through=str(page.through), current_ms=current_ms
            )
        except Failure as failure:
            return PageNotApplied(note_of(failure))
        self._sinks.on_changes(changes)
        return PageApplied(page.through)

    def _read_outbox(self) -> Event:
        try:
            return OutboxRead(self._outbox.pending())
        except Failure as failure:
            return OutboxNotRead(note_of(failure))

    def _send(self, intent: Intent) -> Event:
        try:
            return IntentAnswered(self._transport.send(intent))
        except Failure as failure:
            return SendFailed(note_of(failure))

    def _keep(self, result: IntentResult) -> Event:
        try:
            first = self._outbox.answered(result)
        except Failure as failure:
            return AnswerNotKept(note_of(failure))
        if first:
            self._sinks.on_answer(result)
        return AnswerKept(result)

    def _index_text(self) -> Event:
        try:
            return TextIndexed(self._writer.index_text(TEXT_STEP_ROWS))
        except Failure as failure:
            return TextNotIndexed(note_of(failure))

    def _mark(self, current_ms: int) -> None:
        try:
            self._writer.mark_current(current_ms)
        except Failure as failure:
            # Costs a restart without a store some precision in the data's age; the next page says what is wrong.
            _LOG.warning("the age of the data was not noted: %s", failure)

    def _publish(self, status: Status) -> None:
        before = self._status
        self._status = status
        if (before.phase, before.failure) != (status.phase, status.failure):
            said = status.failure.sentence() if status.failure else ""
            _LOG.info("sync is %s at %s %s", status.phase, status.position, said)
        self._sinks.on_status(status)


def _position_of(standing: Standing) -> Position | None:
    try:
        return None if standing.position is None else parse_position(standing.position)
    except BadPosition:
        return None


def _current_at(standing: Standing) -> Moment | None:
    """Put the noted instant on this run's measuring clock; one in the future counts as now."""
    if standing.current_ms is None or standing.position is None:
        return None
    at = now()
    age_ms = max(at.wall_ms - standing.current_ms, 0)
    return Moment(at.monotonic_s - age_ms / 1000, standing.current_ms)
