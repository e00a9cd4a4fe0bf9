"""The poll worker: gives a poll its thread and waits between rounds, until it is told to stop.

The sinks may rely on what ``sync.worker`` promises: a change set is handed over after the mirror's commit.
"""

from __future__ import annotations

import logging
import random
from collections.abc import Callable
from dataclasses import replace
from threading import Event as Flag

from commandcenter.models.failure import Failure
from commandcenter.models.freshness import Phase
from commandcenter.models.mirror.reader import MirrorReader
from commandcenter.models.mirror.writer import MirrorWriter
from commandcenter.sync.event import StopRequested, Tick
from commandcenter.sync.failure import SyncCrashed
from commandcenter.sync.inbox import Inbox
from commandcenter.sync.moment import now
from commandcenter.sync.open311.engine import Wanted
from commandcenter.sync.open311.event import Event
from commandcenter.sync.open311.poll import Poll
from commandcenter.sync.open311.transport import SourceTransport
from commandcenter.sync.status import Status, note_of
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
        self._status = Status(Phase.STARTING)

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
        poll = Poll(
            writer=self._writer,
            reader=self._reader,
            transport=self._transport,
            wanted=self._wanted,
            interval_s=self._interval_s,
            sinks=replace(self._sinks, on_status=self._publish),
            jitter=self._jitter,
        )
        event: Event = Tick()
        while not self._stopping.is_set():
            event = poll.step(event) or self._wait(poll.wait_until_s)

    def _wait(self, until_s: float | None) -> Event:
        return self._inbox.take(None if until_s is None else until_s - now().monotonic_s) or Tick()

    def _publish(self, status: Status) -> None:
        before, self._status = self._status, status
        if (before.phase, before.failure) != (status.phase, status.failure):
            said = status.failure.sentence() if status.failure else ""
            _LOG.info("following %s is %s %s", self._transport.address.base, status.phase, said)
        self._sinks.on_status(status)
