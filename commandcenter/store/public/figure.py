"""Numbers of the public board: how many by state, category, area and time, and a row of figures for each area.

Owns which figures the public is told, and over which period. They count public reports alone, by what is known of them
now: a report that was reopened has lost its first closing. ``wording.FIGURES`` says so to whoever reads them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from commandcenter.models.area_tree import AreaTree
from commandcenter.models.board.change_set import NO_TIME, Flag
from commandcenter.models.board.count import counts, histogram, overdue_count
from commandcenter.models.board.generation import Generation
from commandcenter.models.board.mask import mask
from commandcenter.models.board.passing import overdue_rows
from commandcenter.models.identity import AreaCode
from commandcenter.models.instant import WIB, from_ms
from commandcenter.models.place import from_world
from commandcenter.models.state import CLOSED_STATES, OPEN_STATES, STATE_CODE
from commandcenter.store.public.board import PublicView
from commandcenter.store.public.question import PublicQuestion
from commandcenter.store.public.sensitive import told_level

PERIODS_DAYS = (7, 30, 90)
"""Whole days (WIB) before today, together with today so far."""

_WIB_S = 7 * 3_600
_DAY_S = 86_400
_HOUR_BARS = 48
_DAY_BARS = 90
_BOX_SAMPLE = 50_000


@dataclass(frozen=True, slots=True)
class AreaFigures:
    """The figures of one area, over one period.

    Attributes:
        area: Its code.
        received: Reports made in the period.
        closed: Reports closed in the period.
        open: Open now, whenever they were made.
        overdue: Of those, past a limit.
        on_time: Closed in the period by their limit.
        response_s: Median of the seconds to the first response, of reports made in the period; None without any.
        responses: How many that is made from.
    """

    area: AreaCode
    received: int
    closed: int
    open: int
    overdue: int
    on_time: int
    response_s: int | None
    responses: int

    @property
    def on_time_percent(self) -> float | None:
        """Closed on time ÷ (closed in the period + open and overdue), per cent; None where that is nothing."""
        basis = self.closed + self.overdue
        return None if basis == 0 else 100 * self.on_time / basis


def counts_of(view: PublicView, question: PublicQuestion, now_s: int) -> dict[str, Any]:
    """Return how many reports of a question there are, in all and by what; docs/public.md says the fields."""
    generation = view.generation
    selected = mask(generation, question.filter(view.tree, now_s))
    states, categories = counts(generation, selected, "states"), counts(generation, selected, "categories")
    areas = counts(generation, selected, "areas")
    upper = view.tree.ancestors(told_level(view.tree))
    by_area: dict[str, int] = {}
    for word, count in zip(areas.words, areas.counts.tolist(), strict=True):
        code = upper.get(AreaCode(word)) if word is not None else None
        if code is not None and count:
            by_area[code] = by_area.get(code, 0) + count
    hours = histogram(generation, selected, "created_s", now_s - (_HOUR_BARS - 1) * 3_600, 3_600, _HOUR_BARS, _WIB_S)
    days = histogram(generation, selected, "created_s", now_s - (_DAY_BARS - 1) * _DAY_S, _DAY_S, _DAY_BARS, _WIB_S)
    return {
        "total": len(selected),
        "overdue": overdue_count(generation, selected, now_s),
        "box": _box_of(generation, selected.rows()),
        "states": _by_word(states.words, states.counts),
        "categories": _by_word(categories.words, categories.counts),
        "areas": by_area,
        "hours": {"start_ms": hours.start_s * 1_000, "counts": hours.counts.tolist()},
        "days": {"start_ms": days.start_s * 1_000, "counts": days.counts.tolist()},
    }


def _box_of(generation: Generation, rows: NDArray[np.int64]) -> list[float] | None:
    """Return west, south, east, north in degrees of where reports lie; None where none has a place.

    The outermost hundredth on each side is left out, so that a few far away don't make the rest small; of many reports
    a part is looked at.
    """
    rows = rows[:: max(1, len(rows) // _BOX_SAMPLE)]
    placed = rows[(generation.column("flags", rows) & Flag.HAS_PLACE) != 0]
    if not len(placed):
        return None
    west, east = np.percentile(generation.column("x", placed), (1, 99)).tolist()
    north, south = np.percentile(generation.column("y", placed), (1, 99)).tolist()
    low, high = from_world(west, south), from_world(east, north)
    return [round(each, 4) for each in (low.lon, low.lat, high.lon, high.lat)]


def _by_word(words: tuple[str | None, ...], found: NDArray[np.int64]) -> dict[str, int]:
    return {word: count for word, count in zip(words, found.tolist(), strict=True) if word is not None and count > 0}


def period_start_s(now_s: int, days: int) -> int:
    """Return the UTC second of the city's midnight so many whole days before today's."""
    today = from_ms(now_s * 1_000).astimezone(WIB).replace(hour=0, minute=0, second=0, microsecond=0)
    return int((today - timedelta(days=days)).timestamp())


def area_figures(view: PublicView, level: str, days: int, now_s: int) -> list[AreaFigures]:
    """Return the figures of each area of a level, by the areas' codes.

    Args:
        view: What is asked.
        level: One of the tree's levels.
        days: Length of the period.
        now_s: The store's clock, UTC seconds.
    """
    codes, area = _area_of_rows(view.generation, view.tree, level)
    generation, start_s = view.generation, period_start_s(now_s, days)
    rows = generation.rows_by_id()
    rows, area = rows[area >= 0], area[area >= 0]
    states = generation.column("states", rows)
    created_s, closed_s = generation.column("created_s", rows), generation.column("closed_s", rows)
    is_closed = np.isin(states, [STATE_CODE[state] for state in CLOSED_STATES])
    is_open = np.isin(states, [STATE_CODE[state] for state in OPEN_STATES])
    received = (created_s >= start_s) & (created_s <= now_s)
    closed = is_closed & (closed_s >= start_s) & (closed_s <= now_s)
    on_time = closed & (closed_s <= generation.column("close_by_s", rows))
    overdue = is_open & overdue_rows(generation, rows, now_s)
    acknowledged_s = generation.column("acknowledged_s", rows)
    answered = received & (acknowledged_s != NO_TIME)
    waited_s = np.maximum(acknowledged_s[answered] - created_s[answered], 0)
    medians = _medians(area[answered], waited_s, len(codes))

    def count(passed: NDArray[np.bool_]) -> list[int]:
        found: list[int] = np.bincount(area[passed], minlength=len(codes)).tolist()
        return found

    numbers = [count(passed) for passed in (received, closed, is_open, overdue, on_time, answered)]
    return [
        AreaFigures(
            area=code,
            received=numbers[0][at],
            closed=numbers[1][at],
            open=numbers[2][at],
            overdue=numbers[3][at],
            on_time=numbers[4][at],
            response_s=medians[at],
            responses=numbers[5][at],
        )
        for at, code in enumerate(codes)
    ]


def _area_of_rows(generation: Generation, tree: AreaTree, level: str) -> tuple[list[AreaCode], NDArray[np.int64]]:
    """Return the areas of a level, and for each live row by id which of them it lies in; -1 for none."""
    upper = tree.ancestors(level)
    codes = sorted(set(upper.values()))
    place = {code: at for at, code in enumerate(codes)}
    words = generation.vocabularies["areas"].words
    # One more than there are words: code -1, which stands for no area, is the last entry.
    of_word = np.array([place.get(upper.get(AreaCode(word), AreaCode("")), -1) for word in words] + [-1], np.int64)
    return codes, of_word[generation.column("areas")]


def _medians(area: NDArray[np.int64], waited_s: NDArray[np.int64], areas: int) -> list[int | None]:
    order = np.lexsort((waited_s, area))
    parts = np.split(waited_s[order], np.cumsum(np.bincount(area, minlength=areas))[:-1]) if areas else []
    return [int(np.median(part)) if len(part) else None for part in parts]
