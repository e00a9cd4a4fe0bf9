"""One source followed step by step: questions, answers and writes, without waiting and without a thread.

The worker gives it a thread and waits between its rounds; whoever has clocks of his own can drive it as well.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime

from commandcenter.models.failure import Failure
from commandcenter.models.instant import from_ms
from commandcenter.models.mirror.reader import MirrorReader
from commandcenter.models.mirror.writer import MirrorWriter
from commandcenter.sync.action import PublishStatus, WaitUntil
from commandcenter.sync.moment import Moment, now
from commandcenter.sync.open311.action import Action, Apply, AskListing, AskOne, AskServices
from commandcenter.sync.open311.cursor import parse_cursor
from commandcenter.sync.open311.engine import PollEngine, Wanted
from commandcenter.sync.open311.event import (
    Applied,
    AskFailed,
    Event,
    ListingFetched,
    NotApplied,
    OneFetched,
    ServicesFetched,
)
from commandcenter.sync.open311.failure import AnswerUnreadable, QuestionRefused, SourceBusy
from commandcenter.sync.open311.ledger import Ledger
from commandcenter.sync.open311.reading import Reading
from commandcenter.sync.open311.transport import SourceTransport
from commandcenter.sync.open311.walk import DAY_MS
from commandcenter.sync.status import note_of
from commandcenter.sync.worker import Sinks

_LOG = logging.getLogger(__name__)

LONGEST_AHEAD_MS = 2 * DAY_MS
"""A report dated further ahead of this machine's clock is left out: twice what a clock may be wrong."""


class Poll:
    """Carries out what the engine decides.

    Attributes:
        engine: Decides.
        wait_until_s: ``Moment.monotonic_s`` until when there is nothing to do; None: for ever.
    """

    def __init__(
        self,
        *,
        writer: MirrorWriter,
        reader: MirrorReader,
        transport: SourceTransport,
        wanted: Wanted,
        interval_s: float,
        sinks: Sinks,
        jitter: Callable[[], float],
        clock: Callable[[], Moment] = now,
    ) -> None:
        """Take up where the mirror stands.

        Raises:
            MirrorReadFailed: If the mirror can't be read.
        """
        standing = writer.standing()
        address = transport.address
        self._writer = writer
        self._transport = transport
        self._sinks = sinks
        self._clock = clock
        self._position = standing.position
        self._left_out_said = False
        self._ledger = Ledger(reader, address.base, address.kind)
        self.wait_until_s: float | None = None
        self.engine = PollEngine(
            dialect=address.dialect,
            wanted=wanted,
            cursor=parse_cursor(standing.position),
            current_at=_current_at(standing.current_ms, clock()),
            interval_s=interval_s,
            jitter=jitter,
        )

    def step(self, event: Event) -> Event | None:
        """Have an event handled and do what follows; return what came of it; None: wait until ``wait_until_s``."""
        came: Event | None = None
        for action in self.engine.handle(event, self._clock()):
            came = self._do(action) or came
        return came

    def _do(self, action: Action) -> Event | None:
        match action:
            case PublishStatus(status):
                self._sinks.on_status(status)
            case WaitUntil(monotonic_s):
                self.wait_until_s = monotonic_s
            case Apply():
                return self._apply(action)
            case AskServices() | AskListing() | AskOne():
                return self._ask(action)
        return None

    def _ask(self, action: AskServices | AskListing | AskOne) -> Event:
        try:
            match action:
                case AskServices():
                    return ServicesFetched(self._transport.services())
                case AskListing(question):
                    listed = self._transport.listing(question)
                    reading = listed.reading.until(self._latest())
                    self._say_left_out(reading)
                    return ListingFetched(reading, self._clock(), listed.server_ms)
                case AskOne(number):
                    one = self._transport.one(number)
                    if one.request is not None and one.request.requested_at > self._latest():
                        raise AnswerUnreadable(url=self._transport.address.base, reason=f"{number} is of the future")
                    return OneFetched(number, one.request, one.certain)
        except SourceBusy as busy:
            wait_s = busy.params.get("wait_s")
            # At least a second: it said that it wants to be left alone.
            return AskFailed(note_of(busy), max(1.0, float(wait_s) if isinstance(wait_s, int) else 0.0))
        except QuestionRefused as refused:
            return AskFailed(note_of(refused), refused=True)
        except Failure as failure:
            return AskFailed(note_of(failure))

    def _latest(self) -> datetime:
        """Return the last instant that a report can be of, however wrong the clocks may be."""
        return from_ms(self._clock().wall_ms + LONGEST_AHEAD_MS)

    def _say_left_out(self, reading: Reading) -> None:
        # Once: it would be the same at every look.
        if reading.left_out and not self._left_out_said:
            self._left_out_said = True
            _LOG.warning(
                "%d requests of one answer, without id or a date that can be true, are left out; said once",
                reading.left_out,
            )

    def _apply(self, action: Apply) -> Event:
        through = str(action.cursor)
        try:
            entry = self._ledger.prepare(action, from_ms(self._clock().wall_ms))
            changes = self._writer.apply(
                entry.rows, expected=self._position, through=through, current_ms=action.current_ms
            )
        except Failure as failure:
            return NotApplied(note_of(failure))
        self._position = through
        self._ledger.accept(entry)
        if entry.rows:
            self._sinks.on_changes(changes)
        return Applied(entry.missing, entry.overdue)


def _current_at(current_ms: int | None, at: Moment) -> Moment | None:
    """Put the noted instant on this run's measuring clock; one in the future counts as now."""
    if current_ms is None:
        return None
    return Moment(at.monotonic_s - max(at.wall_ms - current_ms, 0) / 1000, current_ms)
