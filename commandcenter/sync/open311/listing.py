"""One list asked for until it is whole, page by page where pages are served."""

from __future__ import annotations

import logging
from dataclasses import replace
from enum import Enum

from commandcenter.sync.open311.manner import Manner, Served
from commandcenter.sync.open311.question import Question
from commandcenter.sync.open311.reading import Reading
from commandcenter.sync.open311.request import ServiceRequest

_LOG = logging.getLogger(__name__)

MOST_ROWS = 50_000
_MOST_CHARS = 64_000_000
"""Of the texts of one list. A server whose pages never end must not fill this machine's memory: what came so far is
taken, and the list counts as cut off."""


class Outcome(Enum):
    """What an answer makes of a list."""

    MORE = "more"
    WHOLE = "whole"
    CUT = "cut"


class Listing:
    """One list on its way.

    Attributes:
        found: What came so far, by number; where an id comes twice the later one counts.
        count: Entries of the first answer: what a cap is compared with.
    """

    def __init__(self, manner: Manner, question: Question) -> None:
        """Begin with a question without paging; pages are added as the server's manner has it."""
        self._manner = manner
        self._question = question
        self._page = 1
        self._first: frozenset[str] = frozenset()
        self._chars = 0
        self.found: dict[str, ServiceRequest] = {}
        self.count = 0

    def question(self) -> Question:
        """Return what to ask next."""
        paged = self._manner.paging is not Served.NO
        return replace(self._question, page=self._page if paged else None)

    def take(self, reading: Reading) -> Outcome:
        """Take the answer in."""
        numbers = frozenset(request.number for request in reading.requests)
        new = numbers - self.found.keys()
        self._chars += sum(request.chars for request in reading.requests if request.number in new)
        self.found.update((request.number, request) for request in reading.requests)
        if self._page == 1:
            self._first, self.count = numbers, reading.count
            doubted = self._manner.doubts(reading.count, numbers)
            return self._continue() if doubted else Outcome.WHOLE
        return self._take_following(reading, numbers, new)

    def refuse(self) -> Outcome | None:
        """The server takes no such question; return what follows, or None if pages are not why."""
        if self._manner.paging is not Served.UNKNOWN:
            return None
        self._manner.paging = Served.NO
        return Outcome.MORE if self._page == 1 else Outcome.CUT

    def _continue(self) -> Outcome:
        if self._manner.paging is Served.NO:
            return Outcome.CUT
        if len(self.found) >= MOST_ROWS or self._chars >= _MOST_CHARS:
            _LOG.warning(
                "the source's pages do not end: after %d requests of one question the others are not read",
                len(self.found),
            )
            return Outcome.CUT
        self._page += 1
        return Outcome.MORE

    def _take_following(self, reading: Reading, numbers: frozenset[str], new: frozenset[str]) -> Outcome:
        # A server that ignores pages gives the first again, perhaps with what was reported in between.
        if self._manner.paging is Served.UNKNOWN and len(numbers & self._first) * 2 > len(numbers):
            self._manner.paging = Served.NO
            return Outcome.CUT
        if not new:
            return Outcome.WHOLE
        self._manner.paging = Served.YES
        self._manner.cut_at(self.count)
        return Outcome.WHOLE if reading.count < self.count else self._continue()
