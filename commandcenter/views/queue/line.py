"""Lines of the queue: what the board knows of the few rows on screen, as plain numbers.

Owns reading them from a generation in blocks, so that a scrolled screen costs two gathers and no copy of the rest.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from commandcenter.models.board.change_set import NO_INCIDENT, NO_TIME, Flag
from commandcenter.models.board.column import CodedName
from commandcenter.models.board.generation import Generation
from commandcenter.models.report import Priority
from commandcenter.models.state import STATES, State
from commandcenter.views.queue.sorting import due_s, response_s

BLOCK_BITS = 6
"""Lines are read 64 at a time."""


@dataclass(frozen=True, slots=True)
class Line:
    """One report as a row of the queue.

    Attributes:
        report: Its id.
        created_s: When it was reported, UTC seconds.
        due_s: When the next thing is due, or None when it is closed or its clock is stopped.
        response_s: How many seconds it waited until somebody took it on, or None if nobody has.
        closed_s: When it was closed, UTC seconds, or None.
        updated_s: When it was last changed, UTC seconds.
        taker: Who has taken it on, or None.
        category: Code.
        area: Code, or None outside every area.
        agency: Code, or None where the area's own office answers.
        crew: Code of the crew whose job is on it, or None.
        incident: Id of the one it belongs to, or None.
        has_photo: Whether a photo belongs to it.
        simulated: Whether it was made up by the simulator.
    """

    report: int
    state: State
    created_s: int
    due_s: int | None
    response_s: int | None
    closed_s: int | None
    updated_s: int
    taker: str | None
    category: str | None
    area: str | None
    agency: str | None
    crew: str | None
    incident: int | None
    supporters: int
    priority: Priority
    has_photo: bool
    simulated: bool


def lines(generation: Generation, ids: NDArray[np.int64]) -> list[Line | None]:
    """Return the lines of some reports, in their order; None for those that are no longer on the board."""
    rows = generation.rows_of(ids)
    known = rows[rows >= 0]
    due = _or_none(due_s(generation, known))
    response = _or_none(response_s(generation, known))
    closed = _or_none(generation.column("closed_s", known))
    numbers = {
        name: generation.column(name, known).tolist()
        for name in ("states", "created_s", "updated_s", "supporters", "priorities", "incidents", "flags")
    }
    categories = _words(generation, "categories", known)
    areas = _words(generation, "areas", known)
    agencies = _words(generation, "agencies", known)
    crews = _words(generation, "crews", known)
    takers = _words(generation, "takers", known)
    found = iter(range(len(known)))
    result: list[Line | None] = []
    for report, row in zip(ids.tolist(), rows.tolist(), strict=True):
        if row < 0:
            result.append(None)
            continue
        at = next(found)
        result.append(
            Line(
                report=report,
                state=STATES[numbers["states"][at]],
                created_s=numbers["created_s"][at],
                due_s=due[at],
                response_s=response[at],
                closed_s=closed[at],
                updated_s=numbers["updated_s"][at],
                taker=takers[at],
                category=categories[at],
                area=areas[at],
                agency=agencies[at],
                crew=crews[at],
                incident=None if numbers["incidents"][at] == NO_INCIDENT else numbers["incidents"][at],
                supporters=numbers["supporters"][at],
                priority=Priority(numbers["priorities"][at]),
                has_photo=bool(numbers["flags"][at] & Flag.HAS_PHOTO),
                simulated=bool(numbers["flags"][at] & Flag.SIMULATED),
            )
        )
    return result


def _or_none(instants: NDArray[np.int64]) -> list[int | None]:
    return [None if value == NO_TIME else value for value in instants.tolist()]


def _words(generation: Generation, name: CodedName, rows: NDArray[np.int64]) -> list[str | None]:
    vocabulary = generation.vocabularies[name]
    return [vocabulary.word(code) for code in generation.column(name, rows).tolist()]
