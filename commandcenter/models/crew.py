"""Street crews (PPSU): who they are, when they work, and what state they are in.

A crew's state is derived from its shift, who is present and its jobs, in ``crew_state`` and nowhere else; only
``unavailable`` is said by hand. Positions of people are no part of this: they are ephemeral and never kept.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from commandcenter.models.identity import AreaCode, CrewCode, MemberId, ShiftCode
from commandcenter.models.instant import WIB
from commandcenter.models.job import ENDED_JOBS, Job, JobState

RETURNS_WITHIN = timedelta(minutes=20)
"""For how long after its last job at a place a crew counts as on its way back; assumed."""

LONGEST_PRESENCE = timedelta(hours=12)
"""For how long somebody counts as present in a crew without a shift; assumed."""

_DAY = timedelta(days=1)


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


DEFAULT_SHIFTS = (
    Shift(ShiftCode("pagi"), "Pagi", 7 * 60, 15 * 60),
    Shift(ShiftCode("siang"), "Siang", 15 * 60, 23 * 60),
)
"""What a new city has until it sets its own: 07-15 and 15-23, as PPSU crews work in Jakarta."""


@dataclass(frozen=True, slots=True)
class Crew:
    """One crew.

    Attributes:
        version: Counts what people set of it, from 1; what is derived does not count.
        area: The kelurahan or kecamatan in whose office it is posted.
        shift: When it works; None: whenever somebody is present.
        skills: Codes joined by blanks, such as ``drain light tree``.
        tools: The same.
        present: How many members are at work now.
        state: Derived, see ``crew_state``; as it was at ``updated_at``, and looked at again as time passes.
        unavailable_reason: Why it is not to be sent, said by hand; empty: it may be.
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


def shift_is_on(shift: Shift, now: datetime) -> bool:
    """Return whether an instant lies in a shift, its beginning included and its end not."""
    return shift_ends_at(shift, now) - now <= _length(shift)


def shift_ends_at(shift: Shift, now: datetime) -> datetime:
    """Return the next end of a shift that lies after an instant."""
    midnight_at = now.astimezone(WIB).replace(hour=0, minute=0, second=0, microsecond=0)
    end_at = midnight_at + timedelta(minutes=shift.ends_min)
    while end_at <= now:
        end_at += _DAY
    return end_at.astimezone(now.tzinfo)


def presence_ends_at(shift: Shift | None, marked_at: datetime) -> datetime:
    """Return until when somebody counts as present who was marked so: to the end of the shift, and no longer."""
    return marked_at + LONGEST_PRESENCE if shift is None else shift_ends_at(shift, marked_at)


def crew_state(
    shift: Shift | None, now: datetime, present: int, jobs: Iterable[Job], unavailable_reason: str
) -> CrewState:
    """Return what a crew is doing.

    What it does at a place or on the way there goes before everything else, also after its shift is over. A crew that
    is not at work is ``off`` whatever was said of it; one that is not to be sent is ``unavailable`` also with jobs.

    Args:
        shift: When it works; None: whenever somebody is present.
        now: The instant that is asked about.
        present: How many members are at work.
        jobs: Its jobs; ended ones too, of which those of the last minutes matter.
        unavailable_reason: Why it is not to be sent; empty: it may be.
    """
    listed = tuple(jobs)
    states = {job.state for job in listed}
    if JobState.ON_SITE in states:
        return CrewState.ON_SITE
    if JobState.EN_ROUTE in states:
        return CrewState.EN_ROUTE
    if present <= 0 or (shift is not None and not shift_is_on(shift, now)):
        return CrewState.OFF
    if unavailable_reason:
        return CrewState.UNAVAILABLE
    if states - ENDED_JOBS:
        return CrewState.ASSIGNED
    if any(_is_coming_back(job, now) for job in listed):
        return CrewState.RETURNING
    return CrewState.AVAILABLE


def _length(shift: Shift) -> timedelta:
    minutes = shift.ends_min - shift.begins_min
    return timedelta(minutes=minutes) if minutes > 0 else _DAY + timedelta(minutes=minutes)


def _is_coming_back(job: Job, now: datetime) -> bool:
    return job.on_site_at is not None and job.ended_at is not None and now - job.ended_at < RETURNS_WITHIN
