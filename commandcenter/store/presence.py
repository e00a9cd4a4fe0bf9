"""Where people at work are: a channel of its own, outside of the feed (docs/decisions/0128).

A position is kept only while its crew is on the way to a job or at work there, only the last one of each member, and it
is forgotten when the job ends, when the shift does, or when the member's phone says so by being no longer on a job.
Those who see it are the crew itself and the dispatchers of its part of the city.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, select

from commandcenter.models.crew import LONGEST_PRESENCE, Crew, presence_ends_at
from commandcenter.models.identity import CityCode
from commandcenter.models.instant import from_ms, to_ms
from commandcenter.models.job import UNDER_WAY
from commandcenter.models.place import checked_place
from commandcenter.models.role import Role
from commandcenter.models.table import jobs, members, positions
from commandcenter.store.act.crew_row import shift_of
from commandcenter.store.act.held import held
from commandcenter.store.act.room_failure import NotOwn
from commandcenter.store.database import put_row
from commandcenter.store.failure import FieldMissing, NotAllowed
from commandcenter.store.field import MAX_FIELD_CHARS, instant_field, needed_text, number_field
from commandcenter.store.part import part_of
from commandcenter.store.token import Principal

OLDEST_BELIEVED = timedelta(minutes=30)
"""An older position says nothing about where somebody is, and is not kept."""

_FAR_M = 100_000.0


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of a position: until when it is kept at most; None: it is not."""

    until_at: datetime | None


def keep_position(
    connection: Connection, city: CityCode, principal: Principal, message: Mapping[str, object], now: datetime
) -> Kept:
    """Keep where a member of the phone's own crew is, if the crew is under way; else forget what was known.

    Args:
        connection: Inside a writing transaction.
        city: Whose.
        principal: A crew's key.
        message: ``member``, ``lon``, ``lat``, and optionally ``accuracy_m`` and ``measured_ms``.
        now: The store's clock.

    Raises:
        NotAllowed: If the key is no crew's.
        NotOwn: If the member works elsewhere.
        Failure: If a field is not what it should be.
    """
    if principal.role is not Role.CREW:
        raise NotAllowed(name=principal.name, role=principal.role)
    member = needed_text(message, "member", MAX_FIELD_CHARS)
    lon, lat = number_field(message, "lon", -180, 180), number_field(message, "lat", -90, 90)
    accuracy_m = number_field(message, "accuracy_m", 0, _FAR_M)
    if lon is None or lat is None:
        raise FieldMissing(field="lon" if lon is None else "lat")
    place = checked_place(lon, lat)
    measured_at = min(instant_field(message, "measured_ms") or now, now)
    crew = None if principal.holder is None else held(connection, city, Crew, code=principal.holder)
    if crew is None or not _works_in(connection, city, member, crew):
        raise NotOwn(name=principal.name, target=member)
    began_at = _under_way_since(connection, city, crew)
    if began_at is None or measured_at < max(began_at, now - OLDEST_BELIEVED):
        connection.execute(positions.delete().where(positions.c.city == city, positions.c.member == member))
        return Kept(None)
    shift = None if crew.shift is None else shift_of(connection, city, crew.shift)
    until_at = min(presence_ends_at(shift, now), now + LONGEST_PRESENCE)
    row = {
        "city": city,
        "member": member,
        "crew": crew.code,
        "lon": place.lon,
        "lat": place.lat,
        "accuracy_m": accuracy_m,
        "measured_ms": to_ms(measured_at),
        "ends_ms": to_ms(until_at),
    }
    put_row(connection, positions, row)
    return Kept(until_at)


def withdraw_position(connection: Connection, city: CityCode, principal: Principal, member: str) -> None:
    """Forget where a member of the phone's own crew is, because the member does not want it known any more.

    Of a member who works elsewhere nothing is forgotten, and nothing is told.

    Raises:
        NotAllowed: If the key is no crew's.
    """
    if principal.role is not Role.CREW:
        raise NotAllowed(name=principal.name, role=principal.role)
    connection.execute(
        positions.delete().where(
            positions.c.city == city, positions.c.member == member, positions.c.crew == principal.holder
        )
    )


def read_positions(
    connection: Connection, city: CityCode, principal: Principal, now: datetime
) -> list[Mapping[str, Any]]:
    """Return the positions that a key may see.

    Raises:
        NotAllowed: If it is neither a crew's nor a dispatcher's.
    """
    fields = (positions.c[name] for name in ("member", "crew", "lon", "lat", "accuracy_m", "measured_ms"))
    query = select(*fields).where(positions.c.city == city, positions.c.ends_ms > to_ms(now))
    if principal.role is Role.CREW:
        query = query.where(positions.c.crew == principal.holder)
    elif principal.role is not Role.DISPATCHER:
        raise NotAllowed(name=principal.name, role=principal.role)
    elif not principal.scope.is_whole:
        query = query.where(part_of(connection, city, principal.scope).of_crews(positions.c.crew))
    return [dict(row) for row in connection.execute(query.order_by(positions.c.member)).mappings()]


def _works_in(connection: Connection, city: CityCode, member: str, crew: Crew) -> bool:
    query = select(members.c.id).where(
        members.c.city == city, members.c.id == member, members.c.crew == crew.code, members.c.active
    )
    return connection.execute(query).first() is not None


def _under_way_since(connection: Connection, city: CityCode, crew: Crew) -> datetime | None:
    """Return since when a crew is on its way or at work, or None."""
    since_ms = connection.execute(
        select(jobs.c.en_route_ms).where(
            jobs.c.city == city, jobs.c.crew == crew.code, jobs.c.state.in_([state.value for state in UNDER_WAY])
        )
    ).scalar_one_or_none()
    return None if since_ms is None else from_ms(since_ms)
