"""Which columns are shown, in which order and how wide: as a value, and as the text that is remembered.

Columns are remembered by name, so that a version that knows others finds its way: names that it does not know are
passed over, columns that the text does not name stand hidden at the end.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace

from commandcenter.views.queue.column import COLUMNS, FLEXIBLE, QueueColumn, shown_at_first

LEAST_PX, MOST_PX = 48, 1_200
"""How narrow and how wide a column may be."""


@dataclass(frozen=True, slots=True)
class ColumnPlace:
    """One column in its place.

    Attributes:
        column: Which.
        shown: Whether it is to be seen.
        width_px: How wide; None: as wide as the others leave room for (``FLEXIBLE`` only).
    """

    column: QueueColumn
    shown: bool
    width_px: int | None


Layout = tuple[ColumnPlace, ...]
"""Every column once, from left to right."""


def first_layout(table_px: int) -> Layout:
    """Return how columns stand as long as nobody has arranged them."""
    return tuple(
        ColumnPlace(column, shown_at_first(column, table_px), None if column is FLEXIBLE else spec.width_px)
        for column, spec in COLUMNS.items()
    )


def moved(layout: Layout, column: QueueColumn, by: int) -> Layout:
    """Return the layout with one column so many places further right, at most at either end."""
    places = list(layout)
    at = next(n for n, place in enumerate(places) if place.column is column)
    places.insert(min(max(at + by, 0), len(places) - 1), places.pop(at))
    return tuple(places)


def with_place(layout: Layout, changed: ColumnPlace) -> Layout:
    """Return the layout with one column shown, hidden or of another width."""
    return tuple(changed if place.column is changed.column else place for place in layout)


def as_text(layout: Layout) -> str:
    """Return what is remembered."""
    return json.dumps([[place.column.name.lower(), place.shown, place.width_px] for place in layout])


def from_text(text: str) -> Layout | None:
    """Return a remembered layout; None for a text that is none, or that shows no column."""
    try:
        rows = json.loads(text)
        places = [_place(*row) for row in rows]
    except (ValueError, TypeError):
        return None
    found = {place.column: place for place in places if place is not None}
    if not any(place.shown for place in found.values()):
        return None
    return (*found.values(), *(_hidden(place) for place in first_layout(0) if place.column not in found))


def _place(name: object, shown: object, width_px: object) -> ColumnPlace | None:
    column = next((column for column in QueueColumn if column.name.lower() == name), None)
    if column is None:
        return None
    if not isinstance(width_px, int):
        width_px = None if column is FLEXIBLE else COLUMNS[column].width_px
    return ColumnPlace(column, bool(shown), None if width_px is None else min(max(width_px, LEAST_PX), MOST_PX))


def _hidden(place: ColumnPlace) -> ColumnPlace:
    return replace(place, shown=False)


def flexible_px(layout: Sequence[ColumnPlace], table_px: int) -> int:
    """Return the width of the column that takes what is left, in a table of some width."""
    others = sum(place.width_px or 0 for place in layout if place.shown and place.column is not FLEXIBLE)
    return max(COLUMNS[FLEXIBLE].width_px, min(table_px - others, MOST_PX))
