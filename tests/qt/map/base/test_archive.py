"""Attributions are written as HTML and shown as words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commandcenter.views.map.base.archive import TEXT_LIMIT, plain_text


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ('<a href="https://example.org">&copy; Made-up</a>  Streets\n', "© Made-up Streets"),
        ("plain & simple", "plain & simple"),
        ("<script>alert(1)</script>kept<style>a{}</style>", "kept"),
        ("", ""),
        ("x" * 9_999, "x" * (TEXT_LIMIT - 1) + "…"),
    ],
)
def test_only_words_are_left(markup: str, words: str) -> None:
    assert plain_text(markup) == words


@given(st.text(max_size=400))
def test_any_markup_becomes_one_short_line(markup: str) -> None:
    words = plain_text(markup)
    assert len(words) <= TEXT_LIMIT
    assert words == " ".join(words.split())
