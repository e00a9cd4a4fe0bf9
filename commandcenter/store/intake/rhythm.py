"""The rhythm of a file: what was done when, as acts that are due one after the other at a replay's speed.

Owns which of a file's steps can be done again: those that the table of moves allows from where the replay has
brought the report. Pure: knows no clock, no store, no connection.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from commandcenter.models.past import PastReport, PastStep
from commandcenter.models.report import TransitionKind
from commandcenter.models.state import CLOSED_STATES, MOVES, State


@dataclass(frozen=True, slots=True)
class DueAct:
    """One act of a replay.

    Attributes:
        due_s: When it is due, in seconds after the replay's beginning, the speed taken into account.
        at: When it happened, UTC.
        past: The report.
        step: Which of its steps, counted from 1 as in ``past.steps``; 0: that it came in.
        next_s: Seconds until the report's next act, the speed taken into account; None after the last.
    """

    due_s: float
    at: datetime
    past: PastReport
    step: int
    next_s: float | None

    @property
    def done(self) -> PastStep | None:
        """What was done; None where the report came in."""
        return self.past.steps[self.step - 1] if self.step else None


@dataclass(frozen=True, slots=True)
class Rhythm:
    """A file's acts in the order in which they are due.

    Attributes:
        acts: By ``due_s``, which begins at 0; acts of one instant in the file's order, a report's own in theirs.
        reports: How many reports come in.
        repeated: Rows left out because the same row stands in the file before.
        outside: Reports left out because they came in outside the time asked for, or beyond the number asked for.
        not_allowed: Steps left out because the table of moves does not allow them, such as closed to closed.
        too_late: Steps left out because they were done after the time asked for.
    """

    acts: tuple[DueAct, ...]
    reports: int
    repeated: int
    outside: int
    not_allowed: int
    too_late: int


@dataclass(frozen=True, slots=True)
class Span:
    """Which part of a file is replayed.

    Attributes:
        from_at: Reports that came in before are left out; None: from the first on.
        until_at: What happened at this instant or later is left out; None: to the end.
        reports: At most so many reports; None: all.
    """

    from_at: datetime | None = None
    until_at: datetime | None = None
    reports: int | None = None

    def holds(self, at: datetime) -> bool:
        """Return whether an instant lies in it."""
        return (self.from_at is None or at >= self.from_at) and self.goes_to(at)

    def goes_to(self, at: datetime) -> bool:
        """Return whether an instant lies before its end."""
        return self.until_at is None or at < self.until_at


WHOLE_FILE = Span()


def rhythm_of(reports: Iterable[PastReport], speed: float, span: Span = WHOLE_FILE) -> Rhythm:
    """Return a file's acts in the order in which they are due.

    Args:
        reports: In the file's order.
        speed: How many times faster than it happened; above 0.
        span: Which part.
    """
    seen: set[tuple[str, str]] = set()
    chosen: list[PastReport] = []
    repeated = outside = 0
    for past in reports:
        identity = (past.external_id, past.content_hash)
        if identity in seen:
            repeated += 1
        elif span.holds(past.created_at):
            chosen.append(past)
        else:
            outside += 1
        seen.add(identity)
    chosen.sort(key=lambda past: past.created_at)
    if span.reports is not None:
        outside += max(0, len(chosen) - span.reports)
        chosen = chosen[: span.reports]
    allowed = [list(_allowed_steps(past)) for past in chosen]
    kept = [[(at, step) for at, step in steps if span.goes_to(at)] for steps in allowed]
    acts = [act for past, steps in zip(chosen, kept, strict=True) for act in _acts(past, steps, chosen[0], speed)]
    # Stable: what falls on one instant stays in the file's order, and a report's own acts in theirs.
    acts.sort(key=lambda act: act.at)
    return Rhythm(
        acts=tuple(acts),
        reports=len(chosen),
        repeated=repeated,
        outside=outside,
        not_allowed=sum(len(past.steps) for past in chosen) - sum(map(len, allowed)),
        too_late=sum(map(len, allowed)) - sum(map(len, kept)),
    )


def _allowed_steps(past: PastReport) -> Iterator[tuple[datetime, int]]:
    """Yield when each step that can be done again is due, and its number from 1.

    A source's clocks may run backwards; a timeline may not: a step is due no earlier than the one before it.
    """
    state, answered, at = State.WAITING, False, past.created_at
    for number, step in enumerate(past.steps, start=1):
        if step.kind is TransitionKind.TAKEN_ON:
            if answered or state in CLOSED_STATES:
                continue
        elif step.kind is TransitionKind.MOVED and step.to_state in MOVES[state]:
            state = step.to_state
        else:
            continue
        answered, at = True, max(at, step.acted_at)
        yield at, number


def _acts(past: PastReport, steps: list[tuple[datetime, int]], first: PastReport, speed: float) -> Iterator[DueAct]:
    times = [(past.created_at, 0), *steps]
    for at_once, (at, step) in enumerate(times, start=1):
        after_at = times[at_once][0] if at_once < len(times) else None
        yield DueAct(
            due_s=(at - first.created_at).total_seconds() / speed,
            at=at,
            past=past,
            step=step,
            next_s=None if after_at is None else (after_at - at).total_seconds() / speed,
        )
