"""The same areas from every format and coordinate system, and a sentence for what can't be read."""

from __future__ import annotations

import json
import sqlite3
import zipfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pyogrio.raw  # type: ignore[import-untyped]
import pyproj
import pytest
import shapely
from shapely.geometry.base import BaseGeometry

from commandcenter.models.failure import Failure
from commandcenter.models.feature_file.failure import BadAreaFile, CoordinateSystemUnknown, LayerNeeded
from commandcenter.models.report import Area
from commandcenter.store.area.file import AreaRequest, read_area_file

KELURAHAN = AreaRequest("kelurahan")
CODES = ("31.75.06.1004", "31.75.06.1005")
NAMES = ("Kampung Mélati", "Señen")
SHAPES = (shapely.box(106.8, -6.3, 106.9, -6.2), shapely.box(106.9, -6.3, 107.0, -6.2))


def write(
    path: Path,
    shapes: Sequence[BaseGeometry] = SHAPES,
    *,
    codes: Sequence[str] = CODES,
    names: Sequence[str] = NAMES,
    crs: str | None = "EPSG:4326",
    kind: str = "MultiPolygon",
    encoding: str | None = None,
    layer: str | None = None,
) -> Path:
    pyogrio.raw.write(
        path,
        shapely.to_wkb(np.array(shapes, dtype=object)),
        [np.array(codes, dtype=object), np.array(names, dtype=object)],
        ["kode", "nama"],
        geometry_type=kind,
        crs=crs,
        encoding=encoding,
        layer=layer,
        driver={".gpkg": "GPKG", ".shp": "ESRI Shapefile"}[path.suffix],
    )
    return path


def zipped(path: Path, folder: str = "") -> Path:
    archive = path.with_suffix(".zip")
    with zipfile.ZipFile(archive, "w") as file:
        for part in path.parent.glob(f"{path.stem}.*"):
            if part != archive:
                file.write(part, folder + part.name)
    return archive


def shape_of(area: Area) -> BaseGeometry:
    return shapely.from_geojson(area.boundary)


@pytest.mark.parametrize("ending", [".gpkg", ".shp"])
@pytest.mark.parametrize("packed", [None, "", "data/borders/"])
def test_codes_names_and_borders_come_through(tmp_path: Path, ending: str, packed: str | None) -> None:
    path = write(tmp_path / f"areas{ending}", encoding="UTF-8" if ending == ".shp" else None)
    read = read_area_file(path if packed is None else zipped(path, packed), KELURAHAN)
    assert [area.code for area in read.areas] == list(CODES)
    assert [area.name for area in read.areas] == list(NAMES)
    assert all(shape_of(area).equals(shape) for area, shape in zip(read.areas, SHAPES, strict=True))
    assert read.converted_from is None


@pytest.mark.parametrize(
    ("name", "invalid"),
    [
        ("cahyadsn_dki_kelurahan", 0),
        ("dissolved_dki_kecamatan", 8),
        ("dissolved_dki_kota", 5),
        ("cahyadsn_dki_kecamatan", 1),
    ],
)
@pytest.mark.parametrize("ending", [".gpkg", ".shp"])
def test_the_real_areas_are_the_same_from_every_format(
    shared_data: Path, tmp_path: Path, name: str, invalid: int, ending: str
) -> None:
    path = shared_data / f"boundaries/{name}.geojson"
    original = read_area_file(path, KELURAHAN)
    features = json.loads(path.read_text())["features"]
    copy = write(
        tmp_path / f"copy{ending}",
        [shapely.from_geojson(json.dumps(feature["geometry"])) for feature in features],
        codes=[feature["properties"]["kode"] for feature in features],
        names=[feature["properties"]["nama"] for feature in features],
    )
    again = read_area_file(copy, KELURAHAN)
    assert len(again.areas) == len(original.areas) == len(features)
    assert again.repaired == original.repaired
    assert len(again.repaired) == invalid
    for was, now in zip(original.areas, again.areas, strict=True):
        assert (was.code, was.name, was.parent) == (now.code, now.name, now.parent)
        assert shape_of(now).symmetric_difference(shape_of(was)).area <= 1e-12
        assert shape_of(now).is_valid


@pytest.mark.parametrize("crs", ["EPSG:32748", "EPSG:23830", "EPSG:3857", "EPSG:4755"])
@pytest.mark.parametrize("ending", [".gpkg", ".shp", ".geojson"])
def test_another_coordinate_system_is_converted_to_degrees_longitude_first_and_said(
    tmp_path: Path, crs: str, ending: str
) -> None:
    transformer = pyproj.Transformer.from_crs(4326, crs, always_xy=True)
    there = [shapely.transform(shape, lambda at: np.column_stack(transformer.transform(*at.T))) for shape in SHAPES]
    path = tmp_path / f"areas{ending}"
    if ending == ".geojson":
        features = [
            {
                "type": "Feature",
                "properties": {"kode": code, "nama": name},
                "geometry": json.loads(shapely.to_geojson(shape)),
            }
            for code, name, shape in zip(CODES, NAMES, there, strict=True)
        ]
        named = {"type": "name", "properties": {"name": f"urn:ogc:def:crs:{crs.replace(':', '::')}"}}
        path.write_text(json.dumps({"type": "FeatureCollection", "crs": named, "features": features}))
    else:
        write(path, there, crs=crs)
    read = read_area_file(path, KELURAHAN)
    assert read.converted_from is not None
    assert read.converted_from.startswith(crs)
    for area, shape in zip(read.areas, SHAPES, strict=True):
        # A thousandth of a millionth of a degree is a tenth of a millimetre.
        assert shape_of(area).hausdorff_distance(shape) < 1e-8
    own_word = read_area_file(path, AreaRequest("kelurahan", crs=crs))
    assert [area.boundary for area in own_word.areas] == [area.boundary for area in read.areas]


def test_a_shapefile_that_does_not_say_its_coordinate_system_is_refused_unless_it_is_given(tmp_path: Path) -> None:
    path = write(tmp_path / "areas.shp")
    path.with_suffix(".prj").unlink()
    with pytest.raises(CoordinateSystemUnknown, match=r"\.prj.*--crs"):
        read_area_file(path, KELURAHAN)
    assert len(read_area_file(path, AreaRequest("kelurahan", crs="EPSG:4326")).areas) == 2
    with pytest.raises(CoordinateSystemUnknown, match="EPSG:99999"):
        read_area_file(path, AreaRequest("kelurahan", crs="EPSG:99999"))


def test_metres_that_call_themselves_degrees_are_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "areas.gpkg", [shapely.box(7e5, 9.3e6, 7.1e5, 9.4e6)] * 2)
    with pytest.raises(BadAreaFile, match=r"no degrees.*--crs"):
        read_area_file(path, KELURAHAN)


@pytest.mark.parametrize(
    ("written", "cpg", "given"),
    [
        ("UTF-8", "UTF-8", None),
        ("UTF-8", None, None),
        ("cp1252", None, None),
        ("ISO-8859-1", "ISO-8859-1", None),
        ("cp437", None, "cp437"),
    ],
)
def test_names_come_through_in_any_encoding(tmp_path: Path, written: str, cpg: str | None, given: str | None) -> None:
    path = write(tmp_path / "areas.shp", encoding=written)
    path.with_suffix(".cpg").unlink(missing_ok=True)
    if cpg is not None:
        path.with_suffix(".cpg").write_text(cpg)
    read = read_area_file(path, AreaRequest("kelurahan", encoding=given))
    assert [area.name for area in read.areas] == list(NAMES)


def test_of_several_layers_one_must_be_named(tmp_path: Path) -> None:
    path = write(tmp_path / "areas.gpkg", layer="kelurahan")
    write(path, SHAPES[:1], codes=["31.75.06"], names=["Cakung"], layer="kecamatan")
    for wrong in (None, "kota"):
        with pytest.raises(LayerNeeded, match=r"kelurahan, kecamatan.*--layer"):
            read_area_file(path, AreaRequest("x", layer=wrong))
    for packed in (path, zipped(path)):
        assert [area.code for area in read_area_file(packed, AreaRequest("x", layer="kecamatan")).areas] == ["31.75.06"]


def test_a_zip_with_several_files_is_asked_about_like_layers(tmp_path: Path) -> None:
    archive = tmp_path / "all.zip"
    with zipfile.ZipFile(archive, "w") as file:
        for stem, codes in (("kelurahan", CODES), ("kecamatan", ("1", "2"))):
            path = write(tmp_path / f"{stem}.shp", codes=codes)
            for part in tmp_path.glob(f"{path.stem}.*"):
                file.write(part, part.name)
    with pytest.raises(LayerNeeded, match=r"kelurahan, kecamatan"):
        read_area_file(archive, KELURAHAN)
    read = read_area_file(archive, AreaRequest("kecamatan", layer="kecamatan"))
    assert [area.code for area in read.areas] == ["1", "2"]


def test_lines_and_points_are_said_to_be_none(tmp_path: Path) -> None:
    path = write(tmp_path / "roads.gpkg", [shapely.LineString([(0, 0), (1, 1)])] * 2, kind="LineString")
    with pytest.raises(BadAreaFile, match="only LineString"):
        read_area_file(path, KELURAHAN)


def cut(path: Path, share: float) -> Path:
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])
    return path


@pytest.mark.parametrize("share", [0.0, 0.01, 0.3, 0.6, 0.9])
@pytest.mark.parametrize("name", ["areas.gpkg", "areas.shp", "areas.dbf", "areas.shx", "areas.zip"])
def test_a_file_that_is_cut_off_is_refused_with_a_sentence(tmp_path: Path, name: str, share: float) -> None:
    main = write(tmp_path / ("areas.gpkg" if name == "areas.gpkg" else "areas.shp"))
    if name == "areas.zip":
        main = zipped(main)
    cut(tmp_path / name, share)
    with pytest.raises(Failure, match=r"areas\.(gpkg|shp|zip)"):
        read_area_file(main, KELURAHAN)


@pytest.mark.parametrize("ending", [".shx", ".dbf"])
def test_a_missing_part_of_a_shapefile_is_named(tmp_path: Path, ending: str) -> None:
    path = write(tmp_path / "areas.shp")
    path.with_suffix(ending).unlink()
    with pytest.raises(BadAreaFile, match=rf"areas\{ending} is not beside it"):
        read_area_file(path, KELURAHAN)
    with pytest.raises(BadAreaFile, match=rf"areas\{ending} is not beside it"):
        read_area_file(zipped(path), KELURAHAN)


def test_naming_a_part_of_a_shapefile_is_answered_with_the_right_one(tmp_path: Path) -> None:
    path = write(tmp_path / "areas.shp")
    with pytest.raises(BadAreaFile, match=r"name areas\.shp instead"):
        read_area_file(path.with_suffix(".dbf"), KELURAHAN)


@pytest.mark.parametrize("ending", [".gpkg", ".shp", ".zip", ".geojson", ""])
@pytest.mark.parametrize("content", [b"", b"hello", b"\x00" * 200, b"PK\x03\x04", b"<VRTDataset/>", b"\x89PNG\r\n"])
def test_what_is_no_such_file_is_refused_with_a_sentence(tmp_path: Path, ending: str, content: bytes) -> None:
    path = tmp_path / f"areas{ending}"
    path.write_bytes(content)
    with pytest.raises(BadAreaFile, match="can't be read as areas"):
        read_area_file(path, KELURAHAN)


def test_a_database_or_an_archive_of_another_kind_is_refused(tmp_path: Path) -> None:
    database = sqlite3.connect(tmp_path / "plain.gpkg")
    database.execute("CREATE TABLE a (b)")
    database.commit()
    database.close()
    with zipfile.ZipFile(tmp_path / "plain.zip", "w") as file:
        file.writestr("a.txt", "x")
    for name in ("plain.gpkg", "plain.zip"):
        with pytest.raises(BadAreaFile, match=name):
            read_area_file(tmp_path / name, KELURAHAN)
