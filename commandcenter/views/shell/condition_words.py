"""The conditions of a filter in the words of the window: for chips, tabs and the list of saved filters.

Owns one sentence for each part of a filter. Refuses to know widgets.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from commandcenter.models.board.condition import WeekHours
from commandcenter.models.board.filter import Filter
from commandcenter.models.identity import AreaCode
from commandcenter.models.report import Priority
from commandcenter.models.state import STATES
from commandcenter.views.surroundings import Names
from commandcenter.views.wording import (
    duration_range,
    moment,
    number,
    priority_word,
    state_word,
    translate,
    weekday_short,
)

PartName = str
"""A field of ``Filter``; ``created`` and ``closed`` stand for both ends of these times."""


def condition_words(
    wanted: Filter, names: Names, now_s: float, created: str | None = None
) -> Iterator[tuple[PartName, str]]:
    """Yield each condition made and its words, in the order in which they are shown.

    Args:
        wanted: The filter.
        names: Of categories, areas, agencies, crews and incidents.
        now_s: UTC seconds, for dates without a year.
        created: What the time of reporting is called, such as "last 24 h"; its two ends unless given.
    """
    if wanted.areas is not None:
        yield "areas", translate("Condition", "Area: {names}").format(names=_areas(wanted.areas, names))
    if wanted.created_from_s is not None or wanted.created_until_s is not None:
        words = created or time_range(wanted.created_from_s, wanted.created_until_s, now_s)
        yield "created", translate("Condition", "Reported: {words}").format(words=words)
    if wanted.states is not None:
        words = _joined(state_word(state) for state in STATES if state in wanted.states)
        yield "states", translate("Condition", "State: {names}").format(names=words)
    if wanted.categories is not None:
        words = _sorted(wanted.categories, names.category)
        yield "categories", translate("Condition", "Category: {names}").format(names=words)
    if wanted.text is not None:
        yield "text", translate("Condition", "Search: “{words}”").format(words=wanted.text.query)
    yield from _people(wanted, names)
    yield from _times(wanted, now_s)
    yield from _marks(wanted, names)


def time_range(from_s: int | None, until_s: int | None, now_s: float) -> str:
    """Return a range of time in words; an end that is open is left open."""
    start = "…" if from_s is None else moment(from_s, now_s)
    end = translate("Condition", "now") if until_s is None else moment(until_s, now_s)
    return f"{start} – {end}"


def week_hours_words(wanted: WeekHours) -> str:
    """Return hours of the week in words: days and hours where they are a rectangle, else how many."""
    days = sorted({hour // 24 for hour in wanted.hours})
    hours = sorted({hour % 24 for hour in wanted.hours})
    if not days or len(days) * len(hours) != len(wanted.hours) or not (_is_run(days) and _is_run(hours)):
        return translate("Condition", "{count} hours of the week").format(count=number(len(wanted.hours)))
    first, last = weekday_short(days[0]), weekday_short(days[-1])
    weekdays = first if len(days) == 1 else f"{first} – {last}"
    return f"{weekdays} {hours[0]:02d}–{hours[-1] + 1:02d}"


def _people(wanted: Filter, names: Names) -> Iterator[tuple[PartName, str]]:
    if wanted.taken_on is not None:
        yield (
            "taken_on",
            translate("Condition", "Taken on") if wanted.taken_on else translate("Condition", "Not taken on"),
        )
    if wanted.takers is not None:
        nobody = translate("Condition", "nobody")
        words = _sorted(wanted.takers, lambda name: name or nobody)
        yield "takers", translate("Condition", "Taken on by: {names}").format(names=words)
    if wanted.agencies is not None:
        own = translate("Condition", "the area's own office")
        words = _sorted(wanted.agencies, lambda code: own if code is None else names.agency(code))
        yield "agencies", translate("Condition", "Agency: {names}").format(names=words)
    if wanted.crews is not None:
        none = translate("Condition", "no crew")
        words = _sorted(wanted.crews, lambda code: none if code is None else names.crew(code))
        yield "crews", translate("Condition", "Crew: {names}").format(names=words)


def _times(wanted: Filter, now_s: float) -> Iterator[tuple[PartName, str]]:
    if wanted.closed_from_s is not None or wanted.closed_until_s is not None:
        words = time_range(wanted.closed_from_s, wanted.closed_until_s, now_s)
        yield "closed", translate("Condition", "Closed: {words}").format(words=words)
    if wanted.age is not None:
        words = duration_range(wanted.age.from_s, wanted.age.until_s)
        yield "age", translate("Condition", "Age: {words}").format(words=words)
    if wanted.response is not None:
        words = duration_range(wanted.response.from_s, wanted.response.until_s)
        yield "response", translate("Condition", "First response: {words}").format(words=words)
    if wanted.week_hours is not None:
        words = week_hours_words(wanted.week_hours)
        yield "week_hours", translate("Condition", "Reported on: {words}").format(words=words)


def _marks(wanted: Filter, names: Names) -> Iterator[tuple[PartName, str]]:
    if wanted.open_only:
        yield "open_only", translate("Condition", "Open only")
    if wanted.overdue_at_s is not None:
        yield "overdue_at_s", translate("Condition", "Late")
    if wanted.priorities is not None:
        words = _joined(priority_word(Priority(each)) for each in sorted(wanted.priorities, reverse=True))
        yield "priorities", translate("Condition", "Priority: {names}").format(names=words)
    if wanted.with_place is not None:
        with_place, without = translate("Condition", "With a place"), translate("Condition", "Without a place")
        yield "with_place", with_place if wanted.with_place else without
    if wanted.has_photo is not None:
        with_photo, without = translate("Condition", "With a photo"), translate("Condition", "Without a photo")
        yield "has_photo", with_photo if wanted.has_photo else without
    if wanted.min_supporters is not None:
        words = translate("Condition", "Supporters: at least {count}")
        yield "min_supporters", words.format(count=number(wanted.min_supporters))
    if wanted.incidents is not None:
        none = translate("Condition", "none")
        words = _sorted(wanted.incidents, lambda each: none if each is None else names.incident(each))
        yield "incidents", translate("Condition", "Incident: {names}").format(names=words)
    if wanted.drawn is not None:
        yield "drawn", translate("Condition", "Drawn area")


def _areas(codes: frozenset[str | None], names: Names) -> str:
    """Return the areas that lie in no other of them: those that somebody ticked."""
    ticked: frozenset[str | None] = names.area_tree.topmost({AreaCode(code) for code in codes if code is not None})
    outside = translate("Condition", "Outside all areas")
    return _sorted(ticked | (codes & {None}), lambda code: outside if code is None else names.area(code))


def _sorted(keys: Iterable[Any], name: Callable[[Any], str]) -> str:
    return _joined(sorted((name(key) for key in keys), key=str.casefold))


def _joined(words: Iterable[str]) -> str:
    return ", ".join(words) or translate("Condition", "nothing")


def _is_run(ordered: list[int]) -> bool:
    return ordered[-1] - ordered[0] == len(ordered) - 1
