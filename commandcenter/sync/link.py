"""The engine's view of the way from the store into the mirror: whether it works, why not, and when to try again."""

from __future__ import annotations

from collections.abc import Callable

from commandcenter.models.freshness import Phase
from commandcenter.models.mirror.failure import MirrorDamaged, MirrorWriteFailed, RecordUnknown
from commandcenter.sync.backoff import Backoff
from commandcenter.sync.failure import TOKEN_CODES
from commandcenter.sync.status import FailureNote

TOKEN_RETRY_S = 60.0
"""How often a token that was not accepted is tried again by itself."""

_OWN_DISK = frozenset({MirrorDamaged.code, MirrorWriteFailed.code, RecordUnknown.code})
"""Failures that an answer from the store does not mend."""


class Link:
    """Whether the store's data reaches the mirror.

    Attributes:
        reached: Whether the store answered the last question that was put to it.
        failure: Why data does not get through, if something is wrong.
        backoff: When the next question may be put.
    """

    def __init__(self, jitter: Callable[[], float]) -> None:
        """Begin without having asked."""
        self.reached = False
        self.failure: FailureNote | None = None
        self.backoff = Backoff(jitter)
        self._stopped = False

    def answered(self) -> bool:
        """The store answered a question of one's own; return whether it had not been reached before."""
        found = not self.reached
        self.reached = True
        self._stopped = False
        if self.failure is not None and self.failure.code not in _OWN_DISK:
            self.failure = None
        return found

    def mended(self) -> None:
        """Data got through."""
        self.failure = None

    def failed(self, failure: FailureNote, now_s: float) -> None:
        """The way is broken; where only another token can mend it, try seldom."""
        self.reached = False
        self.failure = failure
        self._stopped = failure.code in TOKEN_CODES
        if self._stopped:
            self.backoff.hold(now_s, TOKEN_RETRY_S)
        else:
            self.backoff.failed(now_s)

    def put_off(self, failure: FailureNote, now_s: float) -> None:
        """The store is reached, but its answer is a reason to wait before the next question."""
        self.failure = failure
        self.backoff.failed(now_s)

    def phase(self, *, loading: bool, live: bool) -> Phase:
        """Return where the connection stands.

        Args:
            loading: Whether a snapshot is being taken or waited for.
            live: Whether the push stream is open.
        """
        if self._stopped:
            return Phase.STOPPED
        if self.failure is not None:
            return Phase.OFFLINE
        if loading:
            return Phase.LOADING
        if not self.reached:
            return Phase.STARTING
        return Phase.LIVE if live else Phase.CATCHING_UP
