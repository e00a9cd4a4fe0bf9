"""From rows and Arrow batches of reports to the board's columns, without an object per row.

Gives the same columns as ``change_set.batch_of`` does from records; a property test holds the two together.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from commandcenter.models.board.change_set import NO_INCIDENT, NO_TIME, NO_WORD, Flag, ReportBatch, WordColumn
from commandcenter.models.place import to_world
from commandcenter.models.record import FIELDS, Entity, FieldType
from commandcenter.models.report import Moderation
from commandcenter.models.state import STATE_CODE, State

BOARD_FIELDS: tuple[str, ...] = (
    "id",
    "version",
    "category",
    "state",
    "priority",
    "lon",
    "lat",
    "area",
    "agency",
    "created_ms",
    "updated_ms",
    "acknowledged_ms",
    "acknowledged_by",
    "closed_ms",
    "respond_by_ms",
    "close_by_ms",
    "supporters",
    "has_photo",
    "moderation",
    "simulated",
    "reconstructed",
    "paused_ms",
    "incident",
)
"""Fields of a report record that the board holds, in the order in which rows bring them.

Its crew is not among them: it comes from the jobs (``job_crew``), and these columns begin without any.
"""

_ARROW: Mapping[FieldType, pa.DataType] = {
    "int64": pa.int64(),
    "int32": pa.int32(),
    "int8": pa.int8(),
    "float64": pa.float64(),
    "text": pa.string(),
    "bool": pa.bool_(),
}


def batch_of_rows(rows: Sequence[Sequence[Any]]) -> ReportBatch:
    """Turn database rows in the order of ``BOARD_FIELDS`` into columns; booleans may be 0 and 1."""
    fields = FIELDS[Entity.REPORT]
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(BOARD_FIELDS)
    arrays: dict[str, pa.Array] = {}
    for name, column in zip(BOARD_FIELDS, columns, strict=True):
        kind = fields[name]
        if kind == "bool":
            arrays[name] = pa.array(column, pa.int8()).cast(pa.bool_())
        else:
            arrays[name] = pa.array(column, _ARROW[kind])
    return _batch(arrays)


def batch_of_arrow(batch: pa.RecordBatch) -> ReportBatch:
    """Turn an Arrow batch with the fields of a report record into columns."""
    return _batch({name: batch.column(name) for name in BOARD_FIELDS})


def empty_batch() -> ReportBatch:
    """Return a batch of no reports."""
    return batch_of_rows([])


def _batch(columns: Mapping[str, pa.Array]) -> ReportBatch:
    lon, lat = _degrees(columns["lon"]), _degrees(columns["lat"])
    placed = ~(np.isnan(lon) | np.isnan(lat))
    x, y = to_world(np.where(placed, lon, 0.0), np.where(placed, lat, 0.0))
    return ReportBatch(
        ids=_ints(columns["id"], np.int64),
        versions=_ints(columns["version"], np.int32),
        states=_states(columns["state"]),
        priorities=_ints(columns["priority"], np.int8),
        categories=_coded(columns["category"]),
        areas=_coded(columns["area"]),
        agencies=_coded(columns["agency"]),
        takers=_coded(columns["acknowledged_by"]),
        crews=WordColumn((), np.full(len(placed), NO_WORD, np.int16)),
        x=np.where(placed, x, 0).astype(np.int32),
        y=np.where(placed, y, 0).astype(np.int32),
        created_s=_seconds(columns["created_ms"]),
        updated_s=_seconds(columns["updated_ms"]),
        acknowledged_s=_seconds(columns["acknowledged_ms"]),
        closed_s=_seconds(columns["closed_ms"]),
        respond_by_s=_seconds(columns["respond_by_ms"]),
        close_by_s=_seconds(columns["close_by_ms"]),
        paused_s=_seconds(columns["paused_ms"]),
        supporters=_ints(columns["supporters"], np.int32),
        incidents=_ints(columns["incident"].fill_null(NO_INCIDENT), np.int64),
        flags=_flags(columns, placed),
    )


def _ints(column: pa.Array, dtype: type[np.signedinteger[Any]]) -> NDArray[Any]:
    # A copy: Arrow's memory belongs to a frame that is let go, and is read-only.
    return np.array(column.to_numpy(zero_copy_only=False), dtype=dtype)


def _degrees(column: pa.Array) -> NDArray[np.float64]:
    return np.array(column.to_numpy(zero_copy_only=False), dtype=np.float64)


def _seconds(column: pa.Array) -> NDArray[np.int64]:
    known = np.asarray(column.is_valid().to_numpy(zero_copy_only=False), dtype=np.bool_)
    milliseconds = np.asarray(column.fill_null(0).to_numpy(zero_copy_only=False), dtype=np.int64)
    return np.where(known, milliseconds // 1000, NO_TIME).astype(np.int64)


def _words(column: pa.Array) -> tuple[list[str], NDArray[np.int64]]:
    encoded = column.dictionary_encode()
    codes = encoded.indices.fill_null(NO_WORD).to_numpy(zero_copy_only=False)
    return encoded.dictionary.to_pylist(), np.asarray(codes, dtype=np.int64)


def _coded(column: pa.Array) -> WordColumn:
    words, codes = _words(column)
    return WordColumn(tuple(words), codes.astype(np.int16))


def _states(column: pa.Array) -> NDArray[np.int8]:
    words, codes = _words(column)
    table = np.array([STATE_CODE[State(word)] for word in words], dtype=np.int8)
    return table[codes] if len(codes) else np.zeros(0, dtype=np.int8)


def _flags(columns: Mapping[str, pa.Array], placed: NDArray[np.bool_]) -> NDArray[np.uint8]:
    public = pc.equal(columns["moderation"], Moderation.PUBLIC.value)
    flags = placed.astype(np.uint8) * np.uint8(Flag.HAS_PLACE)
    for column, bit in (
        (columns["has_photo"], Flag.HAS_PHOTO),
        (columns["simulated"], Flag.SIMULATED),
        (columns["reconstructed"], Flag.RECONSTRUCTED),
        (public, Flag.PUBLIC),
    ):
        marks = np.asarray(column.to_numpy(zero_copy_only=False), dtype=np.uint8)
        flags |= marks * np.uint8(bit)
    return flags
