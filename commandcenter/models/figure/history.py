"""Reports and their moves as columns: what figures of a period are computed from.

Owns the layout. Figures of the past need every report's moves, not only where it stands now: what is closed today was
open at the end of last week.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from commandcenter.models.board.change_set import WordColumn


@dataclass(frozen=True, slots=True, eq=False)
class History:
    """Reports with their moves. Instants are int64 seconds since 1970 UTC, rounded down; ``NO_TIME``: not (known).

    Attributes:
        ids: int64, shape (n,), ascending; row i of every column up to ``reconstructed`` is report ``ids[i]``.
        created_s: When reported.
        acknowledged_s: First response.
        respond_by_s: When the first response is due.
        close_by_s: When closing is due, as the report says now.
        closing_s: How long its category allows for closing, in seconds.
        closed: bool; whether it is closed now, by the report itself.
        areas: Coded area codes, ``NO_WORD`` outside of every area.
        agencies: Coded codes of who answers now.
        simulated: bool.
        reconstructed: bool; its times were rebuilt from an imported file.
        move_rows: int64, shape (m,), ascending: the row of the report that moved; its moves in the order of its
            timeline.
        moved_s: When, as whoever did it says.
        moved_to: int8, index into ``state.STATES``.
    """

    ids: NDArray[np.int64]
    created_s: NDArray[np.int64]
    acknowledged_s: NDArray[np.int64]
    respond_by_s: NDArray[np.int64]
    close_by_s: NDArray[np.int64]
    closing_s: NDArray[np.int64]
    closed: NDArray[np.bool_]
    areas: WordColumn
    agencies: WordColumn
    simulated: NDArray[np.bool_]
    reconstructed: NDArray[np.bool_]
    move_rows: NDArray[np.int64]
    moved_s: NDArray[np.int64]
    moved_to: NDArray[np.int8]

    def __len__(self) -> int:
        """Return the number of reports."""
        return len(self.ids)


def selected(history: History, passed: NDArray[np.bool_]) -> History:
    """Return the reports that pass (bool, shape (n,)), with their moves."""
    moves = passed[history.move_rows]
    new_rows = np.cumsum(passed) - 1
    return History(
        ids=history.ids[passed],
        created_s=history.created_s[passed],
        acknowledged_s=history.acknowledged_s[passed],
        respond_by_s=history.respond_by_s[passed],
        close_by_s=history.close_by_s[passed],
        closing_s=history.closing_s[passed],
        closed=history.closed[passed],
        areas=WordColumn(history.areas.words, history.areas.codes[passed]),
        agencies=WordColumn(history.agencies.words, history.agencies.codes[passed]),
        simulated=history.simulated[passed],
        reconstructed=history.reconstructed[passed],
        move_rows=new_rows[history.move_rows[moves]].astype(np.int64),
        moved_s=history.moved_s[moves],
        moved_to=history.moved_to[moves],
    )


def in_words(column: WordColumn, words: frozenset[str]) -> NDArray[np.bool_]:
    """Return where a coded column holds one of the words; bool, shape (n,)."""
    # One entry more, for NO_WORD: it is -1 and picks the last.
    table = np.array([*(word in words for word in column.words), False], np.bool_)
    found: NDArray[np.bool_] = table[column.codes]
    return found
