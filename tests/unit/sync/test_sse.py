from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commandcenter.protocol.feed import BadMessage
from commandcenter.sync import sse
from commandcenter.sync.sse import EventParser, ServerEvent


def parse(*chunks: bytes) -> list[ServerEvent]:
    parser = EventParser()
    return [event for chunk in chunks for event in parser.feed(chunk)]


def test_an_event_has_a_name_and_data() -> None:
    assert parse(b'event: page\ndata: {"a":1}\n\n') == [ServerEvent("page", '{"a":1}')]


def test_an_event_without_a_name_is_a_message_and_lines_of_data_are_joined() -> None:
    assert parse(b"data: one\ndata:two\n\n") == [ServerEvent("message", "one\ntwo")]


def test_comments_unknown_fields_and_events_without_data_are_read_over() -> None:
    assert parse(b": hello\nid: 4\nretry: 9\nevent: nothing\n\ndata: x\n\n") == [ServerEvent("message", "x")]


def test_an_event_counts_when_it_is_complete() -> None:
    assert parse(b"data: x\n") == []


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_all_three_ends_of_line_count(end: bytes) -> None:
    assert parse(end.join([b"event: a", b"data: b", b"", b"data: c", b"", b""])) == [
        ServerEvent("a", "b"),
        ServerEvent("message", "c"),
    ]


def test_a_byte_order_mark_is_no_part_of_the_first_field() -> None:
    assert parse("\ufeffdata: x\n\n".encode()) == [ServerEvent("message", "x")]


PIECES = st.sampled_from(
    ["data: ", "data:", "event: page", ": c", "é", "air", "\n", "\n\n", "\r", "\r\n", "{", "😀", ":"]
)


@given(st.lists(PIECES, max_size=30).map("".join), st.lists(st.integers(0, 60), max_size=6))
def test_however_the_bytes_are_cut_the_events_are_the_same(text: str, cuts: list[int]) -> None:
    raw = text.encode()
    edges = [0, *sorted(min(cut, len(raw)) for cut in cuts), len(raw)]
    chunks = [raw[start:end] for start, end in pairwise(edges)]
    assert parse(*chunks) == parse(raw)


def test_an_event_without_an_end_is_garbage(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sse, "MAX_EVENT_CHARS", 100)
    with pytest.raises(BadMessage):
        parse(*[b"data: " + b"x" * 10] * 20)
    with pytest.raises(BadMessage):
        parse(*[b"data: " + b"x" * 10 + b"\n"] * 20)
