"""The columnar snapshot: a sequence of bounded binary frames.

Each frame is a 4-byte big-endian length of its JSON header, the header, and ``bytes`` bytes of body::

    {"kind": "begin", "position": "…", "clock_ms": …, "bytes": 0, "version": 1}
    {"kind": "rows", "entity": "report", "rows": 4000, "bytes": N} + Arrow IPC stream, zstd
    …
    {"kind": "end", "rows": total, "bytes": 0}

All of it is true at the position of ``begin``. A body without ``end`` was cut off and must not be kept.
Owns the framing and the Arrow schemas; refuses to know about connections.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import pyarrow as pa

from commandcenter.models.record import FIELDS, NULLABLE, Entity, FieldType, Record
from commandcenter.protocol.feed import PROTOCOL_VERSION, BadMessage
from commandcenter.protocol.position import Position, parse_position

SNAPSHOT_MEDIA_TYPE = "application/vnd.commandcenter.snapshot"

MAX_FRAME_ROWS = 4_000
"""Rows in one frame at the most: it bounds the pause of whoever handles it."""

ZSTD_LEVEL = 3

_MAX_HEADER_BYTES = 4_096
_MAX_BODY_BYTES = 64 * 1024 * 1024

_ARROW: dict[FieldType, pa.DataType] = {
    "int64": pa.int64(),
    "int32": pa.int32(),
    "int8": pa.int8(),
    "float64": pa.float64(),
    "text": pa.string(),
    "bool": pa.bool_(),
}

SCHEMAS: dict[Entity, pa.Schema] = {
    entity: pa.schema(
        [pa.field(name, _ARROW[kind], nullable=name in NULLABLE[entity]) for name, kind in fields.items()]
    )
    for entity, fields in FIELDS.items()
}


@dataclass(frozen=True, slots=True)
class SnapshotBegin:
    """The snapshot is true at this position; the store's clock says ``clock_ms``."""

    position: Position
    clock_ms: int


@dataclass(frozen=True, slots=True)
class SnapshotRows:
    """Some records of one entity, as an Arrow batch with the entity's schema."""

    entity: Entity
    batch: pa.RecordBatch


@dataclass(frozen=True, slots=True)
class SnapshotEnd:
    """Everything was sent; ``rows`` counts all records of all frames."""

    rows: int


SnapshotFrame = SnapshotBegin | SnapshotRows | SnapshotEnd


class ByteSource(Protocol):
    """Anything bytes can be read from; fewer bytes than asked for means the end."""

    def read(self, size: int, /) -> bytes:
        """Return up to ``size`` bytes."""
        ...


def encode_begin(begin: SnapshotBegin) -> bytes:
    """Return the first frame."""
    header = {"kind": "begin", "position": str(begin.position), "clock_ms": begin.clock_ms, "bytes": 0}
    return _frame({**header, "version": PROTOCOL_VERSION}, b"")


def encode_rows(entity: Entity, rows: Sequence[Sequence[Any]]) -> bytes:
    """Return a frame of records given as tuples in the order of ``FIELDS[entity]``."""
    schema = SCHEMAS[entity]
    columns = zip(*rows, strict=True) if rows else ([] for _ in schema)
    arrays = [pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)]
    return encode_batch(entity, pa.record_batch(arrays, schema=schema))


def encode_batch(entity: Entity, batch: pa.RecordBatch) -> bytes:
    """Return a frame of records given as columns of the entity's schema."""
    sink = pa.BufferOutputStream()
    options = pa.ipc.IpcWriteOptions(compression=pa.Codec("zstd", compression_level=ZSTD_LEVEL))
    with pa.ipc.new_stream(sink, SCHEMAS[entity], options=options) as writer:
        writer.write_batch(batch)
    body = sink.getvalue().to_pybytes()
    header = {"kind": "rows", "entity": entity.value, "rows": batch.num_rows, "bytes": len(body)}
    return _frame(header, body)


def encode_end(end: SnapshotEnd) -> bytes:
    """Return the last frame."""
    return _frame({"kind": "end", "rows": end.rows, "bytes": 0}, b"")


def read_frames(source: ByteSource) -> Iterator[SnapshotFrame]:
    """Yield the frames of a snapshot, the end frame included.

    Raises:
        BadMessage: If the source ends before the end frame, counts do not add up, or a frame is malformed.
    """
    seen = 0
    while True:
        frame = _read_frame(source)
        if isinstance(frame, SnapshotRows):
            seen += frame.batch.num_rows
        # Before the end is told: whoever is told keeps what arrived.
        if isinstance(frame, SnapshotEnd) and frame.rows != seen:
            raise BadMessage(what=f"snapshot: {seen} of {frame.rows} rows arrived")
        yield frame
        if isinstance(frame, SnapshotEnd):
            return


def records_of(rows: SnapshotRows) -> Iterable[Record]:
    """Return a frame's records as mappings."""
    records: list[Record] = rows.batch.to_pylist()
    return records


def _frame(header: dict[str, Any], body: bytes) -> bytes:
    head = json.dumps(header, separators=(",", ":")).encode()
    return len(head).to_bytes(4, "big") + head + body


def _read_exactly(source: ByteSource, size: int) -> bytes:
    parts: list[bytes] = []
    missing = size
    while missing:
        part = source.read(missing)
        if not part:
            raise BadMessage(what="snapshot: it was cut off")
        parts.append(part)
        missing -= len(part)
    return b"".join(parts)


def _read_frame(source: ByteSource) -> SnapshotFrame:
    length = int.from_bytes(_read_exactly(source, 4), "big")
    if length > _MAX_HEADER_BYTES:
        raise BadMessage(what=f"snapshot: a header of {length} bytes")
    try:
        header = json.loads(_read_exactly(source, length))
        kind, size = header["kind"], int(header["bytes"])
        if kind == "begin":
            return SnapshotBegin(parse_position(header["position"]), int(header["clock_ms"]))
        if kind == "end":
            return SnapshotEnd(int(header["rows"]))
        entity = Entity(header["entity"])
    except (KeyError, TypeError, ValueError) as error:
        raise BadMessage(what=f"snapshot header: {error}") from error
    if size > _MAX_BODY_BYTES:
        raise BadMessage(what=f"snapshot: a body of {size} bytes")
    return SnapshotRows(entity, _read_batch(entity, _read_exactly(source, size)))


def _read_batch(entity: Entity, body: bytes) -> pa.RecordBatch:
    try:
        with pa.ipc.open_stream(body) as reader:
            batch = reader.read_next_batch()
    except (pa.ArrowInvalid, StopIteration) as error:
        raise BadMessage(what=f"snapshot rows: {error}") from error
    if batch.schema != SCHEMAS[entity]:
        raise BadMessage(what=f"snapshot: other fields of {entity} than this version knows")
    return batch
