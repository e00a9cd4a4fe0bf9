"""The first question: which reports pass a filter?

Owns what each condition of a filter means, and when a report is overdue.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from commandcenter.models.board.change_set import NO_TIME, NO_WORD, Flag
from commandcenter.models.board.column import CHUNK_BITS, CHUNK_ROWS, Chunk
from commandcenter.models.board.filter import Filter
from commandcenter.models.board.generation import Generation
from commandcenter.models.board.vocabulary import Vocabulary
from commandcenter.models.clock import stands_still
from commandcenter.models.state import CLOSED_STATES, OPEN_STATES, STATE_CODE

Passed = NDArray[np.bool_]

_OverdueName = Literal["states", "close_by_s", "paused_s", "respond_by_s", "acknowledged_s"]

_MAX_COMPARED_RUNS = 8
"""Up to here comparing the column with each run of codes is faster than looking every code up in a table."""


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
    conditions = list(_conditions(generation, wanted))
    found = _found(generation, wanted)
    chunks: list[Passed | None] = []
    counts: list[int] = []
    for number, chunk in enumerate(generation.chunks):
        passed = None
        if chunk.live and not _all_outside(chunk, wanted):
            passed = _passed(chunk, conditions, None if found is None else found[number])
        count = 0 if passed is None else int(np.count_nonzero(passed))
        chunks.append(passed if count else None)
        counts.append(count)
    return Mask(generation.number, sum(counts), tuple(chunks), tuple(counts))


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


def overdue(chunk: Chunk, at_s: int) -> Passed:
    """Return which reports of a chunk are open and beyond a limit at a UTC second.

    Beyond a limit means: not taken on and the first response was due before, or closing was due before and no pause
    stops its clock (``clock.stands_still``).
    """
    return _overdue(chunk.columns.__getitem__, at_s)


def overdue_rows(generation: Generation, rows: NDArray[np.int64], at_s: int) -> Passed:
    """Return which of some rows ``overdue`` names; bool, shape of ``rows``."""
    return _overdue(lambda name: generation.column(name, rows), at_s)


def _overdue(column: Callable[[_OverdueName], NDArray[Any]], at_s: int) -> Passed:
    states, close_by_s = column("states"), column("close_by_s")
    late: Passed = close_by_s < at_s
    late &= close_by_s != NO_TIME
    paused_s = column("paused_s")
    late &= ~stands_still(paused_s != NO_TIME, paused_s, close_by_s)
    waiting = column("respond_by_s") < at_s
    waiting &= column("respond_by_s") != NO_TIME
    waiting &= column("acknowledged_s") == NO_TIME
    late |= waiting
    late &= _one_of(states, _OPEN_CODES)
    return late


Condition = Callable[[Chunk], Passed | None]
"""Returns which rows of a chunk pass, or None where all do."""


def _passed(chunk: Chunk, conditions: Iterable[Condition], found: Passed | None) -> Passed:
    passed = chunk.alive if found is None else found & chunk.alive
    owned = found is not None
    for condition in conditions:
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


def _conditions(generation: Generation, wanted: Filter) -> Iterator[Condition]:
    words = generation.vocabularies
    if wanted.created_from_s is not None or wanted.created_until_s is not None:
        yield lambda chunk: _within(chunk, wanted.created_from_s, wanted.created_until_s)
    if wanted.states is not None:
        state_codes = [STATE_CODE[state] for state in wanted.states]
        yield lambda chunk: _one_of(chunk.columns["states"], state_codes)
    if wanted.open_only:
        yield _is_open
    if wanted.categories is not None:
        category_codes = [words["categories"].code(word) for word in wanted.categories]
        known = [code for code in category_codes if code != NO_WORD]
        yield lambda chunk: _one_of(chunk.columns["categories"], known)
    if wanted.areas is not None:
        area_codes = _codes_below(words["areas"], wanted.areas)
        yield lambda chunk: _one_of(chunk.columns["areas"], area_codes)
    if wanted.agencies is not None:
        agency_codes = _codes_of(words["agencies"], wanted.agencies)
        yield lambda chunk: _one_of(chunk.columns["agencies"], agency_codes)
    if wanted.takers is not None:
        taker_codes = _codes_of(words["takers"], wanted.takers)
        yield lambda chunk: _one_of(chunk.columns["takers"], taker_codes)
    if wanted.priorities is not None:
        priorities = sorted(wanted.priorities)
        yield lambda chunk: _one_of(chunk.columns["priorities"], priorities)
    if wanted.taken_on is not None:
        yield lambda chunk: (chunk.columns["acknowledged_s"] != NO_TIME) == wanted.taken_on
    if wanted.with_place is not None:
        yield lambda chunk: ((chunk.columns["flags"] & Flag.HAS_PLACE) != 0) == wanted.with_place
    if wanted.overdue_at_s is not None:
        at_s = wanted.overdue_at_s
        yield lambda chunk: overdue(chunk, at_s)


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


def _within(chunk: Chunk, from_s: int | None, until_s: int | None) -> Passed | None:
    first, last = chunk.spans["created_s"]
    created_s = chunk.columns["created_s"]
    passed: Passed | None = None
    if from_s is not None and first < from_s:
        passed = created_s >= from_s
    if until_s is not None and last >= until_s:
        before: Passed = created_s < until_s
        passed = before if passed is None else passed & before
    return passed


_OPEN_CODES = sorted(STATE_CODE[state] for state in OPEN_STATES)
_CLOSED_CODES = sorted(STATE_CODE[state] for state in CLOSED_STATES)


def _is_open(chunk: Chunk) -> Passed:
    return _one_of(chunk.columns["states"], _OPEN_CODES)


def _codes_of(vocabulary: Vocabulary, words: Iterable[str | None]) -> list[int]:
    return [vocabulary.code(word) for word in words if word is None or vocabulary.code(word) != NO_WORD]


def _codes_below(vocabulary: Vocabulary, areas: Iterable[str | None]) -> list[int]:
    wanted = {area for area in areas if area is not None}
    codes = [NO_WORD] if None in areas else []
    for code, word in enumerate(vocabulary.words):
        steps = word.split(".")
        if any(".".join(steps[:depth]) in wanted for depth in range(1, len(steps) + 1)):
            codes.append(code)
    return codes


def _one_of(column: NDArray[Any], codes: Iterable[int]) -> Passed:
    """Return where a column of small integers holds one of the codes."""
    runs = _runs(codes)
    if len(runs) > _MAX_COMPARED_RUNS:
        return _looked_up(column, runs)
    passed = np.zeros(len(column), np.bool_)
    for first, last in runs:
        if first == last:
            passed |= column == first
        else:
            passed |= (column >= first) & (column <= last)
    return passed


def _looked_up(column: NDArray[Any], runs: list[tuple[int, int]]) -> Passed:
    # One entry more than the highest code, for NO_WORD, which is -1 and picks the last one.
    table = np.zeros(max(runs[-1][1], int(column.max(initial=0))) + 2, np.bool_)
    for first, last in runs:
        table[max(first, 0) : last + 1] = True
    table[NO_WORD] = runs[0][0] == NO_WORD
    passed: Passed = table.take(column)
    return passed


def _runs(codes: Iterable[int]) -> list[tuple[int, int]]:
    """Return ascending codes as (first, last) pairs of runs without gaps."""
    runs: list[tuple[int, int]] = []
    for code in sorted(set(codes)):
        if runs and code == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], code)
        else:
            runs.append((code, code))
    return runs
