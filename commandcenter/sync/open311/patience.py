"""When a source may be asked again: its interval while all is well, ever longer waits while it is not.

And within a round: the first questions one after the other, the others with a pause before each.
"""

from __future__ import annotations

from collections.abc import Callable

LONGEST_DELAY_S = 900.0
_DOUBLINGS = 5

UNPAUSED = 60
"""Questions of a round that follow one another at once: enough for a first look at most cities."""

PAUSE_S = 1.0
"""Between an answer and the next question after these: a long walk must not be a burden to a public server."""


class Pace:
    """The instants of the questions of one round.

    Attributes:
        ready_at_s: ``Moment.monotonic_s`` from which on the next question may be asked.
    """

    def __init__(self) -> None:
        """Begin ready."""
        self.ready_at_s = float("-inf")
        self._answered = 0

    def begin(self) -> None:
        """A round begins."""
        self._answered = 0

    def answered(self, now_s: float) -> None:
        """A question was answered, or failed."""
        self._answered += 1
        if self._answered >= UNPAUSED:
            self.ready_at_s = now_s + PAUSE_S


class Patience:
    """The instants of the rounds of questions, on ``Moment.monotonic_s``.

    Attributes:
        ready_at_s: When the next round may begin.
        interval_s: Seconds from the beginning of one round to the next.
    """

    def __init__(self, interval_s: float, jitter: Callable[[], float]) -> None:
        """Begin ready; ``jitter`` gives numbers from [0, 1)."""
        self.interval_s = interval_s
        self.ready_at_s = float("-inf")
        self._jitter = jitter
        self._failures = 0

    def succeeded(self, begun_s: float) -> None:
        """A round that began then was answered whole."""
        self._failures = 0
        self.ready_at_s = begun_s + self.interval_s

    def failed(self, now_s: float, retry_after_s: float) -> None:
        """A round failed: wait for the interval, doubled with each failure up to a quarter of an hour.

        What the server asks for is waited for in full; the jitter keeps a city's desktops apart.
        """
        longest_s = max(LONGEST_DELAY_S, self.interval_s)
        delay_s = min(longest_s, self.interval_s * 2 ** min(self._failures, _DOUBLINGS))
        self._failures += 1
        self.ready_at_s = now_s + max(delay_s * (0.5 + 0.5 * self._jitter()), retry_after_s)
