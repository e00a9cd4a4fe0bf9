"""What changed when, by column, so that any instant can be had by walking back from the present.

Owns the layout and the two directions of walking. Times are when the store knew (``recorded_at``), so that what came
late is not known before it came.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

PastName = Literal[
    "states",
    "priorities",
    "categories",
    "areas",
    "agencies",
    "takers",
    "crews",
    "lon",
    "lat",
    "updated_ms",
    "acknowledged_ms",
    "closed_ms",
    "respond_by_ms",
    "close_by_ms",
    "paused_ms",
    "incidents",
    "has_photo",
    "public",
]
"""Columns that have a past; all others are what they are now."""


@dataclass(frozen=True, slots=True, eq=False)
class FieldLog:
    """The changes of one column; all arrays have shape (n,), ascending by instant, those of one instant as they came.

    Attributes:
        rows: int64, whose value changed.
        at_ms: int64, from when on the new value was known, milliseconds since 1970 UTC.
        before: The value until then; dtype of the column.
        after: The value from then on.
    """

    rows: NDArray[np.int64]
    at_ms: NDArray[np.int64]
    before: NDArray[Any]
    after: NDArray[Any]

    def walked_back(self, column: NDArray[Any], at_ms: int) -> NDArray[Any]:
        """Return the column as it was known at an instant, from the column of now."""
        first = int(np.searchsorted(self.at_ms, at_ms, side="right"))
        if first == len(self.at_ms):
            return column
        past = column.copy()
        # The earliest change after the instant decides, and of equal indices the last assignment stays.
        past[self.rows[first:][::-1]] = self.before[first:][::-1]
        return past

    def between(self, from_ms: int, until_ms: int) -> slice:
        """Return the changes later than one instant, up to and with another."""
        first, last = np.searchsorted(self.at_ms, (from_ms, until_ms), side="right").tolist()
        return slice(first, last)


def field_log(
    rows: NDArray[np.int64], at_ms: NDArray[np.int64], before: NDArray[Any], present: NDArray[Any]
) -> FieldLog:
    """Return the log of a column.

    Args:
        rows: int64, ascending; the changes of one row in the order in which they came.
        at_ms: int64, never falling within a row.
        before: The value that each change replaced.
        present: The column of now, one value for every row there is.
    """
    after = present[rows]
    same = np.flatnonzero(rows[1:] == rows[:-1])
    after[same] = before[same + 1]
    order = np.argsort(at_ms, kind="stable")
    return FieldLog(rows[order], at_ms[order], before[order], after[order])


@dataclass(frozen=True, slots=True, eq=False)
class RewindLog:
    """All reports of a mirror with their past; row i of every column is one report, ascending by id.

    Attributes:
        ids: int64.
        known_ms: int64, since when the store knew of the report.
        present: The columns of now: those of ``PastName``, and ``created_ms``, ``supporters``, ``versions``,
            ``simulated``, ``reconstructed``. Instants are int64 milliseconds, ``NO_TIME`` where there is none; lon and
            lat float64 degrees, NaN without a place; coded columns int16.
        words: Word lists of the coded columns.
        logs: What changed of each column.
    """

    ids: NDArray[np.int64]
    known_ms: NDArray[np.int64]
    present: Mapping[str, NDArray[Any]]
    words: Mapping[str, tuple[str, ...]]
    logs: Mapping[PastName, FieldLog]

    def span_ms(self) -> tuple[int, int] | None:
        """Return the first and the last instant at which anything became known; None without reports."""
        if not len(self.ids):
            return None
        last = [int(log.at_ms[-1]) for log in self.logs.values() if len(log.at_ms)]
        return int(self.known_ms.min()), max([int(self.known_ms.max()), *last])
