"""All reports in one order, kept: the first of any mask are then found by looking, not by sorting.

Owns the order of a whole generation by some keys, and its use on later generations: what lies in chunks that have not
changed since keeps its order, and what lies in the others is ordered anew among the first of the rest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from commandcenter.models.board.column import CHUNK_BITS, CHUNK_ROWS
from commandcenter.models.board.filter import EVERYTHING
from commandcenter.models.board.generation import Generation
from commandcenter.models.board.mask import Mask, check_same, mask
from commandcenter.models.board.order import SortKey, order, order_of
from commandcenter.models.board.passing import Passed

_MOST_CHANGED = 0.25
"""Where more of the chunks have changed, ordering anew is the shorter way."""


@dataclass(frozen=True, slots=True, eq=False)
class Ranking:
    """The order of a generation.

    Thread:
        Immutable; may be read on any thread.

    Attributes:
        generation: Whose.
        keys: What decides.
        rows: int32, all live rows in that order.
    """

    generation: Generation
    keys: tuple[SortKey, ...]
    rows: NDArray[np.int32]

    def is_of(self, generation: Generation, keys: Sequence[SortKey]) -> bool:
        """Return whether this is exactly that order."""
        return generation is self.generation and tuple(keys) == self.keys

    def fits(self, generation: Generation, keys: Sequence[SortKey]) -> bool:
        """Return whether ``head`` answers for a generation, the same or a later one, and keys."""
        if tuple(keys) != self.keys or len(generation.chunks) < len(self.generation.chunks):
            return False
        return len(self._changed(generation)) <= _MOST_CHANGED * len(generation.chunks)

    def head(self, generation: Generation, selected: Mask, limit: int) -> NDArray[np.int64]:
        """Return the first rows of a mask, int64, as ``order`` with a limit does.

        Args:
            generation: One that this ``fits``.
            selected: A mask of it.
            limit: So many rows at most.
        """
        check_same(generation, selected)
        passing = selected.flat()
        changed = self._changed(generation)
        fresh = [np.empty(0, np.int64)]
        for number in changed:
            start = number << CHUNK_BITS
            here = passing[start : start + CHUNK_ROWS]
            fresh.append(np.flatnonzero(here) + start)
            here[:] = False
        kept = _first(self.rows, passing, limit)
        if not changed:
            return kept
        return order_of(generation, np.concatenate((kept, *fresh)), self.keys, limit)

    def all_of(self, selected: Mask) -> NDArray[np.int64]:
        """Return all rows of a mask of this very generation, int64, as ``order`` does."""
        check_same(self.generation, selected)
        if len(selected) == len(self.rows):
            return self.rows.astype(np.int64)
        return self.rows[selected.flat().take(self.rows)].astype(np.int64)

    def _changed(self, generation: Generation) -> list[int]:
        """Return the numbers of the chunks that are others than those this order was made of."""
        if generation is self.generation:
            return []
        mine = self.generation.chunks
        return [n for n, chunk in enumerate(generation.chunks) if n >= len(mine) or chunk is not mine[n]]


def ranking(generation: Generation, keys: Sequence[SortKey]) -> Ranking:
    """Order a whole generation; some 100 ms for a million reports."""
    rows = order(generation, mask(generation, EVERYTHING), keys)
    return Ranking(generation, tuple(keys), rows.astype(np.int32))


def _first(rows: NDArray[np.int32], passing: Passed, limit: int) -> NDArray[np.int64]:
    """Return the first of some rows that pass: a piece at a time, each twice as long as the one before."""
    found = [np.empty(0, np.int32)]
    start, length, missing = 0, 4 * limit, limit
    while missing > 0 and start < len(rows):
        piece = rows[start : start + length]
        found.append(piece[passing.take(piece)][:missing])
        missing -= len(found[-1])
        start, length = start + length, 2 * length
    return np.concatenate(found).astype(np.int64)
