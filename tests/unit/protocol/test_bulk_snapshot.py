"""The snapshot's frames: whole, or refused."""

from __future__ import annotations

import io
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commandcenter.models.record import FIELDS, NULLABLE, Entity, FieldType
from commandcenter.protocol.bulk import (
    SnapshotBegin,
    SnapshotEnd,
    SnapshotRows,
    encode_begin,
    encode_end,
    encode_rows,
    read_frames,
    records_of,
)
from commandcenter.protocol.feed import BadMessage
from commandcenter.protocol.position import Position

BEGIN = SnapshotBegin(Position("e1", 42), 1_700_000_000_000)

_VALUES: dict[FieldType, st.SearchStrategy[Any]] = {
    "int64": st.integers(-(2**63), 2**63 - 1),
    "int32": st.integers(-(2**31), 2**31 - 1),
    "int8": st.integers(-128, 127),
    "float64": st.floats(allow_nan=False),
    "text": st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
    "bool": st.booleans(),
}


@st.composite
def entity_rows(draw: st.DrawFn) -> tuple[Entity, list[tuple[Any, ...]]]:
    """Draw an entity and some of its rows."""
    entity = draw(st.sampled_from(Entity))
    fields = [
        st.none() | _VALUES[kind] if name in NULLABLE[entity] else _VALUES[kind]
        for name, kind in FIELDS[entity].items()
    ]
    return entity, draw(st.lists(st.tuples(*fields), max_size=5))


@given(st.lists(entity_rows(), max_size=4))
def test_every_record_arrives_as_it_was_sent(parts: list[tuple[Entity, list[tuple[Any, ...]]]]) -> None:
    total = sum(len(rows) for _, rows in parts)
    body = b"".join(
        [
            encode_begin(BEGIN),
            *(encode_rows(entity, rows) for entity, rows in parts),
            encode_end(SnapshotEnd(total)),
        ]
    )
    begin, *middle, end = read_frames(io.BytesIO(body))
    assert begin == BEGIN
    assert end == SnapshotEnd(total)
    received = []
    for frame in middle:
        assert isinstance(frame, SnapshotRows)
        received.append((frame.entity, [tuple(record.values()) for record in records_of(frame)]))
    assert received == parts


def _a_snapshot() -> bytes:
    category = ("SAMPAH", "Sampah", "Garbage", "", 21_600, 86_400, "by_rule", True, "trash", True, 1)
    return encode_begin(BEGIN) + encode_rows(Entity.CATEGORY, [category]) + encode_end(SnapshotEnd(1))


@given(st.integers(0, len(_a_snapshot()) - 1))
def test_a_snapshot_that_was_cut_off_anywhere_is_refused(length: int) -> None:
    with pytest.raises(BadMessage):
        list(read_frames(io.BytesIO(_a_snapshot()[:length])))


def test_a_snapshot_with_a_frame_missing_is_refused() -> None:
    body = encode_begin(BEGIN) + encode_end(SnapshotEnd(1))
    with pytest.raises(BadMessage, match="0 of 1"):
        list(read_frames(io.BytesIO(body)))


@pytest.mark.parametrize("body", [b"\xff" * 64, b"\0\0\0\2{}", b"<html>busy</html>" * 9])
def test_something_that_is_no_snapshot_is_refused(body: bytes) -> None:
    with pytest.raises(BadMessage):
        list(read_frames(io.BytesIO(body)))
