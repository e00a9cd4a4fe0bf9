"""Reports are ranked by what they say, and changed texts find their place without a new ranking."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commandcenter.models.board.change_set import NO_TIME
from commandcenter.models.mirror.text_rank import MOST_MERGED, TextRanks, read_text_ranks, with_changed

texts = st.one_of(st.none(), st.text(alphabet="abB é\U0001f600\n", max_size=4))
mirrors = st.dictionaries(st.integers(1, 30), texts, max_size=20)


def _ranked(held: dict[int, str | None]) -> TextRanks:
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE report (id INTEGER PRIMARY KEY, description TEXT)")
    connection.executemany("INSERT INTO report VALUES (?, ?)", held.items())
    found = read_text_ranks(connection.cursor(), "description")
    connection.close()
    return found


def _said(text: str | None) -> str | None:
    return (text or "").strip().lower() or None


def _check(ranks: TextRanks, held: dict[int, str | None]) -> None:
    """Hold ranks against Python's own comparison of the texts."""
    assert ranks.ids.tolist() == sorted(held)
    rank_of = dict(zip(ranks.ids.tolist(), ranks.ranks.tolist(), strict=True))
    said = {report: _said(text) for report, text in held.items()}
    assert {report for report, rank in rank_of.items() if rank == NO_TIME} == {r for r, s in said.items() if s is None}
    worded = {report: text for report, text in said.items() if text is not None}
    for one, one_text in worded.items():
        for other, other_text in worded.items():
            assert (rank_of[one] < rank_of[other]) == (one_text < other_text)


@given(mirrors)
def test_ranks_follow_the_texts_whatever_their_case(held: dict[int, str | None]) -> None:
    _check(_ranked(held), held)


@given(mirrors, mirrors, st.sets(st.integers(1, 30), max_size=5))
def test_changed_texts_are_let_in_as_a_new_ranking_would_have_them(
    before: dict[int, str | None], changes: dict[int, str | None], removed: set[int]
) -> None:
    after = {report: text for report, text in (before | changes).items() if report not in removed}

    def texts_of(ids: Sequence[int]) -> dict[int, str | None]:
        return {report: after[report] for report in ids if report in after}

    changed = np.array(sorted({*changes, *removed}), np.int64)
    merged = with_changed(_ranked(before), changed, texts_of)
    if not before:
        assert merged is None
    else:
        assert merged is not None
        _check(merged, after)


def test_many_changes_are_not_let_in_one_by_one() -> None:
    ranks = _ranked({1: "a"})

    def texts_of(_ids: Sequence[int]) -> dict[int, str | None]:
        pytest.fail("nothing is to be read")

    assert with_changed(ranks, np.arange(MOST_MERGED + 1), texts_of) is None


def test_a_report_that_was_never_ranked_has_no_rank() -> None:
    ranks = _ranked({2: "b", 4: "a"})
    assert ranks.of(np.array([4, 3, 2, 9])).tolist() == [1, NO_TIME, 2, NO_TIME]
    ranks.of(ranks.ids)[:] = 0
    assert ranks.ranks.tolist() == [2, 1]
