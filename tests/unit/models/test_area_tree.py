"""From an area to the one of another level that it lies in."""

from __future__ import annotations

from commandcenter.models.area_tree import AreaTree
from commandcenter.models.identity import AreaCode
from commandcenter.models.report import Area


def area(code: str, level: str, parent: str | None = None) -> Area:
    return Area(
        AreaCode(code), level, f"Area {code}", None if parent is None else AreaCode(parent), "", approximate=False
    )


JAKARTA = (
    area("31.75", "kota", "31"),
    area("31.75.06", "kecamatan", "31.75"),
    area("31.75.06.1004", "kelurahan", "31.75.06"),
    area("31.75.06.1005", "kelurahan", "31.75.06"),
    area("31.71.01.1001", "kelurahan", "31.71.01"),
)


def test_an_area_lies_in_one_of_each_level_above() -> None:
    tree = AreaTree(JAKARTA)
    code = AreaCode("31.75.06.1004")
    assert [tree.ancestor(code, level) for level in tree.levels] == ["31.75.06.1004", "31.75.06", "31.75"]
    assert [found.level for found in tree.lineage(code)] == ["kelurahan", "kecamatan", "kota"]


def test_what_lies_in_none_has_no_ancestor() -> None:
    tree = AreaTree(JAKARTA)
    assert tree.ancestor(AreaCode("31.71.01.1001"), "kota") is None
    assert tree.ancestor(AreaCode("31.75"), "kelurahan") is None
    assert tree.ancestor(AreaCode("99"), "kota") is None
    assert tree.ancestor(None, "kota") is None
    assert tree.lineage(AreaCode("99")) == ()


def test_counting_by_an_upper_level_takes_one_table() -> None:
    assert AreaTree(JAKARTA).ancestors("kota") == dict.fromkeys(
        ("31.75", "31.75.06", "31.75.06.1004", "31.75.06.1005"), "31.75"
    )


def test_levels_are_ordered_by_who_lies_in_whom_whatever_they_are_called() -> None:
    assert AreaTree(JAKARTA).levels == ("kelurahan", "kecamatan", "kota")
    other = (area("q1", "Kiez", "b1"), area("b1", "Bezirk", "be"), area("be", "Land"))
    assert AreaTree(reversed(other)).levels == ("Kiez", "Bezirk", "Land")
    assert AreaTree([]).levels == ()


def test_areas_that_name_each_other_as_parents_end() -> None:
    tree = AreaTree([area("a", "x", "b"), area("b", "y", "a"), area("c", "x", "c")])
    assert tree.ancestor(AreaCode("a"), "z") is None
    assert tree.ancestor(AreaCode("a"), "y") == "b"
    assert set(tree.levels) == {"x", "y"}
