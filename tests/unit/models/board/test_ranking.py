"""The first reports behind any filter are found in an order that was kept, also after the board has gone on."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commandcenter.models.board import ranking as ranking_module
from commandcenter.models.board.board import Board
from commandcenter.models.board.change_set import NO_TIME
from commandcenter.models.board.filter import EVERYTHING, Filter
from commandcenter.models.board.mask import mask
from commandcenter.models.board.order import Derived, SortKey, order
from commandcenter.models.board.ranking import ranking
from tests.unit.models.board.history import Step, few_filters, histories, played
from tests.unit.models.board.plain import PlainReport, change

pytestmark = pytest.mark.usefixtures("small_chunks")

_TURNS = Derived(lambda generation, rows: generation.column("supporters", rows).astype(np.int64))

KEYS = st.sampled_from(
    (
        (SortKey("created_s", descending=True), SortKey("ids", descending=True)),
        (SortKey("closed_s"), SortKey("ids", descending=True)),
        (SortKey("categories", ranks={"category-3": 0, "category-1": 1}), SortKey("states", descending=True)),
        (SortKey(_TURNS), SortKey("areas")),
        (SortKey("ids"),),
    )
)


@given(histories, KEYS, few_filters, st.integers(1, 12))
def test_the_head_is_that_of_the_order_whatever_has_changed_since(
    history: list[Step], keys: tuple[SortKey, ...], wanted: Filter, limit: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ranking_module, "_MOST_CHANGED", 1.0)
        for before, after in pairwise(moment.generation for moment in played(history)):
            kept = ranking(before, keys)
            for generation in (before, after):
                if kept.fits(generation, keys):
                    selected = mask(generation, wanted)
                    expected = order(generation, selected, keys, limit)
                    assert kept.head(generation, selected, limit).tolist() == expected.tolist()


@given(histories, KEYS, few_filters)
def test_all_of_a_mask_are_in_the_order_they_are_sorted_in(
    history: list[Step], keys: tuple[SortKey, ...], wanted: Filter
) -> None:
    generation = played(history)[-1].generation
    selected = mask(generation, wanted)
    assert ranking(generation, keys).all_of(selected).tolist() == order(generation, selected, keys).tolist()


def test_an_order_is_of_its_keys_and_does_not_fit_others() -> None:
    generation = Board().apply(change([PlainReport(number) for number in range(9)]))
    by_time, by_state = (SortKey("created_s"),), (SortKey("states"),)
    kept = ranking(generation, by_time)
    assert kept.is_of(generation, by_time)
    assert kept.fits(generation, by_time)
    assert not kept.is_of(generation, by_state)
    assert not kept.fits(generation, by_state)


def test_an_order_fits_while_few_of_its_chunks_have_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    board, keys = Board(), (SortKey("created_s"),)
    kept = ranking(board.apply(change([PlainReport(number) for number in range(32)])), keys)
    after = board.apply(change([PlainReport(3, state=2)]))
    assert kept.fits(after, keys)
    assert not kept.is_of(after, keys)
    monkeypatch.setattr(ranking_module, "_MOST_CHANGED", 0.1)
    assert not kept.fits(after, keys)


def test_an_order_does_not_fit_a_board_that_was_begun_anew() -> None:
    board, keys = Board(), (SortKey("created_s"),)
    kept = ranking(board.apply(change([PlainReport(number) for number in range(9)])), keys)
    assert not kept.fits(board.apply(change([], replaces_all=True)), keys)


def test_what_has_no_value_stays_last_where_it_changed() -> None:
    board, keys = Board(), (SortKey("closed_s", descending=True),)
    kept = ranking(board.apply(change([PlainReport(n, closed_s=1_000 + n) for n in range(40)])), keys)
    after = board.apply(change([PlainReport(39, closed_s=NO_TIME)]))
    head = kept.head(after, mask(after, EVERYTHING), 3)
    assert after.ids_of(head).tolist() == [38, 37, 36]
