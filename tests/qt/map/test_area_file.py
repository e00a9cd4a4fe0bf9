"""The borders' file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import shapely

from commandcenter.models.identity import AreaCode
from commandcenter.models.place import LonLat
from commandcenter.models.report import Area
from commandcenter.views.map.area_file import area_file
from tests.fixture.synthetic_city import CENTRE, square


def features(*areas: Area) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(area_file(areas))["features"]
    return found


def named(found: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {each["properties"]["name"]: each["properties"] for each in found if each["properties"]["role"] == "area"}


def test_no_areas_make_an_empty_file() -> None:
    assert features() == []


def test_an_area_keeps_its_name_and_whether_its_border_is_a_stand_in() -> None:
    found = named(features(square("1", "Gambir", CENTRE, 0.1, approximate=True), square("2", "Koja", CENTRE, 0.1)))
    assert found["Gambir"]["approximate"] is True
    assert found["Koja"]["approximate"] is False


def test_a_name_stands_in_the_middle_of_its_area() -> None:
    label = named(features(square("1", "Gambir", CENTRE, 0.1)))["Gambir"]
    assert label["label"] == pytest.approx([CENTRE.lon, CENTRE.lat], abs=0.001)
    assert label["label_radius"] == pytest.approx(0.05, abs=0.001)


def test_the_level_with_most_areas_is_the_finest_and_drawn_last() -> None:
    east = LonLat(CENTRE.lon + 0.1, CENTRE.lat)
    found = features(
        square("1.1", "West", CENTRE, 0.1),
        square("1", "Both", CENTRE, 0.2, level="kota"),
        square("1.2", "East", east, 0.1),
    )
    assert {name: area["rank"] for name, area in named(found).items()} == {"Both": 1, "West": 0, "East": 0}
    assert [each["properties"].get("name") for each in found] == [None, "Both", "West", "East"]


def test_the_outline_has_no_seam_between_neighbours() -> None:
    gap = LonLat(CENTRE.lon + 0.10008, CENTRE.lat)
    coast = features(square("1", "West", CENTRE, 0.1), square("2", "East", gap, 0.1))[0]
    assert coast["properties"] == {"role": "coast"}
    assert len(coast["geometry"]["coordinates"]) == 1
    assert len(coast["geometry"]["coordinates"][0]) == 1


def test_a_border_that_crosses_itself_is_mended(caplog: pytest.LogCaptureFixture) -> None:
    bow = {"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]]}
    area = Area(AreaCode("1"), "kelurahan", "Bow", None, json.dumps(bow), approximate=False)
    (feature,) = [each for each in features(area) if each["properties"]["role"] == "area"]
    assert shapely.from_geojson(json.dumps(feature["geometry"])).is_valid
    assert caplog.text == ""


@pytest.mark.parametrize("boundary", ["", "no JSON", '{"type":"Point","coordinates":[1,2]}'])
def test_an_area_without_a_border_is_left_out_and_logged(boundary: str, caplog: pytest.LogCaptureFixture) -> None:
    area = Area(AreaCode("31.9"), "kelurahan", "Broken", None, boundary, approximate=False)
    assert list(named(features(area, square("1", "Gambir", CENTRE, 0.1)))) == ["Gambir"]
    assert "31.9" in caplog.text


def test_the_real_city_keeps_all_its_areas(shared_data: Path) -> None:
    content = json.loads((shared_data / "boundaries" / "cahyadsn_dki_kelurahan.geojson").read_text(encoding="utf-8"))
    areas = [
        Area(
            AreaCode(each["properties"]["kode"]),
            "kelurahan",
            each["properties"]["nama"],
            None,
            json.dumps(each["geometry"]),
            approximate=False,
        )
        for each in content["features"]
    ]
    assert len(named(features(*areas))) == len({area.name for area in areas})
    assert len(features(*areas)) == 267 + 1
