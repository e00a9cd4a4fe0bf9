"""Which crews can be sent to a report, in the order in which somebody would ask them, and what speaks against each.

Owns the rule for pages and windows alike: crews posted in the report's own area and in the areas above it, those that
are free before those that work, those that can't go last. Refuses to choose: a person does.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from commandcenter.models.crew import Crew, CrewState
from commandcenter.models.identity import AreaCode, CrewCode


class Fitness(StrEnum):
    """How ready a crew is, the readiest first.

    ``FREE``: nothing keeps it. ``BUSY``: it has work, and gets this behind it. ``NOT_AT_WORK``: nobody is at work now;
    whoever begins next finds the job. ``UNAVAILABLE``: somebody said that it is not to be sent, and why.
    """

    FREE = "free"
    BUSY = "busy"
    NOT_AT_WORK = "not_at_work"
    UNAVAILABLE = "unavailable"


@dataclass(frozen=True, slots=True)
class CrewChoice:
    """One crew to choose from.

    Attributes:
        load: How many jobs it has that have not ended.
        is_own: Whether it is posted in the report's own area, not in one above.
    """

    crew: Crew
    load: int
    fitness: Fitness
    is_own: bool

    @property
    def can_go(self) -> bool:
        """Whether the store would give it a job."""
        return self.fitness is not Fitness.UNAVAILABLE


def crew_choices(
    crews: Iterable[Crew], loads: Mapping[CrewCode, int], steps: Iterable[AreaCode]
) -> tuple[CrewChoice, ...]:
    """Return the crews to choose from.

    Args:
        crews: All that the person may send; those of other areas and those that are no more are left out.
        loads: How many jobs each has that have not ended; none: 0.
        steps: The report's area and all above it, upwards.
    """
    order = {area: place for place, area in enumerate(steps)}
    found = [
        CrewChoice(crew, loads.get(crew.code, 0), _fitness(crew), order[crew.area] == 0)
        for crew in crews
        if crew.active and crew.area in order
    ]
    ranks = {fitness: rank for rank, fitness in enumerate(Fitness)}
    found.sort(key=lambda it: (ranks[it.fitness], it.load, order[it.crew.area], it.crew.name, it.crew.code))
    return tuple(found)


def _fitness(crew: Crew) -> Fitness:
    if crew.unavailable_reason:
        return Fitness.UNAVAILABLE
    if crew.state is CrewState.OFF:
        return Fitness.NOT_AT_WORK
    return Fitness.FREE if crew.state in {CrewState.AVAILABLE, CrewState.RETURNING} else Fitness.BUSY
