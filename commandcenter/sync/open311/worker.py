"""The poll worker: carries out what the engine decides, on one thread, until it is told to stop.

The sinks may rely on what ``sync.worker`` promises: a change set is handed over after the mirror's commit.
"""

from __future__ import annotations

import logging
import random
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from threading import Event as Flag

from commandcenter.models.failure import Failure
from commandcenter.models.mirror.reader import MirrorReader
from commandcenter.models.mirror.writer import MirrorWriter
from commandcenter.sync.action import PublishStatus, WaitUntil
from commandcenter.sync.event import StopRequested, Tick
from commandcenter.sync.failure import SyncCrashed
from commandcenter.sync.inbox import Inbox
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
from commandcenter.sync.open311.failure import QuestionRefused, SourceBusy
from commandcenter.sync.open311.ledger import Ledger
from commandcenter.sync.open311.transport import SourceTransport
from commandcenter.sync.status import Phase, Status, note_of
from commandcenter.sync.worker import Sinks

_LOG = logging.getLogger(__name__)


class PollWorker:
    """Keeps one mirror equal to one source.

    Thread: ``run`` on a thread of its own; ``stop`` from any, and it returns at once.
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
        jitter: Callable[[], float] = random.random,
    ) -> None:
        """Take what is needed; nothing happens before ``run``.

        Args:
            writer: The mirror's writer; from ``run`` on it belongs to the worker's thread.
            reader: Of the same mirror.
            transport: Closed by ``stop``.
            wanted: What the source is followed for.
            interval_s: Seconds from one round of questions to the next.
            sinks: Who is told; only of changes and of the status.
            jitter: Gives numbers from [0, 1).
        """
        self._writer = writer
        self._reader = reader
        self._transport = transport
        self._wanted = wanted
        self._interval_s = interval_s
        self._sinks = sinks
        self._jitter = jitter
        self._inbox: Inbox[Event] = Inbox()
        self._stopping = Flag()
        self._status = Status(Phase.CONNECTING)
        self._position: str | None = None

    def stop(self) -> None:
        """Let ``run`` return: at once, or when a connection being made times out (3 s)."""
        self._stopping.set()
        self._inbox.put(StopRequested())
        self._transport.close()

    def run(self) -> None:
        """Follow the source until ``stop``; if a fault ends it before, say so through ``on_status`` and raise it."""
        try:
            self._loop()
        except Exception as error:
            _LOG.exception("following the source ended through a fault")
            failure = error if isinstance(error, Failure) else SyncCrashed(what=type(error).__name__)
            self._sinks.on_status(replace(self._status, phase=Phase.STOPPED, failure=note_of(failure)))
            raise
        finally:
            self._inbox.close()

    def _loop(self) -> None:
        standing = self._writer.standing()
        self._position = standing.position
        address = self._transport.address
        ledger = Ledger(self._reader, address.base, address.kind)
        engine = PollEngine(
            dialect=address.dialect,
            wanted=self._wanted,
            cursor=parse_cursor(standing.position),
            current_at=_current_at(standing.current_ms),
            interval_s=self._interval_s,
            jitter=self._jitter,
        )
        event: Event = Tick()
        while not self._stopping.is_set():
            event = self._carry_out(engine.handle(event, now()), ledger)

    def _carry_out(self, actions: tuple[Action, ...], ledger: Ledger) -> Event:
        """Do what follows and return what came of it."""
        event: Event = Tick()
        for action in actions:
            match action:
                case PublishStatus(status):
                    self._publish(status)
                case WaitUntil(monotonic_s):
                    timeout_s = None if monotonic_s is None else monotonic_s - now().monotonic_s
                    event = self._inbox.take(timeout_s) or Tick()
                case Apply():
                    event = self._apply(action, ledger)
                case AskServices() | AskListing() | AskOne():
                    event = self._ask(action)
        return event

    def _ask(self, action: AskServices | AskListing | AskOne) -> Event:
        try:
            match action:
                case AskServices():
                    return ServicesFetched(self._transport.services())
                case AskListing(question):
                    listed = self._transport.listing(question)
                    if listed.reading.left_out:
                        _LOG.warning("%d requests without id or date were left out", listed.reading.left_out)
                    return ListingFetched(listed.reading, now(), listed.server_ms)
                case AskOne(number):
                    one = self._transport.one(number)
                    return OneFetched(number, one.request, one.certain)
        except SourceBusy as busy:
            wait_s = busy.params.get("wait_s")
            # At least a second: it said that it wants to be left alone.
            return AskFailed(note_of(busy), max(1.0, float(wait_s) if isinstance(wait_s, int) else 0.0))
        except QuestionRefused as refused:
            return AskFailed(note_of(refused), refused=True)
        except Failure as failure:
            return AskFailed(note_of(failure))

    def _apply(self, action: Apply, ledger: Ledger) -> Event:
        through = str(action.cursor)
        try:
            entry = ledger.prepare(action, datetime.now(UTC))
            changes = self._writer.apply(
                entry.rows, expected=self._position, through=through, current_ms=action.current_ms
            )
        except Failure as failure:
            return NotApplied(note_of(failure))
        self._position = through
        ledger.accept(entry)
        if entry.rows:
            self._sinks.on_changes(changes)
        return Applied(entry.missing)

    def _publish(self, status: Status) -> None:
        before, self._status = self._status, status
        if (before.phase, before.failure) != (status.phase, status.failure):
            said = status.failure.sentence() if status.failure else ""
            _LOG.info("following %s is %s %s", self._transport.address.base, status.phase, said)
        self._sinks.on_status(status)


def _current_at(current_ms: int | None) -> Moment | None:
    """Put the noted instant on this run's measuring clock; one in the future counts as now."""
    if current_ms is None:
        return None
    at = now()
    return Moment(at.monotonic_s - max(at.wall_ms - current_ms, 0) / 1000, current_ms)
