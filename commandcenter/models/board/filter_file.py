"""A filter that outlives its day: named, and written down as JSON (docs/filter-file.md).

Owns the form and what it refuses. Whatever depends on the present is kept relative to it: a search as its words, "late"
and ages as of whenever it is used, a period as how far it reaches back. Refuses to read folders and to search.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Self

from commandcenter.models.board.condition import (
    WEEK_HOURS,
    AgeRange,
    DrawnArea,
    ResponseRange,
    TextMatch,
    WeekHours,
)
from commandcenter.models.board.filter import Filter
from commandcenter.models.failure import Failure
from commandcenter.models.place import LonLat
from commandcenter.models.report import Priority
from commandcenter.models.state import State

FORMAT = "commandcenter-filter"
VERSION = 1
MAX_CHARACTERS = 1_000_000
LONGEST_NAME = 80

_UNDATED_S = 0
_LATEST_S = int(datetime(9999, 1, 1, tzinfo=UTC).timestamp())


class FilterFileBroken(Failure):
    """A text is no filter, or says something that no filter can mean."""

    code = "filter_file_broken"
    template = (
        "This is not a filter that can be read: {reason}. Nothing was changed; ask whoever sent it to export it anew."
    )


class FilterFileNewer(Failure):
    """A filter was written by a later version of this program."""

    code = "filter_file_newer"
    template = (
        "This filter was written by a newer version of this program (form {version}; this one reads up to {known}). "
        "Update this program, or ask for an export from the older one."
    )


@dataclass(frozen=True, slots=True)
class SavedFilter:
    """A filter with a name.

    Attributes:
        name: What people call it, 1 to ``LONGEST_NAME`` characters.
        wanted: Its conditions but those below: without a text, without "late", its age taken at second 0, and without
            a time of reporting where ``last_s`` says it. Its areas are those that somebody ticked; whoever uses it
            adds what lies in them.
        words: What to search for; empty: nothing.
        late: Only what is late when it is used.
        last_s: Only what was reported so many seconds before it is used, or later; None: no such condition.
    """

    name: str
    wanted: Filter
    words: str = ""
    late: bool = False
    last_s: int | None = None

    @classmethod
    def of(cls, name: str, present: Filter, last_s: int | None = None) -> Self:
        """Take what is relative out of a filter that is in use.

        Args:
            name: What to call it.
            present: The filter.
            last_s: How far its period reaches back, if it is one that moves on with the clock.
        """
        wanted = present.without("text", "overdue_at_s")
        if present.age is not None:
            wanted = replace(wanted, age=replace(present.age, at_s=_UNDATED_S))
        if last_s is not None:
            wanted = wanted.without("created")
        words = "" if present.text is None else present.text.query
        return cls(name, wanted, words, present.overdue_at_s is not None, last_s)

    def at(self, now_s: int, found: TextMatch | None) -> Filter:
        """Return the filter as it is meant at an instant.

        Args:
            now_s: UTC second.
            found: What its words were found in; None searches for nothing.
        """
        wanted = replace(self.wanted, text=found, overdue_at_s=now_s if self.late else None)
        if wanted.age is not None:
            wanted = replace(wanted, age=replace(wanted.age, at_s=now_s))
        return wanted if self.last_s is None else replace(wanted, created_from_s=now_s - self.last_s)


def filter_text(saved: SavedFilter) -> str:
    """Return a saved filter as the text of a file, indented, with a line break at its end."""
    return json.dumps(filter_to_json(saved), ensure_ascii=False, indent=2) + "\n"


def filter_of_text(text: str) -> SavedFilter:
    """Return the saved filter of a file's text.

    Raises:
        FilterFileBroken: If it is none.
        FilterFileNewer: If a later version wrote it.
    """
    if len(text) > MAX_CHARACTERS:
        raise FilterFileBroken(reason=f"it has more than {MAX_CHARACTERS} characters")
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise FilterFileBroken(reason="it is not JSON") from error
    return filter_from_json(data)


def filter_to_json(saved: SavedFilter) -> dict[str, Any]:
    """Return a saved filter as JSON values; sets are sorted, so that the same filter makes the same text."""
    wanted = saved.wanted
    conditions: dict[str, Any] = {}
    for name in ("states", "categories", "areas", "agencies", "takers", "crews"):
        words = getattr(wanted, name)
        if words is not None:
            conditions[name] = sorted(words, key=lambda word: (word is None, word or ""))
    if wanted.priorities is not None:
        conditions["priorities"] = sorted(wanted.priorities)
    if wanted.incidents is not None:
        ids = sorted(wanted.incidents, key=lambda each: (each is None, each or 0))
        conditions["incidents"] = [None if each is None else str(each) for each in ids]
    if saved.last_s is not None:
        conditions["created"] = {"last_s": saved.last_s}
    elif wanted.created_from_s is not None or wanted.created_until_s is not None:
        conditions["created"] = _times(wanted.created_from_s, wanted.created_until_s)
    if wanted.closed_from_s is not None or wanted.closed_until_s is not None:
        conditions["closed"] = _times(wanted.closed_from_s, wanted.closed_until_s)
    for name, held in (("age", wanted.age), ("first_response", wanted.response)):
        if held is not None:
            conditions[name] = _without_none({"from_s": held.from_s, "until_s": held.until_s})
    if wanted.week_hours is not None:
        hours = wanted.week_hours
        conditions["week_hours"] = {"hours": sorted(hours.hours), "offset_s": hours.offset_s}
    if saved.words:
        conditions["words"] = saved.words
    for name, flag in (("late", saved.late), ("open_only", wanted.open_only)):
        if flag:
            conditions[name] = True
    for name in ("taken_on", "with_place", "has_photo", "min_supporters"):
        if getattr(wanted, name) is not None:
            conditions[name] = getattr(wanted, name)
    if wanted.drawn is not None:
        ring = [[corner.lon, corner.lat] for corner in wanted.drawn.corners]
        conditions["drawn"] = {"type": "Polygon", "coordinates": [[*ring, *ring[:1]]]}
    return {"format": FORMAT, "version": VERSION, "name": saved.name, "conditions": conditions}


def filter_from_json(data: object) -> SavedFilter:
    """Return the saved filter of JSON values.

    Raises:
        FilterFileBroken: If they are none.
        FilterFileNewer: If a later version wrote them.
    """
    whole = _mapping(data, "the file")
    if whole.get("format") != FORMAT:
        raise FilterFileBroken(reason=f"it does not say format {FORMAT}")
    version = _whole_number(whole.get("version"), "version", 1)
    if version > VERSION:
        raise FilterFileNewer(version=version, known=VERSION)
    _only(whole, {"format", "version", "name", "conditions"}, "the file")
    name = _text(whole.get("name"), "name").strip()
    if not 0 < len(name) <= LONGEST_NAME:
        raise FilterFileBroken(reason=f"its name has not 1 to {LONGEST_NAME} characters")
    conditions = _mapping(whole.get("conditions"), "conditions")
    _only(conditions, _READERS.keys() | _RELATIVE, "conditions")
    values: dict[str, Any] = {}
    for field, read in _READERS.items():
        if field in conditions:
            values |= read(conditions[field], field)
    last_s = values.pop("last_s", None)
    words = _text(conditions["words"], "words") if "words" in conditions else ""
    late = _truth(conditions["late"], "late") if "late" in conditions else False
    return SavedFilter(name, Filter(**values), words, late, last_s)


def _times(from_s: int | None, until_s: int | None) -> dict[str, str]:
    texts = {"from": from_s, "until": until_s}
    return {
        name: datetime.fromtimestamp(at_s, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        for name, at_s in texts.items()
        if at_s is not None
    }


def _without_none(values: Mapping[str, int | None]) -> dict[str, int]:
    return {name: value for name, value in values.items() if value is not None}


_Read = Callable[[object, str], Mapping[str, Any]]


def _read_words(field: str, of: Callable[[str], Any] = str, *, none: bool = True) -> _Read:
    """Return a reader of a list of words into a set, each turned by ``of``; null is one of them if ``none``."""

    def read(value: object, name: str) -> Mapping[str, Any]:
        found: set[Any] = set()
        for each in _list(value, name):
            if each is None and none:
                found.add(None)
                continue
            try:
                found.add(of(_text(each, name)))
            except ValueError as error:
                raise FilterFileBroken(reason=f"{name} has {each!r}, which this version does not know") from error
        return {field: frozenset(found)}

    return read


def _read_priorities(value: object, name: str) -> Mapping[str, Any]:
    known = {int(priority) for priority in Priority}
    found = frozenset(_whole_number(each, name, 0) for each in _list(value, name))
    if not found <= known:
        raise FilterFileBroken(reason=f"{name} has a number that this version does not know")
    return {"priorities": found}


def _read_created(value: object, name: str) -> Mapping[str, Any]:
    if isinstance(value, dict) and "last_s" in value:
        _only(value, {"last_s"}, name)
        return {"last_s": _whole_number(value["last_s"], name, 1)}
    return _read_times(value, name)


def _read_times(value: object, name: str) -> Mapping[str, Any]:
    ends = _mapping(value, name)
    _only(ends, {"from", "until"}, name)
    if not ends:
        raise FilterFileBroken(reason=f"{name} has neither end")
    return {f"{name}_{end}_s": _instant(text, name) for end, text in ends.items()}


def _read_range(field: str, of: Callable[[int | None, int | None], Any]) -> _Read:
    def read(value: object, name: str) -> Mapping[str, Any]:
        ends = _mapping(value, name)
        _only(ends, {"from_s", "until_s"}, name)
        from_s, until_s = (
            None if ends.get(end) is None else _whole_number(ends[end], name, 0) for end in ("from_s", "until_s")
        )
        return {field: of(from_s, until_s)}

    return read


def _read_week_hours(value: object, name: str) -> Mapping[str, Any]:
    held = _mapping(value, name)
    _only(held, {"hours", "offset_s"}, name)
    hours = frozenset(_whole_number(each, name, 0) for each in _list(held.get("hours"), name))
    if any(hour >= WEEK_HOURS for hour in hours):
        raise FilterFileBroken(reason=f"{name} has an hour beyond {WEEK_HOURS - 1}")
    return {"week_hours": WeekHours(hours, _whole_number(held.get("offset_s"), name, -86_400))}


def _read_truth(value: object, name: str) -> Mapping[str, Any]:
    return {name: _truth(value, name)}


def _read_least(value: object, name: str) -> Mapping[str, Any]:
    return {name: _whole_number(value, name, 0)}


def _read_drawn(value: object, name: str) -> Mapping[str, Any]:
    polygon = _mapping(value, name)
    _only(polygon, {"type", "coordinates"}, name)
    rings = _list(polygon.get("coordinates"), name)
    if polygon.get("type") != "Polygon" or len(rings) != 1:
        raise FilterFileBroken(reason=f"{name} is not a polygon of one ring")
    corners = [_corner(each, name) for each in _list(rings[0], name)]
    if corners and (len(corners) < 2 or corners[0] != corners[-1]):
        raise FilterFileBroken(reason=f"the ring of {name} does not end where it begins")
    return {"drawn": DrawnArea(tuple(corners[:-1]))}


def _corner(value: object, name: str) -> LonLat:
    pair = _list(value, name)
    if len(pair) != 2 or not all(isinstance(part, int | float) and not isinstance(part, bool) for part in pair):
        raise FilterFileBroken(reason=f"a corner of {name} is not two numbers")
    lon, lat = float(pair[0]), float(pair[1])
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        raise FilterFileBroken(reason=f"a corner of {name} is not on the earth")
    return LonLat(lon, lat)


_RELATIVE = frozenset({"words", "late"})

_READERS: Mapping[str, _Read] = {
    "states": _read_words("states", State, none=False),
    "categories": _read_words("categories", none=False),
    "areas": _read_words("areas"),
    "agencies": _read_words("agencies"),
    "takers": _read_words("takers"),
    "crews": _read_words("crews"),
    "priorities": _read_priorities,
    "incidents": _read_words("incidents", int),
    "created": _read_created,
    "closed": _read_times,
    "age": _read_range("age", lambda from_s, until_s: AgeRange(_UNDATED_S, from_s, until_s)),
    "first_response": _read_range("response", ResponseRange),
    "week_hours": _read_week_hours,
    "open_only": _read_truth,
    "taken_on": _read_truth,
    "with_place": _read_truth,
    "has_photo": _read_truth,
    "min_supporters": _read_least,
    "drawn": _read_drawn,
}


def _mapping(value: object, name: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise FilterFileBroken(reason=f"{name} is not an object")
    return value


def _list(value: object, name: str) -> list[Any]:
    if not isinstance(value, list):
        raise FilterFileBroken(reason=f"{name} is not a list")
    return value


def _text(value: object, name: str) -> str:
    if not isinstance(value, str):
        raise FilterFileBroken(reason=f"{name} is not a text")
    return value


def _truth(value: object, name: str) -> bool:
    if not isinstance(value, bool):
        raise FilterFileBroken(reason=f"{name} is neither true nor false")
    return value


def _whole_number(value: object, name: str, least: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= _LATEST_S:
        raise FilterFileBroken(reason=f"{name} is not a whole number from {least} on")
    return value


def _instant(value: object, name: str) -> int:
    try:
        at = datetime.fromisoformat(_text(value, name))
    except ValueError as error:
        raise FilterFileBroken(reason=f"{name} has {value!r}, which is not a time") from error
    if at.tzinfo is None:
        raise FilterFileBroken(reason=f"{name} has a time without a zone")
    return int(at.timestamp())


def _only(values: Mapping[str, Any], known: frozenset[str] | set[str], name: str) -> None:
    """Refuse a field that this version does not know: passing it over would show more than was meant."""
    unknown = sorted(values.keys() - known)
    if unknown:
        raise FilterFileBroken(reason=f"{name} has {unknown[0]!r}, which this version does not know")
