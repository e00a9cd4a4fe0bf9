"""Columns of the board and the chunks they are kept in.

Owns names and types of the columns, the numbering of rows, and copy-on-write: a chunk is never changed in a
way that somebody who already holds it could see. Refuses to know about ids, words or questions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

CHUNK_BITS = 16

CHUNK_ROWS = 1 << CHUNK_BITS
"""Rows in a full chunk. Row r of the board is row ``r & (CHUNK_ROWS - 1)`` of chunk ``r >> CHUNK_BITS``."""

ColumnName = Literal[
    "ids",
    "versions",
    "states",
    "priorities",
    "categories",
    "areas",
    "agencies",
    "takers",
    "crews",
    "x",
    "y",
    "created_s",
    "updated_s",
    "acknowledged_s",
    "closed_s",
    "respond_by_s",
    "close_by_s",
    "paused_s",
    "supporters",
    "incidents",
    "flags",
]

DTYPES: Mapping[ColumnName, np.dtype[Any]] = {
    "ids": np.dtype(np.int64),
    "versions": np.dtype(np.int32),
    "states": np.dtype(np.int8),
    "priorities": np.dtype(np.int8),
    "categories": np.dtype(np.int16),
    "areas": np.dtype(np.int16),
    "agencies": np.dtype(np.int16),
    "takers": np.dtype(np.int16),
    "crews": np.dtype(np.int16),
    "x": np.dtype(np.int32),
    "y": np.dtype(np.int32),
    "created_s": np.dtype(np.int64),
    "updated_s": np.dtype(np.int64),
    "acknowledged_s": np.dtype(np.int64),
    "closed_s": np.dtype(np.int64),
    "respond_by_s": np.dtype(np.int64),
    "close_by_s": np.dtype(np.int64),
    "paused_s": np.dtype(np.int64),
    "supporters": np.dtype(np.int32),
    "incidents": np.dtype(np.int64),
    "flags": np.dtype(np.uint8),
}
"""Types as in ``change_set.ReportBatch``; the coded columns hold codes of the generation's word lists."""

CodedName = Literal["categories", "areas", "agencies", "takers", "crews"]

CODED: tuple[CodedName, ...] = ("categories", "areas", "agencies", "takers", "crews")

InstantName = Literal["created_s", "updated_s", "acknowledged_s", "closed_s", "respond_by_s", "close_by_s", "paused_s"]

Values = Mapping[ColumnName, NDArray[Any]]
"""One array per column, all of the same length."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """Up to ``CHUNK_ROWS`` rows as they are in one generation.

    Attributes:
        columns: Read-only arrays, one per column, each of shape (length,).
        alive: Read-only bool, shape (length,); False where a report was removed.
        length: Rows, dead ones included.
        live: Rows that are alive.
        spans: Smallest and largest value of some columns; dead rows may still widen them.
        buffers: What ``columns`` are the beginnings of, with room for ``CHUNK_ROWS``; for the writer alone.
        alive_buffer: The same of ``alive``.
    """

    columns: Values
    alive: NDArray[np.bool_]
    length: int
    live: int
    spans: Mapping[ColumnName, tuple[int, int]]
    buffers: Values
    alive_buffer: NDArray[np.bool_]


_SPANNED: tuple[ColumnName, ...] = ("created_s", "x", "y")


def distinct(numbers: NDArray[np.int64]) -> list[int]:
    """Return the distinct chunk numbers, ascending."""
    # np.unique imports so much when first called that the interface would stop for 50 ms.
    found: list[int] = np.flatnonzero(np.bincount(numbers)).tolist()
    return found


def empty_chunk() -> Chunk:
    """Return a chunk without rows and with room for ``CHUNK_ROWS``."""
    buffers: Values = {name: np.empty(CHUNK_ROWS, dtype) for name, dtype in DTYPES.items()}
    return _published(buffers, np.empty(CHUNK_ROWS, np.bool_), length=0, live=0, spans={})


def extended(chunk: Chunk, values: Values) -> Chunk:
    """Return the chunk with rows added at its end.

    The new rows are written behind the end of what holders of ``chunk`` can see, without copying. That is why
    a chunk may be extended only once: by the one writer, and only the newest version of it.

    Args:
        chunk: Has room for the rows: ``chunk.length + len(values) <= CHUNK_ROWS``.
        values: At least one row.
    """
    start = chunk.length
    stop = start + len(values["ids"])
    for name, buffer in chunk.buffers.items():
        buffer[start:stop] = values[name]
    chunk.alive_buffer[start:stop] = True
    spans = {name: _joined(chunk.spans.get(name), _span(values[name])) for name in _SPANNED}
    live = chunk.live + stop - start
    return _published(chunk.buffers, chunk.alive_buffer, length=stop, live=live, spans=spans)


def overwritten(chunk: Chunk, at: NDArray[np.intp], values: Values) -> Chunk:
    """Return the chunk with some rows replaced; only columns in which a value differs are copied.

    Args:
        chunk: Stays as it is.
        at: Row numbers within the chunk, each at most once.
        values: The rows' new values, in the order of ``at``.
    """
    buffers = dict(chunk.buffers)
    spans = dict(chunk.spans)
    for name, buffer in chunk.buffers.items():
        new = values[name]
        if np.array_equal(buffer[at], new):
            continue
        copy = _copied(buffer, chunk.length)
        copy[at] = new
        buffers[name] = copy
        if name in _SPANNED:
            spans[name] = _joined(spans.get(name), _span(new))
    return _published(buffers, chunk.alive_buffer, length=chunk.length, live=chunk.live, spans=spans)


def without(chunk: Chunk, at: NDArray[np.intp]) -> Chunk:
    """Return the chunk with some rows, all alive until now, marked as dead."""
    alive = _copied(chunk.alive_buffer, chunk.length)
    alive[at] = False
    live = chunk.live - len(at)
    return _published(chunk.buffers, alive, length=chunk.length, live=live, spans=chunk.spans)


def _published(
    buffers: Values,
    alive_buffer: NDArray[np.bool_],
    *,
    length: int,
    live: int,
    spans: Mapping[ColumnName, tuple[int, int]],
) -> Chunk:
    columns = {name: _read_only(buffer[:length]) for name, buffer in buffers.items()}
    return Chunk(columns, _read_only(alive_buffer[:length]), length, live, spans, buffers, alive_buffer)


def _read_only(view: NDArray[Any]) -> NDArray[Any]:
    view.flags.writeable = False
    return view


def _copied(buffer: NDArray[Any], length: int) -> NDArray[Any]:
    # Full capacity again, so that the copy can still be extended.
    copy = np.empty_like(buffer)
    copy[:length] = buffer[:length]
    return copy


def _span(values: NDArray[Any]) -> tuple[int, int]:
    return int(values.min()), int(values.max())


def _joined(one: tuple[int, int] | None, other: tuple[int, int]) -> tuple[int, int]:
    return other if one is None else (min(one[0], other[0]), max(one[1], other[1]))
