"""What a client asks of the list of requests, read from its parameters.

Owns the decisions where the standard is silent (docs/open311.md lists them): all bounds are inclusive; a span given
by one bound reaches 90 days from it; who asks by the time of change alone asks of all times of reporting; an empty
parameter counts as not given.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from commandcenter.models.identity import CategoryCode, ReportNumber
from commandcenter.models.instant import parse_instant
from commandcenter.models.text import fit_text
from commandcenter.store.open311.failure import (
    BadBox,
    BadDate,
    BadPaging,
    ServiceUnknown,
    SpanReversed,
    SpanTooLong,
    StatusUnknown,
    TooManyIds,
)

LONGEST_SPAN = timedelta(days=90)
MOST_ROWS = 1_000
"""The standard's limits of one answer."""

_DEGREES = re.compile(r"[+-]?\d{1,3}(\.\d{0,20})?([eE][+-]?\d{1,3})?", re.ASCII)
LAST_PAGE = 1_000_000
_WORDS = frozenset({"open", "closed"})


@dataclass(frozen=True, slots=True)
class Box:
    """A part of the world, in degrees, borders included."""

    west: float
    south: float
    east: float
    north: float


@dataclass(frozen=True, slots=True)
class RequestQuery:
    """One question for requests.

    Attributes:
        numbers: If any are given, everything else is ignored.
        codes: Services; empty: all.
        since: First instant of reporting, inclusive; None: from the beginning.
        until: Last instant of reporting, inclusive; None: to the end.
        updated_since: First instant of the last change, inclusive; None: no bound.
        updated_until: Last instant of the last change, inclusive; None: no bound.
        box: Where the place must lie; None: anywhere, or nowhere.
        statuses: ``open``, ``closed`` or both.
        page: From 1.
        page_size: Rows a page.
        extensions: Whether the answer holds more than the standard's fields.
    """

    numbers: tuple[ReportNumber, ...]
    codes: tuple[CategoryCode, ...]
    since: datetime | None
    until: datetime | None
    updated_since: datetime | None
    updated_until: datetime | None
    box: Box | None
    statuses: frozenset[str]
    page: int
    page_size: int
    extensions: bool


def read_query(parameters: Mapping[str, str], now: datetime, is_service: Callable[[str], bool]) -> RequestQuery:
    """Read the parameters of ``GET requests``; unknown ones are ignored.

    Args:
        parameters: Of the query, by name.
        now: Where the last 90 days end.
        is_service: Whether the catalogue holds a code, retired or not.

    Raises:
        Failure: Of ``open311.failure``; the first thing that is wrong.
    """
    numbers = _members(parameters, "service_request_id")
    if len(numbers) > MOST_ROWS:
        raise TooManyIds(count=len(numbers), limit=MOST_ROWS)
    extensions = parameters.get("extensions", "").strip().lower() == "true"
    if numbers:
        parameters = {}
    codes = _members(parameters, "service_code")
    for code in codes:
        if not is_service(code):
            raise ServiceUnknown(service_code=code)
    statuses = _members(parameters, "status")
    for status in statuses:
        if status not in _WORDS:
            raise StatusUnknown(status=status)
    since, until = _date(parameters, "start_date"), _date(parameters, "end_date")
    updated_since, updated_until = _date(parameters, "updated_after"), _date(parameters, "updated_before")
    if since or until or not (updated_since or updated_until):
        since, until = _span(since, until, now)
    return RequestQuery(
        numbers=tuple(ReportNumber(number) for number in numbers),
        codes=tuple(CategoryCode(code) for code in codes),
        since=since,
        until=until,
        updated_since=updated_since,
        updated_until=updated_until,
        box=_box(parameters),
        statuses=frozenset(statuses) or _WORDS,
        page=max(_whole(parameters, "page", 0, LAST_PAGE, 1), 1),
        page_size=_whole(parameters, "page_size", 1, MOST_ROWS, MOST_ROWS),
        extensions=extensions,
    )


def _members(parameters: Mapping[str, str], name: str) -> list[str]:
    members = (fit_text(member) for member in parameters.get(name, "").split(","))
    return list(dict.fromkeys(member for member in members if member))


def _date(parameters: Mapping[str, str], name: str) -> datetime | None:
    # In a query a bare "+" reads as a blank; clients that forget to escape the offset's sign mean it.
    text = parameters.get(name, "").strip().replace(" ", "+")
    if not text:
        return None
    try:
        if "T" not in text or text[-5:-4] in "+-":
            raise ValueError("not the W3C form")
        return parse_instant(text)
    except (ValueError, OverflowError) as error:
        raise BadDate(parameter=name, text=text[:60]) from error


def _box(parameters: Mapping[str, str]) -> Box | None:
    text = parameters.get("bbox", "").strip()
    if not text:
        return None
    parts = [part.strip() for part in text.split(",")]
    if len(parts) == 4 and all(_DEGREES.fullmatch(part) for part in parts):
        box = Box(*map(float, parts))
        if -180 <= box.west <= box.east <= 180 and -90 <= box.south <= box.north <= 90:
            return box
    raise BadBox(text=text[:80])


def _span(since: datetime | None, until: datetime | None, now: datetime) -> tuple[datetime, datetime]:
    try:
        if since is None:
            until = now if until is None else until
            return until - LONGEST_SPAN, until
        if until is None:
            return since, since + LONGEST_SPAN
    except OverflowError as error:
        raise BadDate(parameter="start_date", text=str(since or until)) from error
    if until < since:
        raise SpanReversed
    if until - since > LONGEST_SPAN:
        raise SpanTooLong(days=LONGEST_SPAN.days)
    return since, until


def _whole(parameters: Mapping[str, str], name: str, least: int, most: int, otherwise: int) -> int:
    text = parameters.get(name, "").strip()
    if not text:
        return otherwise
    if not (text.isascii() and text.isdigit() and len(text) <= 9 and least <= int(text) <= most):
        raise BadPaging(parameter=name, text=text[:20], least=least, most=most)
    return int(text)
