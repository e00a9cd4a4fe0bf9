"""Reports and their moves from the mirror as columns, in two passes over the tables."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from commandcenter.models.board.change_set import NO_TIME, WordColumn
from commandcenter.models.figure.history import History
from commandcenter.models.mirror.bulk_read import Coding, fetched
from commandcenter.models.mirror.failure import RecordUnknown
from commandcenter.models.record import Entity
from commandcenter.models.report import TransitionKind
from commandcenter.models.state import CLOSED_STATES, STATE_CODE

# A closed report that nothing has touched since had its last closing before: no figure of later weeks can hold it.
# That leaves a few percent of a city's reports to be read.
_REPORTS = (
    "SELECT report.id, created_ms / 1000, ifnull(acknowledged_ms / 1000, ?), respond_by_ms / 1000, "
    "close_by_ms / 1000, ifnull(closing_s, (close_by_ms - created_ms) / 1000), simulated, reconstructed, "
    "state, area, agency FROM report LEFT JOIN category ON category.code = report.category "
    "WHERE (updated_ms >= ? OR state NOT IN (?, ?)) AND created_ms < ? ORDER BY report.id"
)

# Only moves change a state; an entry of another kind leaves it as it is. The cross join keeps the order of the loops.
_MOVES = (
    "SELECT report_id, acted_ms / 1000, to_state FROM report CROSS JOIN transition ON report_id = report.id "
    "WHERE (updated_ms >= ? OR state NOT IN (?, ?)) AND created_ms < ? AND kind = ? ORDER BY report.id, sequence"
)


class _Words:
    """A coded column that grows."""

    def __init__(self) -> None:
        self._coding = Coding()
        self._parts: list[NDArray[np.int16]] = []

    def extend(self, words: Iterable[str | None]) -> None:
        self._parts.append(np.array([self._coding.code(word) for word in words], np.int16))

    def column(self) -> WordColumn:
        return WordColumn(self._coding.words(), np.concatenate([np.zeros(0, np.int16), *self._parts]))


def read_history(cursor: sqlite3.Cursor, since_s: int, before_s: int) -> History:
    """Read the reports that were open at some instant between two UTC seconds, and some more, with all their moves.

    Args:
        cursor: The driver's own, in a transaction that sees one state of the mirror.
        since_s: Reports that were closed before and not touched since are left out.
        before_s: Reports made from then on are left out.

    Raises:
        RecordUnknown: If a timeline holds a state that this version does not know.
    """
    numbers: list[NDArray[np.int64]] = [np.zeros((8, 0), np.int64)]
    closed: list[NDArray[np.bool_]] = [np.zeros(0, np.bool_)]
    areas, agencies = _Words(), _Words()
    wanted = (since_s * 1000, *(state.value for state in sorted(CLOSED_STATES)), before_s * 1000)
    for rows in fetched(cursor, _REPORTS, (NO_TIME, *wanted)):
        *plain, state, area, agency = zip(*rows, strict=True)
        numbers.append(np.array(plain, np.int64))
        closed.append(np.array([word in CLOSED_STATES for word in state], np.bool_))
        areas.extend(area)
        agencies.extend(agency)
    columns = np.concatenate(numbers, axis=1)
    ids, created_s, acknowledged_s, respond_by_s, close_by_s, closing_s, simulated, reconstructed = columns
    move_rows, moved_s, moved_to = _moves(cursor, ids, wanted)
    return History(
        ids=ids,
        created_s=created_s,
        acknowledged_s=acknowledged_s,
        respond_by_s=respond_by_s,
        close_by_s=close_by_s,
        closing_s=closing_s,
        closed=np.concatenate(closed),
        areas=areas.column(),
        agencies=agencies.column(),
        simulated=simulated != 0,
        reconstructed=reconstructed != 0,
        move_rows=move_rows,
        moved_s=moved_s,
        moved_to=moved_to,
    )


def _moves(
    cursor: sqlite3.Cursor, ids: NDArray[np.int64], wanted: tuple[int | str, ...]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int8]]:
    numbers: list[NDArray[np.int64]] = [np.zeros((2, 0), np.int64)]
    states: list[NDArray[np.int8]] = [np.zeros(0, np.int8)]
    codes: dict[str, int] = {state.value: code for state, code in STATE_CODE.items()}
    for rows in fetched(cursor, _MOVES, (*wanted, TransitionKind.MOVED.value)):
        report_id, moved_s, to_state = zip(*rows, strict=True)
        numbers.append(np.array([report_id, moved_s], np.int64))
        try:
            states.append(np.array([codes[word] for word in to_state], np.int8))
        except KeyError as error:
            raise RecordUnknown(entity=Entity.TRANSITION.value, reason=f"state {error}") from error
    report_ids, moved_s = np.concatenate(numbers, axis=1)
    return np.searchsorted(ids, report_ids), moved_s, np.concatenate(states)
