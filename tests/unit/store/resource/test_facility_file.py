"""Files of facilities, read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from commandcenter.models.place import LonLat
from commandcenter.store.resource.facility_file import read_facility_file
from commandcenter.store.resource.failure import BadFacilityFile


def written(path: Path, *features: dict[str, object]) -> Path:
    path.write_text(json.dumps({"type": "FeatureCollection", "features": list(features)}), "utf-8")
    return path


def hospital(number: object = 7, name: object = "RS Harapan", **geometry: object) -> dict[str, object]:
    point = {"type": "Point", "coordinates": [106.85, -6.25]} | geometry
    return {"type": "Feature", "properties": {"OBJECTID": number, "NAMOBJ": name}, "geometry": point}


def test_a_facility_has_a_code_a_name_and_a_place(tmp_path: Path) -> None:
    file = read_facility_file(written(tmp_path / "rs.geojson", hospital()), prefix="RS-")
    (found,) = file.facilities
    assert (found.code, found.name, found.place) == ("RS-7", "RS Harapan", LonLat(106.85, -6.25))
    assert file.rejected == []


def test_what_is_none_is_left_out_with_its_place_in_the_file_and_why(tmp_path: Path) -> None:
    file = read_facility_file(
        written(
            tmp_path / "rs.geojson",
            hospital(),
            hospital(7, "Sama"),
            hospital(None),
            hospital("a/b"),
            hospital(8, ""),
            hospital(9, coordinates=[0, 0]),
            hospital(10, coordinates="di sini"),
        )
    )
    assert len(file.facilities) == 1
    assert [place for place, _ in file.rejected] == [2, 3, 4, 5, 6, 7]


def test_a_file_without_facilities_is_refused_with_what_it_has(tmp_path: Path) -> None:
    with pytest.raises(BadFacilityFile, match="OBJECTID, NAMOBJ"):
        read_facility_file(written(tmp_path / "rs.geojson", hospital()), code_field="nomor")
    broken = tmp_path / "broken.geojson"
    broken.write_text("[]", "utf-8")
    with pytest.raises(BadFacilityFile):
        read_facility_file(broken)


@pytest.mark.parametrize(("file", "count"), [("rumahsakit", 191), ("pemerintahan", 308)])
def test_the_real_facilities_are_all_read(shared_data: Path, file: str, count: int) -> None:
    read = read_facility_file(shared_data / "facilities" / f"big_rbi_jakarta_{file}.geojson")
    assert (len(read.facilities), read.rejected) == (count, [])
