"""What each condition of a filter lets pass of a chunk, and when a report is overdue."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Literal

import numpy as np
import shapely
from numpy.typing import NDArray

from commandcenter.models.board.change_set import NO_INCIDENT, NO_TIME, NO_WORD, Flag
from commandcenter.models.board.column import CODED, Chunk, CodedName
from commandcenter.models.board.condition import WEEK_HOURS, AgeRange, DrawnArea, ResponseRange, WeekHours
from commandcenter.models.board.filter import Filter
from commandcenter.models.board.generation import Generation
from commandcenter.models.board.vocabulary import Vocabulary
from commandcenter.models.clock import stands_still
from commandcenter.models.place import to_world
from commandcenter.models.state import CLOSED_STATES, OPEN_STATES, STATE_CODE

Passed = NDArray[np.bool_]

Condition = Callable[[Chunk], Passed | None]
"""Returns which rows of a chunk pass, or None where all do."""

_OverdueName = Literal["states", "close_by_s", "paused_s", "respond_by_s", "acknowledged_s"]

_MAX_COMPARED_RUNS = 8
"""Up to here comparing the column with each run of codes is faster than looking every code up in a table."""

_HOUR_S = 3_600
_THURSDAY_HOURS = 72
"""Hours from a Monday's midnight to that of 1 January 1970, a Thursday."""


def conditions(generation: Generation, wanted: Filter) -> Iterator[Condition]:
    """Yield what a filter asks of a chunk's columns; its text search is about ids and is not among them."""
    if wanted.created_from_s is not None or wanted.created_until_s is not None:
        yield lambda chunk: _within(chunk, wanted.created_from_s, wanted.created_until_s)
    if wanted.age is not None:
        age = wanted.age
        yield lambda chunk: _of_age(chunk, age)
    yield from _of_states(wanted)
    yield from _of_words(generation, wanted)
    yield from _of_times(wanted)
    yield from _of_marks(wanted)
    if wanted.drawn is not None:
        yield _lies_in(wanted.drawn)


def _of_states(wanted: Filter) -> Iterator[Condition]:
    if wanted.states is not None:
        codes = [STATE_CODE[state] for state in wanted.states]
        yield lambda chunk: _one_of(chunk.columns["states"], codes)
    if wanted.open_only:
        yield _is_open
    if wanted.overdue_at_s is not None:
        at_s = wanted.overdue_at_s
        yield lambda chunk: overdue(chunk, at_s)
    if wanted.taken_on is not None:
        yield lambda chunk: (chunk.columns["acknowledged_s"] != NO_TIME) == wanted.taken_on


def _of_words(generation: Generation, wanted: Filter) -> Iterator[Condition]:
    for name in CODED:
        words: frozenset[str | None] | frozenset[str] | None = getattr(wanted, name)
        if words is None:
            continue
        vocabulary = generation.vocabularies[name]
        codes = _codes_below(vocabulary, words) if name == "areas" else _codes_of(vocabulary, words)
        yield _has_word(name, codes)


def _has_word(name: CodedName, codes: list[int]) -> Condition:
    return lambda chunk: _one_of(chunk.columns[name], codes)


def _of_times(wanted: Filter) -> Iterator[Condition]:
    if wanted.closed_from_s is not None or wanted.closed_until_s is not None:
        yield lambda chunk: _closed_within(chunk, wanted.closed_from_s, wanted.closed_until_s)
    if wanted.response is not None:
        response = wanted.response
        yield lambda chunk: _answered_in(chunk, response)
    if wanted.week_hours is not None:
        hours = wanted.week_hours
        yield lambda chunk: _at_hours(chunk, hours)


def _of_marks(wanted: Filter) -> Iterator[Condition]:
    if wanted.priorities is not None:
        priorities = sorted(wanted.priorities)
        yield lambda chunk: _one_of(chunk.columns["priorities"], priorities)
    for flag, expected in ((Flag.HAS_PLACE, wanted.with_place), (Flag.HAS_PHOTO, wanted.has_photo)):
        if expected is not None:
            yield _has_flag(flag, expected)
    if wanted.min_supporters is not None:
        least = wanted.min_supporters
        yield lambda chunk: chunk.columns["supporters"] >= least
    if wanted.incidents is not None:
        incidents = sorted(NO_INCIDENT if each is None else each for each in wanted.incidents)
        yield lambda chunk: np.isin(chunk.columns["incidents"], incidents)


def _has_flag(flag: Flag, expected: bool) -> Condition:
    return lambda chunk: ((chunk.columns["flags"] & flag) != 0) == expected


def _of_age(chunk: Chunk, age: AgeRange) -> Passed | None:
    """Return which reports are of an age; one from after ``at_s`` has age 0."""
    from_s = None if age.until_s is None else age.at_s - age.until_s + 1
    until_s = None if age.from_s is None or age.from_s <= 0 else age.at_s - age.from_s + 1
    if age.until_s is not None and age.until_s <= 0:
        return np.zeros(chunk.length, np.bool_)
    return _within(chunk, from_s, until_s)


def _closed_within(chunk: Chunk, from_s: int | None, until_s: int | None) -> Passed:
    closed_s = chunk.columns["closed_s"]
    passed: Passed = closed_s != NO_TIME
    if from_s is not None:
        passed &= closed_s >= from_s
    if until_s is not None:
        passed &= closed_s < until_s
    return passed


def _answered_in(chunk: Chunk, response: ResponseRange) -> Passed:
    taken_s, created_s = chunk.columns["acknowledged_s"], chunk.columns["created_s"]
    passed: Passed = taken_s != NO_TIME
    # Where nobody has taken it on the difference is meaningless; it has not passed already.
    waited_s = np.maximum(np.where(passed, taken_s, created_s) - created_s, 0)
    if response.from_s is not None:
        passed &= waited_s >= response.from_s
    if response.until_s is not None:
        passed &= waited_s < response.until_s
    return passed


def week_hours_of(created_s: NDArray[np.int64], offset_s: int) -> NDArray[np.int64]:
    """Return the local hour of the week of UTC seconds, 0 for Monday 00:00 to 01:00 up to 167; int64.

    Args:
        created_s: int64, any shape.
        offset_s: Local time minus UTC.
    """
    return ((created_s + offset_s) // _HOUR_S + _THURSDAY_HOURS) % WEEK_HOURS


def _at_hours(chunk: Chunk, wanted: WeekHours) -> Passed:
    table = np.zeros(WEEK_HOURS, np.bool_)
    table[sorted(wanted.hours)] = True
    passed: Passed = table.take(week_hours_of(chunk.columns["created_s"], wanted.offset_s))
    return passed


def _lies_in(drawn: DrawnArea) -> Condition:
    if len(drawn.corners) < 3:
        return lambda chunk: np.zeros(chunk.length, np.bool_)
    x, y = to_world(
        np.array([corner.lon for corner in drawn.corners]), np.array([corner.lat for corner in drawn.corners])
    )
    border = shapely.make_valid(shapely.polygons(np.column_stack([x, y]).astype(np.float64)))
    shapely.prepare(border)
    west, north, east, south = int(x.min()), int(y.min()), int(x.max()), int(y.max())

    def inside(chunk: Chunk) -> Passed:
        passed = np.zeros(chunk.length, np.bool_)
        (low_x, high_x), (low_y, high_y) = chunk.spans["x"], chunk.spans["y"]
        if high_x < west or low_x > east or high_y < north or low_y > south:
            return passed
        xs, ys = chunk.columns["x"], chunk.columns["y"]
        near = np.flatnonzero((xs >= west) & (xs <= east) & (ys >= north) & (ys <= south))
        near = near[(chunk.columns["flags"].take(near) & Flag.HAS_PLACE) != 0]
        passed[near] = shapely.contains_xy(border, xs.take(near), ys.take(near))
        return passed

    return inside


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
