"""What one server has shown of its ways in this run: paging, caps, dates, updates.

Nothing of it is kept over a restart: servers change, and finding out anew costs a few questions.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Set as AbstractSet
from enum import Enum

from commandcenter.sync.open311.question import STANDARD_CAP, Dialect

_TYPICAL_CAPS = frozenset({10, 20, 25, 30, 50, 75, 100, 150, 200, 250, 300, 400, 500, 750})
"""Lengths at which servers like to cut their answers off; an answer of one of them is looked at twice."""

_SMALLEST_DOUBTED = 10
_CLEARED_KEPT = 64


class Served(Enum):
    """Whether a server does something that not all do."""

    UNKNOWN = "unknown"
    YES = "yes"
    NO = "no"


class Manner:
    """What is known of one server.

    Attributes:
        windows: Whether dates bound its lists.
        paging: Whether ``page`` is obeyed.
        updates: Whether ``updated_after`` is obeyed.
        by_id: Whether a single request can be asked for; ``YES`` once one was given.
        cap: Answers of this length are cut off.
    """

    def __init__(self, dialect: Dialect) -> None:
        """Begin with what the dialect allows."""
        self.windows = dialect.windows
        self.paging = Served.UNKNOWN if dialect.paging else Served.NO
        self.updates = Served.UNKNOWN if dialect.updates else Served.NO
        self.by_id = Served.UNKNOWN if dialect.by_id else Served.NO
        self.cap = STANDARD_CAP
        self._largest = 0
        self._cleared: OrderedDict[frozenset[str], None] = OrderedDict()

    def doubts(self, count: int, numbers: AbstractSet[str]) -> bool:
        """Return whether an answer may have been cut off: it is as long as a cap known or likely, or as the longest."""
        likely = count in _TYPICAL_CAPS or count == self._largest
        self._largest = max(self._largest, count)
        if count >= self.cap:
            return True
        return count >= _SMALLEST_DOUBTED and likely and frozenset(numbers) not in self._cleared

    def clear(self, numbers: AbstractSet[str]) -> None:
        """An answer of a doubtful length proved to be whole: it is not doubted again while it stays the same."""
        self._cleared[frozenset(numbers)] = None
        while len(self._cleared) > _CLEARED_KEPT:
            self._cleared.popitem(last=False)

    def cut_at(self, count: int) -> None:
        """Answers are cut off at this length, as has been seen."""
        self.cap = min(self.cap, count)
