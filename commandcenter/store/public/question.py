"""What somebody asks of the public board, read from an address's parameters.

Owns the words of a question. Days are the city's (WIB) and inclusive; times that move with the clock are rounded, so
that many who ask within some minutes ask the same.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from commandcenter.models.area_tree import AreaTree
from commandcenter.models.board.filter import Filter
from commandcenter.models.failure import Failure
from commandcenter.models.identity import AreaCode
from commandcenter.models.instant import WIB
from commandcenter.models.state import State
from commandcenter.models.text import fit_text

ROUNDED_TO_S = 300
"""The beginning of "the last hours" moves in steps of so many seconds."""

MOST_HOURS = 24 * 3_660
_MOST_WORDS = 300
_MOST_CHARS = 8_000
_NUMBER = re.compile(r"[+-]?\d{1,6}(\.\d{1,20})?", re.ASCII)


class QuestionUnfit(Failure):
    """A parameter of a question for the public board that can't be read."""

    code = "question_unfit"
    template = "The parameter {parameter} can't be read: {text}. Compare it with the page about the data."


@dataclass(frozen=True, slots=True)
class Box:
    """A part of the world, in degrees, EPSG:4326, borders included."""

    west: float
    south: float
    east: float
    north: float


@dataclass(frozen=True, slots=True)
class PublicQuestion:
    """Which reports somebody asks about; a condition that is None is not made.

    Attributes:
        states: Any of these.
        categories: Any of these codes.
        areas: In any of these areas, or in what lies in them.
        last_h: Reported in the last so many hours.
        since: Reported on this day or later.
        until: Reported on this day or earlier.
        box: Lies here.
    """

    states: frozenset[State] | None = None
    categories: frozenset[str] | None = None
    areas: frozenset[str] | None = None
    last_h: int | None = None
    since: date | None = None
    until: date | None = None
    box: Box | None = None

    def filter(self, tree: AreaTree, now_s: int) -> Filter:
        """Return the board's filter; the box is not part of it.

        Args:
            tree: The city's areas.
            now_s: The store's clock, UTC seconds.
        """
        from_s = None if self.since is None else _midnight_s(self.since)
        if self.last_h is not None:
            moving_s = now_s // ROUNDED_TO_S * ROUNDED_TO_S - self.last_h * 3_600
            from_s = moving_s if from_s is None else max(from_s, moving_s)
        areas = self.areas
        return Filter(
            states=self.states,
            categories=self.categories,
            areas=None if areas is None else tree.below(frozenset(AreaCode(code) for code in areas)),
            created_from_s=from_s,
            created_until_s=None if self.until is None else _midnight_s(self.until + timedelta(days=1)),
        )


def read_question(parameters: Mapping[str, str]) -> PublicQuestion:
    """Read a question; parameters that are unknown or empty are ignored.

    Raises:
        QuestionUnfit: Of the first parameter that can't be read.
    """
    return PublicQuestion(
        states=_states(parameters),
        categories=_words(parameters, "category"),
        areas=_words(parameters, "area"),
        last_h=whole_number(parameters, "last_h", 1, MOST_HOURS),
        since=_day(parameters, "since"),
        until=_day(parameters, "until"),
        box=_box(parameters),
    )


def whole_number(parameters: Mapping[str, str], name: str, least: int, most: int) -> int | None:
    """Return a whole number within bounds, None where it is not given.

    Raises:
        QuestionUnfit: If it is none, or out of bounds.
    """
    text = parameters.get(name, "").strip()
    if not text:
        return None
    if not re.fullmatch(r"\d{1,19}", text, re.ASCII) or not least <= int(text) <= most:
        raise QuestionUnfit(parameter=name, text=text[:60])
    return int(text)


def zoom_of(parameters: Mapping[str, str]) -> float:
    """Return the web-map zoom with 256-pixel tiles, 0 to 22.

    Raises:
        QuestionUnfit: If it is missing or none.
    """
    text = parameters.get("zoom", "").strip()
    if not _NUMBER.fullmatch(text) or not 0 <= float(text) <= 22:
        raise QuestionUnfit(parameter="zoom", text=text[:60])
    return float(text)


def _words(parameters: Mapping[str, str], name: str) -> frozenset[str] | None:
    text = parameters.get(name, "")
    if len(text) > _MOST_CHARS:
        raise QuestionUnfit(parameter=name, text=f"{text[:60]}…")
    words = frozenset(word for part in text.split(",") if (word := fit_text(part)))
    if len(words) > _MOST_WORDS:
        raise QuestionUnfit(parameter=name, text=f"{text[:60]}…")
    return words or None


def _states(parameters: Mapping[str, str]) -> frozenset[State] | None:
    words = _words(parameters, "state")
    if words is None:
        return None
    try:
        return frozenset(State(word) for word in words)
    except ValueError as error:
        raise QuestionUnfit(parameter="state", text=",".join(sorted(words))[:60]) from error


def _day(parameters: Mapping[str, str], name: str) -> date | None:
    text = parameters.get(name, "").strip()
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise QuestionUnfit(parameter=name, text=text[:60]) from error
    if not 1970 <= day.year <= 9_000:
        raise QuestionUnfit(parameter=name, text=text[:60])
    return day


def _box(parameters: Mapping[str, str]) -> Box | None:
    text = parameters.get("bbox", "").strip()
    if not text:
        return None
    parts = [part.strip() for part in text.split(",")]
    if len(parts) == 4 and all(_NUMBER.fullmatch(part) for part in parts):
        box = Box(*map(float, parts))
        if all(map(math.isfinite, (box.west, box.east))) and box.west <= box.east and box.south <= box.north:
            return box
    raise QuestionUnfit(parameter="bbox", text=text[:80])


def _midnight_s(day: date) -> int:
    return int(datetime.combine(day, time(), WIB).timestamp())
