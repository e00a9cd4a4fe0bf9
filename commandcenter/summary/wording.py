"""Words and numbers of a summary in its language.

English in the source; Indonesian in ``resources/translations/summary/id.po``. Names and definitions of figures are
not here: they stand with the figures.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from types import MappingProxyType
from typing import Literal

from babel.dates import format_date
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from commandcenter.models.figure.definition import Unit
from commandcenter.models.instant import WIB
from commandcenter.resource import resource_path

Language = Literal["id", "en"]

_MINUTE_S, _HOUR_S, _DAY_S = 60, 3_600, 86_400

NOTHING = "–"
"""Stands for a value with nothing behind it."""


@dataclass(frozen=True, slots=True)
class Wording:
    """How a summary speaks one language."""

    language: Language

    def say(self, text: str, **values: object) -> str:
        """Return a sentence in the language, its ``{name}`` fields filled in.

        Raises:
            KeyError: If the catalogue lacks it.
        """
        found = text if self.language == "en" else _catalogue(self.language)[text]
        return found.format(**values)

    def count(self, number: int) -> str:
        """Return a count with the language's separators; a minus is a minus sign, not a hyphen."""
        return str(format_decimal(number, locale=self.language)).replace("-", "−")

    def share(self, percent: float) -> str:
        """Return a share with one digit after the point, such as ``83,4 %``."""
        return f"{self._decimal(percent)} %"

    def points(self, percent: float) -> str:
        """Return a difference of two shares."""
        return self.say("{number} points", number=self._decimal(percent))

    def duration(self, seconds: int) -> str:
        """Return a duration in its two largest units, such as ``3 j 20 m``, cut off below the second."""
        if seconds < _MINUTE_S:
            return self.say("{seconds} s", seconds=seconds)
        if seconds < _HOUR_S:
            return self.say("{minutes} min", minutes=seconds // _MINUTE_S)
        if seconds < 2 * _DAY_S:
            hours, rest_s = divmod(seconds, _HOUR_S)
            return self.say("{hours} h {minutes} m", hours=hours, minutes=rest_s // _MINUTE_S)
        days, rest_s = divmod(seconds, _DAY_S)
        return self.say("{days} d {hours} h", days=self.count(days), hours=rest_s // _HOUR_S)

    def value(self, value: float | None, unit: Unit, *, signed: bool = False) -> str:
        """Return a figure's value as people read it; ``signed`` shows the sign of a count above zero too."""
        if value is None:
            return NOTHING
        if unit is Unit.PERCENT:
            return self.share(value)
        sign = "+" if signed and value > 0 else ""
        return self.duration(int(value)) if unit is Unit.SECONDS else sign + self.count(int(value))

    def change(self, value: float | None, before: float | None, unit: Unit) -> str:
        """Return in words and a shape how a value stands to the one before."""
        if value is None or before is None:
            return self.say("no comparison")
        difference = value - before
        if unit is Unit.PERCENT:
            difference = round(value, 1) - round(before, 1)
        if abs(difference) < 0.05:
            return self.say("= unchanged")
        size = abs(difference)
        told = self.points(size) if unit is Unit.PERCENT else self.value(size, unit)
        return self.say("▲ up {size}", size=told) if difference > 0 else self.say("▼ down {size}", size=told)

    def day(self, day: date) -> str:
        """Return a day with its weekday, such as ``Senin, 20 Feb 2017``."""
        return str(format_date(day, format="EEEE, d MMM y", locale=self.language))

    def moment(self, at: datetime) -> str:
        """Return an instant to the second in WIB, such as ``24 Nov 2026 15.31.42 WIB``."""
        local = at.astimezone(WIB)
        clock = "%H.%M.%S" if self.language == "id" else "%H:%M:%S"
        return f"{format_date(local.date(), format='medium', locale=self.language)} {local.strftime(clock)} WIB"

    def _decimal(self, number: float) -> str:
        return str(format_decimal(round(number, 1), format="#,##0.0", locale=self.language))


@cache
def _catalogue(language: Language) -> MappingProxyType[str, str]:
    with resource_path("translations", "summary", f"{language}.po").open("rb") as file:
        entries = read_po(file, locale=language)
    return MappingProxyType(
        {str(entry.id): str(entry.string) for entry in entries if entry.id and entry.string and not entry.fuzzy}
    )
