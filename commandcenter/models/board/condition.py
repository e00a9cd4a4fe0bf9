"""Conditions of a filter that are more than a word or a number.

Owns them as values that compare by what they mean. Refuses to look at reports; ``passing`` does.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from commandcenter.models.place import LonLat

WEEK_HOURS = 168


@dataclass(frozen=True, slots=True, eq=False)
class TextMatch:
    """A search text and the reports that it was found in.

    Attributes:
        query: What the user typed.
        ids: int64 report ids, ascending; nobody writes to it.
    """

    query: str
    ids: NDArray[np.int64]
    _content: bytes = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Sort the ids, so that equal sets make equal values."""
        # A search gives them ascending already, and often; sorting a million again would stop the interface.
        if len(self.ids) > 1 and not bool(np.all(self.ids[1:] > self.ids[:-1])):
            object.__setattr__(self, "ids", np.unique(self.ids).astype(np.int64))
        object.__setattr__(self, "_content", self.ids.tobytes())

    def __eq__(self, other: object) -> bool:
        """Compare text and ids."""
        if not isinstance(other, TextMatch):
            return NotImplemented
        return self.query == other.query and self._content == other._content

    def __hash__(self) -> int:
        """Hash text and ids."""
        return hash((self.query, self._content))


@dataclass(frozen=True, slots=True)
class DrawnArea:
    """A polygon that somebody drew; where its border crosses itself, what lies inside is as ``shapely`` mends it.

    Attributes:
        corners: In the order in which they were drawn, the first one not said again; fewer than three hold nothing.
    """

    corners: tuple[LonLat, ...]


@dataclass(frozen=True, slots=True)
class AgeRange:
    """How long ago a report was made.

    Attributes:
        at_s: UTC second at which ages are taken; a report from later on counts as of age 0.
        from_s: At least so old, seconds; None: however young.
        until_s: Younger than this, seconds; None: however old.
    """

    at_s: int
    from_s: int | None = None
    until_s: int | None = None


@dataclass(frozen=True, slots=True)
class ResponseRange:
    """How long a report waited until somebody took it on; those that nobody has taken on are in no range.

    Attributes:
        from_s: At least so long, seconds; None: however short.
        until_s: Shorter than this, seconds; None: however long.
    """

    from_s: int | None = None
    until_s: int | None = None


@dataclass(frozen=True, slots=True)
class WeekHours:
    """At which hours of the week a report was made, by a local clock.

    Attributes:
        hours: Each from 0, Monday 00:00 to 01:00, to 167.
        offset_s: Local time minus UTC, 25,200 for WIB.
    """

    hours: frozenset[int]
    offset_s: int
