"""Areas from files as they come."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import shapely

from commandcenter.models.feature_file.failure import BadAreaFile
from commandcenter.store.area.failure import AreaFieldMissing
from commandcenter.store.area.file import AreaRequest, read_area_file

SQUARE = {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]]}
BOW_TIE = {"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]]}
LINE = {"type": "LineString", "coordinates": [[0, 0], [1, 1]]}
METRES = {"type": "Polygon", "coordinates": [[[7e5, 9e6], [8e5, 9e6], [8e5, 9.1e6], [7e5, 9e6]]]}
OPEN_RING = {"type": "Polygon", "coordinates": [[[0, 0], [1, 1]]]}


def file_of(folder: Path, *features: tuple[dict[str, Any], Any]) -> Path:
    path = folder / "areas.geojson"
    listed = [{"type": "Feature", "properties": names, "geometry": geometry} for names, geometry in features]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": listed}))
    return path


@pytest.mark.parametrize(("code", "name"), [("kode", "nama"), ("CODE", "Name"), ("KODE_KEL", "NAMOBJ")])
def test_code_and_name_are_found_under_their_usual_names(tmp_path: Path, code: str, name: str) -> None:
    read = read_area_file(
        file_of(tmp_path, ({code: "31.75.06.1004", name: "Cakung Timur"}, SQUARE)), AreaRequest("kelurahan")
    )
    (area,) = read.areas
    assert (area.code, area.name, area.parent, area.level) == (
        "31.75.06.1004",
        "Cakung Timur",
        "31.75.06",
        "kelurahan",
    )
    assert (read.code_field, read.name_field) == (code, name)


def test_other_names_can_be_given_and_missing_ones_are_listed(tmp_path: Path) -> None:
    path = file_of(tmp_path, ({"wilayah": "A", "sebutan": "B"}, SQUARE))
    with pytest.raises(AreaFieldMissing, match=r"wilayah, sebutan.*--code-field"):
        read_area_file(path, AreaRequest("rw"))
    (area,) = read_area_file(path, AreaRequest("rw", "wilayah", "sebutan", approximate=True)).areas
    assert (area.code, area.name, area.parent, area.approximate) == ("A", "B", None, True)


def test_invalid_geometry_is_repaired_and_named(tmp_path: Path) -> None:
    read = read_area_file(file_of(tmp_path, ({"kode": "1", "nama": "x"}, BOW_TIE)), AreaRequest("kelurahan"))
    assert read.repaired == ("1",)
    assert shapely.from_geojson(read.areas[0].boundary).is_valid


@pytest.mark.parametrize("geometry", [LINE, METRES, OPEN_RING, None, {"type": "Polygon"}, "x", {"type": "Blob"}])
def test_what_is_no_area_is_left_out_and_named(tmp_path: Path, geometry: Any) -> None:
    path = file_of(tmp_path, ({"kode": "1", "nama": "x"}, SQUARE), ({"kode": "2", "nama": "y"}, geometry))
    read = read_area_file(path, AreaRequest("kelurahan"))
    assert [area.code for area in read.areas] == ["1"]
    assert len(read.left_out) == 1
    assert "(2)" in read.left_out[0]


def test_a_code_that_stands_twice_or_not_at_all_is_left_out(tmp_path: Path) -> None:
    path = file_of(
        tmp_path, ({"kode": "1", "nama": "x"}, SQUARE), ({"kode": "1", "nama": "y"}, SQUARE), ({"nama": "z"}, SQUARE)
    )
    read = read_area_file(path, AreaRequest("kelurahan"))
    assert [area.name for area in read.areas] == ["x"]
    assert len(read.left_out) == 2


@pytest.mark.parametrize("text", ["", "x", "[]", "{}", '{"features": 1}', '{"features": []}', "\x00"])
def test_a_file_of_another_kind_is_said_to_be_one(tmp_path: Path, text: str) -> None:
    path = tmp_path / "x.geojson"
    path.write_text(text)
    with pytest.raises((BadAreaFile, AreaFieldMissing)):
        read_area_file(path, AreaRequest("kelurahan"))


def test_rows_of_one_code_and_one_name_are_one_area(tmp_path: Path) -> None:
    east = {"type": "Polygon", "coordinates": [[[5, 0], [6, 0], [6, 1], [5, 1], [5, 0]]]}
    path = file_of(tmp_path, ({"kode": "1", "nama": "x"}, SQUARE), ({"kode": "1", "nama": "x"}, east))
    read = read_area_file(path, AreaRequest("kelurahan"))
    (area,) = read.areas
    assert shapely.from_geojson(area.boundary).equals(
        shapely.union_all([shapely.box(0, 0, 1, 1), shapely.box(5, 0, 6, 1)])
    )
    assert (read.merged, read.left_out) == (("1",), ())


def test_a_speck_that_repair_leaves_behind_is_no_part_of_the_area(tmp_path: Path) -> None:
    # A spike of a tenth of a square metre crosses over behind the square's corner.
    spiked = {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 1], [-1e-6, -1e-6], [0, -1e-6], [0, 0]]]}
    crossed = {
        "type": "Polygon",
        "coordinates": [[[0, 0], [1, 0], [1, 1], [1 + 1e-6, 1 + 1e-6], [1, 1 + 1e-6], [1 + 1e-6, 1], [0, 1], [0, 0]]],
    }
    path = file_of(tmp_path, ({"kode": "1", "nama": "x"}, crossed), ({"kode": "2", "nama": "y"}, spiked))
    for area in read_area_file(path, AreaRequest("kelurahan")).areas:
        parts = shapely.get_parts(shapely.from_geojson(area.boundary))
        assert all(part.area > 1e-10 for part in parts)
        assert shapely.from_geojson(area.boundary).is_valid


def test_codes_that_are_numbers_keep_no_point(tmp_path: Path) -> None:
    path = file_of(tmp_path, ({"kode": 3175061004.0, "nama": "x"}, SQUARE), ({"kode": None, "nama": "y"}, SQUARE))
    read = read_area_file(path, AreaRequest("kelurahan"))
    assert [area.code for area in read.areas] == ["3175061004"]
    assert read.left_out == ("feature 2: no code",)


def test_upper_areas_are_taken_from_named_properties_and_contradictions_are_named(tmp_path: Path) -> None:
    rows = [("a", "K1", "C1"), ("b", "K1", "C2"), ("c", "K2", "C2")]
    path = file_of(
        tmp_path, *(({"kode": code, "nama": code, "kec": kec, "kota": kota}, SQUARE) for code, kec, kota in rows)
    )
    read = read_area_file(path, AreaRequest("desa", parent_fields=("kec", "kota")))
    assert [area.parent for area in read.areas] == ["K1", "K1", "K2"]
    assert read.uppers == {"a": "K1", "b": "K1", "c": "K2", "K1": "C1", "K2": "C2"}
    (sentence,) = read.contradictions
    assert "K1 lies in C1" in sentence
    with pytest.raises(AreaFieldMissing, match="--parent-field"):
        read_area_file(path, AreaRequest("desa", parent_fields=("provinsi",)))
