"""One generation of the board: all reports as they were after one change, for ever.

Owns reading: by id, by row, by column. Rows are numbers within one generation only; what must last is an id.
Refuses to change anything.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from commandcenter.models.board.column import (
    CHUNK_BITS,
    CHUNK_ROWS,
    CODED,
    DTYPES,
    Chunk,
    CodedName,
    ColumnName,
    distinct,
)
from commandcenter.models.board.index import EMPTY, NO_ROW, IdIndex
from commandcenter.models.board.vocabulary import EMPTY as NO_WORDS
from commandcenter.models.board.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True, eq=False)
class Generation:
    """The board after one change.

    Thread:
        Immutable; may be read on any thread, also while the board goes on.

    Attributes:
        number: Counts changes from 0, the empty board.
        length: Reports on the board.
        chunks: Rows ``c * CHUNK_ROWS`` and following are in ``chunks[c]``; chunks may be partly filled.
        vocabularies: Word lists of the coded columns.
        position: The feed's position after the change, as text; empty before the first one.
    """

    number: int
    length: int
    chunks: tuple[Chunk, ...]
    vocabularies: Mapping[CodedName, Vocabulary]
    index: IdIndex
    position: str = ""
    _by_id: list[NDArray[np.int64]] = field(default_factory=list)

    def __len__(self) -> int:
        """Return the number of reports on the board."""
        return self.length

    def row_of(self, report_id: int) -> int | None:
        """Return the report's row in this generation, or None if it is not on the board."""
        row = int(self.rows_of(np.array([report_id], np.int64))[0])
        return None if row == NO_ROW else row

    def rows_of(self, ids: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the row of each id, -1 where a report is not on the board; int64, in the order of ``ids``."""
        candidates = self.index.candidates(ids)
        known = np.flatnonzero(candidates != NO_ROW)
        chunk_of = candidates[known] >> CHUNK_BITS
        rows = np.full(len(ids), NO_ROW, np.int64)
        for number in distinct(chunk_of):
            chunk = self.chunks[number]
            here = known[chunk_of == number]
            within = candidates[here] & (CHUNK_ROWS - 1)
            # The index may remember rows of a chunk that has since been emptied and begun anew.
            here, within = here[within < chunk.length], within[within < chunk.length]
            valid = here[(chunk.columns["ids"][within] == ids[here]) & chunk.alive[within]]
            rows[valid] = candidates[valid]
        return rows

    def ids_of(self, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the report ids of rows, int64, in the order of ``rows``."""
        ids: NDArray[np.int64] = self.column("ids", rows)
        return ids

    def column(self, name: ColumnName, rows: NDArray[np.int64] | None = None) -> NDArray[Any]:
        """Return a column's values.

        Args:
            name: Which column; coded ones give codes of ``vocabularies[name]``.
            rows: Rows of this generation, in any order; None stands for all live rows, ascending by id.
        """
        if rows is None:
            rows = self.rows_by_id()
        if len(rows) * 8 > self.length:
            return self._flat(name).take(rows)
        values = np.empty(len(rows), DTYPES[name])
        chunk_of = rows >> CHUNK_BITS
        within = rows & (CHUNK_ROWS - 1)
        for number in distinct(chunk_of):
            here = chunk_of == number
            values[here] = self.chunks[number].columns[name][within[here]]
        return values

    def value(self, name: ColumnName, row: int) -> int:
        """Return one value of one row."""
        return int(self.chunks[row >> CHUNK_BITS].columns[name][row & (CHUNK_ROWS - 1)])

    def word(self, name: CodedName, row: int) -> str | None:
        """Return one word of one row, such as its category's code."""
        return self.vocabularies[name].word(self.value(name, row))

    def rows_by_id(self) -> NDArray[np.int64]:
        """Return all live rows, ascending by report id; worked out once per generation, read-only."""
        if not self._by_id:
            ids, rows = self.index.merged()
            stale = len(rows) != self.length
            if stale:
                valid = (self._flat("ids")[rows] == ids) & self._flat_alive()[rows]
                rows = rows[valid]
            rows = rows.view()
            rows.flags.writeable = False
            self._by_id.append(rows)
        return self._by_id[0]

    def _flat(self, name: ColumnName) -> NDArray[Any]:
        flat = np.zeros(len(self.chunks) << CHUNK_BITS, DTYPES[name])
        for number, chunk in enumerate(self.chunks):
            start = number << CHUNK_BITS
            flat[start : start + chunk.length] = chunk.columns[name]
        return flat

    def _flat_alive(self) -> NDArray[np.bool_]:
        flat = np.zeros(len(self.chunks) << CHUNK_BITS, np.bool_)
        for number, chunk in enumerate(self.chunks):
            start = number << CHUNK_BITS
            flat[start : start + chunk.length] = chunk.alive
        return flat


def empty_generation(number: int = 0) -> Generation:
    """Return a board's first generation: no reports, no words."""
    return Generation(number, 0, (), dict.fromkeys(CODED, NO_WORDS), EMPTY)
