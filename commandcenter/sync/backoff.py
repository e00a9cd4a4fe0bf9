"""When to try again."""

from __future__ import annotations

from collections.abc import Callable

FIRST_DELAY_S = 1.0
LONGEST_DELAY_S = 30.0
_DOUBLINGS = 5


class Backoff:
    """Exponential delays with jitter: attempt n waits between half and all of min(30 s, 2ⁿ s).

    The jitter keeps a city's desktops from knocking at a restarted store in the same second.
    """

    def __init__(self, jitter: Callable[[], float]) -> None:
        """Begin without a delay.

        Args:
            jitter: Gives numbers from [0, 1).
        """
        self._jitter = jitter
        self._failures = 0
        self.ready_at_s = float("-inf")

    def failed(self, now_s: float) -> None:
        """Set the next instant after one more failure."""
        delay = min(LONGEST_DELAY_S, FIRST_DELAY_S * 2 ** min(self._failures, _DOUBLINGS))
        self._failures += 1
        self.ready_at_s = now_s + delay * (0.5 + 0.5 * self._jitter())

    def hold(self, now_s: float, delay_s: float) -> None:
        """Set the next instant without counting a failure."""
        self.ready_at_s = now_s + delay_s

    def reset(self) -> None:
        """Forget all failures: ready now."""
        self._failures = 0
        self.ready_at_s = float("-inf")

    def ready(self, now_s: float) -> bool:
        """Return whether the next attempt may begin."""
        return now_s >= self.ready_at_s
