"""The fourth question for a whole row of charts: everything they count of a mask, in one pass.

Owns what is remembered of each chunk between two questions: a few small codes made of its columns, and what the whole
chunk counts. A brush that moves changes only what lies between a chunk and its mask, so at most half of a chunk is
ever counted anew. Refuses to know what a chart looks like; ``count`` asks for one thing at a time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from commandcenter.models.board.change_set import NO_TIME
from commandcenter.models.board.column import Chunk, ColumnName
from commandcenter.models.board.condition import WEEK_HOURS
from commandcenter.models.board.count import Counts
from commandcenter.models.board.generation import Generation
from commandcenter.models.board.mask import Mask, selected_chunks
from commandcenter.models.board.passing import week_hours_of
from commandcenter.models.state import STATES

_STATES = len(STATES)
_BEFORE = -(1 << 62)


@dataclass(frozen=True, slots=True)
class Axes:
    """What a tally counts by.

    Attributes:
        start_s: UTC second at which the first bar over time begins.
        step_s: How long such a bar is.
        bars: How many there are; reports outside all of them are counted everywhere else.
        at_s: UTC second at which ages are taken; a report from later on counts as of age 0.
        age_limits_s: Ascending bounds of ages, seconds.
    """

    start_s: int
    step_s: int
    bars: int
    at_s: int
    age_limits_s: tuple[int, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Tally:
    """How many reports of a mask there are, by everything that is drawn. All arrays are int64.

    Attributes:
        total: Reports in the mask.
        over_time: Per bar of the axes, by when they were reported.
        states: Per state, in the order of ``state.STATES``.
        responses: By how long they waited for a first response: below the first limit, from each limit up to the next,
            and last those that nobody has taken on.
        ages: Younger than the first limit, then from each limit up to the next.
        week_hours: Shape (168,), from Monday 00:00 to 01:00 on.
        categories: Per category code, None last.
        areas: Per area code as the reports name it, None last.
    """

    total: int
    over_time: NDArray[np.int64]
    states: NDArray[np.int64]
    responses: NDArray[np.int64]
    ages: NDArray[np.int64]
    week_hours: NDArray[np.int64]
    categories: Counts
    areas: Counts


class Tallier:
    """Counts masks of the newest generations.

    Thread:
        One question at a time, on any thread.
    """

    def __init__(self, response_limits_s: Sequence[int], offset_s: int) -> None:
        """Begin with nothing remembered.

        Args:
            response_limits_s: Ascending bounds of the wait for a first response, seconds.
            offset_s: Local time minus UTC, 25,200 for WIB.
        """
        self._response_limits_s = np.asarray(response_limits_s, np.int64)
        self._offset_s = offset_s
        self._known: dict[int, _Coded] = {}

    def tally(self, generation: Generation, selected: Mask, axes: Axes) -> Tally:
        """Count a mask.

        Raises:
            ValueError: If the mask was made on another generation.
        """
        sums = _Sums(generation, len(self._response_limits_s) + 2, axes)
        for number, chunk, passed, count in selected_chunks(generation, selected):
            coded = self._coded(number, chunk)
            if 2 * count > chunk.length:
                # What does not pass is less: take it away from the whole.
                sums.add_coded(coded.whole())
                sums.add_times(chunk, count, None if count == chunk.length else np.flatnonzero(passed))
                if count < chunk.length:
                    sums.take_coded(coded.some(np.flatnonzero(~passed)))
            else:
                at = np.flatnonzero(passed)
                sums.add_coded(coded.some(at))
                sums.add_times(chunk, count, at)
        return sums.tally(selected.count)

    def _coded(self, number: int, chunk: Chunk) -> _Coded:
        known = self._known.get(number)
        if known is None or not known.is_of(chunk):
            known = self._known[number] = _Coded(chunk, self._response_limits_s, self._offset_s)
        return known


_CODED_FROM: tuple[ColumnName, ...] = ("created_s", "acknowledged_s", "states", "categories", "areas")


class _Coded:
    """A chunk's reports as codes that are counted at once."""

    def __init__(self, chunk: Chunk, response_limits_s: NDArray[np.int64], offset_s: int) -> None:
        columns = chunk.columns
        self._made_of = tuple(chunk.buffers[name] for name in _CODED_FROM)
        self._length = chunk.length
        created_s, taken_s = columns["created_s"], columns["acknowledged_s"]
        responses = np.searchsorted(response_limits_s, np.maximum(taken_s, created_s) - created_s, side="right")
        responses[taken_s == NO_TIME] = len(response_limits_s) + 1
        kinds = columns["categories"].astype(np.int32) + 1
        kinds *= len(response_limits_s) + 2
        kinds += responses
        kinds *= _STATES
        kinds += columns["states"]
        self._codes = (kinds, week_hours_of(created_s, offset_s).astype(np.int16), columns["areas"] + np.int16(1))
        self._whole: _CodedCounts | None = None

    def is_of(self, chunk: Chunk) -> bool:
        """Return whether nothing that is coded here changed: columns are copied when written."""
        same = zip(self._made_of, _CODED_FROM, strict=True)
        return self._length == chunk.length and all(buffer is chunk.buffers[name] for buffer, name in same)

    def whole(self) -> _CodedCounts:
        """Count all rows, the dead ones included."""
        if self._whole is None:
            self._whole = _counted(*self._codes)
        return self._whole

    def some(self, at: NDArray[np.intp]) -> _CodedCounts:
        """Count the rows with these numbers."""
        return _counted(*(codes.take(at) for codes in self._codes))


_CodedCounts = tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.intp]]
"""Kinds (category, response, state), hours of the week, areas; as long as their greatest code needs."""


def _counted(kinds: NDArray[Any], week_hours: NDArray[Any], areas: NDArray[Any]) -> _CodedCounts:
    return np.bincount(kinds), np.bincount(week_hours), np.bincount(areas)


class _Sums:
    """Sums while chunks are added."""

    def __init__(self, generation: Generation, responses: int, axes: Axes) -> None:
        self._words = generation.vocabularies
        self._axes = axes
        self._shape = (len(self._words["categories"].words) + 1, responses, _STATES)
        self._coded = (
            np.zeros(self._shape[0] * responses * _STATES, np.int64),
            np.zeros(WEEK_HOURS, np.int64),
            np.zeros(len(self._words["areas"].words) + 1, np.int64),
        )
        self._over_time = np.zeros(axes.bars, np.int64)
        # Ages upwards are instants downwards: before the oldest bound comes first here and last in the answer.
        self._age_edges = [_BEFORE, *(axes.at_s - limit_s + 1 for limit_s in reversed(axes.age_limits_s))]
        self._ages = np.zeros(len(self._age_edges), np.int64)

    def add_coded(self, counts: _CodedCounts) -> None:
        for found, more in zip(self._coded, counts, strict=True):
            found[: len(more)] += more

    def take_coded(self, counts: _CodedCounts) -> None:
        for found, less in zip(self._coded, counts, strict=True):
            found[: len(less)] -= less

    def add_times(self, chunk: Chunk, count: int, at: NDArray[np.intp] | None) -> None:
        """Count by instants; a chunk between two bounds is not looked at."""
        created_s = chunk.columns["created_s"]
        first, last = chunk.spans["created_s"]
        axes = self._axes
        bar, last_bar = (first - axes.start_s) // axes.step_s, (last - axes.start_s) // axes.step_s
        if bar == last_bar and 0 <= bar < axes.bars:
            self._over_time[bar] += count
        elif bar < axes.bars and last_bar >= 0:
            bars = ((created_s if at is None else created_s.take(at)) - axes.start_s) // axes.step_s
            if bar < 0 or last_bar >= axes.bars:
                bars = bars[(bars >= 0) & (bars < axes.bars)]
            self._over_time += np.bincount(bars, minlength=axes.bars)
        age, last_age = (np.searchsorted(self._age_edges, (first, last), side="right") - 1).tolist()
        if age == last_age:
            self._ages[age] += count
            return
        taken = created_s if at is None else created_s.take(at)
        before = 0
        for number in range(age, last_age):
            until = int(np.count_nonzero(taken < self._age_edges[number + 1]))
            self._ages[number] += until - before
            before = until
        self._ages[last_age] += count - before

    def tally(self, total: int) -> Tally:
        kinds, week_hours, areas = self._coded
        by_kind = kinds.reshape(self._shape)
        return Tally(
            total=total,
            over_time=self._over_time,
            states=by_kind.sum(axis=(0, 1)),
            responses=by_kind.sum(axis=(0, 2)),
            ages=self._ages[::-1].copy(),
            week_hours=week_hours,
            categories=self._by_word("categories", by_kind.sum(axis=(1, 2))),
            areas=self._by_word("areas", areas),
        )

    def _by_word(self, by: Any, counts: NDArray[np.int64]) -> Counts:
        # Codes are shifted by one, so that NO_WORD, which is -1, is entry 0 until it moves to the end.
        return Counts(by, (*self._words[by].words, None), np.roll(counts, -1))
