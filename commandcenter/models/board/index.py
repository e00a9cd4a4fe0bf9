"""From report id to row, for a million reports without a million Python integers.

Owns two pairs of sorted arrays: a large base, and a small list of recent entries that wins over it and is
merged into it when it has grown. Entries of reports that were removed or moved stay behind until then, so
a row found here must be checked against the column of ids (``Generation.rows_of`` does).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

MERGE_ENTRIES = 16_384
"""How many recent entries are kept apart: re-sorting them at each change is cheaper than copying the base."""

NO_ROW = -1


@dataclass(frozen=True, slots=True)
class IdIndex:
    """Sorted ids with their rows; immutable.

    Attributes:
        base_ids: int64, ascending, each at most once.
        base_rows: int64, the row of each.
        recent_ids: int64, ascending, each at most once; may repeat ids of the base.
        recent_rows: int64.
    """

    base_ids: NDArray[np.int64]
    base_rows: NDArray[np.int64]
    recent_ids: NDArray[np.int64]
    recent_rows: NDArray[np.int64]

    def candidates(self, ids: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return for each id the row it was last known to have, or ``NO_ROW``; may be out of date."""
        rows = _looked_up(self.base_ids, self.base_rows, ids)
        recent = _looked_up(self.recent_ids, self.recent_rows, ids)
        return np.where(recent == NO_ROW, rows, recent)

    def entered(self, ids: NDArray[np.int64], rows: NDArray[np.int64]) -> IdIndex:
        """Return the index with entries added or replaced.

        Args:
            ids: Any order, each at most once.
            rows: Their rows.
        """
        ids, rows = _sorted(ids, rows)
        recent_ids, recent_rows = _merged(self.recent_ids, self.recent_rows, ids, rows)
        if len(recent_ids) <= MERGE_ENTRIES:
            return IdIndex(self.base_ids, self.base_rows, recent_ids, recent_rows)
        base_ids, base_rows = _merged(self.base_ids, self.base_rows, recent_ids, recent_rows)
        return IdIndex(base_ids, base_rows, _NONE, _NONE)

    def merged(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return all entries as two arrays, ascending by id; some may be out of date."""
        return _merged(self.base_ids, self.base_rows, self.recent_ids, self.recent_rows)


_NONE = np.empty(0, np.int64)

EMPTY = IdIndex(_NONE, _NONE, _NONE, _NONE)


def _looked_up(keys: NDArray[np.int64], rows: NDArray[np.int64], ids: NDArray[np.int64]) -> NDArray[np.int64]:
    if not len(keys):
        return np.full(len(ids), NO_ROW, np.int64)
    at = np.minimum(np.searchsorted(keys, ids), len(keys) - 1)
    return np.where(keys[at] == ids, rows[at], NO_ROW)


def _sorted(ids: NDArray[np.int64], rows: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    if bool(np.all(ids[1:] > ids[:-1])):
        return ids, rows
    order = np.argsort(ids)
    return ids[order], rows[order]


def _merged(
    old_ids: NDArray[np.int64],
    old_rows: NDArray[np.int64],
    ids: NDArray[np.int64],
    rows: NDArray[np.int64],
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    if not len(ids):
        return old_ids, old_rows
    if not len(old_ids) or ids[0] > old_ids[-1]:
        return np.concatenate((old_ids, ids)), np.concatenate((old_rows, rows))
    at = np.searchsorted(old_ids, ids)
    known = old_ids[np.minimum(at, len(old_ids) - 1)] == ids
    if known.any():
        old_rows = old_rows.copy()
        old_rows[at[known]] = rows[known]
    new = ~known
    places = at[new] + np.arange(np.count_nonzero(new))
    # As two calls of np.insert would, which work out twice where the old ones go.
    is_old = np.ones(len(old_ids) + len(places), np.bool_)
    is_old[places] = False
    return _laid(is_old, places, old_ids, ids[new]), _laid(is_old, places, old_rows, rows[new])


def _laid(
    is_old: NDArray[np.bool_], places: NDArray[np.int64], old: NDArray[np.int64], new: NDArray[np.int64]
) -> NDArray[np.int64]:
    laid = np.empty(len(is_old), np.int64)
    laid[is_old] = old
    laid[places] = new
    return laid
