"""What needs somebody now: the few sentences that a room must act on.

Owns the first definition of it. A new report alone is none: it takes several of the same urgent kind, near each other,
that nobody has taken on or that are beyond a limit.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from commandcenter.models.area_tree import AreaTree
from commandcenter.models.board.change_set import NO_TIME
from commandcenter.models.board.count import counts
from commandcenter.models.board.filter import Filter
from commandcenter.models.board.generation import Generation
from commandcenter.models.board.mask import mask
from commandcenter.models.board.passing import overdue_rows
from commandcenter.models.identity import AreaCode

WINDOW_S = 3 * 3_600
"""How far back reports may lie to belong to what is going on now."""

LEAST_REPORTS = 3
"""So many reports of a kind within a district make a cluster; fewer are the queue's matter."""

MOST_CLUSTERS = 2


@dataclass(frozen=True, slots=True)
class Cluster:
    """Urgent reports of one kind within one district.

    Attributes:
        category: Their category's code.
        district: Code of the area right above theirs, in Jakarta the kecamatan; None outside every area.
        reports: How many.
        areas: Codes of the areas they lie in, that with most reports first.
        since_s: UTC second of the oldest of them.
    """

    category: str
    district: str | None
    reports: int
    areas: tuple[str, ...]
    since_s: int


@dataclass(frozen=True, slots=True)
class Backlog:
    """The district with most overdue reports.

    Attributes:
        district: Its code; None outside every area.
        overdue: How many are overdue there.
        areas: Codes of the areas they lie in, that with most first.
    """

    district: str | None
    overdue: int
    areas: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Urgency:
    """What needs somebody now; nothing where both are empty.

    Attributes:
        clusters: At most ``MOST_CLUSTERS``, the one with most reports first.
        backlog: Only where there is no cluster.
    """

    clusters: tuple[Cluster, ...]
    backlog: Backlog | None


def urgency(generation: Generation, areas: AreaTree, urgent: Collection[str], at_s: int) -> Urgency:
    """Return what needs somebody at a UTC second.

    Args:
        generation: Which board.
        areas: The city's; districts follow from them.
        urgent: Codes of the categories that count as urgent.
        at_s: When "overdue" is judged and ``WINDOW_S`` ends.
    """
    clusters = _clusters(generation, areas, urgent, at_s)
    return Urgency(clusters, None if clusters else _backlog(generation, areas, at_s))


def _district(areas: AreaTree, area: str | None) -> str | None:
    return None if area is None else areas.district(AreaCode(area))


def _clusters(generation: Generation, tree: AreaTree, urgent: Collection[str], at_s: int) -> tuple[Cluster, ...]:
    wanted = Filter(
        categories=frozenset(urgent),
        open_only=True,
        created_from_s=at_s - WINDOW_S,
        created_until_s=at_s + 1,
    )
    rows = mask(generation, wanted).rows()
    waiting = generation.column("acknowledged_s", rows) == NO_TIME
    waiting |= overdue_rows(generation, rows, at_s)
    rows = rows[waiting]
    categories, areas = generation.vocabularies["categories"], generation.vocabularies["areas"]
    created_s = generation.column("created_s", rows).tolist()
    found: dict[tuple[str, str | None], tuple[Counter[str], list[int]]] = {}
    coded = zip(
        generation.column("categories", rows).tolist(),
        generation.column("areas", rows).tolist(),
        created_s,
        strict=True,
    )
    for category_code, area_code, at in coded:
        area = areas.word(area_code)
        kind = categories.word(category_code)
        if kind is None:
            continue
        places, times = found.setdefault((kind, _district(tree, area)), (Counter(), []))
        times.append(at)
        if area is not None:
            places[area] += 1
    clusters = [
        Cluster(kind, district, len(times), _most_first(places), min(times))
        for (kind, district), (places, times) in found.items()
        if len(times) >= LEAST_REPORTS
    ]
    clusters.sort(key=lambda each: (-each.reports, each.since_s, each.category, each.district or ""))
    return tuple(clusters[:MOST_CLUSTERS])


def _backlog(generation: Generation, tree: AreaTree, at_s: int) -> Backlog | None:
    overdue = counts(generation, mask(generation, Filter(overdue_at_s=at_s)), "areas")
    districts: dict[str | None, Counter[str]] = {}
    for position in np.flatnonzero(overdue.counts).tolist():
        area = overdue.words[position]
        districts.setdefault(_district(tree, area), Counter())[area or ""] = int(overdue.counts[position])
    if not districts:
        return None
    district, places = min(districts.items(), key=lambda each: (-each[1].total(), each[0] or ""))
    return Backlog(district, places.total(), tuple(area for area in _most_first(places) if area))


def _most_first(places: Counter[str]) -> tuple[str, ...]:
    return tuple(sorted(places, key=lambda area: (-places[area], area)))
