"""Which crews are offered for a report, and in which order."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from commandcenter.models.crew import Crew, CrewState
from commandcenter.models.crew_choice import Fitness, crew_choices
from commandcenter.models.identity import AreaCode, CrewCode

NOW = datetime(2026, 11, 30, tzinfo=UTC)
STEPS = [AreaCode("1.1"), AreaCode("1")]

crews = st.builds(
    Crew,
    code=st.integers(0, 999).map(lambda number: CrewCode(f"C{number}")),
    version=st.just(1),
    name=st.sampled_from(["Regu A", "Regu B"]),
    area=st.sampled_from([*STEPS, AreaCode("2.1")]),
    shift=st.none(),
    skills=st.just(""),
    tools=st.just(""),
    present=st.integers(0, 3),
    state=st.sampled_from(CrewState),
    unavailable_reason=st.sampled_from(["", "Truk rusak"]),
    updated_at=st.just(NOW),
    active=st.booleans(),
)


@given(st.lists(crews, unique_by=lambda crew: crew.code), st.dictionaries(st.just(CrewCode("C1")), st.integers(0, 9)))
def test_every_crew_of_the_area_and_above_is_offered_once_and_nobody_else(
    found: list[Crew], loads: dict[CrewCode, int]
) -> None:
    offered = crew_choices(found, loads, STEPS)
    wanted = {crew.code for crew in found if crew.active and crew.area in STEPS}
    assert sorted(choice.crew.code for choice in offered) == sorted(wanted)
    ranks = [list(Fitness).index(choice.fitness) for choice in offered]
    assert ranks == sorted(ranks), "whoever can go stands before whoever can't"
    for choice in offered:
        assert choice.can_go == (not choice.crew.unavailable_reason)
        assert choice.is_own == (choice.crew.area == "1.1")
        assert choice.load == loads.get(choice.crew.code, 0)
