"""Instants: UTC inside, WIB on screens and in files that carry no offset.

Owns the two conversions everything else relies on. Tables and wire carry whole milliseconds since
1970-01-01T00:00Z (``…_ms``); values carry aware datetimes in UTC (``…_at``).
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone, tzinfo

WIB = timezone(timedelta(hours=7), "WIB")
"""Western Indonesian Time, UTC+7, without daylight saving."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class NaiveInstantError(ValueError):
    """An instant came without an offset where one is required."""


def to_ms(at: datetime) -> int:
    """Return whole milliseconds since 1970 UTC, rounded down.

    Raises:
        NaiveInstantError: If ``at`` carries no offset.
    """
    if at.tzinfo is None:
        raise NaiveInstantError(f"no offset: {at.isoformat()}")
    return (at - _EPOCH) // timedelta(milliseconds=1)


def from_ms(ms: int) -> datetime:
    """Return the UTC instant of whole milliseconds since 1970."""
    return _EPOCH + timedelta(milliseconds=ms)


def in_wib(at: datetime) -> datetime:
    """Return an instant by the city's clocks; past the last one that a calendar holds, the calendar's end.

    Other systems write that where they have no limit.
    """
    try:
        return at.astimezone(WIB)
    except OverflowError:
        return datetime.max.replace(tzinfo=WIB)


def optional_ms(at: datetime | None) -> int | None:
    """Return ``to_ms(at)``, or None for None."""
    return None if at is None else to_ms(at)


def optional_from_ms(ms: int | None) -> datetime | None:
    """Return ``from_ms(ms)``, or None for None."""
    return None if ms is None else from_ms(ms)


def zone_name(at: datetime, zone: tzinfo) -> str:
    """Return what a zone is called at an instant: ``WIB``, ``EST``; by its offset where it has no name, ``UTC-03``."""
    name = at.astimezone(zone).tzname() or ""
    return f"UTC{name}" if name[:1] in ("+", "-") else name


def zoned(at: datetime, zone: tzinfo) -> str:
    """Return an instant by a zone's clocks and with its name, such as ``2017-02-20 09:36:00 WIB``."""
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M:%S} {zone_name(at, zone)}"


def parse_instant(text: str, *, naive_as: timezone | None = None) -> datetime:
    """Read a W3C date-time.

    Args:
        text: Such as ``2017-02-20T02:36:00+07:00``; fractions of a second are kept to the microsecond.
        naive_as: The zone to assume where the text has no offset; None refuses such texts.

    Returns:
        The instant in UTC.

    Raises:
        NaiveInstantError: If the text has no offset and ``naive_as`` is None.
        ValueError: If the text is no date-time.
    """
    at = datetime.fromisoformat(text.strip())
    if at.tzinfo is None:
        if naive_as is None:
            raise NaiveInstantError(f"no offset: {text!r}")
        at = at.replace(tzinfo=naive_as)
    return at.astimezone(UTC)
