"""Open requests from before the horizon, which no window reaches any more: a few are asked for each round, in turn."""

from __future__ import annotations

from bisect import bisect_right

ASKED_A_ROUND = 10
"""So few that a round stays a handful of questions; a thousand of them are through in less than two hours."""


class Overdue:
    """Whose turn it is."""

    def __init__(self) -> None:
        """Begin with none."""
        self._numbers: list[str] = []
        self._last = ""

    def __contains__(self, number: str) -> bool:
        """Return whether a request is one of them."""
        at = bisect_right(self._numbers, number)
        return at > 0 and self._numbers[at - 1] == number

    def note(self, numbers: tuple[str, ...]) -> None:
        """These are all there are."""
        self._numbers = sorted(numbers)

    def turn(self) -> list[str]:
        """Return those to ask for now, and move on."""
        at = bisect_right(self._numbers, self._last)
        found = (self._numbers[at:] + self._numbers[:at])[:ASKED_A_ROUND]
        if found:
            self._last = found[-1]
        return found
