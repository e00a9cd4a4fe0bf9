from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commandcenter.models.board.change_set import ReportBatch, WordColumn, batch_of
from commandcenter.models.mirror.column import BOARD_FIELDS, batch_of_arrow, batch_of_rows
from commandcenter.models.record import Entity
from commandcenter.models.state import STATES
from tests.unit.models.mirror.record_fixture import arrow, report

instants = st.integers(-(10**12), 10**13)
words = st.none() | st.sampled_from(["31.01", "31.02", "dinas"])
reports = st.builds(
    report,
    report_id=st.integers(0, 2**62),
    category=st.sampled_from(["flood", "tree", "road"]),
    state=st.sampled_from([state.value for state in STATES]),
    priority=st.integers(0, 3),
    lon=st.none() | st.floats(-180, 180),
    lat=st.none() | st.floats(-90, 90),
    area=words,
    agency=words,
    created_ms=instants,
    updated_ms=instants,
    acknowledged_ms=st.none() | instants,
    closed_ms=st.none() | instants,
    supporters=st.integers(0, 10**6),
    has_photo=st.booleans(),
    moderation=st.sampled_from(["pending", "public", "hidden"]),
    simulated=st.booleans(),
    reconstructed=st.booleans(),
    incident=st.none() | st.integers(0, 2**62),
)


def assert_same(one: ReportBatch, other: ReportBatch) -> None:
    for column in dataclasses.fields(ReportBatch):
        a, b = getattr(one, column.name), getattr(other, column.name)
        if isinstance(a, WordColumn):
            assert a.words == b.words, column.name
            a, b = a.codes, b.codes
        assert a.dtype == b.dtype, column.name
        np.testing.assert_array_equal(a, b, column.name)


@given(st.lists(reports, max_size=12))
def test_rows_arrow_and_records_give_the_same_columns(records: list[dict[str, Any]]) -> None:
    expected = batch_of(records)
    rows = [
        tuple(int(value) if isinstance(value, bool) else value for value in (r[name] for name in BOARD_FIELDS))
        for r in records
    ]
    assert_same(batch_of_rows(rows), expected)
    assert_same(batch_of_arrow(arrow(Entity.REPORT, records)), expected)


def test_a_state_of_another_version_is_not_taken_for_one_that_is_known() -> None:
    with pytest.raises(ValueError, match="teleported"):
        batch_of_arrow(arrow(Entity.REPORT, [report(1, state="teleported")]))
