"""MBTiles archives: rows are counted from the other side, and a hostile or broken database does no harm."""

from __future__ import annotations

import gzip
import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from commandcenter.models.failure import Failure
from commandcenter.views.map.base import mbtiles
from commandcenter.views.map.base.archive import Form, TileUnreadable, open_archive
from commandcenter.views.map.base.failure import (
    ArchiveDamaged,
    ArchiveEmpty,
    ArchiveKindUnknown,
    CompressionWrong,
    LayersUnknown,
    TilesUnknown,
)
from tests.fixture.tile_archive import Shape, picture_tile, streets, tiles_of, vector_tile, write_mbtiles

BOX = (106.6, -6.4, 107.0, -6.0)
LAYERS = json.dumps({"vector_layers": [{"id": "transportation"}, {"id": "water"}]})
PACKED = {at: gzip.compress(tile) for at, tile in tiles_of(streets(*BOX, "openmaptiles"), range(6, 11)).items()}


def test_every_tile_is_found_on_its_own_side_of_the_equator(tmp_path: Path) -> None:
    plain = tiles_of(streets(*BOX), range(6, 11))
    archive = open_archive(write_mbtiles(tmp_path / "a.mbtiles", plain, format="pbf", json=LAYERS))
    assert {at: archive.tile(*at) for at in plain} == plain
    assert archive.tile(10, 0, 0) is None
    archive.close()


def test_an_archive_says_whose_it_is_and_what_it_covers(tmp_path: Path) -> None:
    notes = {"format": "pbf", "json": LAYERS, "bounds": "106.6,-6.4,107.0,-6.0", "attribution": "<i>Made</i> up"}
    archive = open_archive(write_mbtiles(tmp_path / "a ?#%.mbtiles", PACKED, **notes))
    facts = archive.facts
    assert (facts.form, facts.scheme, facts.attribution) == (Form.VECTOR, "openmaptiles", "Made up")
    assert (facts.min_zoom, facts.max_zoom) == (6, 10)
    assert (facts.west, facts.south, facts.east, facts.north) == BOX
    archive.close()


@pytest.mark.parametrize("bounds", ["", "1,2,3", "a,b,c,d", "9,9,1,1", "nan,nan,nan,nan", "-999,0,5,5"])
def test_a_box_that_makes_no_sense_is_the_whole_world(tmp_path: Path, bounds: str) -> None:
    tiles = {(0, 0, 0): picture_tile("red")}
    archive = open_archive(write_mbtiles(tmp_path / "a.mbtiles", tiles, format="png", bounds=bounds))
    assert (archive.facts.west, archive.facts.north) == (-180, 90)
    archive.close()


@pytest.mark.parametrize(
    ("low", "high", "zooms"),
    [("2", "3", (2, 3)), ("0", "14", (1, 4)), ("", "", (1, 4)), ("two", "3.5", (1, 4)), ("9" * 40, "3", (1, 4))],
)
def test_zooms_are_those_of_the_notes_where_there_are_tiles_of_them(
    tmp_path: Path, low: str, high: str, zooms: tuple[int, int]
) -> None:
    tiles = {(zoom, 0, 0): picture_tile("red") for zoom in range(1, 5)}
    archive = open_archive(write_mbtiles(tmp_path / "a.mbtiles", tiles, format="png", minzoom=low, maxzoom=high))
    assert (archive.facts.min_zoom, archive.facts.max_zoom) == zooms
    archive.close()


def test_pictures_need_no_note_on_what_they_are(tmp_path: Path) -> None:
    archive = open_archive(write_mbtiles(tmp_path / "a.mbtiles", {(0, 0, 0): picture_tile("red", "JPEG")}))
    assert (archive.facts.form, archive.facts.mime) == (Form.RASTER, "image/jpeg")
    archive.close()


@pytest.mark.parametrize(
    ("tile", "form", "refusal"),
    [
        pytest.param(None, "pbf", ArchiveEmpty, id="no tiles"),
        pytest.param(b"\x1f\x8b broken", "pbf", CompressionWrong, id="not packed as it begins"),
        pytest.param(b"\xff\xff", "pbf", CompressionWrong, id="no vector tile"),
        pytest.param(vector_tile([Shape("fields", 1, [(0, 0)])]), "pbf", LayersUnknown, id="other layers"),
        pytest.param(b"no picture", "png", TilesUnknown, id="no picture"),
        pytest.param(picture_tile("red"), "gif", TilesUnknown, id="a kind that can't be drawn"),
    ],
)
def test_what_is_wrong_with_an_archive_is_said(
    tmp_path: Path, tile: bytes | None, form: str, refusal: type[Failure]
) -> None:
    tiles = {} if tile is None else {(0, 0, 0): tile}
    path = write_mbtiles(tmp_path / "a.mbtiles", tiles, format=form)
    with pytest.raises(refusal, match="The map stays as it was"):
        open_archive(path)


def test_another_database_is_no_archive(tmp_path: Path) -> None:
    path = tmp_path / "a.mbtiles"
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("CREATE TABLE customers (name TEXT)")
    with pytest.raises(ArchiveKindUnknown):
        open_archive(path)


def test_a_database_that_is_cut_off_is_damaged(tmp_path: Path) -> None:
    path = write_mbtiles(tmp_path / "a.mbtiles", PACKED, format="pbf", json=LAYERS)
    path.write_bytes(path.read_bytes()[:5_000])
    with pytest.raises(ArchiveDamaged):
        open_archive(path)


def test_zooms_that_are_no_numbers_are_damage(tmp_path: Path) -> None:
    path = write_mbtiles(tmp_path / "a.mbtiles", {(0, 0, 0): picture_tile("red")})
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("UPDATE tiles SET zoom_level = 'deep'")
    with pytest.raises(ArchiveDamaged):
        open_archive(path)


def test_a_view_that_never_ends_is_broken_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mbtiles, "QUESTION_LIMIT_S", 0.2)
    path = tmp_path / "a.mbtiles"
    with closing(sqlite3.connect(path)) as database, database:
        database.execute(
            "CREATE VIEW tiles AS WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n) "
            "SELECT i % 20 AS zoom_level, i AS tile_column, i AS tile_row, x'00' AS tile_data FROM n"
        )
    with pytest.raises(ArchiveDamaged):
        open_archive(path)


def test_the_file_is_only_read(tmp_path: Path) -> None:
    path = write_mbtiles(tmp_path / "a.mbtiles", PACKED, format="pbf", json=LAYERS)
    before = path.read_bytes()
    archive = open_archive(path)
    archive.tile(6, 50, 33)
    archive.close()
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == ["a.mbtiles"]


def test_one_tile_that_can_not_be_read_is_one_tile(tmp_path: Path) -> None:
    tiles = {(0, 0, 0): picture_tile("red"), (1, 0, 0): b"\x1f\x8b broken"}
    archive = open_archive(write_mbtiles(tmp_path / "a.mbtiles", tiles, format="png"))
    with pytest.raises(TileUnreadable):
        archive.tile(1, 0, 0)
    assert archive.tile(0, 0, 0) == tiles[0, 0, 0]
    archive.close()
