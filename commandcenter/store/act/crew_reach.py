"""The crew that an act is about, if whoever acts may act for it."""

from __future__ import annotations

from commandcenter.models.crew import Crew
from commandcenter.models.role import Role
from commandcenter.store.act.held import needed
from commandcenter.store.act.outcome import Act
from commandcenter.store.act.reach import check_reach_of
from commandcenter.store.act.room_failure import NotOwn


def reached_crew(act: Act, code: str) -> Crew:
    """Read and hold a crew that the actor may act for: a crew's key its own, others what lies in their scope.

    Raises:
        TargetUnknown: If there is no such crew.
        NotOwn: If it is another crew's.
        OutOfScope: If it lies outside.
    """
    if act.principal.role is Role.CREW:
        if act.principal.holder != code:
            raise NotOwn(name=act.principal.name, target=code)
        return needed(act, Crew, code=code)
    crew = needed(act, Crew, code=code)
    check_reach_of(act, crew.area, None)
    return crew
