"""The engine's view of the outbox: what to send next, and which acts the screens still lay over the data."""

from __future__ import annotations

from collections.abc import Callable

from commandcenter.models.intent import Intent, IntentResult, IntentStatus
from commandcenter.sync.backoff import Backoff
from commandcenter.sync.status import FailureNote

_TAKEN = frozenset({IntentStatus.APPLIED, IntentStatus.REPEATED})


class Outgoing:
    """Acts on their way, in order, one at a time.

    An act that was applied is *settling* until the mirror holds what it did: taking its mark away before would show
    the old state for a moment, as if the act had been lost.
    """

    def __init__(self, jitter: Callable[[], float]) -> None:
        """Begin without knowing what the outbox holds."""
        self.pending: tuple[Intent, ...] = ()
        self.unread = True
        self.in_flight: Intent | None = None
        self.settling: tuple[Intent, ...] = ()
        self.failure: FailureNote | None = None
        self.backoff = Backoff(jitter)
        self._published: tuple[Intent, ...] | None = None

    def read(self, pending: tuple[Intent, ...]) -> None:
        """Take note of what the outbox holds."""
        self.pending = pending
        if not pending:
            self.failure = None

    def next(self, now_s: float) -> Intent | None:
        """Return the act to send now, if there is one and it may be tried."""
        return self.pending[0] if self.pending and self.backoff.ready(now_s) else None

    def answered(self, result: IntentResult) -> bool:
        """Take note that the outbox recorded an answer; return whether the mirror must now catch up with it."""
        taken = result.status in _TAKEN
        if taken and self.in_flight is not None and self.in_flight.intent_id == result.intent_id:
            self.settling += (self.in_flight,)
        self.in_flight = None
        self.pending = tuple(intent for intent in self.pending if intent.intent_id != result.intent_id)
        self.failure = None
        self.backoff.reset()
        return taken

    def failed(self, failure: FailureNote, now_s: float) -> None:
        """Take note that the first act is still waiting."""
        self.in_flight = None
        self.failure = failure
        self.backoff.failed(now_s)

    def settle(self) -> None:
        """Let go of the applied acts: the mirror holds them, or can't for now."""
        self.settling = ()

    def shown(self) -> tuple[Intent, ...]:
        """Return the acts to lay over the data, oldest first."""
        waiting = {intent.intent_id for intent in self.pending}
        return tuple(intent for intent in self.settling if intent.intent_id not in waiting) + self.pending

    def to_publish(self) -> tuple[Intent, ...] | None:
        """Return what to lay over the data if that differs from what was returned last, else None."""
        shown = self.shown()
        if shown == self._published:
            return None
        self._published = shown
        return shown
