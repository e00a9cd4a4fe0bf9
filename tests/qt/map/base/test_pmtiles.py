"""PMTiles archives: every tile comes back, and whatever is wrong with a file is said in a sentence."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commandcenter.models.failure import Failure
from commandcenter.views.map.base.archive import Form, TileUnreadable, open_archive
from commandcenter.views.map.base.failure import (
    ArchiveDamaged,
    ArchiveEmpty,
    ArchiveKindUnknown,
    ArchiveMissing,
    ArchiveTruncated,
    ArchiveVersionUnknown,
    CompressionWrong,
    LayersUnknown,
    TilesUnknown,
)
from tests.fixture.tile_archive import (
    PROTOMAPS_NOTES,
    Shape,
    Tile,
    assembled,
    directory,
    picture_tile,
    pmtiles,
    streets,
    tiles_of,
    varint,
    vector_tile,
)

BOX = (106.6, -6.4, 107.0, -6.0)
TILES = tiles_of(streets(*BOX), range(6, 12))
ONE = {(0, 0, 0): vector_tile([Shape("roads", 2, [(0, 0), (9, 9)])])}
NOTES = json.dumps(PROTOMAPS_NOTES).encode()


def written(folder: Path, content: bytes, name: str = "a.pmtiles") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("leaf_size", [0, 7])
@pytest.mark.parametrize("tiles_packed", [1, 2])
def test_every_tile_is_found_and_unpacked(tmp_path: Path, leaf_size: int, tiles_packed: int) -> None:
    archive = open_archive(written(tmp_path, pmtiles(TILES, box=BOX, leaf_size=leaf_size, tiles_packed=tiles_packed)))
    assert {at: archive.tile(*at) for at in TILES} == TILES
    assert archive.tile(11, 0, 0) is None
    assert archive.tile(12, 3264, 2117) is None
    archive.close()


@given(
    st.dictionaries(
        st.integers(0, 4).flatmap(lambda z: st.tuples(st.just(z), st.integers(0, 2**z - 1), st.integers(0, 2**z - 1))),
        st.binary(max_size=9),
        min_size=1,
        max_size=40,
    ),
    st.integers(0, 5),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
def test_whatever_was_written_is_read(tmp_path: Path, drawn: dict[Tile, bytes], leaf_size: int) -> None:
    tiles = {at: vector_tile([Shape("water", 1, [(1, 1)], {"name": content.hex()})]) for at, content in drawn.items()}
    archive = open_archive(written(tmp_path, pmtiles(tiles, leaf_size=leaf_size)))
    everywhere = [(z, x, y) for z in range(5) for x in range(2**z) for y in range(2**z)]
    assert {at: tile for at in everywhere if (tile := archive.tile(*at)) is not None} == tiles
    archive.close()


def test_an_archive_says_whose_it_is_in_plain_words_and_what_it_covers(tmp_path: Path) -> None:
    archive = open_archive(written(tmp_path, pmtiles(TILES, box=BOX)))
    facts = archive.facts
    assert facts.attribution == "© Made-up Streets"
    assert (facts.form, facts.scheme, facts.min_zoom, facts.max_zoom) == (Form.VECTOR, "protomaps", 6, 11)
    assert (facts.west, facts.south, facts.east, facts.north) == BOX
    archive.close()


def test_an_archive_may_say_nothing_of_itself(tmp_path: Path) -> None:
    tile = ONE[0, 0, 0]
    archive = open_archive(written(tmp_path, assembled(directory([(0, 1, 0, len(tile))]), b"", b"", tile, packed=1)))
    assert (archive.facts.scheme, archive.facts.attribution) == ("protomaps", "")
    archive.close()


@pytest.mark.parametrize(("form", "kind", "mime"), [("PNG", 2, "image/png"), ("WEBP", 4, "image/webp")])
def test_pictures_are_known_by_what_they_are(tmp_path: Path, form: str, kind: int, mime: str) -> None:
    tiles = {(0, 0, 0): picture_tile("red", form, 512)}
    archive = open_archive(written(tmp_path, pmtiles(tiles, kind=kind, tiles_packed=1)))
    assert (archive.facts.form, archive.facts.mime, archive.facts.tile_px) == (Form.RASTER, mime, 512)
    archive.close()


@pytest.mark.parametrize(("number", "codec"), [(3, "brotli"), (4, "zstd")])
def test_the_other_ways_of_packing_are_known(tmp_path: Path, number: int, codec: str) -> None:
    def pack(content: bytes) -> bytes:
        return bytes(pa.compress(content, codec=codec))

    tile = pack(ONE[0, 0, 0])
    root = pack(directory([(0, 1, 0, len(tile))]))
    content = assembled(root, pack(NOTES), b"", tile, packed=number, tiles_packed=number)
    archive = open_archive(written(tmp_path, content))
    assert archive.tile(0, 0, 0) == ONE[0, 0, 0]
    archive.close()


GOOD = pmtiles(ONE)
ONE_TILE = ONE[0, 0, 0]
LOOP = directory([(0, 0, 0, len(directory([(0, 0, 0, 5)])))])
OUT_OF_ITS_SECTION = directory([(0, 1, 10**6, 10)])
BOMB = gzip.compress(varint(1) + b"\x80" * (40 * 2**20))

BROKEN = [
    pytest.param(b"", ArchiveKindUnknown, id="nothing"),
    pytest.param(b"no archive at all, but long enough to be one" * 9, ArchiveKindUnknown, id="text"),
    pytest.param(b"PMTiles\x03 and then", ArchiveTruncated, id="less than a header"),
    pytest.param(GOOD[:-1], ArchiveTruncated, id="a byte short"),
    pytest.param(GOOD[:130], ArchiveTruncated, id="only a header"),
    pytest.param(pmtiles(ONE, version=2), ArchiveVersionUnknown, id="an old version"),
    pytest.param(pmtiles({}), ArchiveEmpty, id="no tiles"),
    pytest.param(assembled(directory([]), NOTES, b"", b""), ArchiveEmpty, id="an empty directory"),
    pytest.param(assembled(b"\xff" * 40, NOTES, b"", b""), ArchiveDamaged, id="no directory"),
    pytest.param(assembled(LOOP, NOTES, LOOP, b""), ArchiveDamaged, id="a directory that leads to itself"),
    pytest.param(assembled(OUT_OF_ITS_SECTION, NOTES, b"", b"x"), ArchiveDamaged, id="a tile behind the end"),
    pytest.param(assembled(BOMB, NOTES, b"", b"", packed=2), ArchiveDamaged, id="a directory that grows without end"),
    pytest.param(
        assembled(directory([(0, 1, 0, 9)]), NOTES, b"", b"\x1f\x8b no gzip", packed=2), ArchiveDamaged, id="not packed"
    ),
    pytest.param(
        assembled(directory([(0, 1, 0, len(ONE_TILE))]), NOTES, b"", ONE_TILE, tiles_packed=2),
        CompressionWrong,
        id="tiles that are not packed as it says",
    ),
    pytest.param(
        assembled(directory([(0, 1, 0, 40)]), NOTES, b"", gzip.compress(ONE_TILE)[:40]),
        CompressionWrong,
        id="tiles that are packed though it says no",
    ),
    pytest.param(assembled(directory([(0, 1, 0, 1)]), NOTES, b"", b"x", packed=9), ArchiveDamaged, id="packed somehow"),
    pytest.param(
        pmtiles({(0, 0, 0): b"no picture"}, kind=2, tiles_packed=1), TilesUnknown, id="pictures that are none"
    ),
    pytest.param(pmtiles(ONE, kind=6), TilesUnknown, id="tiles of another kind"),
    pytest.param(
        pmtiles({(0, 0, 0): vector_tile([Shape("fields", 1, [(0, 0)])])}, notes={}), LayersUnknown, id="other layers"
    ),
    pytest.param(
        assembled(directory([(0, 1, 0, 1)]), NOTES, b"", b"x", zooms=(9, 3)), ArchiveDamaged, id="zooms the wrong way"
    ),
]


@pytest.mark.parametrize(("content", "refusal"), BROKEN)
def test_what_is_wrong_with_an_archive_is_said(tmp_path: Path, content: bytes, refusal: type[Failure]) -> None:
    path = written(tmp_path, content)
    with pytest.raises(refusal) as told:
        open_archive(path)
    assert str(path) in str(told.value)
    assert str(told.value).endswith("The map stays as it was.")


def test_a_file_that_is_not_there_or_is_a_folder_is_no_archive(tmp_path: Path) -> None:
    with pytest.raises(ArchiveMissing):
        open_archive(tmp_path / "gone.pmtiles")
    with pytest.raises(ArchiveKindUnknown):
        open_archive(tmp_path)


@given(st.integers(0, len(GOOD) - 1), st.integers(1, 255))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=300)
def test_one_wrong_byte_is_a_sentence_or_harmless(tmp_path: Path, at: int, change: int) -> None:
    wrong = bytearray(GOOD)
    wrong[at] ^= change
    try:
        archive = open_archive(written(tmp_path, bytes(wrong)))
    except Failure:
        return
    try:
        archive.tile(0, 0, 0)
    except TileUnreadable:
        pass
    finally:
        archive.close()


@given(st.integers(0, len(GOOD) - 1))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
def test_an_archive_that_is_cut_anywhere_is_refused(tmp_path: Path, length: int) -> None:
    with pytest.raises((ArchiveTruncated, ArchiveKindUnknown)):
        open_archive(written(tmp_path, GOOD[:length]))


def test_a_file_that_becomes_shorter_while_it_is_used_loses_tiles_and_nothing_else(tmp_path: Path) -> None:
    path = written(tmp_path, pmtiles(TILES, box=BOX))
    archive = open_archive(path)
    path.write_bytes(path.read_bytes()[:600])
    last = max(TILES)
    with pytest.raises(TileUnreadable):
        archive.tile(*last)
    archive.close()


@pytest.mark.parametrize("name", ["stamen_toner_raster_z3.pmtiles", "usgs-mt-whitney-8-15-webp-512.pmtiles"])
def test_real_archives_of_pictures_are_opened(shared_data: Path, name: str) -> None:
    archive = open_archive(shared_data / "pmtiles" / name)
    assert archive.facts.form is Form.RASTER
    archive.close()


@pytest.mark.parametrize(
    ("name", "refusal"),
    [
        ("empty.pmtiles", ArchiveKindUnknown),
        ("invalid.pmtiles", ArchiveKindUnknown),
        ("invalid_v4.pmtiles", ArchiveVersionUnknown),
        ("test_fixture_1.pmtiles", LayersUnknown),
        ("test_fixture_mlt.pmtiles", TilesUnknown),
    ],
)
def test_real_archives_that_can_not_be_drawn_are_refused(shared_data: Path, name: str, refusal: type[Failure]) -> None:
    with pytest.raises(refusal):
        open_archive(shared_data / "pmtiles" / name)
