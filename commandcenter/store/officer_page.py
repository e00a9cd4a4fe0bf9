"""What an officer's page lists: the work of one's part of the city by what is due next, and how much of it there is.

Owns the lists and the counts. One report in full is ``officer_report``'s. Everything goes through the sight of whoever
asks; no field comes from the table of reporters' personal data.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, case, exists, func, select, tuple_

from commandcenter.models.identity import CategoryCode, CityCode
from commandcenter.models.instant import to_ms
from commandcenter.models.record import Entity
from commandcenter.models.state import State
from commandcenter.models.table import agencies, areas, hand_overs, media, reports, transitions
from commandcenter.store.due import NEVER_MS, due_ms, is_open
from commandcenter.store.feed import read_head
from commandcenter.store.sight import Sight, sight_of
from commandcenter.store.token import Principal

PAGE_ROWS = 40
"""Reports in one answer."""

_ROW = (
    "number",
    "version",
    "category",
    "state",
    "priority",
    "area",
    "agency",
    "address",
    "created_ms",
    "updated_ms",
    "acknowledged_ms",
    "acknowledged_by",
    "closed_ms",
    "expected_ms",
    "supporters",
    "moderation",
    "duty_level",
    "simulated",
)
_TEXT_CHARS = 240
"""How much of a description a line of the list may show."""


class Work(StrEnum):
    """Which list.

    ``OPEN``: all that is open, what is due next first. ``HANDED``: of that what was handed to whoever asks, be it back.
    ``CLOSED``: what is done or rejected, the last first.
    """

    OPEN = "open"
    HANDED = "handed"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class WorkAsked:
    """What somebody wants listed.

    Attributes:
        states: Of these states only; empty: of all.
        category: Of this category only; None: of all.
        overdue: Only what is beyond a limit now.
        after: Order value and id of the last report of the answer before; None: from the beginning.
    """

    work: Work = Work.OPEN
    states: frozenset[State] = frozenset()
    category: CategoryCode | None = None
    overdue: bool = False
    after: tuple[int, int] | None = None


def list_work(
    connection: Connection, city: CityCode, principal: Principal, asked: WorkAsked, now: datetime
) -> dict[str, Any]:
    """Return one page of a list, and the feed's position that it is true at."""
    sight = sight_of(connection, city, principal)
    now_ms = to_ms(now)
    closed = asked.work is Work.CLOSED
    order = reports.c.closed_ms if closed else due_ms
    conditions = [reports.c.city == city, *seen_reports(sight), *_wanted(sight, asked, now_ms)]
    if asked.after is not None:
        place = tuple_(order, reports.c.id)
        conditions.append(place < tuple_(*asked.after) if closed else place > tuple_(*asked.after))
    # First which, from the index alone; then what of them.
    which = (
        select(reports.c.id, order.label("order_ms"))
        .where(*conditions)
        .order_by(*((order.desc(), reports.c.id.desc()) if closed else (order, reports.c.id)))
        .limit(PAGE_ROWS + 1)
    )
    found = connection.execute(which).all()
    shown = found[:PAGE_ROWS]
    last = shown[-1] if len(found) > PAGE_ROWS else None
    return {
        "clock_ms": now_ms,
        "position": str(sight.position(read_head(connection, city))),
        "reports": _told(connection, city, [row.id for row in shown], now_ms, handed=asked.work is Work.HANDED),
        "next": None if last is None else f"{last.order_ms}.{last.id}",
    }


def count_work(connection: Connection, city: CityCode, principal: Principal, now: datetime) -> dict[str, Any]:
    """Return how many open reports by state and category; how many are beyond a limit, how many handed over."""
    sight = sight_of(connection, city, principal)
    now_ms = to_ms(now)
    seen = (reports.c.city == city, is_open, *seen_reports(sight))
    late = func.sum(case((due_ms < now_ms, 1), else_=0))
    rows = connection.execute(
        select(reports.c.state, reports.c.category, func.count(), late)
        .where(*seen)
        .group_by(reports.c.state, reports.c.category)
    ).all()
    states: dict[str, int] = {}
    categories: dict[str, int] = {}
    for state, category, count, _ in rows:
        states[state] = states.get(state, 0) + count
        categories[category] = categories.get(category, 0) + count
    handed = select(func.count()).select_from(reports).where(*seen, *_handed_to(sight))
    return {
        "clock_ms": now_ms,
        "open": sum(states.values()),
        "overdue": int(sum(row[3] or 0 for row in rows)),
        "states": states,
        "categories": categories,
        "handed": int(connection.execute(handed).scalar_one()),
    }


def names_of(connection: Connection, city: CityCode) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Return the names of all areas and of all agencies, by code."""
    named = select(areas.c.code, areas.c.name).where(areas.c.city == city)
    agents = select(agencies.c.code, agencies.c.name).where(agencies.c.city == city)
    return (
        {row.code: row.name for row in connection.execute(named)},
        {row.code: row.name for row in connection.execute(agents)},
    )


def seen_reports(sight: Sight) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions under which somebody sees a report."""
    within = sight.part.rows(Entity.REPORT)
    return () if within is None else (within,)


def _wanted(sight: Sight, asked: WorkAsked, now_ms: int) -> list[ColumnElement[bool]]:
    wanted = [reports.c.closed_ms.is_not(None) if asked.work is Work.CLOSED else is_open]
    if asked.work is Work.HANDED:
        wanted += _handed_to(sight)
    if asked.states:
        wanted.append(reports.c.state.in_(sorted(asked.states)))
    if asked.category is not None:
        wanted.append(reports.c.category == asked.category)
    if asked.overdue and asked.work is not Work.CLOSED:
        wanted.append(due_ms < now_ms)
    return wanted


def _handed_to(sight: Sight) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions under which a report was handed to this part of the city, be it back."""
    handed = exists().where(hand_overs.c.city == reports.c.city, hand_overs.c.report_id == reports.c.id)
    scope = sight.part.scope
    if scope.agency is not None:
        return handed, reports.c.agency == scope.agency
    return (handed,) if scope.is_whole else (handed, reports.c.agency.is_(None))


def _told(
    connection: Connection, city: CityCode, ids: Sequence[int], now_ms: int, *, handed: bool
) -> list[dict[str, Any]]:
    """Return a line of the list for each of some reports, in their order."""
    text = func.substr(reports.c.description, 1, _TEXT_CHARS).label("description")
    columns = [reports.c[name] for name in _ROW]
    query = select(reports.c.id, due_ms.label("due_ms"), text, *columns)
    lines = connection.execute(query.where(reports.c.city == city, reports.c.id.in_(ids))).mappings()
    found = {row["id"]: row for row in lines}
    areas_named, agencies_named = names_of(connection, city)
    photos = _first_photos(connection, city, ids)
    by_whom = _last_hand_overs(connection, city, ids) if handed else {}
    told = []
    for row in (found[report_id] for report_id in ids):
        due = row["due_ms"] if row["closed_ms"] is None and row["due_ms"] < NEVER_MS else None
        told.append(
            {
                # As text: JSON numbers lose digits in browsers.
                "id": str(row["id"]),
                **{name: row[name] for name in _ROW},
                "description": row["description"],
                "area_name": areas_named.get(row["area"]),
                "agency_name": agencies_named.get(row["agency"]),
                "due_ms": due,
                "due": None if due is None else "response" if row["acknowledged_ms"] is None else "closing",
                "overdue": due is not None and due < now_ms,
                "photo": photos.get(row["id"]),
                "handed": by_whom.get(row["id"]),
            }
        )
    return told


def _first_photos(connection: Connection, city: CityCode, ids: Sequence[int]) -> Mapping[int, str]:
    """Return the address of one photo of each report that has one that the store itself serves."""
    first = (
        select(media.c.report_id, func.min(media.c.url).label("url"))
        .where(media.c.city == city, media.c.report_id.in_(ids), media.c.url.like("/v1/media/%"))
        .group_by(media.c.report_id)
    )
    return {row.report_id: row.url for row in connection.execute(first)}


def _last_hand_overs(connection: Connection, city: CityCode, ids: Sequence[int]) -> Mapping[int, dict[str, Any]]:
    """Return of each report who handed it over last, from which agency, and when."""
    query = (
        select(hand_overs.c.report_id, hand_overs.c.from_agency, hand_overs.c.handed_ms, transitions.c.actor)
        .join(
            transitions,
            and_(
                transitions.c.city == hand_overs.c.city,
                transitions.c.report_id == hand_overs.c.report_id,
                transitions.c.sequence == hand_overs.c.sequence,
            ),
        )
        .where(hand_overs.c.city == city, hand_overs.c.report_id.in_(ids))
        .order_by(hand_overs.c.report_id, hand_overs.c.sequence)
    )
    return {
        row.report_id: {"by": row.actor, "from_agency": row.from_agency, "handed_ms": row.handed_ms}
        for row in connection.execute(query)
    }
