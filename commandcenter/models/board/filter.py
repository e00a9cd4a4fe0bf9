"""What a user wants to see: conditions that are all met at once.

Owns the filter as a value, so that views can compare it, take a part out of it and name its parts. Refuses to
look at reports; ``mask`` does.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any, Literal, Self

from commandcenter.models.board.condition import AgeRange, DrawnArea, ResponseRange, TextMatch, WeekHours
from commandcenter.models.state import State

FilterPart = Literal[
    "states",
    "categories",
    "areas",
    "agencies",
    "takers",
    "crews",
    "priorities",
    "created_from_s",
    "created_until_s",
    "closed_from_s",
    "closed_until_s",
    "age",
    "response",
    "week_hours",
    "text",
    "overdue_at_s",
    "taken_on",
    "open_only",
    "with_place",
    "has_photo",
    "min_supporters",
    "incidents",
    "drawn",
]


@dataclass(frozen=True, slots=True)
class Filter:
    """Conditions on reports, joined by "and"; a condition that is None (or False) is not made.

    A report passes a set of words if it has one of them; an empty set lets nothing pass.

    Attributes:
        states: Any of these states.
        categories: Any of these category codes.
        areas: In any of these areas. The board knows no parents, only that ``"31.75"`` holds ``"31.75.06.1004"`` by
            its dots; who has an ``AreaTree`` names all areas ``below``. None as a member stands for reports outside
            every area.
        agencies: Any of these agency codes; None as a member stands for the area's own office.
        takers: Taken on by any of these; None as a member stands for nobody yet.
        crews: A job of any of these crews is under way on it or was done; None as a member stands for no crew.
        priorities: Any of these priorities (``report.Priority`` values).
        created_from_s: Reported at this UTC second or later.
        created_until_s: Reported before this UTC second.
        closed_from_s: Closed, and at this UTC second or later.
        closed_until_s: Closed, and before this UTC second.
        age: How long ago it was reported.
        response: How long it waited for its first response.
        week_hours: At which hours of the week it was reported.
        text: Found by a text search.
        overdue_at_s: Open at present, and at this UTC second beyond one of its limits.
        taken_on: Whether somebody has taken it on.
        open_only: Neither done nor rejected.
        with_place: Whether it has a place.
        has_photo: Whether it has a photo.
        min_supporters: Supported by at least so many.
        incidents: Belongs to any of these incidents; None as a member stands for no incident.
        drawn: Lies in an area that somebody drew.
    """

    states: frozenset[State] | None = None
    categories: frozenset[str] | None = None
    areas: frozenset[str | None] | None = None
    agencies: frozenset[str | None] | None = None
    takers: frozenset[str | None] | None = None
    crews: frozenset[str | None] | None = None
    priorities: frozenset[int] | None = None
    created_from_s: int | None = None
    created_until_s: int | None = None
    closed_from_s: int | None = None
    closed_until_s: int | None = None
    age: AgeRange | None = None
    response: ResponseRange | None = None
    week_hours: WeekHours | None = None
    text: TextMatch | None = None
    overdue_at_s: int | None = None
    taken_on: bool | None = None
    open_only: bool = False
    with_place: bool | None = None
    has_photo: bool | None = None
    min_supporters: int | None = None
    incidents: frozenset[int | None] | None = None
    drawn: DrawnArea | None = None

    def parts(self) -> tuple[FilterPart, ...]:
        """Return the names of the conditions made, in the order of declaration."""
        return tuple(
            part.name  # type: ignore[misc] # a test holds FilterPart against the fields
            for part in fields(self)
            if getattr(self, part.name) != part.default
        )

    def without(self, *parts: FilterPart | Literal["created", "closed"]) -> Self:
        """Return the filter with some conditions taken out; ``"created"`` and ``"closed"`` stand for both ends."""
        names: list[str] = []
        for part in parts:
            names += [f"{part}_from_s", f"{part}_until_s"] if part in ("created", "closed") else [part]
        defaults: dict[str, Any] = {part.name: part.default for part in fields(self) if part.name in names}
        return replace(self, **defaults)

    def __bool__(self) -> bool:
        """Return whether any condition is made."""
        return bool(self.parts())


EVERYTHING = Filter()
