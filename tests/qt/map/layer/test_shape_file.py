"""Files of one's own: what is read, what is bounded, what is refused with a sentence."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio.raw  # type: ignore[import-untyped]
import pytest
import shapely

from commandcenter.models.area_tree import AreaTree
from commandcenter.views.map.layer import shape_file
from commandcenter.views.map.layer.population import PopulationUnreadable, read_population
from commandcenter.views.map.layer.shape_file import (
    LayerFileParts,
    LayerFileTooLarge,
    LayerFileUnreadable,
    read_shape_file,
)
from tests.fixture.synthetic_city import CENTRE, square

RING = [[106.8, -6.2], [106.9, -6.2], [106.9, -6.1], [106.8, -6.2]]
GEOMETRIES: list[dict[str, Any]] = [
    {"type": "Point", "coordinates": [106.8, -6.2]},
    {"type": "LineString", "coordinates": RING[:3]},
    {"type": "Polygon", "coordinates": [RING]},
    {"type": "GeometryCollection", "geometries": [{"type": "MultiPoint", "coordinates": RING[:2]}]},
]


def geojson(path: Path, geometries: list[dict[str, Any]]) -> Path:
    features = [{"type": "Feature", "properties": {}, "geometry": each} for each in geometries]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return path


def written(path: Path, shapes: list[shapely.Geometry], layer: str | None = None, **options: Any) -> Path:
    values = np.array([shapely.to_wkb(each) for each in shapes], dtype=object)
    kind = "Point" if isinstance(shapes[0], shapely.Point) else "Polygon"
    names = [np.array(["a"] * len(shapes), dtype=object)]
    pyogrio.raw.write(path, values, names, ["name"], geometry_type=kind, crs="EPSG:4326", layer=layer, **options)
    return path


def test_points_lines_and_polygons_are_read_also_out_of_collections(tmp_path: Path) -> None:
    read = read_shape_file(geojson(tmp_path / "own.geojson", GEOMETRIES))
    content = json.loads(read.content)
    assert read.features == 4
    assert [len(content["points"]), len(content["lines"]), len(content["polygons"])] == [6, 1, 1]
    assert len(content["polygons"][0][0]) == 6
    assert content["points"][0] == pytest.approx((106.8 + 180) / 360 * 2**30, abs=0.1)


@pytest.mark.parametrize("ending", ["gpkg", "shp"])
def test_geopackages_and_shapefiles_are_read(tmp_path: Path, ending: str) -> None:
    read = read_shape_file(written(tmp_path / f"own.{ending}", [shapely.box(106.8, -6.2, 106.9, -6.1)]))
    assert len(json.loads(read.content)["polygons"]) == 1


def test_of_several_layers_one_has_to_be_named(tmp_path: Path) -> None:
    path = written(tmp_path / "own.gpkg", [shapely.Point(106.8, -6.2)], "pumps")
    written(path, [shapely.Point(106.8, -6.2), shapely.Point(106.9, -6.2)], "gates", append=True)
    with pytest.raises(LayerFileParts) as raised:
        read_shape_file(path)
    assert raised.value.params["parts"] == "pumps, gates"
    assert read_shape_file(path, "gates").features == 2


def test_a_large_file_is_drawn_coarser_and_stays_within_its_bound(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shape_file, "MAX_VERTICES", 500)
    angles = np.linspace(0, 2 * np.pi, 5_000)
    circle = [[106.8 + 0.1 * np.cos(each), -6.2 + 0.1 * np.sin(each)] for each in angles[:-1]]
    path = geojson(tmp_path / "round.geojson", [{"type": "Polygon", "coordinates": [[*circle, circle[0]]]}])
    read = read_shape_file(path)
    assert read.is_coarser
    assert 20 < len(json.loads(read.content)["polygons"][0][0]) / 2 <= 500


def test_more_points_than_can_be_drawn_are_cut_off_and_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shape_file, "MAX_VERTICES", 3)
    points = [{"type": "Point", "coordinates": [106.8, -6.2 + at / 100]} for at in range(5)]
    read = read_shape_file(geojson(tmp_path / "points.geojson", points))
    assert read.is_coarser
    assert len(json.loads(read.content)["points"]) == 6


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"PK\x03\x04broken", b"SQLite format 3\x00broken", b'{"features": [{"geometry": null}]}'],
)
def test_what_is_no_such_file_is_refused_with_a_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "own.geojson"
    path.write_bytes(content)
    with pytest.raises(LayerFileUnreadable, match=r"own\.geojson can't be laid over the map"):
        read_shape_file(path)


def test_a_file_that_is_gone_is_refused_with_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(LayerFileUnreadable, match="No such file"):
        read_shape_file(tmp_path / "gone.geojson")


def test_coordinates_that_are_no_degrees_are_refused(tmp_path: Path) -> None:
    path = geojson(tmp_path / "utm.geojson", [{"type": "Point", "coordinates": [702_000, 9_314_000]}])
    with pytest.raises(LayerFileUnreadable, match="in degrees"):
        read_shape_file(path)


def test_a_file_that_is_too_large_is_not_even_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shape_file, "MAX_FILE_BYTES", 10)
    with pytest.raises(LayerFileTooLarge):
        read_shape_file(geojson(tmp_path / "own.geojson", GEOMETRIES))


def test_people_are_read_and_added_up_for_the_areas_above(tmp_path: Path) -> None:
    table = tmp_path / "people.csv"
    table.write_text("Kode;Nama;Penduduk\n31.01.01;A;1.200\n31.01.02;B;800\n;C;5\n31.02.01;D;\n", encoding="utf-8-sig")
    codes = ("31.01", "31.01.01", "31.01.02", "31.02.01")
    tree = AreaTree([square(code, code, CENTRE, 0.1) for code in codes])
    found = read_population(table, tree)
    assert (found["31.01.01"], found["31.01.02"], found["31.01"]) == (1_200, 800, 2_000)  # type: ignore[index]
    assert "31.02.01" not in found


@pytest.mark.parametrize("text", ["", "a,b\n1,2\n", "code,population\n,\n", "kode,penduduk\nx,y\n"])
def test_a_table_without_people_is_refused_with_a_sentence(tmp_path: Path, text: str) -> None:
    table = tmp_path / "people.csv"
    table.write_text(text)
    with pytest.raises(PopulationUnreadable, match="gives no numbers of people"):
        read_population(table, AreaTree([]))
