"""The synchronisation's decisions, without I/O, threads or clocks.

``SyncEngine.handle(event, now)`` returns what to do. Every event first changes what the engine knows; then, from
what it knows and nothing else, it chooses the one job that is due (``_job``). So a lost, late or repeated event
delays things, but no order of events can make it skip a change or send an act that was answered.

What holds whatever happens:

* The position moves only with ``PageApplied`` and ``SnapshotTaken``, that is after the mirror's commit.
* One job at a time; among them at most one intent, always the outbox's oldest.
* Only a reply to one's own question can call for a new snapshot. A heartbeat that looks impossible (another epoch,
  a head behind one's own position) may simply be old: it makes the engine ask.
* Only a failed question to the store ends the connection; a failed act waits by itself and lets data flow on.
"""

from __future__ import annotations

from collections.abc import Callable

from commandcenter.models.mirror.failure import MirrorWriteFailed, PositionMoved, RecordUnknown
from commandcenter.protocol.feed import BadMessage, FeedPage
from commandcenter.protocol.position import Position
from commandcenter.sync.action import (
    Action,
    ApplyPage,
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
from commandcenter.sync.age import Age
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
from commandcenter.sync.moment import Moment
from commandcenter.sync.outgoing import Outgoing
from commandcenter.sync.status import FailureNote, Phase, Status, note_of
from commandcenter.sync.stream_state import SILENCE_LIMIT_S, StreamState

TOKEN_RETRY_S = 60.0
"""How often a token that was not accepted is tried again by itself."""

GAP_PATIENCE_S = 2.0
"""How long the head may be ahead of the mirror while the stream brings nothing, before the page is asked for."""

_OWN_DISK = frozenset({MirrorWriteFailed.code, RecordUnknown.code})
"""Failures that an answer from the store does not mend."""


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
        self._position = position
        self._head: Position | None = None
        self._age = Age(current_at)
        self._loaded_rows = 0
        self._outgoing = Outgoing(jitter)
        self._stream = StreamState()
        self._link = Backoff(jitter)
        self._indexing = Backoff(jitter)
        self._text_indexed = text_indexed
        self._failure: FailureNote | None = None
        self._stopped = False
        self._reached = False
        self._snapshot_needed = position is None
        self._snapshot_untested = False
        self._caught_up = False
        self._behind_since_s: float | None = None
        self._applying: tuple[FeedPage, Moment] | None = None
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
                self._loaded_rows = rows
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
                for backoff in (self._link, self._outgoing.backoff, self._indexing):
                    backoff.reset()
            case StopRequested():
                self._ending = True
                self._close_stream()
                self._mark(force=True)
            case Tick():
                self._on_tick(now)
        self._choose(now)
        return tuple(self._actions)

    # What the engine learns from each kind of event.

    def _on_page_event(self, event: PageFetched | FetchFailed | PageApplied | PageNotApplied, now: Moment) -> None:
        match event:
            case PageFetched(page, heard):
                self._on_reached(heard, page.clock_ms)
                if self._take_reply(page, now):
                    self._snapshot_untested = False
                    self._head = page.head
                    self._look_at(page, heard)
            case PageApplied(through):
                applied, self._applying = self._applying, None
                self._position = through
                self._failure = None
                self._behind_since_s = None
                if applied is not None and applied[0].head == through:
                    self._on_current(applied[1])
                    self._age.noted(applied[1])
            case PageNotApplied(failure):
                self._applying = None
                self._snapshot_needed |= failure.code == PositionMoved.code
                self._fail(failure, now)
            case FetchFailed(failure):
                self._fail(failure, now)

    def _take_reply(self, page: FeedPage, now: Moment) -> bool:
        """Return whether a reply continues the mirror; else note what to do about it."""
        position = self._position
        if position is None:
            return False
        if page.after != position:
            self._fail(note_of(BadMessage(what=f"a page behind {page.after} was not asked for")), now)
            return False
        if page.head.epoch != position.epoch or page.head.n < position.n:
            self._need_snapshot(note_of(SnapshotNeeded(url=self._url)), now)
            return False
        stuck = page.through == position and page.head != position
        if stuck or page.through.epoch != position.epoch or not position.n <= page.through.n <= page.head.n:
            self._fail(note_of(BadMessage(what=f"a page through {page.through} behind {position}")), now)
            return False
        return True

    def _look_at(self, page: FeedPage, heard: Moment) -> None:
        """Apply a page that begins at the position; be content with one that brings nothing new."""
        if page.through == self._position:
            self._on_current(heard)
            return
        self._applying = (page, heard)
        self._do(ApplyPage(page, heard.wall_ms if page.head == page.through else None))

    def _on_snapshot_event(self, event: SnapshotTaken | SnapshotFailed, now: Moment) -> None:
        self._loaded_rows = 0
        match event:
            case SnapshotTaken(position, clock_ms, begun):
                self._on_reached(begun, clock_ms)
                self._position = self._head = position
                self._age.replaced(begun)
                self._failure = None
                self._snapshot_needed = False
                self._snapshot_untested = True
                self._caught_up = False
                self._text_indexed = False
            case SnapshotFailed(failure):
                self._fail(failure, now)

    def _on_stream_event(self, event: StreamEvent, now: Moment) -> None:
        match event:
            case StreamOpened(_, heard):
                self._stream.hear(heard)
            case StreamBeat(_, beat, heard):
                self._stream.hear(heard)
                self._age.hear(heard, beat.clock_ms)
                self._compare(beat.head, heard, now)
            case StreamPage(_, page, heard):
                self._stream.hear(heard)
                self._age.hear(heard, page.clock_ms)
                if not self._stream.put(page, heard):
                    self._caught_up = False
            case StreamEnd(_, failure):
                steady = self._stream.steady(now.monotonic_s)
                self._close_stream()
                self._caught_up = False
                if failure is not None:
                    self._fail(failure, now)
                elif not steady:
                    self._fail(note_of(StreamEnded(url=self._url)), now)
        if self._stream.steady(now.monotonic_s):
            self._link.reset()

    def _compare(self, head: Position, heard: Moment, now: Moment) -> None:
        """Hold the store's head against the mirror's position."""
        position = self._position
        if position is None:
            return
        if head.epoch != position.epoch or head.n < position.n:
            self._caught_up = False
            return
        if self._head is None or self._head.epoch != head.epoch or self._head.n < head.n:
            self._head = head
        if head == position:
            self._age.current(heard)
            self._behind_since_s = None
        elif self._behind_since_s is None:
            self._behind_since_s = now.monotonic_s

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
                self._outgoing.failed(failure, now.monotonic_s)
            case IntentAnswered(result):
                self._do(KeepAnswer(result))
            case AnswerKept(result):
                if self._outgoing.answered(result):
                    self._caught_up = False
            case AnswerNotKept(failure):
                self._outgoing.failed(failure, now.monotonic_s)
            case SendFailed(failure):
                self._outgoing.failed(failure, now.monotonic_s)
                if failure.code in TOKEN_CODES:
                    self._fail(failure, now)

    def _on_index_event(self, event: TextIndexed | TextNotIndexed, now: Moment) -> None:
        match event:
            case TextIndexed(complete):
                self._text_indexed = complete
                self._indexing.reset()
            case TextNotIndexed():
                self._indexing.failed(now.monotonic_s)

    def _on_tick(self, now: Moment) -> None:
        if self._stream.wanted and now.monotonic_s >= self._stream.silent_at_s():
            self._fail(note_of(StoreTimeout(url=self._url, waited_s=round(SILENCE_LIMIT_S))), now)
        since = self._behind_since_s
        if since is not None and now.monotonic_s >= since + GAP_PATIENCE_S:
            self._behind_since_s = None
            self._caught_up = False

    # What several of them come to.

    def _on_reached(self, heard: Moment, clock_ms: int) -> None:
        """The store answered a question of one's own."""
        self._age.hear(heard, clock_ms)
        if not self._reached:
            self._outgoing.backoff.reset()
        self._reached = True
        self._stopped = False
        if self._failure is not None and self._failure.code not in _OWN_DISK:
            self._failure = None

    def _on_current(self, heard: Moment) -> None:
        """The mirror holds the store's newest."""
        self._caught_up = True
        self._failure = None
        self._age.current(heard)
        self._behind_since_s = None
        self._outgoing.settle()

    def _need_snapshot(self, failure: FailureNote, now: Moment) -> None:
        self._close_stream()
        self._snapshot_needed = True
        self._caught_up = False
        if self._snapshot_untested:
            # The last snapshot's own position was turned down: asking at once would go on for ever.
            self._failure = failure
            self._link.failed(now.monotonic_s)

    def _fail(self, failure: FailureNote, now: Moment) -> None:
        """The way to the store, or into the mirror, is broken: close, say so, and come back later."""
        if failure.code == SnapshotNeeded.code:
            self._reached = True
            self._need_snapshot(failure, now)
            return
        self._close_stream()
        self._outgoing.settle()
        self._reached = False
        self._caught_up = False
        self._behind_since_s = None
        self._failure = failure
        self._stopped = failure.code in TOKEN_CODES
        if self._stopped:
            self._link.hold(now.monotonic_s, TOKEN_RETRY_S)
        else:
            self._link.failed(now.monotonic_s)

    def _close_stream(self) -> None:
        if self._stream.close():
            self._actions.append(CloseStream())

    # What to do next.

    def _choose(self, now: Moment) -> None:
        if not self._ending and not self._busy:
            job = self._job(now)
            if job is not None:
                self._do(job)
        if not self._ending:
            self._keep_stream(now)
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
        if not self._link.ready(now_s):
            return None
        intent = self._outgoing.next(now_s) if self._reached else None
        if intent is not None:
            self._outgoing.in_flight = intent
            return SendIntent(intent)
        if self._snapshot_needed or self._position is None:
            return TakeSnapshot()
        self._next_stream_page()
        if self._applying is not None:
            return None
        if not self._caught_up:
            return FetchPage(self._position)
        if not self._text_indexed and self._indexing.ready(now_s):
            return IndexText()
        return None

    def _next_stream_page(self) -> None:
        """Begin applying the first page of the stream that continues the mirror; pass over those that don't."""
        position = self._position
        while (waiting := self._stream.take()) is not None:
            page, heard = waiting
            if position is None or page.through.epoch != position.epoch:
                self._caught_up = False
            elif page.through.n <= position.n:
                self._compare(page.head, heard, heard)
            elif page.after == position:
                self._head = page.head
                self._look_at(page, heard)
                return
            else:
                # A gap: only an answer to a question of one's own closes it.
                self._caught_up = False

    def _keep_stream(self, now: Moment) -> None:
        if self._caught_up and not self._stream.wanted and self._position is not None:
            generation = self._stream.open(now.monotonic_s)
            self._actions.append(OpenStream(generation, self._position))

    def _mark(self, *, force: bool) -> None:
        """Have the age of the data noted on disk, now and then."""
        current_ms = self._age.to_note(force=force)
        if current_ms is not None and self._position is not None:
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
        waits = [self._link.ready_at_s]
        if self._outgoing.pending or self._outgoing.unread:
            waits.append(self._outgoing.backoff.ready_at_s)
        if not self._text_indexed:
            waits.append(self._indexing.ready_at_s)
        deadlines = [wait for wait in waits if wait > now.monotonic_s]
        # These two are acted on by ``Tick`` alone, so one that has passed must bring it at once.
        if self._stream.wanted:
            deadlines.append(self._stream.silent_at_s())
        if self._behind_since_s is not None:
            deadlines.append(self._behind_since_s + GAP_PATIENCE_S)
        return min(deadlines, default=None)

    def status(self, now: Moment) -> Status:
        """Return the present state as the screens may know it."""
        waiting = not self._link.ready(now.monotonic_s)
        return Status(
            phase=self._phase(),
            position=self._position,
            head=self._head,
            current_at=self._age.current_at,
            heard_at=self._age.heard_at,
            clock_offset_ms=self._age.offset_ms,
            pending=len(self._outgoing.shown()),
            loaded_rows=self._loaded_rows,
            text_searchable=self._text_indexed,
            retry_at_s=self._link.ready_at_s if waiting else None,
            failure=self._failure,
            outbox_failure=self._outgoing.failure,
        )

    def _phase(self) -> Phase:
        if self._stopped:
            return Phase.STOPPED
        if self._failure is not None:
            return Phase.OFFLINE
        if self._snapshot_needed:
            return Phase.LOADING
        if not self._reached:
            return Phase.CONNECTING
        return Phase.LIVE if self._stream.opened else Phase.CATCHING_UP
