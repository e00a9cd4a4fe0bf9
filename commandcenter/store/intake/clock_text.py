"""Times as files write them: one order of day, month and year, and one zone, for the whole file.

Owns the rules of daylight saving. A local time that occurs twice is the earlier of the two; one that does not occur,
because clocks were put forward over it, is refused.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import TypeAlias
from zoneinfo import ZoneInfo

from commandcenter.store.intake.bad_row import RowTimeSkipped, RowTimeUnreadable
from commandcenter.store.intake.mapping import Order

_CACHED_TEXTS = 20_000
"""Files of dates alone say the same few thousand days again and again."""

_SHOWN_CHARS = 40

_PATTERN = re.compile(
    r"(?P<a>\d{1,4})[-/.](?P<b>\d{1,2})[-/.](?P<c>\d{1,4})"
    r"(?:[T ,]+(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:[:.](?P<second>\d{2}))?(?:\.(?P<fraction>\d{1,9}))?)?"
    r"\s*(?P<half>[AaPp]\.?[Mm]\.?)?\s*(?P<offset>Z|z|UTC|[+-]\d{2}(?::?\d{2})?)?"
)

Parts: TypeAlias = tuple[str, str, str]

_EXAMPLE: dict[Order, str] = {
    "year-first": "2017-02-20T02:36:00",
    "day-first": "20/02/2017 02:36",
    "month-first": "02/20/2017 02:36 AM",
}


_PLACES: dict[Order, tuple[int, int, int]] = {
    "year-first": (0, 1, 2),
    "day-first": (2, 1, 0),
    "month-first": (2, 0, 1),
}
"""Where year, month and day stand."""


class ClockText:
    """Reads the times of one file. Safe on any thread."""

    def __init__(self, zone: str, order: Order) -> None:
        """Read times of an order; those without an offset are of the zone."""
        self._zone = ZoneInfo(zone)
        self._order = order
        self._cached = lru_cache(_CACHED_TEXTS)(self._read)

    def read(self, column: str, text: str) -> datetime:
        """Return the instant in UTC.

        Args:
            column: For the sentence.
            text: Such as ``2017-02-20T02:36:00`` or ``20/02/2017 02:36``.

        Raises:
            BadRow: If it is no time of the file's order, or none that the zone's clocks showed.
        """
        try:
            return self._cached(text)
        except (ValueError, OverflowError) as error:
            if isinstance(error, _SkippedError):
                raise RowTimeSkipped(column=column, text=text[:_SHOWN_CHARS], zone=self._zone.key) from None
            example = _EXAMPLE[self._order]
            raise RowTimeUnreadable(column=column, text=text[:_SHOWN_CHARS], example=example) from None

    def _read(self, text: str) -> datetime:
        naive, offset = _parsed(text, self._order)
        if offset is not None:
            return naive.replace(tzinfo=offset).astimezone(UTC)
        at = naive.replace(tzinfo=self._zone, fold=0).astimezone(UTC)
        if at.astimezone(self._zone).replace(tzinfo=None, fold=0) != naive:
            raise _SkippedError
        return at


class _SkippedError(ValueError):
    """A local time that no clock showed."""


def date_parts(text: str) -> Parts | None:
    """Return the three numbers of a date as they stand, or None where the text is no date."""
    match = _PATTERN.fullmatch(text.strip())
    return None if match is None else (match["a"], match["b"], match["c"])


def _parsed(text: str, order: Order) -> tuple[datetime, tzinfo | None]:
    if order == "year-first":
        try:
            at = datetime.fromisoformat(text.strip())
        except ValueError:
            pass
        else:
            return at.replace(tzinfo=None), at.tzinfo
    match = _PATTERN.fullmatch(text.strip())
    if match is None:
        raise ValueError(text)
    year, month, day = _ordered((match["a"], match["b"], match["c"]), order)
    hour = int(match["hour"] or 0)
    if match["half"]:
        if not 1 <= hour <= 12:
            raise ValueError(text)
        hour = hour % 12 + (12 if match["half"][0] in "Pp" else 0)
    microsecond = int((match["fraction"] or "0").ljust(6, "0")[:6])
    at = datetime(year, month, day, hour, int(match["minute"] or 0), int(match["second"] or 0), microsecond)  # noqa: DTZ001 - the caller adds the zone
    return at, _offset(match["offset"])


def _ordered(parts: Parts, order: Order) -> tuple[int, int, int]:
    """Return year, month and day; a year has four digits, so that nothing is guessed of a century."""
    year, month, day = (parts[place] for place in _PLACES[order])
    if len(year) != 4:
        raise ValueError(year)
    return int(year), int(month), int(day)


def _offset(text: str | None) -> tzinfo | None:
    if not text:
        return None
    if text in {"Z", "z", "UTC"}:
        return UTC
    digits = text[1:].replace(":", "").ljust(4, "0")
    size = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-size if text[0] == "-" else size)
