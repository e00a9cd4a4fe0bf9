"""The turn that brings crews to what is true now: shifts begin and end, presence runs out, crews come back.

It is no act, since nobody does anything: what a crew is doing is derived, and only the clock has moved on.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from sqlalchemy import Connection, select

from commandcenter.models.crew import Crew, Member, Shift
from commandcenter.models.flat import rebuild
from commandcenter.models.identity import CityCode, CrewCode
from commandcenter.models.instant import to_ms
from commandcenter.models.job import Job
from commandcenter.models.record import FIELDS, Entity
from commandcenter.models.table import crews, members, positions, shifts
from commandcenter.store.act.crew_row import derived_of, recent_jobs, settle_crew
from commandcenter.store.central import CentralStore
from commandcenter.store.database import reading, writing
from commandcenter.store.feed import publish


def take_turn(store: CentralStore) -> None:
    """Settle the crews whose state is no longer what the store says, each in a transaction of its own."""
    city, now = store.settings.city, store.settings.clock()
    outlived = (positions.c.city == city) & (positions.c.ends_ms <= to_ms(now))
    with reading(store.engine) as connection:
        codes = unsettled(connection, city, now)
        is_any_outlived = connection.execute(select(positions.c.member).where(outlived).limit(1)).first() is not None
    for code in codes:
        with writing(store.engine) as connection:
            publish(connection, city, settle_crew(connection, city, code, now), now)
    if is_any_outlived:
        with writing(store.engine) as connection:
            connection.execute(positions.delete().where(outlived))


def unsettled(connection: Connection, city: CityCode, now: datetime) -> list[CrewCode]:
    """Return the crews of which something derived is different by now; reads, and holds nothing."""
    shift_of = {
        row["code"]: rebuild(Shift, dict(row))
        for row in connection.execute(
            select(*(shifts.c[name] for name in FIELDS[Entity.SHIFT])).where(shifts.c.city == city)
        ).mappings()
    }
    present = defaultdict(list)
    at_work = select(*(members.c[name] for name in FIELDS[Entity.MEMBER])).where(
        members.c.city == city, members.c.active, members.c.present
    )
    for row in connection.execute(at_work).mappings():
        present[row["crew"]].append(rebuild(Member, dict(row)))
    listed = defaultdict(list)
    for row in connection.execute(recent_jobs(city, now)).mappings():
        listed[row["crew"]].append(rebuild(Job, dict(row)))
    used = select(*(crews.c[name] for name in FIELDS[Entity.CREW])).where(crews.c.city == city, crews.c.active)
    news = []
    for row in connection.execute(used.order_by(crews.c.code)).mappings():
        crew = rebuild(Crew, dict(row))
        shift = None if crew.shift is None else shift_of.get(crew.shift)
        derived = derived_of(crew, shift, present[crew.code], listed[crew.code], now)
        if (derived.present, derived.state) != (crew.present, crew.state):
            news.append(crew.code)
    return news
