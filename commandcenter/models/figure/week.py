"""Calendar weeks: Monday 00:00 to the next Monday 00:00, WIB, numbered as ISO 8601 numbers them.

Owns how a week is written (``2026-W47``) and where it begins: its first instant belongs to it, its end to the next.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from commandcenter.models.instant import WIB

WEEK_S = 7 * 86_400

FIRST_YEAR, LAST_YEAR = 1970, 9_998
"""Years whose weeks can be named; before there are no instants, afterwards no calendar."""

_FORM = re.compile(r"(\d{4})-W(\d{2})", re.ASCII)


class NotAWeekError(ValueError):
    """A text that names no week; its message is a sentence for whoever wrote it."""


@dataclass(frozen=True, slots=True, order=True)
class Week:
    """One week.

    Attributes:
        year: ISO year, which at its edges is not the calendar's: 2027-01-01 lies in 2026-W53.
        number: 1 to 52, or 53 in a long year.
    """

    year: int
    number: int

    def __str__(self) -> str:
        """Return it as ``2026-W47``."""
        return f"{self.year:04d}-W{self.number:02d}"

    @property
    def first_day(self) -> date:
        """Its Monday."""
        return date.fromisocalendar(self.year, self.number, 1)

    @property
    def last_day(self) -> date:
        """Its Sunday."""
        return self.first_day + timedelta(days=6)

    @property
    def start_at(self) -> datetime:
        """Monday 00:00 WIB, in UTC: the first instant of the week."""
        return datetime.combine(self.first_day, time(), WIB).astimezone(UTC)

    @property
    def end_at(self) -> datetime:
        """The next Monday 00:00 WIB, in UTC: the first instant after the week."""
        return self.start_at + timedelta(days=7)

    @property
    def start_s(self) -> int:
        """``start_at`` in seconds since 1970 UTC."""
        return int(self.start_at.timestamp())

    @property
    def end_s(self) -> int:
        """``end_at`` in seconds since 1970 UTC."""
        return self.start_s + WEEK_S

    @property
    def before(self) -> Week:
        """The week before."""
        return week_of(self.start_at - timedelta(days=1))


def week_of(at: datetime) -> Week:
    """Return the week that an aware instant lies in."""
    year, number, _ = at.astimezone(WIB).isocalendar()
    return Week(year, number)


def last_complete_week(at: datetime) -> Week:
    """Return the last week that is over at an aware instant."""
    return week_of(at).before


def parse_week(text: str) -> Week:
    """Read a week such as ``2026-W47``.

    Raises:
        NotAWeekError: If the text has another form, or names a week that the year does not have.
    """
    found = _FORM.fullmatch(text.strip())
    if found is None:
        raise NotAWeekError(f"{text!r} is no week; write the ISO year and the week's number as 2026-W47")
    year, number = int(found[1]), int(found[2])
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise NotAWeekError(f"{text!r} lies outside of the years {FIRST_YEAR} to {LAST_YEAR}")
    # The last week of an ISO year is the one that holds 28 December.
    last = date(year, 12, 28).isocalendar().week
    if not 1 <= number <= last:
        raise NotAWeekError(f"{text!r} does not exist: {year} has the weeks 01 to {last}")
    return Week(year, number)
