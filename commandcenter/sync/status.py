"""What the screens may know about the connection and about the age of what they show."""

from __future__ import annotations

from dataclasses import dataclass

from commandcenter.models.failure import Failure
from commandcenter.models.freshness import Phase
from commandcenter.protocol.position import Position
from commandcenter.sync.moment import Moment


@dataclass(frozen=True, slots=True)
class FailureNote:
    """A failure as a frozen value: views translate ``template`` and fill in ``params``."""

    code: str
    template: str
    params: tuple[tuple[str, str], ...]
    retryable: bool

    def sentence(self) -> str:
        """Return the English sentence, for logs and the command line."""
        return self.template.format(**dict(self.params))


def note_of(failure: Failure) -> FailureNote:
    """Return what a failure says, without the exception and what hangs on it."""
    params = tuple((name, str(value)) for name, value in failure.params.items())
    # A template may format a parameter (``{text!r}``); what crosses threads is text, so the note is made plain.
    template = failure.template.replace("!r}", "}")
    return FailureNote(failure.code, template, params, failure.retryable)


@dataclass(frozen=True, slots=True)
class Status:
    """One published state of the synchronisation.

    Attributes:
        phase: ``STOPPED`` means that the token is not accepted (or the program failed): nothing goes on by itself
            except a slow new attempt.
        position: What the mirror stands at; None: never loaded.
        head: The store's newest position as far as heard; None: nothing heard yet.
        current_at: When the mirror was last known to hold the store's newest position: the age of the data counts
            from here. None: never.
        heard_at: When the store said anything last in this run; None: nothing yet.
        clock_offset_ms: Store's clock minus this machine's, at the last word heard; too small by the way's delay.
        pending: Own acts that have no answer on the screen yet.
        loaded_rows: Rows of the running first load so far; 0 outside of one.
        text_searchable: Whether text search covers every report yet.
        retry_at_s: ``Moment.monotonic_s`` of the next attempt; None while nothing waits for one.
        failure: Why the connection is not live, if something is wrong.
        outbox_failure: Why one's own acts are not getting through, once that has gone on for a few tries.
    """

    phase: Phase
    position: Position | None = None
    head: Position | None = None
    current_at: Moment | None = None
    heard_at: Moment | None = None
    clock_offset_ms: int | None = None
    pending: int = 0
    loaded_rows: int = 0
    text_searchable: bool = False
    retry_at_s: float | None = None
    failure: FailureNote | None = None
    outbox_failure: FailureNote | None = None

    def age_s(self, at: Moment) -> float | None:
        """Return how old the shown data may be at most, in seconds, at a moment of ``moment.now()``; None: no data."""
        return None if self.current_at is None else max(0.0, at.monotonic_s - self.current_at.monotonic_s)
