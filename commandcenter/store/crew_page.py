"""What a crew's phone shows: its own jobs and their reports, without whoever reported them.

A crew does not read the feed. No field here comes from the table of reporters' personal data.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, select

from commandcenter.models.crew import Shift
from commandcenter.models.identity import CityCode
from commandcenter.models.instant import to_ms
from commandcenter.models.record import FIELDS, Entity
from commandcenter.models.role import Role
from commandcenter.models.table import areas, crews, jobs, media, members, reports
from commandcenter.store.act.crew_row import shift_of
from commandcenter.store.act.room_failure import TargetUnknown
from commandcenter.store.failure import NotAllowed
from commandcenter.store.token import Principal

ENDED_SHOWN_FOR = timedelta(hours=12)
"""For how long a job that has ended still stands on its crew's page."""

_REPORT_FIELDS = (
    "number",
    "category",
    "state",
    "priority",
    "lon",
    "lat",
    "area",
    "address",
    "description",
    "created_ms",
    "close_by_ms",
    "simulated",
)
_SHOWN = (*_REPORT_FIELDS, "area_name")


def read_crew_page(connection: Connection, city: CityCode, principal: Principal, now: datetime) -> dict[str, Any]:
    """Return the crew of a key, its hours, its members, and its jobs with their reports, in the order of its list.

    Raises:
        NotAllowed: If the key is no crew's.
        TargetUnknown: If its crew is not there.
    """
    if principal.role is not Role.CREW:
        raise NotAllowed(name=principal.name, role=principal.role)
    crew = connection.execute(
        select(*(crews.c[name] for name in FIELDS[Entity.CREW])).where(
            crews.c.city == city, crews.c.code == principal.holder
        )
    ).mappings()
    found = crew.one_or_none()
    if found is None:
        raise TargetUnknown(target=principal.holder or "")
    own = connection.execute(
        select(members.c.id, members.c.name, members.c.present)
        .where(members.c.city == city, members.c.crew == principal.holder, members.c.active)
        .order_by(members.c.name, members.c.id)
    ).mappings()
    shift = None if found["shift"] is None else shift_of(connection, city, found["shift"])
    return {
        "clock_ms": to_ms(now),
        "crew": dict(found),
        "shift": None if shift is None else _hours(shift),
        "members": [dict(member) for member in own],
        "jobs": _jobs(connection, city, str(found["code"]), now),
    }


def _hours(shift: Shift) -> dict[str, Any]:
    return {"name": shift.name, "begins_min": shift.begins_min, "ends_min": shift.ends_min}


def _jobs(connection: Connection, city: CityCode, crew: str, now: datetime) -> list[dict[str, Any]]:
    since_ms = to_ms(now - ENDED_SHOWN_FOR)
    listed = [
        dict(row)
        for row in connection.execute(
            select(*(jobs.c[name] for name in FIELDS[Entity.JOB]))
            .where(jobs.c.city == city, jobs.c.crew == crew)
            .where(jobs.c.ended_ms.is_(None) | (jobs.c.ended_ms >= since_ms))
            .order_by(jobs.c.ended_ms.is_not(None), jobs.c.sequence, jobs.c.id)
        ).mappings()
    ]
    ids = sorted({job["report_id"] for job in listed})
    about = _reports(connection, city, ids)
    # As text: JSON numbers lose digits in browsers.
    return [
        {**job, "id": str(job["id"]), "report_id": str(job["report_id"]), "report": about[job["report_id"]]}
        for job in listed
    ]


def _reports(connection: Connection, city: CityCode, ids: list[int]) -> Mapping[int, dict[str, Any]]:
    rows = connection.execute(
        select(reports.c.id, *(reports.c[name] for name in _REPORT_FIELDS), areas.c.name.label("area_name"))
        .outerjoin(areas, (areas.c.city == reports.c.city) & (areas.c.code == reports.c.area))
        .where(reports.c.city == city, reports.c.id.in_(ids))
    ).mappings()
    found = {row["id"]: {**{name: row[name] for name in _SHOWN}, "media": []} for row in rows}
    photos = connection.execute(
        select(media.c.report_id, media.c.id, media.c.stage, media.c.url)
        .where(media.c.city == city, media.c.report_id.in_(ids))
        .order_by(media.c.id)
    )
    for photo in photos:
        found[photo.report_id]["media"].append({"id": photo.id, "stage": photo.stage, "url": photo.url})
    return found
