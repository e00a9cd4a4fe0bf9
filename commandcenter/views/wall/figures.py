"""What a wall shows, asked of the board: figures, two charts, what is urgent, what is new.

Pure: knows no widget and no clock. Nothing here names a person or shows a text somebody wrote; reports of categories
that may only be counted are counted and not listed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from commandcenter.models.area_tree import AreaTree
from commandcenter.models.board.count import counts, histogram
from commandcenter.models.board.filter import Filter
from commandcenter.models.board.generation import Generation
from commandcenter.models.board.mask import mask
from commandcenter.models.board.provenance import Provenance, provenance
from commandcenter.models.category import Category, Publication
from commandcenter.models.figure.today import WIB_OFFSET_S, Today, today
from commandcenter.models.figure.urgency import Urgency, urgency

HOUR_S = 3_600
HOURS = 24
MOST_CATEGORIES = 6
MOST_NEWEST = 12

URGENT_WITHIN_S = 3_600
"""Categories that must be answered within this time are urgent."""


@dataclass(frozen=True, slots=True)
class NewReport:
    """One report of the line of newest ones: when, what, where, and nothing else."""

    at_s: int
    category: str
    area: str | None


@dataclass(frozen=True, slots=True)
class Figures:
    """What is on the wall, in numbers and codes.

    Attributes:
        at_s: UTC second that all of it is of.
        today: The day's figures.
        hours: Reports made in each of the last ``HOURS`` hours, the running one last.
        hours_start_s: UTC second at which the first of them begins.
        categories: Category codes and their reports of the same hours, the most first.
        urgency: What needs somebody now.
        newest: Newest first.
        provenance: How much of it is made up.
    """

    at_s: int
    today: Today
    hours: tuple[int, ...]
    hours_start_s: int
    categories: tuple[tuple[str, int], ...]
    urgency: Urgency
    newest: tuple[NewReport, ...]
    provenance: Provenance


def sensitive_codes(categories: Mapping[str, Category]) -> frozenset[str]:
    """Return the codes of categories of which only count and area may be shown."""
    return frozenset(code for code, each in categories.items() if each.publication is Publication.COUNT_ONLY)


def urgent_codes(categories: Mapping[str, Category]) -> frozenset[str]:
    """Return the codes of categories that must be answered soonest and may be spoken of."""
    soon = {code for code, each in categories.items() if each.first_response_s <= URGENT_WITHIN_S}
    return frozenset(soon) - sensitive_codes(categories)


def figures_of(generation: Generation, categories: Mapping[str, Category], areas: AreaTree, at_s: int) -> Figures:
    """Ask the board everything a wall shows, at a UTC second.

    Args:
        generation: Which board.
        categories: The city's categories by code; a report of an unknown one is counted and not listed.
        areas: The city's areas.
        at_s: The moment.
    """
    begin_s = at_s - (HOURS - 1) * HOUR_S
    shown = Filter(created_from_s=_hour_start(begin_s), created_until_s=at_s + 1)
    selected = mask(generation, shown)
    hours = histogram(generation, selected, "created_s", begin_s, HOUR_S, HOURS, WIB_OFFSET_S)
    by_category = counts(generation, selected, "categories")
    known = [
        (word, int(count)) for word, count in zip(by_category.words, by_category.counts, strict=True) if word and count
    ]
    listed = frozenset(categories) - sensitive_codes(categories)
    return Figures(
        at_s=at_s,
        today=today(generation, at_s),
        hours=tuple(hours.counts.tolist()),
        hours_start_s=hours.start_s,
        categories=tuple(sorted(known, key=lambda each: (-each[1], each[0]))[:MOST_CATEGORIES]),
        urgency=urgency(generation, areas, urgent_codes(categories), at_s),
        newest=_newest(generation, shown, listed),
        provenance=provenance(generation),
    )


def _hour_start(at_s: int) -> int:
    return at_s - (at_s + WIB_OFFSET_S) % HOUR_S


def _newest(generation: Generation, shown: Filter, listed: frozenset[str]) -> tuple[NewReport, ...]:
    allowed = Filter(categories=listed, created_from_s=shown.created_from_s, created_until_s=shown.created_until_s)
    rows = mask(generation, allowed).rows()
    order = np.argsort(-generation.column("created_s", rows), kind="stable")[:MOST_NEWEST]
    return tuple(
        NewReport(
            generation.value("created_s", row),
            generation.word("categories", row) or "",
            generation.word("areas", row),
        )
        for row in rows[order].tolist()
    )
