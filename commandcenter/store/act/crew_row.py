"""A crew as it stands: what is derived of it follows whatever it is derived from, in the same transaction."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import Connection, select

from commandcenter.models.crew import RETURNS_WITHIN, Crew, Member, Shift, crew_state, presence_ends_at
from commandcenter.models.flat import rebuild
from commandcenter.models.identity import CityCode, CrewCode
from commandcenter.models.instant import to_ms
from commandcenter.models.job import UNDER_WAY, Job
from commandcenter.models.record import FIELDS, Entity
from commandcenter.models.table import crews, jobs, members, positions, shifts
from commandcenter.store.act.held import held, written
from commandcenter.store.feed import Change


def jobs_of(connection: Connection, city: CityCode, crew: CrewCode, now: datetime) -> list[Job]:
    """Return a crew's jobs in the order of its list: those that have not ended, and those that ended just now."""
    fields = (jobs.c[name] for name in FIELDS[Entity.JOB])
    since_ms = to_ms(now - RETURNS_WITHIN - timedelta(minutes=1))
    rows = connection.execute(
        select(*fields)
        .where(jobs.c.city == city, jobs.c.crew == crew)
        .where(jobs.c.ended_ms.is_(None) | (jobs.c.ended_ms >= since_ms))
        .order_by(jobs.c.sequence, jobs.c.id)
    )
    return [rebuild(Job, dict(row)) for row in rows.mappings()]


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
    under_way = any(job.state in UNDER_WAY for job in listed)
    if not under_way:
        connection.execute(positions.delete().where(positions.c.city == city, positions.c.crew == code))
    made: list[Change] = []
    present = 0
    for member in members_of(connection, city, code):
        if not member.present:
            continue
        if under_way or now < presence_ends_at(shift, member.updated_at):
            present += 1
        else:
            made.append(written(connection, city, replace(member, present=False, updated_at=now)))
    state = crew_state(shift, now, present, listed, crew.unavailable_reason)
    if (present, state) != (crew.present, crew.state):
        made.append(written(connection, city, replace(crew, present=present, state=state, updated_at=now)))
    return made


def settle_crews(connection: Connection, city: CityCode, now: datetime) -> list[Change]:
    """Do the same for every crew there is."""
    codes = connection.execute(select(crews.c.code).where(crews.c.city == city, crews.c.active).order_by(crews.c.code))
    return [change for code in codes.scalars().all() for change in settle_crew(connection, city, code, now)]


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
