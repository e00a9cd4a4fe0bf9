"""Areas from files as they come."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import shapely

from commandcenter.store.area.geojson import AreaFieldMissing, BadAreaFile, read_area_file

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
    read = read_area_file(file_of(tmp_path, ({code: "31.75.06.1004", name: "Cakung Timur"}, SQUARE)), "kelurahan")
    (area,) = read.areas
    assert (area.code, area.name, area.parent, area.level) == ("31.75.06.1004", "Cakung Timur", "31.75.06", "kelurahan")
    assert (read.code_field, read.name_field) == (code, name)


def test_other_names_can_be_given_and_missing_ones_are_listed(tmp_path: Path) -> None:
    path = file_of(tmp_path, ({"wilayah": "A", "sebutan": "B"}, SQUARE))
    with pytest.raises(AreaFieldMissing, match=r"wilayah, sebutan.*--code-field"):
        read_area_file(path, "rw")
    (area,) = read_area_file(path, "rw", code_field="wilayah", name_field="sebutan", approximate=True).areas
    assert (area.code, area.name, area.parent, area.approximate) == ("A", "B", None, True)


def test_invalid_geometry_is_repaired_and_named(tmp_path: Path) -> None:
    read = read_area_file(file_of(tmp_path, ({"kode": "1", "nama": "x"}, BOW_TIE)), "kelurahan")
    assert read.repaired == ("1",)
    assert shapely.from_geojson(read.areas[0].boundary).is_valid


@pytest.mark.parametrize("geometry", [LINE, METRES, OPEN_RING, None, {"type": "Polygon"}, "x", {"type": "Blob"}])
def test_what_is_no_area_is_left_out_and_named(tmp_path: Path, geometry: Any) -> None:
    path = file_of(tmp_path, ({"kode": "1", "nama": "x"}, SQUARE), ({"kode": "2", "nama": "y"}, geometry))
    read = read_area_file(path, "kelurahan")
    assert [area.code for area in read.areas] == ["1"]
    assert len(read.left_out) == 1
    assert "(2)" in read.left_out[0]


def test_a_code_that_stands_twice_or_not_at_all_is_left_out(tmp_path: Path) -> None:
    path = file_of(
        tmp_path, ({"kode": "1", "nama": "x"}, SQUARE), ({"kode": "1", "nama": "y"}, SQUARE), ({"nama": "z"}, SQUARE)
    )
    read = read_area_file(path, "kelurahan")
    assert [area.name for area in read.areas] == ["x"]
    assert len(read.left_out) == 2


@pytest.mark.parametrize("text", ["", "x", "[]", "{}", '{"features": 1}', '{"features": []}', "\x00"])
def test_a_file_of_another_kind_is_said_to_be_one(tmp_path: Path, text: str) -> None:
    path = tmp_path / "x.geojson"
    path.write_text(text)
    with pytest.raises((BadAreaFile, AreaFieldMissing)):
        read_area_file(path, "kelurahan")
