"""One round of questions: what of a source is asked for each time, in which order."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from commandcenter.models.instant import to_ms
from commandcenter.sync.moment import Moment
from commandcenter.sync.open311.listing import Listing, Outcome
from commandcenter.sync.open311.manner import Manner, Served
from commandcenter.sync.open311.question import Question
from commandcenter.sync.open311.reading import Reading
from commandcenter.sync.open311.walk import Walk, Window


class Task(Protocol):
    """A part of a round. ``question`` may be called while not ``done``."""

    @property
    def done(self) -> bool:
        """Whether nothing is left to ask."""
        ...

    def question(self) -> Question:
        """Return what to ask next."""
        ...

    def take(self, reading: Reading) -> Window | None:
        """Take the answer in; return what is finished."""
        ...

    def refuse(self) -> tuple[bool, Window | None]:
        """The server takes no such question; return whether the task can go on, and what is finished."""
        ...


@dataclass(slots=True)
class Round:
    """A round under way.

    Attributes:
        begun: When: what is complete at its end was true then.
        tasks: What is left, in order.
        overdue: Requests from before the horizon to ask for after that.
    """

    begun: Moment
    tasks: list[Task] = field(default_factory=list)
    overdue: list[str] = field(default_factory=list)


class Stretch:
    """A task that walks a stretch of time to its beginning, or only one window of it."""

    def __init__(self, walk: Walk, *, windows: int | None = None) -> None:
        """Go on with a walk for so many windows; None: to its end."""
        self.walk = walk
        self._left = windows

    @property
    def done(self) -> bool:
        """Whether nothing is left to ask."""
        return self.walk.done or self._left == 0

    def question(self) -> Question:
        """Return what to ask next."""
        return self.walk.question()

    def take(self, reading: Reading) -> Window | None:
        """Take the answer in."""
        return self._counted(self.walk.take(reading))

    def refuse(self) -> tuple[bool, Window | None]:
        """Go on without pages, if these may be why."""
        goes_on, window = self.walk.refuse()
        return goes_on, self._counted(window)

    def _counted(self, window: Window | None) -> Window | None:
        if window is not None and self._left is not None:
            self._left -= 1
        return window


class Changes:
    """A task that asks for what changed, and finds out whether the server understands that."""

    def __init__(self, manner: Manner, after_ms: int, *, others_known: bool) -> None:
        """Ask for what changed after an instant.

        Args:
            manner: Where the finding goes.
            after_ms: The instant.
            others_known: Whether requests are known that did not change since: a server that ignores the question
                would give them, so that one that does not has understood.
        """
        self._manner = manner
        self._after_ms = after_ms
        self._others_known = others_known
        self._listing = Listing(manner, Question(updated_after_ms=after_ms))
        self._obeyed = True
        self.done = False

    def question(self) -> Question:
        """Return what to ask next."""
        return self._listing.question()

    def take(self, reading: Reading) -> Window | None:
        """Take the answer in; what it holds is of no known stretch."""
        # Servers that keep whole seconds may round the bound down.
        floor_ms = self._after_ms - 1_000
        if any(request.updated_at is not None and to_ms(request.updated_at) < floor_ms for request in reading.requests):
            self._obeyed = False
            self._manner.updates = Served.NO
        return self._proceed(self._listing.take(reading))

    def refuse(self) -> tuple[bool, Window | None]:
        """Ask without pages if these may be why; else take it that the server does not understand."""
        outcome = self._listing.refuse()
        if outcome is None:
            self._manner.updates = Served.NO
            self.done = True
            return True, None
        return True, self._proceed(outcome)

    def _proceed(self, outcome: Outcome) -> Window | None:
        if outcome is Outcome.MORE and self._obeyed:
            return None
        self.done = True
        if self._obeyed and self._others_known and outcome is Outcome.WHOLE:
            self._manner.updates = Served.YES
        return Window(tuple(self._listing.found.values()), 0, 0, whole=False)


class Feed:
    """A task that asks for whatever the server gives: dates do not bound it."""

    def __init__(self, manner: Manner) -> None:
        """Ask for one list."""
        self._listing = Listing(manner, Question())
        self.done = False

    def question(self) -> Question:
        """Return what to ask next."""
        return self._listing.question()

    def take(self, reading: Reading) -> Window | None:
        """Take the answer in; what it lacks is not known to have vanished."""
        return self._proceed(self._listing.take(reading))

    def refuse(self) -> tuple[bool, Window | None]:
        """Ask without pages if these may be why."""
        outcome = self._listing.refuse()
        return (False, None) if outcome is None else (True, self._proceed(outcome))

    def _proceed(self, outcome: Outcome) -> Window | None:
        if outcome is Outcome.MORE:
            return None
        self.done = True
        return Window(tuple(self._listing.found.values()), 0, 0, whole=False)
