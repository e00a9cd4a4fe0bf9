"""The synchronisation's decisions, without I/O, threads or clocks.

``SyncEngine.handle(event, now)`` returns what to do. Every event first changes what the engine knows; then, from
what it knows and nothing else, it chooses the one job that is due (``_job``). So a lost, late or repeated event
delays things, but no order of events can make it skip a change or send an act that was answered.

What it knows is kept in four places: the mirror against the store's head in ``standing``, the way between them in
``link``, the push stream in ``stream_state``, one's own acts in ``outgoing``.

What holds whatever happens:

* The position moves only with ``PageApplied`` and ``SnapshotTaken``, that is after the mirror's commit.
* One job at a time; among them at most one intent, and never one before an older act on the same report, or before
  the act that it was made on top of.
* Only a reply to one's own question can call for a new snapshot. A heartbeat that looks impossible (another epoch,
  a head behind one's own position) may simply be old: it makes the engine ask.
* Only a failed question to the store ends the connection; a failed act waits by itself and lets data flow on.
"""

from __future__ import annotations

from collections.abc import Callable

from commandcenter.models.mirror.failure import PositionMoved
from commandcenter.protocol.feed import FeedPage
from commandcenter.protocol.position import Position
from commandcenter.sync.action import (
    Action,
    CloseStream,
    FetchPage,
    IndexText,
    Job,
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
from commandcenter.sync.backoff import Backoff
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
    StreamBeat,
    StreamEnd,
    StreamEvent,
    StreamOpened,
    StreamPage,
    TextIndexed,
    TextNotIndexed,
    Tick,
)
from commandcenter.sync.failure import TOKEN_CODES, SnapshotNeeded, StoreTimeout, StreamEnded
from commandcenter.sync.link import Link
from commandcenter.sync.moment import Moment
from commandcenter.sync.outgoing import Outgoing
from commandcenter.sync.standing import GAP_PATIENCE_S, Standing
from commandcenter.sync.status import FailureNote, Status, note_of
from commandcenter.sync.stream_state import SILENCE_LIMIT_S, StreamState


class SyncEngine:
    """Decides what the sync worker does next."""

    def __init__(
        self,
        *,
        url: str,
        position: Position | None,
        current_at: Moment | None,
        text_indexed: bool,
        jitter: Callable[[], float],
    ) -> None:
        """Begin with what the disk holds.

        Args:
            url: The store's address, for sentences.
            position: What the mirror stands at; None: never loaded.
            current_at: When it was last known to be the store's newest.
            text_indexed: Whether the text index holds every report.
            jitter: Gives numbers from [0, 1) for the delays between attempts.
        """
        self._url = url
        self._standing = Standing(position, current_at)
        self._link = Link(jitter)
        self._stream = StreamState()
        self._outgoing = Outgoing(jitter)
        self._indexing = Backoff(jitter)
        self._text_indexed = text_indexed
        self._busy = False
        self._ending = False
        self._actions: list[Action] = []
        self._published: Status | None = None

    def handle(self, event: Event, now: Moment) -> tuple[Action, ...]:
        """Take one event in and return what to do, in order; ``WaitUntil`` comes last, if at all.

        Args:
            event: What happened.
            now: When it is handled; never earlier than at the call before.
        """
        self._actions = []
        match event:
            case PageFetched() | FetchFailed() | PageApplied() | PageNotApplied():
                self._busy = False
                self._on_page_event(event, now)
            case SnapshotProgressed(rows):
                self._standing.loaded_rows = rows
            case SnapshotTaken() | SnapshotFailed():
                self._busy = False
                self._on_snapshot_event(event, now)
            case StreamOpened() | StreamPage() | StreamBeat() | StreamEnd():
                if self._stream.concerns(event):
                    self._on_stream_event(event, now)
            case OutboxChanged():
                self._outgoing.unread = True
            case OutboxRead() | OutboxNotRead() | IntentAnswered() | SendFailed() | AnswerKept() | AnswerNotKept():
                self._busy = False
                self._on_outbox_event(event, now)
            case TextIndexed() | TextNotIndexed():
                self._busy = False
                self._on_index_event(event, now)
            case RetryRequested():
                self._outgoing.retry()
                for backoff in (self._link.backoff, self._indexing):
                    backoff.reset()
            case StopRequested():
                self._ending = True
                self._close_stream()
                self._mark(force=True)
            case Tick():
                if self._stream.wanted and now.monotonic_s >= self._stream.silent_at_s():
                    self._fail(note_of(StoreTimeout(url=self._url, waited_s=round(SILENCE_LIMIT_S))), now)
                self._standing.lose_patience(now.monotonic_s)
        self._choose(now)
        return tuple(self._actions)

    # What the engine learns from each kind of event.

    def _on_page_event(self, event: PageFetched | FetchFailed | PageApplied | PageNotApplied, now: Moment) -> None:
        match event:
            case PageFetched(page, heard):
                self._on_reached(heard, page.clock_ms)
                objection = self._standing.objection(page, self._url)
                if objection is not None:
                    self._fail(note_of(objection), now)
                elif self._standing.continued_by_reply(page):
                    self._apply(page, heard)
            case PageApplied(through):
                self._link.mended()
                if self._standing.applied(through):
                    self._outgoing.settle()
            case PageNotApplied(failure):
                self._standing.not_applied(moved=failure.code == PositionMoved.code)
                self._fail(failure, now)
            case FetchFailed(failure):
                self._fail(failure, now)

    def _on_snapshot_event(self, event: SnapshotTaken | SnapshotFailed, now: Moment) -> None:
        self._standing.loaded_rows = 0
        match event:
            case SnapshotTaken(position, clock_ms, begun):
                self._on_reached(begun, clock_ms)
                self._link.mended()
                self._standing.replaced(position, begun)
                self._text_indexed = False
            case SnapshotFailed(failure):
                self._fail(failure, now)

    def _on_stream_event(self, event: StreamEvent, now: Moment) -> None:
        match event:
            case StreamOpened(_, heard):
                self._stream.hear(heard)
            case StreamBeat(_, beat, heard):
                self._stream.hear(heard)
                self._standing.age.hear(heard, beat.clock_ms)
                self._standing.compare(beat.head, heard, now)
            case StreamPage(_, page, heard):
                self._stream.hear(heard)
                self._standing.age.hear(heard, page.clock_ms)
                if not self._stream.put(page, heard):
                    self._standing.caught_up = False
            case StreamEnd(_, failure):
                steady = self._stream.steady(now.monotonic_s)
                self._close_stream()
                self._standing.caught_up = False
                if failure is not None:
                    self._fail(failure, now)
                elif not steady:
                    self._fail(note_of(StreamEnded(url=self._url)), now)
        if self._stream.steady(now.monotonic_s):
            self._link.backoff.reset()

    def _on_outbox_event(
        self,
        event: OutboxRead | OutboxNotRead | IntentAnswered | SendFailed | AnswerKept | AnswerNotKept,
        now: Moment,
    ) -> None:
        match event:
            case OutboxRead(pending):
                self._outgoing.read(pending)
            case OutboxNotRead(failure):
                self._outgoing.unread = True
                self._outgoing.disk_failed(failure, now.monotonic_s)
            case IntentAnswered(result):
                self._do(KeepAnswer(result))
            case AnswerKept(result):
                if self._outgoing.answered(result):
                    self._standing.caught_up = False
            case AnswerNotKept(failure):
                self._outgoing.disk_failed(failure, now.monotonic_s)
            case SendFailed(failure):
                self._outgoing.not_taken(failure, now.monotonic_s)
                if failure.code in TOKEN_CODES:
                    self._fail(failure, now)

    def _on_index_event(self, event: TextIndexed | TextNotIndexed, now: Moment) -> None:
        match event:
            case TextIndexed(complete):
                self._text_indexed = complete
                self._indexing.reset()
            case TextNotIndexed():
                self._indexing.failed(now.monotonic_s)

    # What several of them come to.

    def _on_reached(self, heard: Moment, clock_ms: int) -> None:
        """The store answered a question of one's own."""
        self._standing.age.hear(heard, clock_ms)
        if self._link.answered():
            self._outgoing.backoff.reset()

    def _apply(self, page: FeedPage, heard: Moment) -> None:
        """Apply a page that continues the mirror; be content with one that brings nothing new."""
        job = self._standing.apply(page, heard)
        if job is not None:
            self._do(job)
            return
        self._link.mended()
        self._outgoing.settle()

    def _fail(self, failure: FailureNote, now: Moment) -> None:
        """The way to the store, or into the mirror, is broken: close, say so, and come back later."""
        self._close_stream()
        if failure.code == SnapshotNeeded.code:
            self._link.reached = True
            if self._standing.discontinued():
                # The last snapshot's own position was turned down: asking at once would go on for ever.
                self._link.put_off(failure, now.monotonic_s)
            return
        self._outgoing.settle()
        self._standing.cut_off()
        self._link.failed(failure, now.monotonic_s)

    def _close_stream(self) -> None:
        if self._stream.close():
            self._actions.append(CloseStream())

    # What to do next.

    def _choose(self, now: Moment) -> None:
        if not self._ending and not self._busy:
            job = self._job(now)
            if job is not None:
                self._do(job)
        position = self._standing.position
        if not self._ending and self._standing.caught_up and not self._stream.wanted and position is not None:
            self._actions.append(OpenStream(self._stream.open(now.monotonic_s), position))
        self._mark(force=False)
        self._publish(now)
        if not self._busy:
            self._actions.append(WaitUntil(self._deadline_s(now)))

    def _do(self, job: Job) -> None:
        self._busy = True
        self._actions.append(job)

    def _job(self, now: Moment) -> Job | None:
        """Return the one job that is due, or None."""
        now_s = now.monotonic_s
        if self._outgoing.unread and self._outgoing.backoff.ready(now_s):
            self._outgoing.unread = False
            return ReadOutbox()
        if not self._link.backoff.ready(now_s):
            return None
        intent = self._outgoing.next(now_s) if self._link.reached else None
        if intent is not None:
            self._outgoing.in_flight = intent
            return SendIntent(intent)
        if self._standing.snapshot_needed or self._standing.position is None:
            return TakeSnapshot()
        self._next_stream_page()
        if self._standing.applying:
            return None
        if not self._standing.caught_up:
            return FetchPage(self._standing.position)
        if not self._text_indexed and self._indexing.ready(now_s):
            return IndexText()
        return None

    def _next_stream_page(self) -> None:
        """Begin applying the first page of the stream that continues the mirror; pass over those that don't."""
        while (waiting := self._stream.take()) is not None:
            page, heard = waiting
            if self._standing.continued_by_push(page, heard):
                self._apply(page, heard)
                return

    def _mark(self, *, force: bool) -> None:
        """Have the age of the data noted on disk, now and then."""
        current_ms = self._standing.age.to_note(force=force)
        if current_ms is not None and self._standing.position is not None:
            self._actions.append(MarkCurrent(current_ms))

    def _publish(self, now: Moment) -> None:
        pending = self._outgoing.to_publish()
        if pending is not None:
            self._actions.append(PublishPending(pending))
        status = self.status(now)
        if status != self._published:
            self._published = status
            self._actions.append(PublishStatus(status))

    def _deadline_s(self, now: Moment) -> float | None:
        waits = [self._link.backoff.ready_at_s]
        if self._outgoing.pending or self._outgoing.unread:
            waits.append(self._outgoing.ready_at_s())
        if not self._text_indexed:
            waits.append(self._indexing.ready_at_s)
        deadlines = [wait for wait in waits if wait > now.monotonic_s]
        # These two are acted on by ``Tick`` alone, so one that has passed must bring it at once.
        if self._stream.wanted:
            deadlines.append(self._stream.silent_at_s())
        if self._standing.behind_since_s is not None:
            deadlines.append(self._standing.behind_since_s + GAP_PATIENCE_S)
        return min(deadlines, default=None)

    def status(self, now: Moment) -> Status:
        """Return the present state as the screens may know it."""
        standing, link = self._standing, self._link
        return Status(
            phase=link.phase(loading=standing.snapshot_needed, live=self._stream.opened),
            position=standing.position,
            head=standing.head,
            current_at=standing.age.current_at,
            heard_at=standing.age.heard_at,
            clock_offset_ms=standing.age.offset_ms,
            pending=len(self._outgoing.shown()),
            loaded_rows=standing.loaded_rows,
            text_searchable=self._text_indexed,
            retry_at_s=None if link.backoff.ready(now.monotonic_s) else link.backoff.ready_at_s,
            failure=link.failure,
            outbox_failure=self._outgoing.failure,
        )
