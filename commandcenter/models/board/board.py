"""The board's writer: takes change sets in and publishes generations.

Owns where a report's row is: new reports go to the end, changed ones stay, rows of removed ones die and are
swept up a chunk at a time. Refuses to answer questions; those go to the generation.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from commandcenter.models.board.change_set import ChangeSet, ReportBatch
from commandcenter.models.board.column import (
    CHUNK_BITS,
    CHUNK_ROWS,
    CODED,
    DTYPES,
    Chunk,
    CodedName,
    ColumnName,
    Values,
    distinct,
    empty_chunk,
    extended,
    overwritten,
    without,
)
from commandcenter.models.board.generation import Generation, empty_generation
from commandcenter.models.board.index import EMPTY, NO_ROW, IdIndex
from commandcenter.models.board.vocabulary import Vocabulary, grown


class DuplicateReportError(ValueError):
    """A batch names the same report twice, so that its last word is unknown."""


class Board:
    """All reports of one desktop, and the newest generation of them.

    Thread:
        ``apply`` on one thread only. ``generation`` from any thread.
    """

    def __init__(self, first_number: int = 0) -> None:
        """Start empty.

        Args:
            first_number: Of the empty generation; boards that are shown in turns count from different ones.
        """
        self._generation = empty_generation(first_number)

    @property
    def generation(self) -> Generation:
        """The newest generation; one reference, so reading it is atomic."""
        return self._generation

    def apply(self, change: ChangeSet) -> Generation:
        """Take one change in and publish what the board is after it.

        Removals come first: a report that is removed and sent anew in one change stays. Unknown ids among the
        removals are passed over. Word lists survive ``replaces_all``, so codes keep their meaning.

        Raises:
            DuplicateReportError: If the upserts name a report twice. The board stays as it was.
            TooManyWordsError: If a coded column outgrows its codes. The board stays as it was.
        """
        batch = change.upserts
        _check_distinct(batch.ids)
        old = self._generation
        vocabularies, values = _translated(old, batch)
        draft = _Draft(empty_generation() if change.replaces_all else old)
        draft.remove(change.removed)
        draft.upsert(values)
        draft.sweep()
        self._generation = draft.generation(old.number + 1, vocabularies, change.position)
        return self._generation


class _Draft:
    """The next generation while it is being made; seen by nobody else."""

    def __init__(self, base: Generation) -> None:
        self._base = base
        self._chunks: list[Chunk] = list(base.chunks)
        self._index: IdIndex = base.index

    def generation(self, number: int, vocabularies: dict[CodedName, Vocabulary], position: str) -> Generation:
        length = sum(chunk.live for chunk in self._chunks)
        index = self._index if length else EMPTY
        return Generation(number, length, tuple(self._chunks), vocabularies, index, position)

    def remove(self, ids: NDArray[np.int64]) -> None:
        rows = np.sort(self._current().rows_of(ids))
        # A report may be named twice.
        rows = rows[np.flatnonzero(np.diff(rows, prepend=NO_ROW))]
        for number, picked in _by_chunk(rows):
            self._kill(number, picked & (CHUNK_ROWS - 1))

    def upsert(self, values: Values) -> None:
        rows = self._current().rows_of(values["ids"])
        known = np.flatnonzero(rows != NO_ROW)
        for number, picked in _by_chunk(rows[known], known):
            at = rows[picked] & (CHUNK_ROWS - 1)
            self._chunks[number] = overwritten(self._chunks[number], at, _taken(values, picked))
        self._append(_taken(values, np.flatnonzero(rows == NO_ROW)))

    def sweep(self) -> None:
        """Move the live rows out of at most one chunk that is mostly dead, which bounds the pause."""
        for number, chunk in enumerate(self._chunks[:-1]):
            if chunk.length and chunk.live * 2 <= chunk.length:
                at = np.flatnonzero(chunk.alive)
                self._chunks[number] = _HOLE
                self._append({name: column[at] for name, column in chunk.columns.items()})
                return

    def _append(self, values: Values) -> None:
        ids = values["ids"]
        rows = np.empty(len(ids), np.int64)
        done = 0
        while done < len(ids):
            number = self._roomy()
            chunk = self._chunks[number]
            stop = min(len(ids), done + CHUNK_ROWS - chunk.length)
            first = (number << CHUNK_BITS) + chunk.length
            rows[done:stop] = np.arange(first, first + stop - done)
            self._chunks[number] = extended(chunk, {name: column[done:stop] for name, column in values.items()})
            done = stop
        if len(ids):
            self._index = self._index.entered(ids, rows)

    def _roomy(self) -> int:
        """Return the number of a chunk with room at its end: one begun, else a hole, else a new one."""
        for number in reversed(range(len(self._chunks))):
            if self._chunks[number] is not _HOLE and self._chunks[number].length < CHUNK_ROWS:
                return number
        for number, chunk in enumerate(self._chunks):
            if chunk is _HOLE:
                self._chunks[number] = empty_chunk()
                return number
        self._chunks.append(empty_chunk())
        return len(self._chunks) - 1

    def _kill(self, number: int, at: NDArray[np.int64]) -> None:
        chunk = self._chunks[number]
        self._chunks[number] = _HOLE if len(at) == chunk.live else without(chunk, at)

    def _current(self) -> Generation:
        vocabularies = self._base.vocabularies
        return Generation(0, 0, tuple(self._chunks), vocabularies, self._index)


_HOLE = empty_chunk()
"""Stands where a chunk died out; never extended, so that all boards can share it."""


def _check_distinct(ids: NDArray[np.int64]) -> None:
    ordered = ids if bool(np.all(ids[1:] >= ids[:-1])) else np.sort(ids)
    twice = np.flatnonzero(ordered[1:] == ordered[:-1])
    if len(twice):
        raise DuplicateReportError(f"report {ordered[twice[0]]} is in the batch more than once")


def _translated(base: Generation, batch: ReportBatch) -> tuple[dict[CodedName, Vocabulary], Values]:
    vocabularies = dict(base.vocabularies)
    values: dict[ColumnName, NDArray[Any]] = {}
    for name in DTYPES:
        if name not in CODED:
            values[name] = getattr(batch, name)
    for coded in CODED:
        vocabularies[coded], values[coded] = grown(vocabularies[coded], getattr(batch, coded))
    return vocabularies, values


def _taken(values: Values, at: NDArray[np.intp]) -> Values:
    if len(at) == len(values["ids"]):
        # `at` is ascending here, so it stands for all rows as they are.
        return values
    return {name: column[at] for name, column in values.items()}


def _by_chunk(
    rows: NDArray[np.int64], picked: NDArray[np.intp] | None = None
) -> Iterator[tuple[int, NDArray[np.int64]]]:
    """Yield for each chunk that ``rows`` lie in its number and their entries of ``picked``, else the rows."""
    chunk_of = rows >> CHUNK_BITS
    entries = rows if picked is None else picked
    for number in distinct(chunk_of):
        yield number, entries[chunk_of == number]
