"""The fourth question: how many reports of a mask are there, by something?

Owns counting by word, by state, over time and by age. Figures that need more than a count belong to the
summaries.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from commandcenter.models.board.change_set import NO_TIME
from commandcenter.models.board.column import CODED, Chunk, CodedName, InstantName
from commandcenter.models.board.generation import Generation
from commandcenter.models.board.mask import Mask, picked, selected_chunks
from commandcenter.models.board.passing import Passed, overdue
from commandcenter.models.report import Priority
from commandcenter.models.state import STATES

CountedBy = Literal["states", "priorities", "categories", "areas", "agencies", "takers", "crews"]

HOURS = 24


@dataclass(frozen=True, slots=True, eq=False)
class Counts:
    """How many reports have which value.

    Attributes:
        by: What was counted by.
        words: What each entry stands for: state values, priority numbers as text, or codes of categories, areas
            or agencies in the order in which the board met them; None for reports without any, always last.
        counts: int64, one per entry of ``words``; zeros included.
    """

    by: CountedBy
    words: tuple[str | None, ...]
    counts: NDArray[np.int64]

    def of(self, word: str | None) -> int:
        """Return one count; 0 for a word the board has never met."""
        return int(self.counts[self.words.index(word)]) if word in self.words else 0


@dataclass(frozen=True, slots=True, eq=False)
class Histogram:
    """How many reports fall into each bin of time.

    Attributes:
        start_s: UTC second at which the first bin starts.
        step_s: Length of a bin.
        counts: int64, one per bin; bin i holds [start_s + i * step_s, start_s + (i + 1) * step_s).
    """

    start_s: int
    step_s: int
    counts: NDArray[np.int64]


def counts(generation: Generation, selected: Mask, by: CountedBy) -> Counts:
    """Return how many reports of a mask have each value of a column."""
    words = _words(generation, by)
    # Codes are shifted by one, so that NO_WORD, which is -1, is entry 0 until it moves to the end.
    found = np.zeros(len(words), np.int64)
    for _, chunk, passed, count in selected_chunks(generation, selected):
        codes = picked(chunk.columns[by], passed, count)
        found += np.bincount(codes.astype(np.intp) + 1, minlength=len(words))
    if by in CODED:
        return Counts(by, words, np.roll(found, -1))
    return Counts(by, words[:-1], found[1:])


def histogram(
    generation: Generation,
    selected: Mask,
    column: InstantName,
    start_s: int,
    step_s: int,
    bins: int,
    offset_s: int = 0,
) -> Histogram:
    """Return how many reports of a mask fall into equal bins of time.

    Args:
        generation: The one that the mask was made on.
        selected: Which reports; those whose instant lies outside all bins, or never came, are not counted.
        column: Which instant.
        start_s: UTC second within the first bin; the bin's own start is aligned as ``bin_start`` says.
        step_s: Length of a bin, 3,600 for hours.
        bins: How many.
        offset_s: Local time minus UTC, 25,200 for WIB, so that days and longer steps begin at local midnight.
    """
    start_s = bin_start(start_s, step_s, offset_s)
    stop_s = start_s + bins * step_s
    found = np.zeros(bins, np.int64)
    for _, chunk, passed, count in selected_chunks(generation, selected):
        if column == "created_s" and not _overlaps(chunk, start_s, stop_s):
            continue
        at_s = picked(chunk.columns[column], passed, count)
        within = (at_s >= start_s) & (at_s < stop_s)
        at_s = picked(at_s, within, int(np.count_nonzero(within)))
        found += np.bincount((at_s - start_s) // step_s, minlength=bins)
    return Histogram(start_s, step_s, found)


def bin_start(at_s: int, step_s: int, offset_s: int = 0) -> int:
    """Return the UTC second at which the local bin that holds an instant starts.

    Bins are counted from local midnight of 1 January 1970, a Thursday.
    """
    return (at_s + offset_s) // step_s * step_s - offset_s


def hours_of_day(generation: Generation, selected: Mask, column: InstantName, offset_s: int) -> NDArray[np.int64]:
    """Return how many reports of a mask fall into each local hour of the day.

    Args:
        generation: The one that the mask was made on.
        selected: Which reports; those whose instant never came are not counted.
        column: Which instant.
        offset_s: Local time minus UTC, 25,200 for WIB.

    Returns:
        int64, shape (24,).
    """
    found = np.zeros(HOURS, np.int64)
    for _, chunk, passed, count in selected_chunks(generation, selected):
        at_s = _happened(chunk, column, passed, count)
        found += np.bincount((at_s + offset_s) // 3600 % HOURS, minlength=HOURS)
    return found


def ages(generation: Generation, selected: Mask, at_s: int, limits_s: Sequence[int]) -> NDArray[np.int64]:
    """Return how many reports of a mask are how old.

    Args:
        generation: The one that the mask was made on.
        selected: Which reports.
        at_s: UTC second at which ages are taken; a report from later on counts as of age 0.
        limits_s: Ascending bounds in seconds.

    Returns:
        int64, shape (len(limits_s) + 1,): younger than the first bound, then from each bound up to the next.
    """
    edges_s = np.asarray(limits_s, np.int64)
    found = np.zeros(len(edges_s) + 1, np.int64)
    for _, chunk, passed, count in selected_chunks(generation, selected):
        created_s = _happened(chunk, "created_s", passed, count)
        age_s = np.maximum(at_s - created_s, 0)
        found += np.bincount(np.searchsorted(edges_s, age_s, side="right"), minlength=len(found))
    return found


def overdue_count(generation: Generation, selected: Mask, at_s: int) -> int:
    """Return how many reports of a mask are overdue (``passing.overdue``) at a UTC second."""
    return sum(
        int(np.count_nonzero(overdue(chunk, at_s) & passed))
        for _, chunk, passed, _ in selected_chunks(generation, selected)
    )


def _words(generation: Generation, by: CountedBy) -> tuple[str | None, ...]:
    words: dict[CountedBy, tuple[str, ...]] = {
        "states": tuple(STATES),
        "priorities": tuple(str(int(priority)) for priority in Priority),
    }
    name: CodedName
    for name in CODED:
        words[name] = generation.vocabularies[name].words
    return (*words[by], None)


def _happened(chunk: Chunk, column: InstantName, passed: Passed, count: int) -> NDArray[np.int64]:
    at_s: NDArray[np.int64] = picked(chunk.columns[column], passed, count)
    return at_s if column == "created_s" else at_s[at_s != NO_TIME]


def _overlaps(chunk: Chunk, start_s: int, stop_s: int) -> bool:
    first, last = chunk.spans["created_s"]
    return first < stop_s and last >= start_s
