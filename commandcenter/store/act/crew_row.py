"""A crew as it stands: what is derived of it follows whatever it is derived from, in the same transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, select

from commandcenter.models.crew import RETURNS_WITHIN, Crew, CrewState, Member, Shift, crew_state, presence_ends_at
from commandcenter.models.flat import rebuild
from commandcenter.models.identity import CityCode, CrewCode, MemberId
from commandcenter.models.instant import to_ms
from commandcenter.models.job import UNDER_WAY, Job
from commandcenter.models.record import FIELDS, Entity
from commandcenter.models.table import jobs, members, positions, shifts
from commandcenter.store.act.held import held, written
from commandcenter.store.feed import Change


def jobs_of(connection: Connection, city: CityCode, crew: CrewCode, now: datetime) -> list[Job]:
    """Return a crew's jobs in the order of its list: those that have not ended, and those that ended just now."""
    rows = connection.execute(recent_jobs(city, now).where(jobs.c.crew == crew)).mappings()
    return [rebuild(Job, dict(row)) for row in rows]


def recent_jobs(city: CityCode, now: datetime) -> Select[Any]:
    """Return the question for the jobs of all crews that what they are doing follows from."""
    since_ms = to_ms(now - RETURNS_WITHIN)
    return (
        select(*(jobs.c[name] for name in FIELDS[Entity.JOB]))
        .where(jobs.c.city == city, jobs.c.ended_ms.is_(None) | (jobs.c.ended_ms >= since_ms))
        .order_by(jobs.c.crew, jobs.c.sequence, jobs.c.id)
    )


def settle_crew(connection: Connection, city: CityCode, code: CrewCode, now: datetime) -> list[Change]:
    """Bring to what is true now who of a crew counts as present, and what it is doing.

    Where it neither travels nor works, the positions of its people are forgotten.

    Args:
        connection: Inside a writing transaction; the crew stays held until it ends.
        city: Whose.
        code: Of the crew.
        now: The store's clock.

    Returns:
        What changed, to be published.
    """
    crew = held(connection, city, Crew, code=code)
    if crew is None:
        return []
    shift = None if crew.shift is None else shift_of(connection, city, crew.shift)
    listed = jobs_of(connection, city, code, now)
    if not any(job.state in UNDER_WAY for job in listed):
        connection.execute(positions.delete().where(positions.c.city == city, positions.c.crew == code))
    present = [member for member in members_of(connection, city, code) if member.present]
    derived = derived_of(crew, shift, present, listed, now)
    made = [written(connection, city, replace(member, present=False, updated_at=now)) for member in derived.gone]
    if (derived.present, derived.state) != (crew.present, crew.state):
        now_is = replace(crew, present=derived.present, state=derived.state, updated_at=now)
        made.append(written(connection, city, now_is))
    return made


def forget_position(connection: Connection, city: CityCode, member: MemberId) -> None:
    """Forget where somebody is who is not at work with the crew any more."""
    connection.execute(positions.delete().where(positions.c.city == city, positions.c.member == member))


@dataclass(frozen=True, slots=True)
class Derived:
    """What follows of a crew.

    Attributes:
        gone: Members who count as present and no longer are.
        present: How many are.
    """

    gone: Sequence[Member]
    present: int
    state: CrewState


def derived_of(
    crew: Crew, shift: Shift | None, present: Sequence[Member], listed: Sequence[Job], now: datetime
) -> Derived:
    """Return what follows of a crew now.

    Args:
        crew: The crew.
        shift: When it works.
        present: Its members who were marked present.
        listed: Its jobs, as ``jobs_of`` returns them.
        now: The store's clock.
    """
    # Nobody leaves a place of work because the clock strikes.
    under_way = any(job.state in UNDER_WAY for job in listed)
    gone = [] if under_way else [one for one in present if now >= presence_ends_at(shift, one.updated_at)]
    count = len(present) - len(gone)
    return Derived(gone, count, crew_state(shift, now, count, listed, crew.unavailable_reason))


def members_of(connection: Connection, city: CityCode, code: CrewCode) -> list[Member]:
    """Return a crew's members."""
    fields = (members.c[name] for name in FIELDS[Entity.MEMBER])
    rows = connection.execute(
        select(*fields)
        .where(members.c.city == city, members.c.crew == code, members.c.active)
        .order_by(members.c.id)
        .with_for_update()
    )
    return [rebuild(Member, dict(row)) for row in rows.mappings()]


def shift_of(connection: Connection, city: CityCode, code: str) -> Shift | None:
    """Return a shift; nobody is kept from changing it."""
    fields = (shifts.c[name] for name in FIELDS[Entity.SHIFT])
    row = connection.execute(select(*fields).where(shifts.c.city == city, shifts.c.code == code)).mappings().first()
    return None if row is None else rebuild(Shift, dict(row))
