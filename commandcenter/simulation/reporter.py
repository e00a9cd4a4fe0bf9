"""Who reports: many people once, some every day. Nothing of them ever leaves this room.

A reporter is a place and a weight: no name, no id, nothing that a report could carry away.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from random import Random

from commandcenter.simulation.chance import chance
from commandcenter.simulation.city import City, Kelurahan
from commandcenter.simulation.street import Street

POOL = 9_000
"""People who have the application open on an ordinary fortnight."""

STEEPNESS = 0.8
"""Exponent of Zipf's law over their ranks."""

_GOLDEN = 0.6180339887498949


@dataclass(frozen=True, slots=True)
class Reporter:
    """Somebody who reports.

    Attributes:
        streets: Where they come by.
    """

    kelurahan: Kelurahan
    streets: Sequence[Street]


class Crowd:
    """All reporters of a city, the busiest first."""

    def __init__(self, city: City, seed: int) -> None:
        """Settle them: by population, each on a few streets."""
        rng = chance(seed, "crowd")
        # By the golden ratio rather than by chance: a handful of busy reporters must not outweigh a district's people.
        offset, people = rng.random(), city.weights[-1]
        homes = [city.kelurahan[bisect(city.weights, (offset + rank * _GOLDEN) % 1 * people)] for rank in range(POOL)]
        self._reporters = [Reporter(home, rng.sample(home.streets, min(3, len(home.streets)))) for home in homes]
        self._cumulated = list(accumulate((rank + 8) ** -STEEPNESS for rank in range(POOL)))

    def draw(self, rng: Random) -> tuple[int, Reporter]:
        """Draw who reports next: their rank from 0, and where they are."""
        rank = bisect(self._cumulated, rng.random() * self._cumulated[-1])
        return rank, self._reporters[rank]
