"""The tables of docs/records.md are the records that the program sends, and its frames are a snapshot's."""

from __future__ import annotations

import json
import re
from io import BytesIO
from pathlib import Path

import pytest

from commandcenter.models.record import FIELDS, KEYS, NULLABLE, Entity
from commandcenter.protocol.bulk import (
    MAX_FRAME_ROWS,
    SnapshotBegin,
    SnapshotEnd,
    SnapshotRows,
    encode_begin,
    encode_end,
    encode_rows,
    read_frames,
)
from commandcenter.protocol.position import parse_position

PAGE = (Path(__file__).parents[3] / "docs" / "records.md").read_text("utf-8")
HEADERS = [json.loads(text) for text in re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)]


def section(entity: Entity) -> str:
    found = re.search(rf"^## {entity.value}\n(.*?)(?=^## |\Z)", PAGE, re.DOTALL | re.MULTILINE)
    assert found is not None, f"{entity} is not on the page"
    return found[1]


@pytest.mark.parametrize("entity", list(Entity))
def test_an_entitys_table_names_its_fields_in_order_with_their_types(entity: Entity) -> None:
    rows = re.findall(r"^\| `(\w+)` \| (\w+) \| (yes|) \|", section(entity), re.MULTILINE)
    assert [(name, kind) for name, kind, _ in rows] == list(FIELDS[entity].items())
    assert {name for name, _, null in rows if null} == NULLABLE[entity]


@pytest.mark.parametrize("entity", list(Entity))
def test_an_entitys_key_is_named(entity: Entity) -> None:
    found = re.search(r"^Key: (.*)\.$", section(entity), re.MULTILINE)
    assert found is not None
    assert found[1] == ", ".join(f"`{name}`" for name in KEYS[entity])


def test_entities_stand_in_the_order_in_which_a_snapshot_sends_them() -> None:
    named = [name for name in re.findall(r"^## (\w+)$", PAGE, re.MULTILINE) if name in set(Entity)]
    assert named == [entity.value for entity in Entity]


def test_the_frames_shown_are_those_of_a_snapshot() -> None:
    begin, rows, end = HEADERS
    position = parse_position(begin["position"])
    assert header(encode_begin(SnapshotBegin(position, begin["clock_ms"]))) == begin
    assert header(encode_end(SnapshotEnd(end["rows"]))) == end
    made = header(encode_rows(Entity.SHIFT, [("pagi", "Pagi", 420, 900, True)]))
    assert made.keys() == rows.keys()
    assert rows["rows"] == MAX_FRAME_ROWS


def test_what_the_page_says_of_frames_is_enough_to_read_one() -> None:
    frames = encode_rows(Entity.SHIFT, [("pagi", "Pagi", 420, 900, True)]) + encode_end(SnapshotEnd(1))
    first, last = read_frames(BytesIO(frames))
    assert isinstance(first, SnapshotRows)
    assert first.batch.to_pylist() == [
        {"code": "pagi", "name": "Pagi", "begins_min": 420, "ends_min": 900, "active": True}
    ]
    assert last == SnapshotEnd(1)


def header(frame: bytes) -> dict[str, object]:
    length = int.from_bytes(frame[:4], "big")
    found: dict[str, object] = json.loads(frame[4 : 4 + length])
    return found
