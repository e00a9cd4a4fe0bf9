"""What a load is to write: the areas of a file, and what they mean for the levels above and below."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from commandcenter.models.report import Area
from commandcenter.store.area.file import AreaFile
from commandcenter.store.area.level import check_level, dissolved, with_parents


@dataclass(frozen=True, slots=True)
class Levels:
    """How the areas of a file stand to other levels.

    Attributes:
        dissolve: Levels to make from the file's, from the lowest up.
        within: Level in the store whose areas the file's lie in; None goes by codes.
        over: Level in the store whose areas lie in the file's.
        names: Of dissolved areas by code.
        replace: Whether stored areas of the file's level that it does not hold go away.
    """

    dissolve: tuple[str, ...] = ()
    within: str | None = None
    over: str | None = None
    names: Mapping[str, str] = field(default_factory=dict)
    replace: bool = False


@dataclass(frozen=True, slots=True)
class Planned:
    """What to write.

    Attributes:
        areas: Of the file, and of other levels.
        made: How many areas of each level were dissolved.
        remarks: A sentence for each area whose parent is in doubt.
    """

    areas: Sequence[Area]
    made: Mapping[str, int]
    remarks: Sequence[str]


def planned(file: AreaFile, stored: Sequence[Area], levels: Levels) -> Planned:
    """Work out what a file of areas leads to.

    Args:
        file: At least one area, all of one level.
        stored: What the store holds, all levels.
        levels: How the file's areas stand to them.

    Raises:
        LevelUnknown: If the store holds no area of ``within`` or ``over``.
        UpperCodeMissing: If areas are to be dissolved whose upper area is not known.
    """
    own, lower, remarks = list(file.areas), list[Area](), list[str]()
    if levels.within is not None:
        parentage = with_parents(own, check_level(levels.within, stored))
        own = list(parentage.areas)
        remarks += parentage.remarks
    if levels.over is not None:
        parentage = with_parents(check_level(levels.over, stored), own)
        lower = list(parentage.areas)
        remarks += parentage.remarks
    made = _dissolved_levels([*own, *_staying(own, stored, levels)], file, stored, levels)
    counts = {level: len(areas) for level, areas in made.items()}
    return Planned([*own, *lower, *(area for areas in made.values() for area in areas)], counts, remarks)


def _staying(own: Sequence[Area], stored: Sequence[Area], levels: Levels) -> list[Area]:
    """Return the stored areas of the file's level that will stand beside the file's: an upper area is of both."""
    codes, real = {area.code for area in own}, not own[0].approximate
    beside = [area for area in stored if area.level == own[0].level and area.code not in codes]
    return [area for area in beside if not levels.replace and not (real and area.approximate)]


def _dissolved_levels(
    members: Sequence[Area], file: AreaFile, stored: Sequence[Area], levels: Levels
) -> dict[str, Sequence[Area]]:
    made: dict[str, Sequence[Area]] = {}
    for level in levels.dissolve:
        # A name that an earlier load gave is better than the bare code.
        known: dict[str, str] = {
            area.code: area.name for area in stored if area.level == level and area.name != area.code
        }
        made[level] = members = dissolved(members, level, {**known, **levels.names}, file.uppers)
    return made
