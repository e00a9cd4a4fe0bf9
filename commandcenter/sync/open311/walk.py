"""A stretch of time walked backwards in windows as long as a server's answers allow.

Newest first, so that what matters most is there first. Windows overlap by more than a second, since some servers leave
their end out. A window whose answer was cut off is halved and asked again, down to one second; but not where the
narrower one brings the same list, of a longer stretch than was asked for: then narrowing tells nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from commandcenter.models.instant import to_ms
from commandcenter.sync.open311.listing import Listing, Outcome
from commandcenter.sync.open311.manner import Manner
from commandcenter.sync.open311.question import Question
from commandcenter.sync.open311.reading import Reading
from commandcenter.sync.open311.request import ServiceRequest

DAY_MS = 86_400_000
OVERLAP_MS = 1_000
SHORTEST_MS = 1_000
_DOUBTFUL_MS = 3_600_000
"""Down to this, windows are narrowed even if that seems to be in vain: some servers bound lists by whole days."""

_IN_VAIN_MS = 600_000
"""Length of a window, at least, where narrowing was in vain."""

_ROUNDING_MS = 2_000
LONGEST_MS = 89 * DAY_MS
"""With the overlap a window stays below the standard's 90 days."""

_ZONE_SLACK_MS = 26 * 3_600_000
"""So far a server that mistakes time zones may be off; what lies further outside was not asked for."""


@dataclass(frozen=True, slots=True)
class Window:
    """One window's requests.

    Attributes:
        requests: Everything that came, some of it perhaps from outside the window.
        since_ms: The window asked for, inclusive.
        until_ms: Its end, inclusive.
        whole: Whether it is certain that nothing was cut off.
    """

    requests: tuple[ServiceRequest, ...]
    since_ms: int
    until_ms: int
    whole: bool


@dataclass(slots=True)
class _Doubt:
    """An answer that looked cut off, and what narrower windows have shown of its stretch since."""

    since_ms: int
    until_ms: int
    count: int
    numbers: frozenset[str]


class Walk:
    """One stretch on its way.

    Attributes:
        length_ms: Length of the window asked for now; the next walk may begin with it.
    """

    def __init__(self, manner: Manner, since_ms: int, until_ms: int, length_ms: int) -> None:
        """Begin at the end of the stretch."""
        self._manner = manner
        self._since_ms = since_ms
        self._end_ms = until_ms
        self.length_ms = min(max(length_ms, SHORTEST_MS), LONGEST_MS)
        self._doubt: _Doubt | None = None
        self._wider: Listing | None = None
        self._listing = self._list()

    @property
    def done(self) -> bool:
        """Whether the stretch's beginning was reached."""
        return self._end_ms <= self._since_ms

    def question(self) -> Question:
        """Return what to ask next; only while not ``done``."""
        return self._listing.question()

    def take(self, reading: Reading) -> Window | None:
        """Take the answer in; return a window when one is finished."""
        return self._proceed(self._listing.take(reading))

    def refuse(self) -> tuple[bool, Window | None]:
        """The server takes no such question; return whether there is another, and a window that is finished."""
        outcome = self._listing.refuse()
        return (False, None) if outcome is None else (True, self._proceed(outcome))

    @property
    def _start_ms(self) -> int:
        return max(self._since_ms, self._end_ms - self.length_ms)

    def _list(self) -> Listing:
        return Listing(self._manner, Question(self._start_ms - OVERLAP_MS, self._end_ms + OVERLAP_MS))

    def _proceed(self, outcome: Outcome) -> Window | None:
        if outcome is Outcome.MORE:
            return None
        listing = self._listing
        if outcome is Outcome.CUT:
            if self._ignores_dates(listing):
                self._manner.windows = False
                return self._finish(whole=False, through_ms=self._since_ms)
            span_ms = self._end_ms - self._start_ms
            if self._narrowed_in_vain(listing):
                self.length_ms = max(2 * span_ms, _IN_VAIN_MS)
                return self._finish(whole=False, through_ms=self._start_ms)
            if span_ms > SHORTEST_MS:
                self._begin_doubt(listing)
                self._wider = listing
                self.length_ms = max(SHORTEST_MS, span_ms // 2)
                self._listing = self._list()
                return None
        whole = outcome is Outcome.WHOLE or listing.count < self._manner.cap
        return self._finish(whole=whole, through_ms=self._start_ms)

    def _finish(self, *, whole: bool, through_ms: int) -> Window:
        listing = self._listing
        window = Window(tuple(listing.found.values()), self._start_ms, self._end_ms, whole)
        self._end_ms = through_ms
        self._wider = None
        self._settle_doubt(window)
        if listing.count * 4 < self._manner.cap:
            self.length_ms = min(LONGEST_MS, self.length_ms * 2)
        if not self.done:
            self._listing = self._list()
        return window

    def _begin_doubt(self, listing: Listing) -> None:
        if self._doubt is None:
            self._doubt = _Doubt(self._start_ms, self._end_ms, listing.count, frozenset(listing.found))

    def _settle_doubt(self, window: Window) -> None:
        doubt = self._doubt
        if doubt is None:
            return
        inside = {
            request.number
            for request in window.requests
            if doubt.since_ms <= to_ms(request.requested_at) <= doubt.until_ms
        }
        if inside - doubt.numbers:
            self._manner.cut_at(doubt.count)
            self._doubt = None
        elif self._end_ms <= doubt.since_ms:
            self._manner.clear(doubt.numbers)
            self._doubt = None

    def _narrowed_in_vain(self, listing: Listing) -> bool:
        """Return whether half the window brought the same list, of a longer stretch than was asked for.

        A longer stretch, and not another one: servers that mistake time zones move a stretch, but do not lengthen it.
        """
        span_ms = self._end_ms - self._start_ms
        if self._wider is None or span_ms > _DOUBTFUL_MS or listing.found.keys() != self._wider.found.keys():
            return False
        instants_ms = [to_ms(request.requested_at) for request in listing.found.values()]
        return max(instants_ms) - min(instants_ms) > span_ms + 2 * OVERLAP_MS + _ROUNDING_MS

    def _ignores_dates(self, listing: Listing) -> bool:
        first_ms, last_ms = self._start_ms - _ZONE_SLACK_MS, self._end_ms + _ZONE_SLACK_MS
        return any(not first_ms <= to_ms(request.requested_at) <= last_ms for request in listing.found.values())
