"""Upper levels, dissolved or given."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
import shapely
from shapely.geometry.base import BaseGeometry

from commandcenter.models.identity import AreaCode
from commandcenter.models.report import Area
from commandcenter.store.area.failure import BadNameFile, LevelUnknown, UpperCodeMissing
from commandcenter.store.area.file import AreaFile, AreaRequest, read_area_file
from commandcenter.store.area.level import SLIVER_M2, dissolved, read_names, with_parents
from commandcenter.store.area.plan import Levels, planned
from commandcenter.store.area.polygon import area_m2, boundary_text, polygons


def area(
    code: str, shape: BaseGeometry, parent: str | None = None, *, level: str = "x", approximate: bool = False
) -> Area:
    upper = None if parent is None else AreaCode(parent)
    return Area(AreaCode(code), level, f"Area {code}", upper, boundary_text(shape), approximate)


def box(west: float, south: float, east: float, north: float) -> BaseGeometry:
    return shapely.box(west, south, east, north)


def shape_of(found: Area) -> BaseGeometry:
    return shapely.from_geojson(found.boundary)


def holes(areas: Sequence[Area]) -> list[float]:
    """Return the sizes of all holes, in square metres."""
    return [
        area_m2(shapely.Polygon(ring))
        for found in areas
        for part in polygons(shape_of(found))
        for ring in part.interiors
    ]


def file_of(areas: Sequence[Area]) -> AreaFile:
    return AreaFile(areas, "kode", "nama", {}, None, (), (), (), ())


def test_a_sliver_between_members_belongs_to_the_upper_area() -> None:
    slim = [area("a", box(0, 0, 1, 1), "U"), area("b", box(1.0000001, 0, 2, 1), "U"), area("c", box(0, 1, 2, 2), "U")]
    closed = [*slim, area("d", box(0, -1, 2, 0), "U")]
    (upper,) = dissolved(closed, "y", {"U": "Upper"}, {})
    assert (upper.code, upper.name, upper.level, upper.parent) == ("U", "Upper", "y", None)
    assert holes([upper]) == []
    assert shape_of(upper).covers(shapely.Point(1.00000005, 0.5))


def test_a_hole_with_somebody_elses_area_in_it_stays_and_so_does_a_large_one() -> None:
    around = [
        area("a", box(0, 0, 3, 1), "U"),
        area("b", box(0, 1, 1, 2), "U"),
        area("c", box(1.001, 1, 3, 2), "U"),
        area("d", box(0, 1.001, 3, 3), "U"),
    ]
    enclave = area("e", box(1, 1, 1.001, 1.001), "V")
    upper = {found.code: found for found in dissolved([*around, enclave], "y", {}, {})}
    assert 0 < holes([upper[AreaCode("U")]])[0] < SLIVER_M2
    assert holes(dissolved(around, "y", {}, {})) == []
    lake = [
        area("a", box(0, 0, 3, 1), "U"),
        area("b", box(0, 1, 1, 2), "U"),
        area("c", box(1.1, 1, 3, 2), "U"),
        area("d", box(0, 2, 3, 3), "U"),
    ]
    assert holes(dissolved(lake, "y", {}, {}))[0] > SLIVER_M2


def test_a_member_with_approximate_borders_makes_the_whole_approximate() -> None:
    members = [area("1.1", box(0, 0, 1, 1), "1"), area("1.2", box(1, 0, 2, 1), "1", approximate=True)]
    assert [found.approximate for found in dissolved(members, "y", {}, {})] == [True]


def test_areas_that_do_not_say_what_they_belong_to_can_not_be_dissolved() -> None:
    with pytest.raises(UpperCodeMissing, match=r"q7.*--parent-field"):
        dissolved([area("q7", box(0, 0, 1, 1))], "y", {}, {})


def test_a_parent_is_found_by_code_else_by_the_largest_overlap_and_contradictions_are_named() -> None:
    upper = [area("U", box(0, 0, 2, 1)), area("V", box(2, 0, 4, 1))]
    lower = [
        area("by code", box(0, 0, 1, 1), "U"),
        area("by overlap", box(1.5, 0, 3, 1)),
        area("contrary", box(3, 0, 4, 1), "U"),
        area("outside", box(9, 9, 10, 10)),
        area("hardly", box(3.9, 0, 5, 1), "unknown"),
    ]
    found = with_parents(lower, upper)
    assert [each.parent for each in found.areas] == ["U", "V", "U", None, "V"]
    assert found.changed == 2
    contrary, outside, hardly = found.remarks
    assert "contrary" in contrary
    assert "100% of it lies in V" in contrary
    assert "outside" in outside
    assert "9% of hardly" in hardly


def test_names_come_from_pairs_of_columns(tmp_path: Path) -> None:
    path = tmp_path / "names.csv"
    path.write_text("code,name,district_code,district\n1.1,Satu,1,Induk\n1.2,Dua,1,Induk\n", encoding="utf-8-sig")
    assert read_names(path) == {"1.1": "Satu", "1.2": "Dua", "1": "Induk"}
    path.write_text("a,b\n1,2\n")
    with pytest.raises(BadNameFile, match="a, b"):
        read_names(path)
    path.write_bytes(b"code,name\n1,\xff\xff\n")
    with pytest.raises(BadNameFile):
        read_names(path)


def test_what_the_store_holds_beside_the_file_becomes_part_of_the_upper_area_too() -> None:
    stored = [area("1.1", box(0, 0, 1, 1), "1"), area("1", box(0, 0, 1, 1), level="y")]
    file = file_of([area("1.2", box(1, 0, 2, 1), "1")])
    (_, upper) = planned(file, stored, Levels(dissolve=("y",))).areas
    assert shape_of(upper).equals(box(0, 0, 2, 1))
    assert upper.name == "Area 1"
    (_, alone) = planned(file, stored, Levels(dissolve=("y",), replace=True)).areas
    assert shape_of(alone).equals(box(1, 0, 2, 1))


def test_a_given_level_sets_the_parents_of_the_level_that_lies_in_it() -> None:
    stored = [area("q1", box(0, 0, 1, 1), level="Kiez"), area("q2", box(1, 0, 2, 1), level="Kiez")]
    file = file_of([area("B1", box(0, 0, 1.1, 1), level="Bezirk"), area("B2", box(1.1, 0, 2, 1), level="Bezirk")])
    plan = planned(file, stored, Levels(over="Kiez"))
    assert {found.code: found.parent for found in plan.areas} == {"B1": None, "B2": None, "q1": "B1", "q2": "B2"}
    other_way = planned(file_of(stored), file.areas, Levels(within="Bezirk"))
    assert {found.code: found.parent for found in other_way.areas} == {"q1": "B1", "q2": "B2"}
    with pytest.raises(LevelUnknown, match=r"'Ortsteil'.*Kiez"):
        planned(file, stored, Levels(over="Ortsteil"))


def test_jakarta_dissolves_into_its_44_and_6_without_gaps(shared_data: Path) -> None:
    folder = shared_data / "boundaries"
    names = read_names(folder / "dki_codes_kemendagri_bps_points.csv")
    file = read_area_file(folder / "cahyadsn_dki_kelurahan.geojson", AreaRequest("kelurahan"))
    plan = planned(file, (), Levels(dissolve=("kecamatan", "kota"), names=names))
    assert plan.made == {"kecamatan": 44, "kota": 6}
    for level in plan.made:
        reference = read_area_file(folder / f"dissolved_dki_{level}.geojson", AreaRequest(level))
        made = {found.code: found for found in plan.areas if found.level == level}
        assert {code: found.name for code, found in made.items()} == {each.code: each.name for each in reference.areas}
        for each in reference.areas:
            ours, theirs = shape_of(made[each.code]), shape_of(each)
            assert ours.is_valid
            # Nothing of it is missing; what is more are the slivers.
            assert theirs.difference(ours).area < 1e-6 * theirs.area
            assert ours.difference(theirs).area < 0.001 * theirs.area
        slivers = [size for size in holes(reference.areas) if size <= SLIVER_M2]
        assert len(slivers) > 300
        assert holes(list(made.values())) == []
    assert {found.parent for found in plan.areas if found.level == "kelurahan"} == {
        found.code for found in plan.areas if found.level == "kecamatan"
    }
