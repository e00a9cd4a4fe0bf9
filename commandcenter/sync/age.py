"""How old the mirror's data is: when it was last known to be the store's newest, and when the store spoke last."""

from __future__ import annotations

from commandcenter.sync.moment import Moment

MARK_EVERY_S = 30.0
"""How often the age of unchanged data is noted on disk: what a start without a store may overstate it by."""


class Age:
    """What is known about the data's age.

    Attributes:
        current_at: When the mirror was last known to hold the store's newest position; None: never.
        heard_at: When the store said anything last; None: not in this run.
        offset_ms: Store's clock minus this machine's, at ``heard_at``.
    """

    def __init__(self, current_at: Moment | None) -> None:
        """Begin with what was noted on disk."""
        self.current_at = current_at
        self.heard_at: Moment | None = None
        self.offset_ms: int | None = None
        self._marked_ms = 0 if current_at is None else current_at.wall_ms

    def hear(self, heard: Moment, clock_ms: int) -> None:
        """The store said something; words of the stream may be handled after younger answers, and then don't count."""
        if _later(self.heard_at, heard) is heard:
            self.heard_at = heard
            self.offset_ms = clock_ms - heard.wall_ms

    def current(self, heard: Moment) -> None:
        """The mirror held the store's newest at this moment."""
        self.current_at = _later(self.current_at, heard)

    def replaced(self, begun: Moment) -> None:
        """A snapshot that was the store's newest at this moment took the place of everything, on disk too."""
        self.current_at = begun
        self._marked_ms = begun.wall_ms

    def noted(self, heard: Moment) -> None:
        """This moment stands on disk."""
        self._marked_ms = heard.wall_ms

    def to_note(self, *, force: bool) -> int | None:
        """Return the wall clock to note on disk now, if it is time or ``force`` asks for any difference."""
        if self.current_at is None:
            return None
        since_ms = abs(self.current_at.wall_ms - self._marked_ms)
        if since_ms < MARK_EVERY_S * 1000 and not (force and since_ms):
            return None
        self._marked_ms = self.current_at.wall_ms
        return self._marked_ms


def _later(known: Moment | None, heard: Moment) -> Moment:
    return heard if known is None or heard.monotonic_s >= known.monotonic_s else known
