"""Areas above areas: from an area to the one of any level that it lies in.

Owns what "lies in" means: an area lies in its parent, and where it has none, or nobody knows it, in what its code says
without the last dotted step, as official codes are made. So a city whose upper levels are not loaded can still be asked
for them, and one whose codes have no dots goes by its parents alone.

Owns the order of levels too. No list says it: a level stands over another when one of its areas is a parent there, so
any city's levels work under whatever names it gives them, and the order can't disagree with the areas.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from types import MappingProxyType

from commandcenter.models.identity import AreaCode
from commandcenter.models.report import Area

_OFFICIAL_CODE = re.compile(r"\d\d(\.\d\d(\.\d\d(\.\d{4})?)?)?")
"""As Indonesia's ministry of home affairs numbers provinces and what lies in them: ``31.71.03.1001``."""

_FIRST_KOTA = 71
"""Second step of the code of a province's first city; those before are regencies."""


class AreaTree:
    """What lies in what. Built once, then only read: it may be shared between threads."""

    def __init__(self, areas: Iterable[Area]) -> None:
        """Build it.

        Args:
            areas: Of all levels, in any order; a parent need not be among them.
        """
        self._areas: Mapping[AreaCode, Area] = MappingProxyType({area.code: area for area in areas})
        self._levels_by_depth: dict[int, set[str]] = {}
        for code, area in self._areas.items():
            self._levels_by_depth.setdefault(code.count("."), set()).add(area.level)
        self._has_official_codes = any(_OFFICIAL_CODE.fullmatch(code) and code.count(".") == 3 for code in self._areas)
        self.levels: tuple[str, ...] = self._ordered_levels()

    def level_of(self, code: AreaCode) -> str:
        """Return the level of a code, also of one that no area is loaded for.

        A code without an area is of the level of the known ones with as many dotted steps; where there are none but
        Indonesia's official codes in use, of the level that its steps say.

        Returns:
            Empty where neither says anything.
        """
        known = self._areas.get(code)
        if known is not None:
            return known.level
        depth = code.count(".")
        alike = self._levels_by_depth.get(depth, set())
        if len(alike) == 1:
            return next(iter(alike))
        if not self._has_official_codes or _OFFICIAL_CODE.fullmatch(code) is None:
            return ""
        second = "kota" if depth == 1 and int(code[3:5]) >= _FIRST_KOTA else "kabupaten"
        return ("provinsi", second, "kecamatan", "kelurahan")[depth]

    def lineage(self, code: AreaCode) -> tuple[Area, ...]:
        """Return an area and all known ones that it lies in, upwards; empty for a code that is unknown."""
        return tuple(self._upwards(code)) if code in self._areas else ()

    def steps(self, code: AreaCode) -> tuple[AreaCode, ...]:
        """Return a code and all codes above it, upwards, whether there are areas with these codes or not."""
        steps: dict[AreaCode, None] = {}
        upper: AreaCode | None = code
        while upper is not None and upper not in steps:
            steps[upper] = None
            area = self._areas.get(upper)
            dotted = upper.rpartition(".")[0]
            upper = area.parent if area is not None and area.parent is not None else AreaCode(dotted) or None
        return tuple(steps)

    def below(self, codes: AbstractSet[AreaCode]) -> frozenset[AreaCode]:
        """Return codes and those of all known areas that lie in one of them."""
        return frozenset(codes) | {own for own in self._areas if not codes.isdisjoint(self.steps(own))}

    def topmost(self, codes: AbstractSet[AreaCode]) -> frozenset[AreaCode]:
        """Return those codes that lie in no other of them."""
        return frozenset(code for code in codes if codes.isdisjoint(self.steps(code)[1:]))

    def district(self, code: AreaCode) -> AreaCode:
        """Return the code right above one of the lowest level, such as that of its kecamatan; any other code itself."""
        area = self._areas.get(code)
        if area is not None and area.level != self.levels[0]:
            return code
        return self.steps(code)[:2][-1]

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
        return (self._areas[step] for step in self.steps(code) if step in self._areas)

    def _ordered_levels(self) -> tuple[str, ...]:
        """Order levels from the lowest up: by how many levels stand over them at most, then by name."""
        above: dict[str, int] = {}
        for code, area in self._areas.items():
            others = {upper.level for upper in self._upwards(code)} - {area.level}
            above[area.level] = max(above.get(area.level, 0), len(others))
        return tuple(sorted(above, key=lambda level: (-above[level], level)))
