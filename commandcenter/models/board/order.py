"""The second question: in which order do the reports of a mask stand?

Owns sorting by any columns, of which coded ones sort by their words and instants that have not happened come
last either way.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import get_args

import numpy as np
from numpy.typing import NDArray

from commandcenter.models.board.change_set import NO_TIME, NO_WORD
from commandcenter.models.board.column import CODED, ColumnName, InstantName
from commandcenter.models.board.generation import Generation
from commandcenter.models.board.mask import Mask, check_same
from commandcenter.models.board.radix import stable_order

_INSTANTS = frozenset(get_args(InstantName))

_PACKED_BITS = 63


@dataclass(frozen=True, slots=True)
class Derived:
    """A number to sort by that is no column of the board: one worked out from several, or the place of a text.

    Attributes:
        values: Returns the number of each of some rows, int64; ``NO_TIME`` where there is none. The result must be its
            caller's to keep.
    """

    values: Callable[[Generation, NDArray[np.int64]], NDArray[np.int64]]


@dataclass(frozen=True, slots=True)
class SortKey:
    """One column to sort by.

    Attributes:
        column: A column of the board, or what follows from several. ``categories``, ``areas``, ``agencies`` and
            ``takers`` sort by word, ``states`` by their declared order, everything else by number.
        descending: Largest first. Missing values come last all the same.
        ranks: For coded columns, the place of each word among the names that a user reads (names are
            translated, codes are not). Words it leaves out follow, in the order of their codes' text.
    """

    column: ColumnName | Derived
    descending: bool = False
    ranks: Mapping[str, int] | None = field(default=None, hash=False)


def order(
    generation: Generation, selected: Mask, keys: Sequence[SortKey] = (), limit: int | None = None
) -> NDArray[np.int64]:
    """Return the rows of a mask in order.

    Args:
        generation: The one that the mask was made on.
        selected: Which reports.
        keys: The first one decides, the next one among equals; ties go by ascending id.
        limit: Only so many rows from the top, which is cheaper than all of them.

    Returns:
        int64 rows.
    """
    check_same(generation, selected)
    return _ordered(generation, _selected_by_id(generation, selected), keys, limit)


def order_of(
    generation: Generation, rows: NDArray[np.int64], keys: Sequence[SortKey] = (), limit: int | None = None
) -> NDArray[np.int64]:
    """Return some rows in order, as ``order`` does those of a mask; each is named once."""
    return _ordered(generation, rows[np.argsort(generation.ids_of(rows))], keys, limit)


def _ordered(
    generation: Generation, rows: NDArray[np.int64], keys: Sequence[SortKey], limit: int | None
) -> NDArray[np.int64]:
    """Order rows that come ascending by id."""
    top = len(rows) if limit is None else min(limit, len(rows))
    if not keys:
        return rows[:top]
    if keys[0].column == "ids":
        # No two are equal and the rows come ascending by id.
        return rows[::-1][:top] if keys[0].descending else rows[:top]
    columns = [_ranked(generation, rows, key) for key in keys]
    return rows.take(_sorted(columns, len(rows), top))


@dataclass(frozen=True, slots=True)
class _Ranked:
    """A key's values as numbers from 0 that sort upwards, and how many bits they take."""

    values: NDArray[np.int64]
    bits: int


def _selected_by_id(generation: Generation, selected: Mask) -> NDArray[np.int64]:
    rows = generation.rows_by_id()
    if selected.count == len(rows):
        return rows
    if selected.count * 8 < len(rows):
        few = selected.rows()
        return few[np.argsort(generation.ids_of(few))]
    return rows[selected.flat().take(rows)]


def _ranked(generation: Generation, rows: NDArray[np.int64], key: SortKey) -> _Ranked:
    if key.column == "ids":
        # Rows come ascending by id.
        ranks = np.arange(len(rows), dtype=np.int64)
        return _turned(ranks, key.descending, missing=None)
    if isinstance(key.column, Derived):
        derived = key.column.values(generation, rows)
        return _turned(derived, key.descending, missing=derived == NO_TIME)
    values = generation.column(key.column, rows)
    if key.column in CODED:
        return _turned(_word_ranks(generation, key).take(values), key.descending, missing=values == NO_WORD)
    wide = values.astype(np.int64)
    return _turned(wide, key.descending, missing=wide == NO_TIME if key.column in _INSTANTS else None)


def _word_ranks(generation: Generation, key: SortKey) -> NDArray[np.int64]:
    words = generation.vocabularies[key.column].words  # type: ignore[index] # only asked for coded columns
    given = key.ranks or {}
    by_word = sorted(words, key=lambda word: (word not in given, given.get(word, 0), word))
    places = {word: place for place, word in enumerate(by_word)}
    # The entry of NO_WORD, which is -1 and picks the last one; the caller puts it last anyway.
    return np.array([*(places[word] for word in words), 0], dtype=np.int64)


def _turned(values: NDArray[np.int64], descending: bool, missing: NDArray[np.bool_] | None) -> _Ranked:
    if missing is not None and not missing.any():
        missing = None
    present = values if missing is None else values[~missing]
    if not len(present):
        return _Ranked(np.zeros(len(values), np.int64), 0)
    low, high = int(present.min()), int(present.max())
    if high - low >= 1 << (_PACKED_BITS - 1):
        distinct, values = np.unique(values, return_inverse=True)
        low, high = 0, len(distinct) - 1
    ranks = high - values if descending else values - low
    if missing is not None:
        ranks[missing] = high - low + 1
    return _Ranked(ranks, (high - low + 1).bit_length())


def _sorted(columns: Sequence[_Ranked], length: int, top: int) -> NDArray[np.intp]:
    """Return the first ``top`` positions of the order by the columns, then by position."""
    # The least important number is sorted first: sorting is stable, so what it decided stays among equals.
    packed = _packed(columns)
    if len(packed) == 1 and top < length:
        return _top(packed[0], top)
    found: NDArray[np.intp] | None = None
    for column in reversed(packed):
        at = stable_order(column.values if found is None else column.values.take(found), column.bits)
        found = at if found is None else found.take(at)
    return np.arange(top) if found is None else found[:top]


def _packed(columns: Sequence[_Ranked]) -> list[_Ranked]:
    """Join neighbouring columns into one number each as long as it fits."""
    packed: list[_Ranked] = []
    for column in columns:
        if packed and packed[-1].bits + column.bits <= _PACKED_BITS:
            higher = packed.pop()
            values = (higher.values << column.bits) | column.values
            packed.append(_Ranked(values, higher.bits + column.bits))
        else:
            packed.append(column)
    return packed


def _top(column: _Ranked, top: int) -> NDArray[np.intp]:
    if not top:
        return np.empty(0, np.intp)
    last = np.partition(column.values, top - 1)[top - 1]
    candidates = np.flatnonzero(column.values <= last)
    return candidates.take(stable_order(column.values.take(candidates), column.bits))[:top]
