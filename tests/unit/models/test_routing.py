"""Which agency answers for a new report, held against the plainest way of saying it."""

from __future__ import annotations

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from commandcenter.models.identity import AgencyCode, AreaCode, CategoryCode
from commandcenter.models.routing import Route, Routing

LAMPS, FLOOD = CategoryCode("PJU"), CategoryCode("BANJIR")
KOTA, KECAMATAN, KELURAHAN, OTHER = (AreaCode(code) for code in ("31.74", "31.74.01", "31.74.01.1001", "31.72.01.1001"))
PARENTS = {KELURAHAN: KECAMATAN, KECAMATAN: KOTA, KOTA: None, OTHER: None}
ABOVE = {KELURAHAN: [KELURAHAN, KECAMATAN, KOTA], KECAMATAN: [KECAMATAN, KOTA], KOTA: [KOTA], OTHER: [OTHER], None: []}

areas = st.sampled_from([None, KOTA, KECAMATAN, KELURAHAN, OTHER])
routes = st.builds(
    Route,
    category=st.sampled_from([None, LAMPS, FLOOD]),
    area=areas,
    agency=st.sampled_from([AgencyCode(code) for code in ("DBM", "DSDA", "SUDIN")]),
    active=st.booleans(),
)
cities = st.lists(routes, unique_by=lambda route: route.key)


@given(cities, st.sampled_from([LAMPS, FLOOD]), areas)
def test_the_nearest_area_decides_and_of_one_area_the_category(
    city: list[Route], category: CategoryCode, area: AreaCode | None
) -> None:
    fitting = [
        route
        for route in city
        if route.active and route.category in (None, category) and route.area in (None, *ABOVE[area])
    ]
    # A whole city is further than any area.
    ranked = sorted(
        fitting,
        key=lambda route: (
            99 if route.area is None else ABOVE[area].index(route.area),
            route.category is None,
        ),
    )
    wanted = ranked[0].agency if ranked else None
    assert Routing(city, PARENTS).agency_for(category, area) == wanted


@given(cities, st.sampled_from([LAMPS, FLOOD]), areas, st.randoms(use_true_random=False))
def test_the_order_in_which_routes_were_made_changes_nothing(
    city: list[Route], category: CategoryCode, area: AreaCode | None, random: Random
) -> None:
    first = Routing(city, PARENTS).agency_for(category, area)
    shuffled = list(city)
    random.shuffle(shuffled)
    assert Routing(shuffled, PARENTS).agency_for(category, area) == first


def test_a_route_for_everything_in_a_kelurahan_goes_before_one_for_the_category_in_its_kecamatan() -> None:
    city = [Route(None, KELURAHAN, AgencyCode("DEKAT")), Route(LAMPS, KECAMATAN, AgencyCode("JAUH"))]
    assert Routing(city, PARENTS).agency_for(LAMPS, KELURAHAN) == "DEKAT"
    assert Routing(city, PARENTS).agency_for(LAMPS, KECAMATAN) == "JAUH"
    assert Routing(city, PARENTS).agency_for(FLOOD, KECAMATAN) is None


def test_areas_that_name_each_other_as_parents_end_the_search() -> None:
    ring = {AreaCode("a"): AreaCode("b"), AreaCode("b"): AreaCode("a")}
    city = [Route(LAMPS, None, AgencyCode("DBM"))]
    assert Routing(city, ring).agency_for(LAMPS, AreaCode("a")) == "DBM"


def test_a_key_says_all_where_nothing_is_named() -> None:
    agency = AgencyCode("DBM")
    keys = [Route(category, area, agency).key for category in (LAMPS, None) for area in (KOTA, None)]
    assert keys == ["PJU/31.74", "PJU/*", "*/31.74", "*/*"]
