from __future__ import annotations

import re
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from commandcenter.models.mirror.folder import MirrorFolder
from commandcenter.models.mirror.reader import match_query
from commandcenter.models.record import Entity
from tests.unit.models.mirror.record_fixture import NOW_MS, arrow, gone, put, report


def load(folder: MirrorFolder, texts: dict[int, str]) -> None:
    with folder.writer.snapshot() as snapshot:
        records = [report(key, description=text, address=None) for key, text in texts.items()]
        snapshot.append(Entity.REPORT, arrow(Entity.REPORT, records))
        snapshot.finish(position="e.0", current_ms=NOW_MS)


def test_every_word_must_occur_as_the_beginning_of_a_word(folder: MirrorFolder) -> None:
    load(folder, {1: "Banjir di Kalibata", 2: "Pohon tumbang di Kalibata", 3: "banjir lagi"})
    assert folder.writer.index_text(100)
    assert list(folder.reader.search("kali")) == [1, 2]
    assert list(folder.reader.search("BANJIR kali")) == [1]
    assert list(folder.reader.search("bata")) == []


def test_numbers_are_found_whole_and_by_their_beginning(folder: MirrorFolder) -> None:
    load(folder, {12: "a", 13: "b"})
    folder.writer.index_text(100)
    assert list(folder.reader.search("JK170220-000012")) == [12]
    assert list(folder.reader.search("jk170220-00001")) == [12, 13]
    assert list(folder.reader.search("000013")) == [13]


def test_the_index_follows_in_steps_and_says_when_it_holds_all(folder: MirrorFolder) -> None:
    load(folder, dict.fromkeys(range(1, 6), "banjir"))
    assert not folder.reader.search_covers_all()
    assert not folder.writer.index_text(2)
    assert list(folder.reader.search("banjir")) == [1, 2]
    assert not folder.writer.index_text(2)
    assert folder.writer.index_text(2)
    assert folder.reader.search_covers_all()
    assert list(folder.reader.search("banjir")) == [1, 2, 3, 4, 5]


def test_an_empty_mirror_is_searchable(folder: MirrorFolder) -> None:
    assert folder.reader.search_covers_all()
    assert list(folder.reader.search("banjir")) == []


@given(st.text())
def test_no_text_is_syntax(text: str) -> None:
    query = match_query(text)
    assert query == "" or re.fullmatch(r'("([^"]|"")+"\*)( "([^"]|"")+"\*)*', query)


WORDS = st.sampled_from(["banjir", "pohon", "jalan", "rusak"])
STEPS: st.SearchStrategy[tuple[str, int, list[str]]] = st.one_of(
    st.tuples(st.just("put"), st.integers(1, 12), st.lists(WORDS, min_size=1, max_size=3)),
    st.tuples(st.just("drop"), st.integers(1, 12), st.just([])),
    st.tuples(st.just("index"), st.integers(1, 4), st.just([])),
)


@settings(max_examples=25, deadline=None)
@given(st.dictionaries(st.integers(1, 12), WORDS, max_size=8), st.lists(STEPS, max_size=12), st.text(max_size=6))
def test_whatever_changes_in_whatever_order_the_complete_index_finds_what_the_texts_hold(
    start: dict[int, str], steps: list[tuple[str, int, list[str]]], odd: str
) -> None:
    with tempfile.TemporaryDirectory() as path:
        folder = MirrorFolder.open(Path(path))
        texts = dict(start)
        load(folder, texts)
        n = 0
        for what, number, words in steps:
            if what == "index":
                folder.writer.index_text(number)
                continue
            if what == "put":
                texts[number] = " ".join(words)
                row = put(Entity.REPORT, report(number, description=texts[number], address=None))
            else:
                texts.pop(number, None)
                row = gone(Entity.REPORT, number)
            folder.writer.apply([row], expected=f"e.{n}", through=f"e.{n + 1}", current_ms=None)
            n += 1
        while not folder.writer.index_text(3):
            pass
        for word in ("banjir", "pohon", "jalan", "rusak"):
            assert list(folder.reader.search(word)) == sorted(k for k, text in texts.items() if word in text)
        folder.reader.search(odd)
        folder.close()
