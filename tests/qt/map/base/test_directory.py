"""The order of tiles in a PMTiles archive, and its directories: whatever was written is found again."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commandcenter.views.map.base.directory import DirectoryMalformedError, read_directory, tile_id
from tests.fixture.tile_archive import directory, varint

ENTRIES = st.lists(st.tuples(st.integers(1, 400), st.integers(0, 1), st.integers(1, 5_000)), min_size=1, max_size=60)


def test_the_first_tiles_stand_in_the_order_of_the_format() -> None:
    assert [tile_id(*at) for at in [(0, 0, 0), (1, 0, 0), (1, 0, 1), (1, 1, 1), (1, 1, 0), (2, 0, 0)]] == list(range(6))


def test_each_tile_of_a_zoom_has_a_number_of_its_own_and_neighbours_follow_each_other() -> None:
    placed = {tile_id(5, x, y): (x, y) for x in range(32) for y in range(32)}
    first = (4**5 - 1) // 3
    assert sorted(placed) == list(range(first, first + 4**5))
    path = [placed[number] for number in sorted(placed)]
    steps = {abs(x - u) + abs(y - v) for (x, y), (u, v) in pairwise(path)}
    assert steps == {1}


@given(ENTRIES)
def test_a_directory_is_read_as_it_was_written(drawn: list[tuple[int, int, int]]) -> None:
    entries, first, offset = [], 0, 0
    for step, run, length in drawn:
        first += step
        entries.append((first, run, offset, length))
        offset += length
    read = read_directory(directory(entries))
    assert [(e.first, e.run, e.offset, e.length) for e in map(read.entry, range(len(read)))] == entries


def test_an_offset_of_nought_stands_for_behind_the_one_before() -> None:
    written = [3, 1, 1, 1, 1, 1, 1, 10, 20, 30, 101, 0, 0]
    read = read_directory(b"".join(map(varint, written)))
    assert [int(offset) for offset in read.offsets] == [100, 110, 130]


@given(st.lists(st.tuples(st.integers(1, 9), st.integers(1, 6)), min_size=1, max_size=30), st.integers(0, 300))
def test_a_tile_is_found_in_the_run_that_covers_it_and_nowhere_else(drawn: list[tuple[int, int]], wanted: int) -> None:
    entries, first, end = [], 0, 0
    for step, run in drawn:
        first = max(first + step, end)
        end = first + run
        entries.append((first, run, 0, 1))
    found = read_directory(directory(entries)).find(wanted)
    expected = [entry[0] for entry in entries if entry[0] <= wanted < entry[0] + entry[1]]
    assert ([] if found is None else [found.first]) == expected


@given(st.binary(max_size=200))
def test_bytes_are_a_directory_or_are_refused(data: bytes) -> None:
    try:
        read = read_directory(data)
    except DirectoryMalformedError:
        return
    assert sorted(map(int, read.firsts)) == list(map(int, read.firsts))


@pytest.mark.parametrize(
    "numbers",
    [
        pytest.param([2, 1, 0, 1, 1, 5, 5, 1, 0], id="the same tile twice"),
        pytest.param([1, 1, 1, 0, 1], id="an entry without bytes"),
        pytest.param([1, 1, 1, 5, 0], id="behind nothing"),
        pytest.param([1, 1, 1, 5], id="a column missing"),
        pytest.param([2**40], id="more entries than bytes"),
        pytest.param([2, 2**62, 2**62, 1, 1, 5, 5, 1, 0], id="tiles beyond all numbers"),
    ],
)
def test_a_directory_that_contradicts_itself_is_refused(numbers: list[int]) -> None:
    with pytest.raises(DirectoryMalformedError):
        read_directory(b"".join(map(varint, numbers)))
