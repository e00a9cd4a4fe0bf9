"""The first question: which reports pass a filter?

Owns the answer and walks the chunks for it; what each condition means is ``passing``'s.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from commandcenter.models.board.column import CHUNK_BITS, CHUNK_ROWS, Chunk
from commandcenter.models.board.filter import Filter
from commandcenter.models.board.generation import Generation
from commandcenter.models.board.passing import Condition, Passed, conditions


@dataclass(frozen=True, slots=True, eq=False)
class Mask:
    """The reports of one generation that pass a filter.

    Attributes:
        generation: Number of the generation; a mask means nothing in another one.
        count: How many pass.
        chunks: For each chunk bool of shape (chunk.length,), or None where none of it passes.
        counts: How many pass in each chunk.
    """

    generation: int
    count: int
    chunks: tuple[Passed | None, ...]
    counts: tuple[int, ...]

    def __len__(self) -> int:
        """Return how many reports pass."""
        return self.count

    def holds(self, row: int) -> bool:
        """Return whether the report in a row passes."""
        passed = self.chunks[row >> CHUNK_BITS]
        return passed is not None and bool(passed[row & (CHUNK_ROWS - 1)])

    def rows(self) -> NDArray[np.int64]:
        """Return the rows that pass, int64, ascending by row (which is not the order of ids)."""
        parts = [
            np.flatnonzero(passed) + (number << CHUNK_BITS)
            for number, passed in enumerate(self.chunks)
            if passed is not None
        ]
        return np.concatenate(parts) if parts else np.empty(0, np.int64)

    def flat(self) -> Passed:
        """Return bool for every row number, shape (len(chunks) * CHUNK_ROWS,)."""
        flat = np.zeros(len(self.chunks) << CHUNK_BITS, np.bool_)
        for number, passed in enumerate(self.chunks):
            if passed is not None:
                start = number << CHUNK_BITS
                flat[start : start + len(passed)] = passed
        return flat


def mask(generation: Generation, wanted: Filter) -> Mask:
    """Return which reports of a generation pass a filter.

    Costs one pass over the columns that the filter names; chunks whose reports all lie outside the wanted
    times are skipped.
    """
    asked = list(conditions(generation, wanted))
    found = _found(generation, wanted)
    chunks: list[Passed | None] = []
    counts: list[int] = []
    for number, chunk in enumerate(generation.chunks):
        passed = None
        if chunk.live and not _all_outside(chunk, wanted):
            passed = _passed(chunk, asked, None if found is None else found[number])
        count = 0 if passed is None else int(np.count_nonzero(passed))
        chunks.append(passed if count else None)
        counts.append(count)
    return Mask(generation.number, sum(counts), tuple(chunks), tuple(counts))


def both(one: Mask, other: Mask) -> Mask:
    """Return what passes two masks of the same generation.

    Raises:
        ValueError: If they were made on different ones.
    """
    if one.generation != other.generation:
        raise ValueError(f"the masks belong to generations {one.generation} and {other.generation}")
    chunks: list[Passed | None] = []
    counts: list[int] = []
    for left, right in zip(one.chunks, other.chunks, strict=True):
        passed = None if left is None or right is None else left & right
        count = 0 if passed is None else int(np.count_nonzero(passed))
        chunks.append(passed if count else None)
        counts.append(count)
    return Mask(one.generation, sum(counts), tuple(chunks), tuple(counts))


def check_same(generation: Generation, selected: Mask) -> None:
    """Say nothing if the mask was made on this generation.

    Raises:
        ValueError: If it was made on another one: its rows are other reports by now.
    """
    if selected.generation != generation.number:
        raise ValueError(f"the mask belongs to generation {selected.generation}, not to {generation.number}")


def selected_chunks(generation: Generation, selected: Mask) -> Iterator[tuple[int, Chunk, Passed, int]]:
    """Yield number, chunk, what passes and how many, for chunks in which something passes."""
    check_same(generation, selected)
    for number, passed in enumerate(selected.chunks):
        if passed is not None:
            yield number, generation.chunks[number], passed, selected.counts[number]


def picked(column: NDArray[Any], passed: Passed, count: int) -> NDArray[Any]:
    """Return what passes of a chunk's column; four times as fast as ``column[passed]`` where half of it does."""
    return column if count == len(column) else column.take(np.flatnonzero(passed))


def _passed(chunk: Chunk, asked: Iterable[Condition], found: Passed | None) -> Passed:
    passed = chunk.alive if found is None else found & chunk.alive
    owned = found is not None
    for condition in asked:
        further = condition(chunk)
        if further is None:
            continue
        if owned:
            passed &= further
        elif chunk.live == chunk.length:
            passed, owned = further, True
        else:
            passed, owned = passed & further, True
    return passed


def _found(generation: Generation, wanted: Filter) -> list[Passed] | None:
    if wanted.text is None:
        return None
    rows = generation.rows_of(wanted.text.ids)
    flat = np.zeros(len(generation.chunks) << CHUNK_BITS, np.bool_)
    flat[rows[rows >= 0]] = True
    starts = range(0, len(flat), CHUNK_ROWS)
    return [flat[start : start + chunk.length] for start, chunk in zip(starts, generation.chunks, strict=True)]


def _all_outside(chunk: Chunk, wanted: Filter) -> bool:
    first, last = chunk.spans["created_s"]
    too_old = wanted.created_from_s is not None and last < wanted.created_from_s
    too_new = wanted.created_until_s is not None and first >= wanted.created_until_s
    return too_old or too_new
