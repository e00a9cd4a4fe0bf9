"""The decisions of following a source by asking, without I/O, threads or clocks.

``PollEngine.handle(event, now)`` returns what to do. The source is asked in rounds, one question at a time: what
changed (where that can be asked), what was reported lately, and one window of older time, so that after enough rounds
everything within the horizon was looked at again. The first round walks back to the horizon; a round of many
questions pauses before each of the later ones.

What holds whatever happens:

* The cursor moves only with ``Applied``, that is after the mirror's commit, and never by a report's own dates.
* Within the horizon nothing is removed but by the server's own word about that one request; no error, cut or missing
  page removes. From before the horizon closed requests go; open ones too where the server shows no single ones.
* A failure ends the round; the next one, when patience allows, begins from the cursor.
* What is not asked for is still true if it comes; what the server should have left out is left out here.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace

from commandcenter.models.freshness import Phase
from commandcenter.models.instant import to_ms
from commandcenter.sync.action import PublishStatus, WaitUntil
from commandcenter.sync.event import StopRequested
from commandcenter.sync.moment import Moment
from commandcenter.sync.open311.action import Action, Apply, AskListing, AskOne, AskServices, Job, Scope
from commandcenter.sync.open311.cursor import Cursor
from commandcenter.sync.open311.event import (
    Applied,
    AskFailed,
    Event,
    ListingFetched,
    NotApplied,
    OneFetched,
    ServicesFetched,
)
from commandcenter.sync.open311.failure import AnswerTooLarge, AnswerUnreadable, SourceError
from commandcenter.sync.open311.manner import Manner, Served
from commandcenter.sync.open311.overdue import Overdue
from commandcenter.sync.open311.patience import Pace, Patience
from commandcenter.sync.open311.question import Dialect
from commandcenter.sync.open311.request import ServiceRequest
from commandcenter.sync.open311.round import Changes, Feed, Round, Stretch
from commandcenter.sync.open311.walk import DAY_MS, LONGEST_MS, Walk, Window
from commandcenter.sync.status import FailureNote, Status

HOUR_MS = 3_600_000

RECENT_MS = DAY_MS
"""So far back every round looks, and so far ahead: clocks may be that wrong."""

CHANGE_OVERLAP_MS = 600_000
"""So much of the last round's time is asked for again when changes are."""

SERVICES_EVERY_S = 3_600.0

FIRST_WINDOW_MS = 7 * DAY_MS

MOST_CONFIRMED = 50
"""Requests asked for one by one in a round, because they did not come; the others have their turn the next time."""

FEWEST_CONFIRMED = 5
"""The same of a server whose lists keep lacking what is there."""

_ITS_OWN = frozenset({SourceError.code, AnswerUnreadable.code, AnswerTooLarge.code})
"""Failures of one question, which say nothing about the next."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What this source is followed for; held against every answer, whatever the server made of it.

    Attributes:
        service_codes: Empty: all.
        statuses: Of ``open`` and ``closed``; empty: both.
        horizon_ms: How far back.
    """

    service_codes: frozenset[str] = frozenset()
    statuses: frozenset[str] = frozenset()
    horizon_ms: int = 90 * DAY_MS

    def takes(self, request: ServiceRequest) -> bool:
        """Return whether a request is one of them."""
        status = "closed" if request.is_closed else "open"
        return (not self.service_codes or request.service_code in self.service_codes) and (
            not self.statuses or status in self.statuses
        )


class PollEngine:
    """Decides what is asked next, and what is written."""

    def __init__(
        self,
        *,
        dialect: Dialect,
        wanted: Wanted,
        cursor: Cursor,
        current_at: Moment | None,
        interval_s: float,
        jitter: Callable[[], float],
    ) -> None:
        """Begin with what the disk holds.

        Args:
            dialect: What may be asked at all.
            wanted: What the source is followed for.
            cursor: How far it was followed.
            current_at: When the last whole round began.
            interval_s: Seconds from one round to the next.
            jitter: Gives numbers from [0, 1) for the delays after failures.
        """
        self.manner = Manner(dialect)
        self._wanted = wanted
        self._cursor = cursor
        self._patience = Patience(interval_s, jitter)
        self._pace = Pace()
        self._current_at = current_at
        self._heard_at: Moment | None = None
        self._offset_ms: int | None = None
        self._failure: FailureNote | None = None
        self._round: Round | None = None
        self._sweep: Walk | None = None
        self._lengths = {"recent": 3 * RECENT_MS, "older": FIRST_WINDOW_MS}
        self._services_at_s = float("-inf") if dialect.services else float("inf")
        self._to_apply: deque[Apply] = deque()
        self._to_confirm: deque[str] = deque()
        self._overdue = Overdue()
        self._confirmed = self._found_again = 0
        self._confirm_limit = MOST_CONFIRMED
        self._control = ""
        self._others_known = False
        self._asked_whole = False
        self._loaded_rows = 0
        self._job: Job | None = None
        self._ending = False
        self._published: Status | None = None

    @property
    def cursor(self) -> Cursor:
        """How far the mirror is known to have followed."""
        return self._cursor

    def handle(self, event: Event, now: Moment) -> tuple[Action, ...]:
        """Take one event in and return what to do, in order; ``WaitUntil`` comes last, if at all."""
        job, self._job = self._job, None
        match event:
            case ServicesFetched(services):
                self._hear(now, None)
                self._services_at_s = now.monotonic_s + SERVICES_EVERY_S
                self._to_apply.append(Apply(self._cursor, services=services))
            case ListingFetched(reading, heard, server_ms):
                self._hear(heard, server_ms)
                if self._round is not None and self._round.tasks:
                    self._finish(self._round.tasks[0].take(reading))
            case OneFetched(number, request, certain):
                self._hear(now, None)
                self._take_one(number, request, certain=certain)
            case AskFailed(failure, retry_after_s, refused):
                passed = retry_after_s == 0 and failure.code in _ITS_OWN and self._pass_over(job, now)
                if not passed and not (refused and self._refused(job)):
                    self._fail(failure, now, retry_after_s)
            case Applied(missing, overdue):
                self._applied(job, missing, overdue)
            case NotApplied(failure):
                self._fail(failure, now, 0.0)
            case StopRequested():
                self._ending = True
            case _:
                # A tick while a job runs changes nothing.
                self._job = job
        if self._job is None and isinstance(job, AskServices | AskListing | AskOne):
            self._pace.answered(now.monotonic_s)
        return tuple(self._choose(now))

    # What comes from the source.

    def _hear(self, heard: Moment, server_ms: int | None) -> None:
        self._heard_at = heard
        if server_ms is not None:
            self._offset_ms = server_ms - heard.wall_ms

    def _finish(self, window: Window | None) -> None:
        """A window is finished: have it written, and see what it says about the server."""
        current = self._round
        if window is None or current is None:
            return
        kept = tuple(request for request in window.requests if self._wanted.takes(request))
        others = frozenset(request.number for request in window.requests if not self._wanted.takes(request))
        self._loaded_rows += len(kept)
        self._note_others(window, current)
        if window.requests:
            self._control = window.requests[0].number
        cursor = self._cursor
        task = current.tasks[0]
        if isinstance(task, _Backfill):
            cursor = replace(cursor, covered_from_ms=window.since_ms)
        elif isinstance(task, _Recent) and task.done:
            cursor = replace(cursor, covered_until_ms=current.begun.wall_ms)
        if not self.manner.windows:
            # Dates do not bound the lists: there is no way further back.
            cursor = replace(cursor, covered_from_ms=self._horizon_ms(current.begun))
            current.tasks = [task for task in current.tasks if isinstance(task, Feed)]
        scope = Scope(window.since_ms, window.until_ms) if window.whole else None
        self._to_apply.append(Apply(cursor, kept, others, scope=scope, floor_ms=self._horizon_ms(current.begun)))

    def _note_others(self, window: Window, current: Round) -> None:
        """See whether requests are known that did not change lately, such as a server that ignores dates would give."""
        after_ms = self._cursor.updated_after_ms
        if after_ms is None:
            return
        recent_ms = current.begun.wall_ms - LONGEST_MS
        for request in window.requests:
            if request.updated_at is not None and recent_ms < to_ms(request.requested_at):
                self._others_known |= to_ms(request.updated_at) < after_ms - 1_000

    def _take_one(self, number: str, request: ServiceRequest | None, *, certain: bool) -> None:
        if request is not None:
            self.manner.by_id = Served.YES
            self._found_again += number not in self._overdue
            kept = self._wanted.takes(request)
            removed = frozenset() if kept else frozenset((number,))
            self._to_apply.append(Apply(self._cursor, (request,) if kept else (), removed))
        elif certain or self.manner.by_id is Served.YES:
            self._to_apply.append(Apply(self._cursor, removed=frozenset((number,))))
        elif self._control and self._control != number:
            # A bare 404 may mean that this server knows no such questions: ask for one that is surely there.
            control, self._control = self._control, ""
            self._to_confirm.extendleft((number, control))
        elif number in self._overdue:
            # It says that there is none; and if it would say that of all, nothing could be known of this one any more.
            self._to_apply.append(Apply(self._cursor, removed=frozenset((number,))))

    def _pass_over(self, job: Job | None, now: Moment) -> bool:
        """A question failed that the round can do without; return whether it is one."""
        if isinstance(job, AskServices):
            self._services_at_s = now.monotonic_s + SERVICES_EVERY_S
        return isinstance(job, AskServices | AskOne)

    def _refused(self, job: Job | None) -> bool:
        """The server takes no such question; return whether there is another way."""
        match job:
            case AskServices():
                self._services_at_s = float("inf")
                return True
            case AskOne():
                # Of a server that has shown one, this is about that one request.
                if self.manner.by_id is not Served.YES:
                    self.manner.by_id = Served.NO
                    self._to_confirm.clear()
                    if self._round is not None:
                        self._round.overdue.clear()
                return True
            case AskListing() if self._round is not None and self._round.tasks:
                goes_on, window = self._round.tasks[0].refuse()
                self._finish(window)
                return goes_on
            case _:
                return False

    def _applied(self, job: Job | None, missing: tuple[str, ...], overdue: tuple[str, ...]) -> None:
        if not isinstance(job, Apply):
            return
        self._cursor = job.cursor
        if self.manner.by_id is not Served.NO:
            room = max(0, self._confirm_limit - self._confirmed)
            self._to_confirm.extend(missing[:room])
            self._confirmed += len(missing[:room])
        if job.current_ms is not None and self._round is not None:
            self._overdue.note(overdue)
            self._failure = None
            self._asked_whole = True
            self._current_at = self._round.begun
            self._patience.succeeded(self._round.begun.monotonic_s)
            self._round = None

    def _fail(self, failure: FailureNote, now: Moment, retry_after_s: float) -> None:
        self._failure = failure
        self._round = None
        self._sweep = None
        self._to_apply.clear()
        self._to_confirm.clear()
        self._patience.failed(now.monotonic_s, retry_after_s)

    # What to do next.

    def _choose(self, now: Moment) -> list[Action]:
        actions: list[Action] = []
        if self._job is None and not self._ending:
            self._job = self._next(now)
            if self._job is not None:
                actions.append(self._job)
        status = self.status(now)
        if status != self._published:
            self._published = status
            # Before the job: it may take as long as a server likes.
            actions.insert(0, PublishStatus(status))
        if self._job is None:
            waits_for = self._patience if self._round is None else self._pace
            actions.append(WaitUntil(None if self._ending else waits_for.ready_at_s))
        return actions

    def _next(self, now: Moment) -> Job | None:
        if self._to_apply:
            return self._to_apply.popleft()
        if self._round is None:
            if now.monotonic_s < self._patience.ready_at_s:
                return None
            self._round = self._begin(now)
            self._pace.begin()
        if now.monotonic_s < self._pace.ready_at_s:
            return None
        if self._to_confirm:
            return AskOne(self._to_confirm.popleft())
        if now.monotonic_s >= self._services_at_s:
            return AskServices()
        tasks = self._round.tasks
        while tasks and tasks[0].done:
            self._leave(tasks.pop(0))
        if tasks:
            return AskListing(tasks[0].question())
        if self._round.overdue:
            return AskOne(self._round.overdue.pop(0))
        return self._settle(self._round)

    def _begin(self, now: Moment) -> Round:
        """Lay a round out."""
        lacking = self._confirmed >= FEWEST_CONFIRMED and self._found_again >= self._confirmed
        self._confirm_limit = FEWEST_CONFIRMED if lacking else MOST_CONFIRMED
        self._confirmed = self._found_again = 0
        # After a failure the round asks for what is needed most.
        found = Round(now, overdue=[] if self._failure is not None else self._overdue.turn())
        if not self.manner.windows:
            found.tasks.append(Feed(self.manner))
            return found
        cursor, horizon_ms = self._cursor, self._horizon_ms(now)
        recent_ms = self._recent_ms(now)
        covered_ms = cursor.covered_from_ms
        if covered_ms is not None and cursor.updated_after_ms is not None and self.manner.updates is not Served.NO:
            found.tasks.append(Changes(self.manner, cursor.updated_after_ms, others_known=self._others_known))
        # Whole hours: an address that stays the same for an hour can be answered with "not modified".
        until_ms = -(-now.wall_ms // HOUR_MS) * HOUR_MS + RECENT_MS
        found.tasks.append(_Recent(Walk(self.manner, recent_ms, until_ms, self._lengths["recent"])))
        if covered_ms is None or covered_ms > horizon_ms:
            from_ms = recent_ms if covered_ms is None else min(covered_ms, recent_ms)
            found.tasks.append(_Backfill(Walk(self.manner, horizon_ms, from_ms, self._lengths["older"])))
        else:
            if self._sweep is None or self._sweep.done:
                self._sweep = Walk(self.manner, horizon_ms, recent_ms, self._lengths["older"])
            found.tasks.append(Stretch(self._sweep, windows=1))
        return found

    def _leave(self, task: object) -> None:
        """Remember how long windows may be."""
        if isinstance(task, Stretch):
            self._lengths["recent" if isinstance(task, _Recent) else "older"] = task.walk.length_ms

    def _settle(self, current: Round) -> Apply:
        """Everything was asked and written: note that, as true when the round began."""
        begun_ms = current.begun.wall_ms
        # By whichever clock is behind: the server stamps its changes by its own.
        after_ms = begun_ms + min(0, self._offset_ms or 0) - CHANGE_OVERLAP_MS
        return Apply(
            replace(self._cursor, updated_after_ms=after_ms),
            current_ms=begun_ms,
            horizon_ms=self._horizon_ms(current.begun),
            keeps_open=self.manner.by_id is not Served.NO,
        )

    def _horizon_ms(self, now: Moment) -> int:
        return now.wall_ms - self._wanted.horizon_ms

    def _recent_ms(self, now: Moment) -> int:
        """Return where the latest stretch begins: a day ago, or a day before the end of what was covered."""
        until_ms = self._cursor.covered_until_ms
        since_ms = now.wall_ms if until_ms is None else min(now.wall_ms, until_ms)
        return max(self._horizon_ms(now), (since_ms - RECENT_MS) // HOUR_MS * HOUR_MS)

    def status(self, now: Moment) -> Status:
        """Return the present state as the screens may know it."""
        loading = self._cursor.updated_after_ms is None
        if self._failure is not None:
            phase = Phase.OFFLINE
        elif self._heard_at is None:
            phase = Phase.STARTING
        elif loading:
            phase = Phase.LOADING
        else:
            phase = Phase.LIVE if self._asked_whole else Phase.CATCHING_UP
        waiting = now.monotonic_s < self._patience.ready_at_s
        return Status(
            phase=phase,
            current_at=self._current_at,
            heard_at=self._heard_at,
            clock_offset_ms=self._offset_ms,
            loaded_rows=self._loaded_rows if loading else 0,
            text_searchable=True,
            retry_at_s=self._patience.ready_at_s if waiting and self._failure is not None else None,
            failure=self._failure,
        )


class _Recent(Stretch):
    """The latest stretch; when it was walked whole, the cursor moves up to the round's beginning."""


class _Backfill(Stretch):
    """The first walk back to the horizon; each window of it moves the cursor down."""
