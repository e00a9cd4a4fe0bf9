"""What part of the city somebody stands for."""

from __future__ import annotations

import pytest

from commandcenter.models.identity import AgencyCode, AreaCode
from commandcenter.models.scope import WHOLE_CITY, Scope

PARENTS = {
    AreaCode("31.72"): None,
    AreaCode("31.72.04"): AreaCode("31.72"),
    AreaCode("31.72.04.1001"): AreaCode("31.72.04"),
    AreaCode("31.73"): None,
}
HERE, ABOVE, ELSEWHERE = AreaCode("31.72.04.1001"), AreaCode("31.72.04"), AreaCode("31.73")
SDA = AgencyCode("DSDA")


@pytest.mark.parametrize(
    ("scope", "area", "agency", "within"),
    [
        (WHOLE_CITY, None, None, True),
        (WHOLE_CITY, HERE, SDA, True),
        (Scope(HERE), HERE, None, True),
        (Scope(ABOVE), HERE, None, True),
        (Scope(HERE), ABOVE, None, False),
        (Scope(ELSEWHERE), HERE, None, False),
        (Scope(HERE), None, None, False),
        (Scope(agency=SDA), HERE, SDA, True),
        (Scope(agency=SDA), HERE, None, False),
        (Scope(ELSEWHERE, SDA), HERE, SDA, True),
        (Scope(ELSEWHERE, SDA), HERE, None, False),
    ],
)
def test_a_scope_covers_what_lies_below_its_area_and_what_its_agency_answers_for(
    scope: Scope, area: AreaCode | None, agency: AgencyCode | None, within: bool
) -> None:
    assert scope.covers(area, agency, PARENTS) is within


def test_areas_that_name_each_other_as_parents_end_the_search() -> None:
    ring = {AreaCode("a"): AreaCode("b"), AreaCode("b"): AreaCode("a")}
    assert not Scope(AreaCode("c")).covers(AreaCode("a"), None, ring)
