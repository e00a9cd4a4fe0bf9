"""Lines of the queue: what the board knows of the few rows on screen, as plain numbers.

Owns reading them from a generation in blocks, so that a scrolled screen costs two gathers and no copy of the rest.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from commandcenter.models.board.change_set import NO_TIME, Flag
from commandcenter.models.board.column import CodedName
from commandcenter.models.board.generation import Generation
from commandcenter.models.report import Priority
from commandcenter.models.state import STATES, State
from commandcenter.views.queue.sorting import due_s

BLOCK_BITS = 6
"""Lines are read 64 at a time."""


@dataclass(frozen=True, slots=True)
class Line:
    """One report as a row of the queue.

    Attributes:
        report: Its id.
        created_s: When it was reported, UTC seconds.
        due_s: When the next thing is due, or None when it is closed or its clock is stopped.
        taker: Who has taken it on, or None.
        category: Code.
        area: Code, or None outside every area.
        simulated: Whether it was made up by the simulator.
    """

    report: int
    state: State
    created_s: int
    due_s: int | None
    taker: str | None
    category: str | None
    area: str | None
    supporters: int
    priority: Priority
    simulated: bool


def lines(generation: Generation, ids: NDArray[np.int64]) -> list[Line | None]:
    """Return the lines of some reports, in their order; None for those that are no longer on the board."""
    rows = generation.rows_of(ids)
    known = rows[rows >= 0]
    due = due_s(generation, known).tolist()
    numbers = {
        name: generation.column(name, known).tolist()
        for name in ("states", "created_s", "supporters", "priorities", "flags")
    }
    categories = _words(generation, "categories", known)
    areas = _words(generation, "areas", known)
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
                due_s=None if due[at] == NO_TIME else due[at],
                taker=takers[at],
                category=categories[at],
                area=areas[at],
                supporters=numbers["supporters"][at],
                priority=Priority(numbers["priorities"][at]),
                simulated=bool(numbers["flags"][at] & Flag.SIMULATED),
            )
        )
    return result


def _words(generation: Generation, name: CodedName, rows: NDArray[np.int64]) -> list[str | None]:
    vocabulary = generation.vocabularies[name]
    return [vocabulary.word(code) for code in generation.column(name, rows).tolist()]
