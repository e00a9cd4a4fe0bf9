"""Which one area a place lies in."""

from __future__ import annotations

import csv
import json
import random
from pathlib import Path

import numpy as np
import shapely
from hypothesis import given
from hypothesis import strategies as st

from commandcenter.models.area_index import NO_AREA, AreaIndex
from commandcenter.models.identity import AreaCode
from commandcenter.models.report import Area


def rectangle(code: str, west: float, south: float, east: float, north: float) -> Area:
    boundary = shapely.to_geojson(shapely.box(west, south, east, north))
    return Area(AreaCode(code), "kelurahan", code, None, str(boundary), approximate=False)


degrees = st.integers(-20, 20).map(lambda tenths: tenths / 10)


@st.composite
def rectangles(draw: st.DrawFn) -> list[Area]:
    """Up to eight rectangles that touch, overlap and leave gaps as they like."""
    codes = draw(st.lists(st.integers(0, 99).map(str), min_size=1, max_size=8, unique=True))
    areas = []
    for code in codes:
        west, east = sorted((draw(degrees), draw(degrees)))
        south, north = sorted((draw(degrees), draw(degrees)))
        areas.append(rectangle(code, west, south, east + 0.1, north + 0.1))
    return areas


places = st.lists(st.tuples(degrees, degrees), min_size=1, max_size=20)


@given(rectangles(), places, st.randoms(use_true_random=False))
def test_the_order_of_the_file_does_not_matter(
    areas: list[Area], at: list[tuple[float, float]], chance: random.Random
) -> None:
    shuffled = list(areas)
    chance.shuffle(shuffled)
    for lon, lat in at:
        assert AreaIndex(areas).area_at(lon, lat) == AreaIndex(shuffled).area_at(lon, lat)


@given(rectangles(), places)
def test_a_place_lies_in_the_smallest_code_of_those_that_cover_it_or_in_none(
    areas: list[Area], at: list[tuple[float, float]]
) -> None:
    index = AreaIndex(areas)
    located = index.locate([lon for lon, _ in at], [lat for _, lat in at])
    for (lon, lat), found, covering in zip(at, located.index, located.covering, strict=True):
        covers = [area.code for area in areas if shapely.from_geojson(area.boundary).covers(shapely.Point(lon, lat))]
        assert covering == len(covers)
        assert (None if found == NO_AREA else index.codes[found]) == min(covers, default=None)


@given(rectangles(), places)
def test_asking_again_or_one_by_one_gives_the_same(areas: list[Area], at: list[tuple[float, float]]) -> None:
    index = AreaIndex(areas)
    lon, lat = [lon for lon, _ in at], [lat for _, lat in at]
    together = index.locate(lon, lat).index
    assert np.array_equal(together, index.locate(lon, lat).index)
    alone = [index.locate([x], [y]).index[0] for x, y in at]
    assert together.tolist() == alone


def test_a_border_belongs_to_its_area_and_a_common_border_to_the_smaller_code() -> None:
    index = AreaIndex([rectangle("b", 0, 0, 1, 1), rectangle("a", 1, 0, 2, 1)])
    assert index.area_at(0, 0.5) == "b"
    assert index.area_at(1, 0.5) == "a"
    assert index.area_at(0.999999, 0.5) == "b"


def test_a_sliver_between_two_areas_belongs_to_neither() -> None:
    index = AreaIndex([rectangle("a", 0, 0, 1, 1), rectangle("b", 1.000001, 0, 2, 1)])
    assert index.area_at(1.0000005, 0.5) is None


def test_a_place_that_is_none_lies_nowhere() -> None:
    located = AreaIndex([rectangle("a", 0, 0, 1, 1)]).locate([np.nan, 0.5], [0.5, 0.5])
    assert located.index.tolist() == [NO_AREA, 0]


def test_without_areas_and_without_places() -> None:
    assert AreaIndex([]).area_at(0, 0) is None
    assert AreaIndex([rectangle("a", 0, 0, 1, 1)]).locate([], []).index.tolist() == []


def test_the_real_overlaps_are_decided_as_the_archive_has_them(shared_data: Path) -> None:
    """The four reports of the flood that two kelurahan cover."""
    features = json.loads((shared_data / "boundaries/cahyadsn_dki_kelurahan.geojson").read_text())["features"]
    index = AreaIndex(
        Area(AreaCode(f["properties"]["kode"]), "kelurahan", "", None, json.dumps(f["geometry"]), approximate=False)
        for f in features
    )
    with (shared_data / "reports/petabencana_qlue_jakarta_2017-02-20_21.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    located = index.locate([float(row["lon"]) for row in rows], [float(row["lat"]) for row in rows])
    assert np.bincount(located.covering).tolist() == [99, 1023, 4]
    named = [row["kelurahan_kode"] for row in rows]
    assert named == ["" if at == NO_AREA else index.codes[at] for at in located.index]
