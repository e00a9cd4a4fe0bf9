"""Tests of the stable sort by radix."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commandcenter.models.board import radix
from commandcenter.models.board.radix import stable_order


@given(st.integers(0, 63), st.data())
def test_it_is_the_stable_order_whatever_the_bits(bits: int, data: st.DataObject) -> None:
    values = np.array(data.draw(st.lists(st.integers(0, (1 << bits) - 1), max_size=40)), np.int64)
    assert stable_order(values, bits).tolist() == np.argsort(values, kind="stable").tolist()


@given(st.integers(0, 63), st.data())
def test_it_is_so_too_when_there_are_more_than_one_piece(bits: int, data: st.DataObject) -> None:
    few = st.integers(0, (1 << bits) - 1)
    values = np.array(data.draw(st.lists(st.one_of(few, few.map(lambda value: value % 3)), max_size=60)), np.int64)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(radix, "_PIECE_ROWS", 4)
        assert stable_order(values, bits).tolist() == np.argsort(values, kind="stable").tolist()


@pytest.mark.parametrize("bits", [1, 8, 9, 16, 17, 26, 33, 47, 63])
def test_it_is_so_too_for_many_values(bits: int) -> None:
    rng = np.random.default_rng(bits)
    values = rng.integers(0, 1 << bits, 300_000)
    values[:140_000] >>= bits // 2
    assert np.array_equal(stable_order(values, bits), np.argsort(values, kind="stable"))
