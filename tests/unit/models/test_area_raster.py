"""That the raster answers as the exact test does, whatever the areas and the places are."""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shapely.geometry.base import BaseGeometry

from commandcenter.models.area_index import AreaIndex
from commandcenter.models.area_raster import MAX_CELLS, AreaRaster
from commandcenter.models.identity import AreaCode
from commandcenter.models.report import Area

degrees = st.integers(-20, 20).map(lambda tenths: tenths / 10)
crooked = st.floats(-2, 2, allow_nan=False)


@st.composite
def boundaries(draw: st.DrawFn) -> list[BaseGeometry]:
    """Up to seven triangles and rectangles that touch, overlap, lie in each other and leave gaps."""
    made: list[BaseGeometry] = []
    for _ in range(draw(st.integers(1, 7))):
        number = st.one_of(degrees, crooked)
        if draw(st.booleans()):
            west, east = sorted((draw(number), draw(number)))
            south, north = sorted((draw(number), draw(number)))
            made.append(shapely.box(west, south, east + 0.1, north + 0.1))
        else:
            corners = [(draw(number), draw(number)) for _ in range(3)]
            if (triangle := shapely.Polygon(corners)).area > 1e-6:
                made.append(triangle)
    if len(made) > 2 and draw(st.booleans()):
        # One area of two parts, or with a hole.
        made = [*made[2:], draw(st.sampled_from([shapely.union, shapely.difference]))(*made[:2])]
    return made


def exact(shapes: Sequence[BaseGeometry], lon: float, lat: float) -> list[int]:
    return [place for place, shape in enumerate(shapes) if shape.intersects(shapely.Point(lon, lat))]


places = st.lists(st.tuples(st.one_of(degrees, crooked), st.one_of(degrees, crooked)), min_size=1, max_size=30)


# The first draw of a busy machine is slow.
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(boundaries(), places, st.integers(1, 500))
def test_every_place_lies_where_the_exact_test_says(
    shapes: list[BaseGeometry], at: list[tuple[float, float]], max_cells: int
) -> None:
    corners = [corner for shape in shapes for corner in shapely.get_coordinates(shape).tolist()]
    middles = [
        ((x0 + x1) / 2, (y0 + y1) / 2)
        for shape in shapes
        for (x0, y0), (x1, y1) in pairwise(shapely.get_coordinates(shape).tolist())
    ]
    asked = [*at, *corners, *middles]
    best, covering = AreaRaster(shapes, max_cells=max_cells).locate(
        np.array([lon for lon, _ in asked]), np.array([lat for _, lat in asked])
    )
    for (lon, lat), first, count in zip(asked, best, covering, strict=True):
        covers = exact(shapes, lon, lat)
        assert (first, count) == (min(covers, default=len(shapes)), len(covers)), (lon, lat)


def test_what_is_no_place_lies_in_none() -> None:
    nowhere = np.array([np.nan, np.inf, -np.inf, 1e300, 0.5])
    best, covering = AreaRaster([shapely.box(0, 0, 1, 1)]).locate(nowhere, np.full(5, 0.5))
    assert best.tolist() == [1, 1, 1, 1, 0]
    assert covering.tolist() == [0, 0, 0, 0, 1]


@pytest.mark.parametrize("shapes", [[], [shapely.Polygon()], [shapely.box(3, 3, 3, 3)]], ids=["none", "empty", "point"])
def test_areas_without_extent_cover_nothing(shapes: list[BaseGeometry]) -> None:
    best, covering = AreaRaster(shapes).locate(np.array([0.0, 4.0]), np.array([0.0, 4.0]))
    assert best.tolist() == [len(shapes)] * 2
    assert covering.tolist() == [0, 0]


@pytest.mark.parametrize("width", [1e-6, 1.0, 300.0])
def test_memory_is_bounded_whatever_the_extent(width: float) -> None:
    raster = AreaRaster([shapely.box(0, 0, width, 1), shapely.box(-1, 0, 0, 1e-6)])
    rows, columns = raster._shape
    assert rows * columns <= MAX_CELLS


@pytest.mark.parametrize("name", ["cahyadsn_dki_kelurahan", "dissolved_dki_kecamatan", "dissolved_dki_kota"])
def test_the_real_areas_answer_alike_by_raster_and_tree(shared_data: Path, name: str) -> None:
    features = json.loads((shared_data / f"boundaries/{name}.geojson").read_text())["features"]
    areas = [
        Area(AreaCode(f["properties"]["kode"]), "x", "", None, json.dumps(f["geometry"]), approximate=False)
        for f in features
    ]
    random = np.random.default_rng(11)
    corners = shapely.get_coordinates([shapely.from_geojson(json.dumps(f["geometry"])) for f in features])
    lon = np.concatenate([random.uniform(106.3, 107.0, 60_000), corners[:, 0], [np.nan]])
    lat = np.concatenate([random.uniform(-6.4, -5.4, 60_000), corners[:, 1], [-6.2]])
    by_raster = AreaIndex(areas, many=0).locate(lon, lat)
    by_tree = AreaIndex(areas, many=len(lon) + 1).locate(lon, lat)
    assert np.array_equal(by_raster.index, by_tree.index)
    assert np.array_equal(by_raster.covering, by_tree.covering)
    assert (by_raster.covering > 1).any()
