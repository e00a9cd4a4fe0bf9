"""What the public is told of sensitive categories: how many reports there were, an area, in a month that is over.

Owns how nobody can be told apart in it. Numbers below ``LEAST`` are kept back. They are told for one level of areas,
without sums over areas, so that none that is kept back can be worked out from the others; and for whole calendar
months (WIB), so that two answers of different days can't be subtracted (docs/decisions/0211).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, func, select

from commandcenter.models.area_tree import AreaTree
from commandcenter.models.identity import AreaCode, CategoryCode, CityCode, id_ceiling, id_floor
from commandcenter.models.instant import WIB, from_ms, to_ms
from commandcenter.models.table import reports

LEAST = 5
"""The smallest number that is told."""


@dataclass(frozen=True, slots=True)
class MonthCounts:
    """Sensitive reports of one month.

    Attributes:
        month: Its first day, ISO (WIB).
        level: Of the areas: the one right above the finest, else the finest.
        counts: Category, area, and how many; none below ``LEAST``; by category, then by area.
    """

    month: str
    level: str
    counts: tuple[tuple[CategoryCode, AreaCode, int], ...]


def month_of(now_ms: int) -> str:
    """Return the first day of the last month that is over, ISO (WIB)."""
    return _bounds(now_ms)[0].date().isoformat()


def told_level(tree: AreaTree) -> str:
    """Return the level of areas that numbers are told for; empty where there are no areas."""
    return tree.levels[:2][-1] if tree.levels else ""


def month_counts(
    connection: Connection, city: CityCode, sensitive: frozenset[CategoryCode], tree: AreaTree, now_ms: int
) -> MonthCounts:
    """Count the sensitive reports that were made in the last month that is over, whatever their moderation.

    Args:
        connection: Inside a reading transaction.
        city: Whose.
        sensitive: Which categories are.
        tree: The city's areas.
        now_ms: The store's clock.
    """
    start, end = _bounds(now_ms)
    level = told_level(tree)
    rows = connection.execute(
        select(reports.c.category, reports.c.area, func.count())
        .where(
            reports.c.city == city,
            reports.c.id.between(id_floor(start), id_ceiling(end)),
            reports.c.created_ms >= to_ms(start),
            reports.c.created_ms < to_ms(end),
            reports.c.category.in_(sorted(sensitive)),
        )
        .group_by(reports.c.category, reports.c.area)
    ).all()
    found: Counter[tuple[CategoryCode, AreaCode]] = Counter()
    for category, area, count in rows:
        upper = tree.ancestor(area, level)
        if upper is not None:
            found[category, upper] += count
    told = sorted((category, area, count) for (category, area), count in found.items() if count >= LEAST)
    return MonthCounts(start.date().isoformat(), level, tuple(told))


def _bounds(now_ms: int) -> tuple[datetime, datetime]:
    """Return where the last month that is over begins and ends, by the city's clocks."""
    end = from_ms(now_ms).astimezone(WIB).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return (end - timedelta(days=1)).replace(day=1), end
