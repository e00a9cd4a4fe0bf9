"""The stand-in areas: all of the city's names and codes, no overlaps, a believable outline."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
import shapely

from commandcenter.simulation.city import LEVELS, City, areas_of

NUMBERS = {"kota": 6, "kecamatan": 44, "kelurahan": 267}


@pytest.mark.parametrize("level", LEVELS)
def test_each_level_is_whole_and_marked_as_approximate(city: City, level: str) -> None:
    areas = areas_of(city, level)
    assert len({area.code for area in areas}) == len(areas) == NUMBERS[level]
    assert all(area.approximate and area.level == level for area in areas)
    shapes = shapely.from_geojson([area.boundary for area in areas])
    assert shapely.is_valid(shapes).all()


def test_every_area_has_the_parent_above_it(city: City) -> None:
    for upper, lower in (("kota", "kecamatan"), ("kecamatan", "kelurahan")):
        codes = {area.code for area in areas_of(city, upper)}
        assert {area.parent for area in areas_of(city, lower)} == codes


def test_kelurahan_do_not_overlap(city: City) -> None:
    shapes = [each.shape for each in city.kelurahan]
    whole = shapely.union_all(shapes).area
    assert sum(shape.area for shape in shapes) == pytest.approx(whole, rel=1e-4)


def test_codes_and_names_are_the_ministrys(city: City, shared_data: Path) -> None:
    with (shared_data / "boundaries/dki_codes_kemendagri_bps_points.csv").open(encoding="utf-8") as file:
        known = {row["code"]: (row["name"], row["district"]) for row in csv.DictReader(file)}
    assert {each.code: (each.name, each.kecamatan) for each in city.kelurahan} == known


def test_the_land_agrees_with_the_real_one_for_nine_tenths(city: City, shared_data: Path) -> None:
    features = json.loads((shared_data / "boundaries/cahyadsn_dki_kelurahan.geojson").read_text("utf-8"))["features"]
    real = shapely.union_all(
        [
            shapely.make_valid(shapely.geometry.shape(feature["geometry"]))
            for feature in features
            if not feature["properties"]["kode"].startswith("31.01")
        ]
    )
    land = shapely.union_all([each.shape for each in city.kelurahan if not each.code.startswith("31.01")])
    assert land.intersection(real).area / land.union(real).area > 0.9
