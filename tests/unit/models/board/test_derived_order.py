"""Reports can be sorted by numbers that are no column of the board."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from commandcenter.models.board.board import Board
from commandcenter.models.board.change_set import NO_TIME
from commandcenter.models.board.filter import EVERYTHING
from commandcenter.models.board.generation import Generation
from commandcenter.models.board.mask import mask
from commandcenter.models.board.order import Derived, SortKey, order
from tests.unit.models.board.plain import PlainReport, change

values = st.lists(st.one_of(st.none(), st.integers(-5, 5)), max_size=20)


@given(values, st.booleans(), st.one_of(st.none(), st.integers(0, 22)))
def test_it_is_the_order_of_the_numbers_with_what_has_none_last(
    values: list[int | None], descending: bool, limit: int | None
) -> None:
    generation = Board().apply(change([PlainReport(number) for number in range(len(values))]))
    known = np.array([NO_TIME if value is None else value for value in values], np.int64)

    def number_of(generation: Generation, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        return known[generation.ids_of(rows)]

    keys = [SortKey(Derived(number_of), descending), SortKey("ids", descending=True)]
    rows = order(generation, mask(generation, EVERYTHING), keys, limit)
    turned = -1 if descending else 1
    expected = sorted(range(len(values)), key=lambda n: ((v := values[n]) is None, turned * (v or 0), -n))
    assert generation.ids_of(rows).tolist() == expected[:limit]
