"""The city's catalogue, as it is shipped."""

from __future__ import annotations

import pytest

from commandcenter.models.category import Category, Publication
from commandcenter.resource import resource_path
from commandcenter.store.catalogue import read_catalogue

H = 3_600
CATALOGUE = read_catalogue(resource_path("catalogue", "jakarta.json"))
BY_CODE: dict[str, Category] = {category.code: category for category in CATALOGUE.categories}


def test_codes_are_unique_and_everything_has_both_names_and_an_icon() -> None:
    assert len(BY_CODE) == len(CATALOGUE.categories) == 27
    for category in CATALOGUE.categories:
        assert category.name_id
        assert category.name_en
        assert category.icon
        assert category.active


def test_flood_tree_and_fire_are_answered_within_an_hour_all_else_within_six() -> None:
    urgent = {code for code, category in BY_CODE.items() if category.first_response_s == H}
    assert urgent == {"BANJIR", "POHON", "KEBAKARAN"}
    assert {category.first_response_s for category in BY_CODE.values()} == {H, 6 * H}


def test_a_clogged_drain_is_a_choice_of_its_own() -> None:
    drain = BY_CODE["SELOKAN"]
    assert (drain.name_id, drain.name_en, drain.ppsu_sized) == ("Selokan mampet", "Clogged drain", True)


def test_what_a_crew_can_fix_closes_within_a_day_all_else_within_seven() -> None:
    for category in BY_CODE.values():
        assert category.closing_s == (24 * H if category.ppsu_sized else 7 * 24 * H)


@pytest.mark.parametrize("code", ["KRIMINAL", "TEROR", "PENGEMIS", "RSBED"])
def test_sensitive_categories_are_shown_as_counts_only(code: str) -> None:
    assert BY_CODE[code].publication is Publication.COUNT_ONLY
