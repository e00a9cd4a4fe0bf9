"""Sorting the queue by any columns, also by those that the board does not hold.

Owns the order of what is due, of first responses and of texts; everything else is the board's own order.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from commandcenter.models.board.change_set import NO_INCIDENT, NO_TIME, Flag
from commandcenter.models.board.column import CHUNK_BITS, ColumnName
from commandcenter.models.board.generation import Generation
from commandcenter.models.board.order import Derived, SortKey
from commandcenter.models.clock import stands_still
from commandcenter.models.mirror.text_rank import RankedText, TextRanks
from commandcenter.models.state import CLOSED_STATES, STATES
from commandcenter.views.queue.column import COLUMNS, DerivedName, QueueColumn

_IS_CLOSED = np.array([state in CLOSED_STATES for state in STATES])

Ranks = Mapping[str, int]
"""Place of each code among the names that a person reads."""


@dataclass(frozen=True, slots=True)
class QueueKey:
    """One column to sort by, as its header shows it."""

    column: QueueColumn
    descending: bool = False


def keys_as_text(keys: Sequence[QueueKey]) -> str:
    """Return the keys as they are remembered."""
    return " ".join(f"{'-' if key.descending else ''}{key.column.name.lower()}" for key in keys)


def keys_from_text(text: str) -> tuple[QueueKey, ...]:
    """Return remembered keys; columns that this version does not know are passed over."""
    columns = {column.name.lower(): column for column in QueueColumn}
    found = ((columns.get(word.removeprefix("-")), word.startswith("-")) for word in text.split())
    return tuple(QueueKey(column, descending) for column, descending in found if column is not None)


ColumnOf = Callable[[ColumnName], NDArray[Any]]


def due_s(generation: Generation, rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return when the next thing is due for each row: the first response, then closing.

    UTC seconds, int64; ``NO_TIME`` where nothing is due: for closed reports, and where a pause stops the clock.
    """
    return _worked_out(generation, rows, _due_s)


def response_s(generation: Generation, rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return how long each row waited until somebody took it on.

    Seconds, int64, at least 0; ``NO_TIME`` where nobody has.
    """
    return _worked_out(generation, rows, _response_s)


def _worked_out(
    generation: Generation, rows: NDArray[np.int64], formula: Callable[[ColumnOf], NDArray[np.int64]]
) -> NDArray[np.int64]:
    if len(rows) * 8 <= len(generation):
        return formula(lambda name: generation.column(name, rows))
    # Chunk by chunk what is worked with stays in the processor's cache, and only the result is put into order.
    flat = np.empty(len(generation.chunks) << CHUNK_BITS, np.int64)
    for number, chunk in enumerate(generation.chunks):
        start = number << CHUNK_BITS
        flat[start : start + chunk.length] = formula(chunk.columns.__getitem__)
    result: NDArray[np.int64] = flat.take(rows)
    return result


def _due_s(column: ColumnOf) -> NDArray[np.int64]:
    close_by_s, paused_s = column("close_by_s"), column("paused_s")
    taken = column("acknowledged_s") != NO_TIME
    due = np.where(taken, close_by_s, column("respond_by_s"))
    nothing = _IS_CLOSED.take(column("states"))
    nothing |= taken & stands_still(paused_s != NO_TIME, paused_s, close_by_s)
    due[nothing] = NO_TIME
    return due


def _response_s(column: ColumnOf) -> NDArray[np.int64]:
    taken_s = column("acknowledged_s")
    waited: NDArray[np.int64] = np.maximum(taken_s - column("created_s"), 0)
    waited[taken_s == NO_TIME] = NO_TIME
    return waited


def _photos(column: ColumnOf) -> NDArray[np.int64]:
    """Return 0 for rows with a photo and ``NO_TIME`` for the others."""
    return np.where(column("flags") & np.uint8(Flag.HAS_PHOTO), np.int64(0), np.int64(NO_TIME))


def _incidents(column: ColumnOf) -> NDArray[np.int64]:
    """Return ids of incidents, the older one first; ``NO_TIME`` for rows without one."""
    incidents = column("incidents")
    return np.where(incidents == NO_INCIDENT, np.int64(NO_TIME), incidents)


_DERIVED: Mapping[DerivedName, Derived] = {
    "due": Derived(due_s),
    "response": Derived(response_s),
    "incident": Derived(lambda generation, rows: _worked_out(generation, rows, _incidents)),
    "photo": Derived(lambda generation, rows: _worked_out(generation, rows, _photos)),
}


def sort_keys(
    keys: Sequence[QueueKey], names: Mapping[str, Ranks], texts: Mapping[RankedText, TextRanks]
) -> tuple[SortKey, ...]:
    """Return the board's keys for those of the headers.

    Args:
        keys: The first one decides; ties go to the newest report.
        names: Ranks of the coded columns whose names are translated.
        texts: Ranks of texts; a key whose text has none yet leaves the order as it is.
    """
    wanted: list[SortKey] = []
    for key in keys:
        spec = COLUMNS[key.column]
        source: ColumnName | Derived | None = spec.board
        if spec.derived is not None:
            source = _DERIVED[spec.derived]
        elif spec.text is not None and spec.text in texts:
            source = _by_text(texts[spec.text])
        if source is not None:
            ranks = names.get(spec.board) if spec.board is not None else None
            wanted.append(SortKey(source, key.descending != spec.upside_down, ranks))
    if not any(key.column == "ids" for key in wanted):
        wanted.append(SortKey("ids", descending=True))
    return tuple(wanted)


def _by_text(ranks: TextRanks) -> Derived:
    return Derived(_PlacesAmongTexts(ranks))


@dataclass(frozen=True, slots=True)
class _PlacesAmongTexts:
    """The same ranks make equal keys, by which an order that was kept is known again."""

    ranks: TextRanks

    def __call__(self, generation: Generation, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        return self.ranks.of(generation.ids_of(rows))
