"""Routing: which agency answers for a new report, by what it is about and where it lies.

Owns the one rule by which a route is chosen. A route is for a category or for every one, and for an area with all below
it or for the whole city. Of those that fit a report the nearest area decides: the report's own, then the one that it
lies in, and so on up to the whole city. Of one area the route of the category goes before the one for every category.
There is at most one route of a category and an area, so the answer is always the same one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from commandcenter.models.identity import AgencyCode, AreaCode, CategoryCode

ANY = "*"
"""What stands in a route's key for every category, and for the whole city."""


@dataclass(frozen=True, slots=True)
class Route:
    """One route.

    Attributes:
        category: Of which reports; None: of every category.
        area: Where they lie, be it in an area below; None: anywhere in the city, or in no area.
        agency: Who answers for them.
        active: Whether it counts.
        version: Counts its changes, from 1.
    """

    category: CategoryCode | None
    area: AreaCode | None
    agency: AgencyCode
    active: bool = True
    version: int = 1

    @property
    def key(self) -> str:
        """Return what names it, such as ``PJU/31.74.01``, ``PJU/*`` or ``*/31.74.01``."""
        return route_key(self.category, self.area)


def route_key(category: CategoryCode | None, area: AreaCode | None) -> str:
    """Return what names the route of a category, or of every one, in an area, or in the whole city."""
    return f"{category or ANY}/{area or ANY}"


class Routing:
    """The routes of a city, to be asked. It never changes; safe on any thread."""

    def __init__(self, routes: Iterable[Route], parents: Mapping[AreaCode, AreaCode | None]) -> None:
        """Take the routes; those that are not active do not count.

        Args:
            routes: At most one of each category and area.
            parents: For each area the one that it belongs to.
        """
        self._agencies = {(route.category, route.area): route.agency for route in routes if route.active}
        self._parents = parents

    def agency_for(self, category: CategoryCode, area: AreaCode | None) -> AgencyCode | None:
        """Return who answers for a new report.

        Args:
            category: What it is about.
            area: Where it lies; None: in no area of the city.

        Returns:
            None where no route fits: the office of its own area.
        """
        if not self._agencies:
            return None
        for around in self._upwards(area):
            for about in (category, None):
                agency = self._agencies.get((about, around))
                if agency is not None:
                    return agency
        return None

    def _upwards(self, area: AreaCode | None) -> Iterator[AreaCode | None]:
        """Yield an area, those above it, and the whole city."""
        seen: set[AreaCode] = set()
        while area is not None and area not in seen:
            yield area
            seen.add(area)
            area = self._parents.get(area)
        yield None
