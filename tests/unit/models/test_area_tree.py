"""From an area to the one of another level that it lies in."""

from __future__ import annotations

import pytest

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


KIEZE = (
    area("kreuzberg", "Bezirk", "berlin"),
    area("berlin", "Land"),
    area("wrangel", "Kiez", "kreuzberg"),
    area("kotti", "Kiez", "kreuzberg"),
    area("soldin", "Kiez", "mitte"),
)


def test_a_city_whose_codes_have_no_dots_goes_by_parents() -> None:
    tree = AreaTree(KIEZE)
    assert tree.steps(AreaCode("kotti")) == ("kotti", "kreuzberg", "berlin")
    assert tree.below({AreaCode("berlin")}) == {"berlin", "kreuzberg", "wrangel", "kotti"}
    assert tree.below({AreaCode("mitte")}) == {"mitte", "soldin"}, "a parent that is not loaded"
    assert [tree.district(AreaCode(code)) for code in ("kotti", "soldin", "kreuzberg", "berlin")] == [
        "kreuzberg",
        "mitte",
        "kreuzberg",
        "berlin",
    ]


def test_dots_say_what_no_parent_says_and_never_against_one() -> None:
    tree = AreaTree([area("31.75.06.1004", "kelurahan"), area("31.75.07.1001", "kelurahan", "x"), area("x", "kota")])
    assert tree.steps(AreaCode("31.75.06.1004")) == ("31.75.06.1004", "31.75.06", "31.75", "31")
    assert tree.steps(AreaCode("31.75.07.1001")) == ("31.75.07.1001", "x")
    assert tree.below({AreaCode("31.75")}) == {"31.75", "31.75.06.1004"}
    assert tree.district(AreaCode("31.75.06.1004")) == "31.75.06"
    assert AreaTree([]).district(AreaCode("31.75.06.1004")) == "31.75.06"
    assert AreaTree([]).district(AreaCode("kotti")) == "kotti"


def test_of_codes_those_that_lie_in_no_other_are_topmost() -> None:
    tree = AreaTree(KIEZE)
    chosen = {AreaCode("kreuzberg"), AreaCode("soldin")}
    assert tree.topmost(tree.below(chosen)) == chosen
    assert AreaTree(JAKARTA).topmost(AreaTree(JAKARTA).below({AreaCode("31.75")})) == {"31.75"}


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
    assert tree.below({AreaCode("a")}) == {"a", "b"}
    assert set(tree.levels) == {"x", "y"}


@pytest.mark.parametrize(
    ("code", "level"),
    [
        ("31.75.06.1004", "kelurahan"),
        ("31.75.06.9999", "kelurahan"),
        ("31.75.06", "kecamatan"),
        ("31.75", "kota"),
        ("31.01", "kabupaten"),
        ("31", "provinsi"),
        ("31.75.06.1004.5", ""),
        ("kotti", ""),
    ],
)
def test_a_code_without_an_area_has_the_level_that_its_steps_say(code: str, level: str) -> None:
    lowest = tuple(each for each in JAKARTA if each.level == "kelurahan")
    assert AreaTree(lowest).level_of(AreaCode(code)) == level


def test_of_a_city_of_its_own_numbering_only_areas_of_as_many_steps_say_a_level() -> None:
    tree = AreaTree([area("1.1", "ward"), area("1.2", "ward"), area("2", "side")])
    assert [tree.level_of(AreaCode(code)) for code in ("1.9", "7", "31.75.06")] == ["ward", "side", ""]
    mixed = AreaTree([area("1", "ward"), area("2", "side")])
    assert [mixed.level_of(AreaCode(code)) for code in ("2", "3")] == ["side", ""]
    assert AreaTree([]).level_of(AreaCode("31.75.06")) == ""
