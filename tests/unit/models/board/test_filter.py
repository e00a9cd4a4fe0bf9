"""Tests of the filter as a value."""

from __future__ import annotations

from dataclasses import fields
from typing import get_args

import numpy as np
from hypothesis import given

from commandcenter.models.board.condition import TextMatch
from commandcenter.models.board.filter import EVERYTHING, Filter, FilterPart
from commandcenter.models.state import State
from tests.unit.models.board.history import filters


def match(*ids: int) -> TextMatch:
    return TextMatch("banjir", np.array(ids, np.int64))


def test_every_field_is_a_named_part() -> None:
    assert tuple(part.name for part in fields(Filter)) == get_args(FilterPart)


def test_no_condition_has_no_parts_and_is_false() -> None:
    assert EVERYTHING.parts() == ()
    assert not EVERYTHING


def test_conditions_that_ask_for_no_are_parts_too() -> None:
    wanted = Filter(taken_on=False, with_place=False, created_from_s=0, states=frozenset())
    assert wanted.parts() == ("states", "created_from_s", "taken_on", "with_place")


def test_a_part_can_be_taken_out() -> None:
    wanted = Filter(states=frozenset({State.DONE}), created_from_s=1, created_until_s=2, open_only=True)
    assert wanted.without("states") == Filter(created_from_s=1, created_until_s=2, open_only=True)
    assert wanted.without("created", "open_only") == Filter(states=frozenset({State.DONE}))


@given(filters)
def test_taking_out_all_parts_leaves_everything(wanted: Filter) -> None:
    assert wanted.without(*wanted.parts()) == EVERYTHING


def test_equal_filters_are_equal_and_hash_alike() -> None:
    assert Filter(text=match(2, 1)) == Filter(text=match(1, 2))
    assert hash(Filter(text=match(2, 1))) == hash(Filter(text=match(1, 2)))
    assert Filter(text=match(1)) != Filter(text=match(2))
    assert match(1) != TextMatch("genangan", np.array([1], np.int64))
