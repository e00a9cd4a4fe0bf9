"""One figure for each area, from the reports of a mask.

Owns what each figure counts. Pure; any thread.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from commandcenter.models.board.change_set import NO_TIME
from commandcenter.models.board.generation import Generation
from commandcenter.models.board.mask import Mask
from commandcenter.models.board.passing import overdue_rows
from commandcenter.models.identity import AreaCode
from commandcenter.models.state import OPEN_STATES, STATE_CODE


class AreaFigure(StrEnum):
    """What areas are compared by."""

    OPEN = "open"
    OVERDUE_SHARE = "overdue_share"
    RECEIVED = "received"
    MEDIAN_RESPONSE = "median_response"
    PER_HEAD = "per_head"


@dataclass(frozen=True, slots=True, eq=False)
class AreaValues:
    """A figure by area.

    Attributes:
        codes: The areas.
        values: float64, shape (n,): counts; shares in per cent; medians in seconds; reports per 1,000 people. NaN where
            there is none.
        basis: int64, shape (n,): how many reports each value is made from.
    """

    codes: tuple[AreaCode, ...]
    values: NDArray[np.float64]
    basis: NDArray[np.int64]


def area_values(
    generation: Generation,
    selected: Mask,
    figure: AreaFigure,
    at_s: int,
    upper: Mapping[AreaCode, AreaCode],
    population: Mapping[AreaCode, int],
) -> AreaValues:
    """Return a figure for each area.

    Args:
        generation: The one that the mask was made on.
        selected: Which reports; those outside all areas are left out.
        figure: Which.
        at_s: UTC second at which "overdue" is judged.
        upper: For each area the one that stands for it in the answer (``AreaTree.ancestors``); areas that are not
            among its keys are left out.
        population: People by area of the answer.
    """
    codes = tuple(dict.fromkeys(upper.values()))
    place = {code: at for at, code in enumerate(codes)}
    words = generation.vocabularies["areas"].words
    # One more than there are words: code -1, which stands for no area, is the last entry.
    of_word = np.array([place.get(upper.get(AreaCode(word), AreaCode("")), -1) for word in words] + [-1], np.int64)
    rows = selected.rows()
    area = of_word[generation.column("areas", rows)]
    rows, area = rows[area >= 0], area[area >= 0]
    if figure in (AreaFigure.RECEIVED, AreaFigure.PER_HEAD):
        received = np.bincount(area, minlength=len(codes))
        if figure is AreaFigure.RECEIVED:
            return AreaValues(codes, received.astype(np.float64), received)
        people = np.array([population.get(code, 0) or np.nan for code in codes], np.float64)
        return AreaValues(codes, received * 1_000 / people, received)
    if figure is AreaFigure.MEDIAN_RESPONSE:
        return _median_response(generation, codes, rows, area)
    is_open = np.isin(generation.column("states", rows), [STATE_CODE[state] for state in OPEN_STATES])
    rows, area = rows[is_open], area[is_open]
    opened = np.bincount(area, minlength=len(codes))
    if figure is AreaFigure.OPEN:
        return AreaValues(codes, opened.astype(np.float64), opened)
    late = np.bincount(area[overdue_rows(generation, rows, at_s)], minlength=len(codes))
    share = np.full(len(codes), np.nan)
    np.divide(100.0 * late, opened, out=share, where=opened > 0)
    return AreaValues(codes, share, opened)


def _median_response(
    generation: Generation, codes: tuple[AreaCode, ...], rows: NDArray[np.int64], area: NDArray[np.int64]
) -> AreaValues:
    acknowledged_s = generation.column("acknowledged_s", rows)
    answered = acknowledged_s != NO_TIME
    rows, area = rows[answered], area[answered]
    waited_s = np.maximum(acknowledged_s[answered] - generation.column("created_s", rows), 0)
    waited_s = waited_s[np.lexsort((waited_s, area))]
    basis = np.bincount(area, minlength=len(codes))
    first = np.cumsum(basis) - basis
    some = np.flatnonzero(basis)
    low, high = first[some] + (basis[some] - 1) // 2, first[some] + basis[some] // 2
    medians = np.full(len(codes), np.nan)
    medians[some] = (waited_s[low] + waited_s[high]) / 2
    return AreaValues(codes, medians, basis)
