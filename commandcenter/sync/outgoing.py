"""The engine's view of the outbox: what to send next, and which acts the screens still lay over the data.

Order is kept where it matters: within one report, and along ``after_intent``. An act that the store does not take
therefore holds up what was made on top of it and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from commandcenter.models.identity import IntentId
from commandcenter.models.intent import Intent, IntentResult, IntentStatus
from commandcenter.sync.backoff import Backoff
from commandcenter.sync.failure import ActsStuck, StoreError
from commandcenter.sync.status import FailureNote, note_of

_TAKEN = frozenset({IntentStatus.APPLIED, IntentStatus.REPEATED})

TOLD_AFTER_TRIES = 3
"""How often something must fail in a row before a person is told: less is a store being restarted."""

_DIFFERENT_ACTS_IN_A_ROW = 3
"""After how many different acts without an answer it is the store, not the acts: then all of them wait."""


@dataclass(slots=True)
class _Untaken:
    """An act that was sent and not answered."""

    backoff: Backoff
    tries: int
    failure: FailureNote


class Outgoing:
    """Acts on their way, one at a time.

    An act that was applied is *settling* until the mirror holds what it did: taking its mark away before would show
    the old state for a moment, as if the act had been lost.
    """

    def __init__(self, jitter: Callable[[], float]) -> None:
        """Begin without knowing what the outbox holds."""
        self.pending: tuple[Intent, ...] = ()
        self.unread = True
        self.in_flight: Intent | None = None
        self.settling: tuple[Intent, ...] = ()
        self.backoff = Backoff(jitter)
        self._jitter = jitter
        self._untaken: dict[IntentId, _Untaken] = {}
        self._in_a_row: set[IntentId] = set()
        self._disk_failures = 0
        self._disk_failure: FailureNote | None = None
        self._published: tuple[Intent, ...] | None = None

    @property
    def failure(self) -> FailureNote | None:
        """Why acts do not get through, once that has gone on for ``TOLD_AFTER_TRIES``."""
        if self._disk_failure is not None and self._disk_failures >= TOLD_AFTER_TRIES:
            return self._disk_failure
        stuck = [untaken for untaken in self._untaken.values() if untaken.tries >= TOLD_AFTER_TRIES]
        return note_of(ActsStuck(count=len(stuck), reason=_reason(stuck[0].failure))) if stuck else None

    def read(self, pending: tuple[Intent, ...]) -> None:
        """Take note of what the outbox holds."""
        self.pending = pending
        self._forget_answered()
        if not pending:
            self._disk_well()

    def next(self, now_s: float) -> Intent | None:
        """Return the act to send now, if there is one and it may be tried; among several the least tried one."""
        if not self.backoff.ready(now_s):
            return None
        ready = (intent for intent in self._first_ones() if self._ready_at_s(intent) <= now_s)
        return min(ready, key=self._tries, default=None)

    def ready_at_s(self) -> float:
        """Return when ``next`` may return something, or the outbox may be read again; infinite: not by itself."""
        if self.unread:
            return self.backoff.ready_at_s
        own = min((self._ready_at_s(intent) for intent in self._first_ones()), default=float("inf"))
        return max(self.backoff.ready_at_s, own)

    def answered(self, result: IntentResult) -> bool:
        """Take note that the outbox recorded an answer; return whether the mirror must now catch up with it."""
        taken = result.status in _TAKEN
        if taken and self.in_flight is not None and self.in_flight.intent_id == result.intent_id:
            self.settling += (self.in_flight,)
        self.in_flight = None
        self.pending = tuple(intent for intent in self.pending if intent.intent_id != result.intent_id)
        self._forget_answered()
        self._disk_well()
        self._in_a_row.clear()
        self.backoff.reset()
        return taken

    def not_taken(self, failure: FailureNote, now_s: float) -> None:
        """Take note that the store gave no answer to the act in flight: it waits, and others have their turn."""
        act, self.in_flight = self.in_flight, None
        if act is None:
            return
        untaken = self._untaken.setdefault(act.intent_id, _Untaken(Backoff(self._jitter), 0, failure))
        untaken.tries += 1
        untaken.failure = failure
        untaken.backoff.failed(now_s)
        self._in_a_row.add(act.intent_id)
        if len(self._in_a_row) >= _DIFFERENT_ACTS_IN_A_ROW:
            self.backoff.failed(now_s)

    def disk_failed(self, failure: FailureNote, now_s: float) -> None:
        """Take note that the outbox could not be read or written: every act waits."""
        self.in_flight = None
        self._disk_failures += 1
        self._disk_failure = failure
        self.backoff.failed(now_s)

    def retry(self) -> None:
        """Let everything be tried now; what was tried how often stays known."""
        self.backoff.reset()
        for untaken in self._untaken.values():
            untaken.backoff.reset()

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

    def _first_ones(self) -> Iterator[Intent]:
        """Yield the acts that no earlier one must go before, oldest first."""
        subjects, earlier = set(), set()
        for intent in self.pending:
            if intent.subject not in subjects and intent.after_intent not in earlier:
                yield intent
            earlier.add(intent.intent_id)
            if intent.subject is not None:
                subjects.add(intent.subject)

    def _ready_at_s(self, intent: Intent) -> float:
        untaken = self._untaken.get(intent.intent_id)
        return float("-inf") if untaken is None else untaken.backoff.ready_at_s

    def _tries(self, intent: Intent) -> int:
        untaken = self._untaken.get(intent.intent_id)
        return 0 if untaken is None else untaken.tries

    def _forget_answered(self) -> None:
        waiting = {intent.intent_id for intent in self.pending}
        self._untaken = {name: untaken for name, untaken in self._untaken.items() if name in waiting}

    def _disk_well(self) -> None:
        self._disk_failures = 0
        self._disk_failure = None


def _reason(failure: FailureNote) -> str:
    """Return in a word, that needs no translation, what came instead of an answer."""
    if failure.code == StoreError.code:
        return f"HTTP {dict(failure.params).get('status', '?')}"
    return failure.code
