"""What a user wants to see: conditions that are all met at once.

Owns the filter as a value, so that views can compare it, take a part out of it and name its parts. Refuses to
look at reports; ``mask`` does.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from typing import Any, Literal, Self

import numpy as np
from numpy.typing import NDArray

from commandcenter.models.state import State

FilterPart = Literal[
    "states",
    "categories",
    "areas",
    "agencies",
    "takers",
    "priorities",
    "created_from_s",
    "created_until_s",
    "text",
    "overdue_at_s",
    "taken_on",
    "open_only",
    "with_place",
]


@dataclass(frozen=True, slots=True, eq=False)
class TextMatch:
    """A search text and the reports that it was found in.

    Attributes:
        query: What the user typed.
        ids: int64 report ids, ascending; nobody writes to it.
    """

    query: str
    ids: NDArray[np.int64]
    _content: bytes = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Sort the ids, so that equal sets make equal values."""
        # A search gives them ascending already, and often; sorting a million again would stop the interface.
        if len(self.ids) > 1 and not bool(np.all(self.ids[1:] > self.ids[:-1])):
            object.__setattr__(self, "ids", np.unique(self.ids).astype(np.int64))
        object.__setattr__(self, "_content", self.ids.tobytes())

    def __eq__(self, other: object) -> bool:
        """Compare text and ids."""
        if not isinstance(other, TextMatch):
            return NotImplemented
        return self.query == other.query and self._content == other._content

    def __hash__(self) -> int:
        """Hash text and ids."""
        return hash((self.query, self._content))


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
        priorities: Any of these priorities (``report.Priority`` values).
        created_from_s: Reported at this UTC second or later.
        created_until_s: Reported before this UTC second.
        text: Found by a text search.
        overdue_at_s: Open at present, and at this UTC second beyond one of its limits.
        taken_on: Whether somebody has taken it on.
        open_only: Neither done nor rejected.
        with_place: Whether it has a place.
    """

    states: frozenset[State] | None = None
    categories: frozenset[str] | None = None
    areas: frozenset[str | None] | None = None
    agencies: frozenset[str | None] | None = None
    takers: frozenset[str | None] | None = None
    priorities: frozenset[int] | None = None
    created_from_s: int | None = None
    created_until_s: int | None = None
    text: TextMatch | None = None
    overdue_at_s: int | None = None
    taken_on: bool | None = None
    open_only: bool = False
    with_place: bool | None = None

    def parts(self) -> tuple[FilterPart, ...]:
        """Return the names of the conditions made, in the order of declaration."""
        return tuple(
            part.name  # type: ignore[misc] # a test holds FilterPart against the fields
            for part in fields(self)
            if getattr(self, part.name) != part.default
        )

    def without(self, *parts: FilterPart | Literal["created"]) -> Self:
        """Return the filter with some conditions taken out; ``"created"`` stands for both ends."""
        names: list[str] = []
        for part in parts:
            names += ["created_from_s", "created_until_s"] if part == "created" else [part]
        defaults: dict[str, Any] = {part.name: part.default for part in fields(self) if part.name in names}
        return replace(self, **defaults)

    def __bool__(self) -> bool:
        """Return whether any condition is made."""
        return bool(self.parts())


EVERYTHING = Filter()
