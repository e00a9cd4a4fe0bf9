"""Street crews (PPSU): who they are, when they work, and what state they are in.

A crew's state is derived from its shift, who is present and its jobs; only ``unavailable`` is said by hand. Positions
of people are no part of this: they are ephemeral and never kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from commandcenter.models.identity import AreaCode, CrewCode, MemberId, ShiftCode


class CrewState(StrEnum):
    """What a crew is doing."""

    OFF = "off"
    AVAILABLE = "available"
    ASSIGNED = "assigned"
    EN_ROUTE = "en_route"
    ON_SITE = "on_site"
    RETURNING = "returning"
    UNAVAILABLE = "unavailable"


@dataclass(frozen=True, slots=True)
class Shift:
    """A stretch of the day in which crews work.

    Attributes:
        begins_min: Minutes after midnight, the city's time.
        ends_min: The same; at or before ``begins_min``: on the next day.
    """

    code: ShiftCode
    name: str
    begins_min: int
    ends_min: int
    active: bool = True


@dataclass(frozen=True, slots=True)
class Crew:
    """One crew.

    Attributes:
        version: Counts its changes, from 1.
        area: The kelurahan or kecamatan in whose office it is posted.
        shift: When it works; None: whenever somebody is present.
        skills: Codes joined by blanks, such as ``drain light tree``.
        tools: The same.
        present: How many members are at work now.
        state: Derived, see ``crew_state``.
        unavailable_reason: Why it is not to be sent; empty unless ``state`` is ``unavailable``.
        active: Whether it exists still.
    """

    code: CrewCode
    version: int
    name: str
    area: AreaCode
    shift: ShiftCode | None
    skills: str
    tools: str
    present: int
    state: CrewState
    unavailable_reason: str
    updated_at: datetime
    active: bool = True


@dataclass(frozen=True, slots=True)
class Member:
    """One member of a crew. A name of somebody at work: seen by those who dispatch, and by nobody outside.

    Attributes:
        crew: Where the member works now.
        present: Whether the member is at work now.
    """

    id: MemberId
    crew: CrewCode
    name: str
    present: bool
    updated_at: datetime
    active: bool = True
