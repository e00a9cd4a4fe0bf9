"""Areas above areas: from an area to the one of any level that it lies in.

Owns the order of levels. No list says it: a level stands over another when one of its areas is a parent there, so
any city's levels work under whatever names it gives them, and the order can't disagree with the areas.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from commandcenter.models.identity import AreaCode
from commandcenter.models.report import Area


class AreaTree:
    """What lies in what. Built once, then only read: it may be shared between threads."""

    def __init__(self, areas: Iterable[Area]) -> None:
        """Build it.

        Args:
            areas: Of all levels, in any order; a parent that is not among them is none.
        """
        self._areas: Mapping[AreaCode, Area] = MappingProxyType({area.code: area for area in areas})
        self.levels: tuple[str, ...] = self._ordered_levels()

    def lineage(self, code: AreaCode) -> tuple[Area, ...]:
        """Return an area and all that it lies in, upwards; empty for a code that is unknown."""
        return tuple(self._upwards(code))

    def ancestor(self, code: AreaCode | None, level: str) -> AreaCode | None:
        """Return the code of the area of a level that an area lies in, itself included.

        Args:
            code: Of the area; None, as reports without an area have it, lies in none.
            level: Such as ``kota``.

        Returns:
            None where the area is unknown or lies in none of that level.
        """
        if code is None:
            return None
        return next((area.code for area in self._upwards(code) if area.level == level), None)

    def ancestors(self, level: str) -> dict[AreaCode, AreaCode]:
        """Return for each area the code of that of a level that it lies in; those that lie in none are left out."""
        return {code: upper for code in self._areas if (upper := self.ancestor(code, level)) is not None}

    def _upwards(self, code: AreaCode) -> Iterator[Area]:
        seen: set[AreaCode] = set()
        while code in self._areas and code not in seen:
            seen.add(code)
            area = self._areas[code]
            yield area
            if area.parent is None:
                return
            code = area.parent

    def _ordered_levels(self) -> tuple[str, ...]:
        """Order levels from the lowest up: by how many levels stand over them at most, then by name."""
        above: dict[str, int] = {}
        for code, area in self._areas.items():
            others = {upper.level for upper in self._upwards(code)} - {area.level}
            above[area.level] = max(above.get(area.level, 0), len(others))
        return tuple(sorted(above, key=lambda level: (-above[level], level)))
