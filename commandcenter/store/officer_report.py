"""One report in full for an officer.

Owns its story, its photos with what is covered of them, who had it for how long, and which crews could be sent. A
report that lies outside of whoever asks is not there for them: that it exists is told to nobody.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, func, select

from commandcenter.models.crew import Crew
from commandcenter.models.crew_choice import crew_choices
from commandcenter.models.flat import rebuild
from commandcenter.models.identity import AreaCode, CityCode, CrewCode, ReportId
from commandcenter.models.instant import to_ms
from commandcenter.models.record import FIELDS, Entity
from commandcenter.models.state import MOVES, STATES, State
from commandcenter.models.table import (
    agencies,
    crews,
    hand_overs,
    incidents,
    jobs,
    media,
    photos,
    reports,
    shifts,
    templates,
    transitions,
)
from commandcenter.store.due import NEVER_MS, due_ms
from commandcenter.store.failure import ReportUnknown
from commandcenter.store.feed import read_head
from commandcenter.store.officer_page import names_of, seen_reports
from commandcenter.store.part import parents_of
from commandcenter.store.photo.address import shown_at
from commandcenter.store.sight import sight_of
from commandcenter.store.token import Principal


def read_report(
    connection: Connection, city: CityCode, principal: Principal, report_id: ReportId, now: datetime
) -> dict[str, Any]:
    """Return everything of one report that whoever asks may see.

    Raises:
        ReportUnknown: If there is none, or it lies outside.
    """
    row = _report(connection, city, principal, report_id)
    now_ms = to_ms(now)
    areas_named, agencies_named = names_of(connection, city)
    due = row["due_ms"] if row["closed_ms"] is None and row["due_ms"] < NEVER_MS else None
    report = {name: row[name] for name in FIELDS[Entity.REPORT]}
    return {
        "clock_ms": now_ms,
        "position": str(sight_of(connection, city, principal).position(read_head(connection, city))),
        "report": {
            **report,
            # As text: JSON numbers lose digits in browsers.
            "id": str(report_id),
            "incident": None if report["incident"] is None else str(report["incident"]),
            "area_name": areas_named.get(report["area"]),
            "agency_name": agencies_named.get(report["agency"]),
            "due_ms": due,
            "due": None if due is None else "response" if report["acknowledged_ms"] is None else "closing",
            "overdue": due is not None and due < now_ms,
        },
        "moves": [state.value for state in STATES if state in MOVES[State(report["state"])]],
        "timeline": _timeline(connection, city, report_id),
        "media": _media(connection, city, report_id),
        "holders": _holders(connection, city, report, now_ms, agencies_named),
        "job": _job(connection, city, report_id),
        "incident": _incident(connection, city, report["incident"]),
    }


def find_report(connection: Connection, city: CityCode, principal: Principal, number: str) -> ReportId | None:
    """Return the report of a number, if there is one and whoever asks sees it."""
    sight = sight_of(connection, city, principal)
    query = select(reports.c.id).where(reports.c.city == city, reports.c.number == number, *seen_reports(sight))
    found = connection.execute(query).scalar_one_or_none()
    return None if found is None else ReportId(found)


def read_crews(
    connection: Connection, city: CityCode, principal: Principal, report_id: ReportId
) -> list[dict[str, Any]]:
    """Return the crews that whoever asks could send to a report, the readiest first.

    Raises:
        ReportUnknown: If there is no such report, or it lies outside.
    """
    row = _report(connection, city, principal, report_id)
    part = sight_of(connection, city, principal).part
    within = () if part.scope.is_whole else (part.area(crews.c.area),)
    query = select(*(crews.c[name] for name in FIELDS[Entity.CREW])).where(crews.c.city == city, *within)
    found = [rebuild(Crew, dict(crew)) for crew in connection.execute(query).mappings()]
    loads = connection.execute(
        select(jobs.c.crew, func.count()).where(jobs.c.city == city, jobs.c.ended_ms.is_(None)).group_by(jobs.c.crew)
    )
    steps = _upwards(row["area"], parents_of(connection, city))
    areas_named, _ = names_of(connection, city)
    shift_names = dict(connection.execute(select(shifts.c.code, shifts.c.name).where(shifts.c.city == city)).all())
    return [
        {
            "code": choice.crew.code,
            "name": choice.crew.name,
            "area": choice.crew.area,
            "area_name": areas_named.get(choice.crew.area),
            "is_own": choice.is_own,
            "state": choice.crew.state.value,
            "present": choice.crew.present,
            "load": choice.load,
            "shift": None if choice.crew.shift is None else shift_names.get(choice.crew.shift, choice.crew.shift),
            "skills": choice.crew.skills,
            "fitness": choice.fitness.value,
            "can_go": choice.can_go,
            "why": choice.crew.unavailable_reason,
        }
        for choice in crew_choices(found, {CrewCode(crew): count for crew, count in loads}, steps)
    ]


def read_desk(connection: Connection, city: CityCode, principal: Principal) -> dict[str, Any]:
    """Return what acts need beside a report: agencies to hand it to, and ready words."""
    areas_named, _ = names_of(connection, city)
    agents = select(*(agencies.c[name] for name in ("code", "name", "kind", "parent")))
    words = select(*(templates.c[name] for name in ("code", "name", "category", "text_id", "text_en")))
    scope = sight_of(connection, city, principal).part.scope
    return {
        "name": principal.name,
        "role": principal.role.value,
        "area": scope.area,
        "area_name": None if scope.area is None else areas_named.get(scope.area),
        "agency": scope.agency,
        "agencies": _records(
            connection, agents.where(agencies.c.city == city, agencies.c.active).order_by(agencies.c.name)
        ),
        "templates": _records(
            connection, words.where(templates.c.city == city, templates.c.active).order_by(templates.c.name)
        ),
    }


def _report(connection: Connection, city: CityCode, principal: Principal, report_id: ReportId) -> Mapping[str, Any]:
    sight = sight_of(connection, city, principal)
    query = sight.query(Entity.REPORT).add_columns(due_ms.label("due_ms")).where(reports.c.id == report_id)
    row = connection.execute(query).mappings().one_or_none()
    if row is None:
        raise ReportUnknown
    return dict(row)


def _records(connection: Connection, query: Select[Any]) -> list[dict[str, Any]]:
    return [dict(row) for row in connection.execute(query).mappings()]


def _timeline(connection: Connection, city: CityCode, report_id: ReportId) -> list[dict[str, Any]]:
    shown = ("sequence", "kind", "from_state", "to_state", "actor", "note", "acted_ms", "reconstructed")
    return _records(
        connection,
        select(*(transitions.c[name] for name in shown))
        .where(transitions.c.city == city, transitions.c.report_id == report_id)
        .order_by(transitions.c.sequence),
    )


def _media(connection: Connection, city: CityCode, report_id: ReportId) -> list[dict[str, Any]]:
    return media_of(connection, city, [report_id]).get(report_id, [])


def media_of(
    connection: Connection, city: CityCode, ids: Sequence[ReportId]
) -> Mapping[ReportId, list[dict[str, Any]]]:
    """Return the photos of reports, the earliest first, with what is covered of them.

    ``kept``: the store itself has it, so that parts of it can be covered; ``width_px`` and ``height_px`` then too.
    """
    rows = connection.execute(
        select(media.c.report_id, media.c.id, media.c.stage, media.c.url, media.c.moderation, media.c.recorded_ms)
        .where(media.c.city == city, media.c.report_id.in_(ids))
        .order_by(media.c.recorded_ms, media.c.id)
    ).all()
    addressed = {row.id: shown_at(row.url) for row in rows}
    kept = {sent[0] for sent in addressed.values() if sent is not None}
    known = {
        row.media_id: row
        for row in connection.execute(
            select(photos.c.media_id, photos.c.masks, photos.c.width_px, photos.c.height_px).where(
                photos.c.city == city, photos.c.media_id.in_(sorted(kept))
            )
        )
    }
    found: dict[ReportId, list[dict[str, Any]]] = {}
    for row in rows:
        sent = addressed[row.id]
        photo = None if sent is None else known.get(sent[0])
        found.setdefault(ReportId(row.report_id), []).append(
            {
                "id": row.id,
                "stage": row.stage,
                "url": row.url,
                "moderation": row.moderation,
                "recorded_ms": row.recorded_ms,
                "kept": photo is not None,
                "masks": [] if photo is None else photo.masks or [],
                "width_px": None if photo is None else photo.width_px,
                "height_px": None if photo is None else photo.height_px,
            }
        )
    return found


def _holders(
    connection: Connection, city: CityCode, report: Mapping[str, Any], now_ms: int, named: Mapping[str, str]
) -> list[dict[str, Any]]:
    """Return who answered for the report and for how long, in order; the times add up to its age exactly.

    ``agency`` None is the office of the report's area. Its age ends where it is closed.
    """
    over = connection.execute(
        select(hand_overs.c.from_agency, hand_overs.c.to_agency, hand_overs.c.handed_ms, transitions.c.actor)
        .join(
            transitions,
            (transitions.c.city == hand_overs.c.city)
            & (transitions.c.report_id == hand_overs.c.report_id)
            & (transitions.c.sequence == hand_overs.c.sequence),
        )
        .where(hand_overs.c.city == city, hand_overs.c.report_id == report["id"])
        .order_by(hand_overs.c.sequence)
    ).all()
    end_ms = now_ms if report["closed_ms"] is None else report["closed_ms"]
    begins = [report["created_ms"], *(row.handed_ms for row in over)]
    ends = [*begins[1:], max(end_ms, begins[-1])]
    who = [over[0].from_agency if over else report["agency"], *(row.to_agency for row in over)]
    by = [None, *(row.actor for row in over)]
    return [
        {
            "agency": agency,
            "name": named.get(agency) if agency is not None else None,
            "handed_by": actor,
            "from_ms": begin,
            "until_ms": None if place == len(who) - 1 and report["closed_ms"] is None else end,
            "held_ms": end - begin,
        }
        for place, (agency, actor, begin, end) in enumerate(zip(who, by, begins, ends, strict=True))
    ]


def _job(connection: Connection, city: CityCode, report_id: ReportId) -> dict[str, Any] | None:
    """Return the report's newest job and its crew's name."""
    row = (
        connection.execute(
            select(*(jobs.c[name] for name in FIELDS[Entity.JOB]), crews.c.name.label("crew_name"))
            .join(crews, (crews.c.city == jobs.c.city) & (crews.c.code == jobs.c.crew))
            .where(jobs.c.city == city, jobs.c.report_id == report_id)
            .order_by(jobs.c.id.desc())
            .limit(1)
        )
        .mappings()
        .one_or_none()
    )
    if row is None:
        return None
    return {**dict(row), "id": str(row["id"]), "report_id": str(report_id)}


def _incident(connection: Connection, city: CityCode, incident: int | None) -> dict[str, Any] | None:
    if incident is None:
        return None
    query = select(incidents.c.name, incidents.c.state, incidents.c.reports)
    row = connection.execute(query.where(incidents.c.city == city, incidents.c.id == incident)).mappings()
    return next((dict(found) for found in row), None)


def _upwards(area: str | None, parents: Mapping[AreaCode, AreaCode | None]) -> list[AreaCode]:
    steps: list[AreaCode] = []
    upper = None if area is None else AreaCode(area)
    while upper is not None and upper not in steps:
        steps.append(upper)
        upper = parents.get(upper)
    return steps
