"""The turn that raises and clears alarms: reads what the rule looks at, and sends what is due as acts of the store.

An act's id follows from its cause and from the last alarm about the same thing. So a turn that is taken twice, by one
leader or by two, sends the same acts again, and each is applied once.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID, uuid5

from sqlalchemy import Connection, and_, case, func, not_, or_, select

from commandcenter.models.alarm import Alarm, AlarmKind
from commandcenter.models.city_setting import SettingKey
from commandcenter.models.flat import rebuild
from commandcenter.models.gauge import Gauge
from commandcenter.models.identity import CityCode, IntentId, ReportId, ReportNumber, read_id
from commandcenter.models.instant import from_ms, to_ms
from commandcenter.models.intent import Intent, IntentKind, IntentStatus
from commandcenter.models.record import FIELDS, Entity
from commandcenter.models.report import Priority
from commandcenter.models.state import OPEN_STATES
from commandcenter.models.table import alarms, gauges, reports
from commandcenter.store.central import CentralStore
from commandcenter.store.city_setting import values_of
from commandcenter.store.database import reading
from commandcenter.store.own_intent import own_intent_id
from commandcenter.store.token import STORE_ITSELF
from commandcenter.store.watch.alarm_rule import Backlog, Cause, LastReport, Limits, Unanswered, Watched, due_alarms

MOST_AT_ONCE = 500
"""Emergencies looked at in one turn: those that there is an alarm of, then the longest overdue."""

_SPACE = UUID("4d1f6f6e-6f0f-4b8e-9a55-2b7a1c3d9e70")

_log = logging.getLogger(__name__)


def take_turn(store: CentralStore) -> None:
    """Bring the alarms to what is true now."""
    city, now = store.settings.city, store.settings.clock()
    with reading(store.engine) as connection:
        state = read_watched(connection, city, now)
        due = due_alarms(state, now)
        last = _last_versions(connection, city)
    for cause in due.raised:
        before = last.get(cause.about, "0")
        _send(store, _raising(cause, _intent_id(f"{city} raise {before} {cause}"), now))
    for alarm_id, version in due.cleared:
        intent_id = _intent_id(f"{city} clear {alarm_id} {version}")
        _send(store, Intent(intent_id, IntentKind.CLEAR_ALARM, None, None, now, target=str(alarm_id)))


def read_watched(connection: Connection, city: CityCode, now: datetime) -> Watched:
    """Read what the rule looks at."""
    used = select(*(gauges.c[name] for name in FIELDS[Entity.GAUGE])).where(gauges.c.city == city, gauges.c.active)
    uncleared = select(*(alarms.c[name] for name in FIELDS[Entity.ALARM])).where(
        alarms.c.city == city, alarms.c.cleared_ms.is_(None)
    )
    lasting = [rebuild(Alarm, dict(row)) for row in connection.execute(uncleared).mappings()]
    # Looked at first: what is left out of a turn would seem to be over.
    told_of = [read_id(alarm.about.removeprefix("report/")) for alarm in lasting if alarm.kind is AlarmKind.EMERGENCY]
    unanswered = (
        select(reports.c.id, reports.c.number, reports.c.area, reports.c.respond_by_ms, reports.c.simulated)
        .where(reports.c.city == city, reports.c.priority == int(Priority.EMERGENCY))
        .where(reports.c.acknowledged_ms.is_(None), reports.c.state.in_([state.value for state in OPEN_STATES]))
        # Open reports have no time of closing, which has an index; SQLite would look through all of them otherwise.
        .where(reports.c.closed_ms.is_(None))
        # What was rebuilt from a file was somebody's duty elsewhere (``models.duty``).
        .where(reports.c.reconstructed.is_(False))
        .order_by(case((reports.c.id.in_(told_of), 0), else_=1), reports.c.respond_by_ms)
        .limit(MOST_AT_ONCE)
    )
    settings = values_of(connection, city)
    return Watched(
        gauges=[rebuild(Gauge, dict(row)) for row in connection.execute(used).mappings()],
        unanswered=[
            Unanswered(
                ReportId(row.id), ReportNumber(row.number), row.area, from_ms(row.respond_by_ms), bool(row.simulated)
            )
            for row in connection.execute(unanswered)
        ],
        backlogs=read_backlogs(connection, city, now),
        last_report=_last_report(connection, city),
        lasting=lasting,
        limits=Limits(
            stale_after_s=settings[SettingKey.GAUGE_STALE_AFTER_S],
            overdue_above=settings[SettingKey.OVERDUE_ALARM_ABOVE_PERCENT] / 100,
            overdue_from_reports=settings[SettingKey.OVERDUE_ALARM_FROM_REPORTS],
            silent_after_s=settings[SettingKey.FEED_SILENT_AFTER_S],
        ),
    )


def read_backlogs(connection: Connection, city: CityCode, now: datetime) -> list[Backlog]:
    """Count the open reports and those beyond a limit, as ``board.mask.overdue`` says it; none out of an archive."""
    now_ms = to_ms(now)
    table = reports.c
    is_stopped = and_(table.paused_ms.is_not(None), table.paused_ms < table.close_by_ms)
    is_late = or_(
        and_(table.close_by_ms < now_ms, not_(is_stopped)),
        and_(table.acknowledged_ms.is_(None), table.respond_by_ms < now_ms),
    )
    query = (
        select(table.simulated, func.count(), func.sum(case((is_late, 1), else_=0)))
        .where(table.city == city, table.closed_ms.is_(None), table.reconstructed.is_(False))
        .group_by(table.simulated)
        .order_by(table.simulated)
    )
    return [Backlog(int(count), int(late), bool(simulated)) for simulated, count, late in connection.execute(query)]


def _last_report(connection: Connection, city: CityCode) -> LastReport | None:
    """Return the newest report; None where it is out of an archive, so that nobody waits for more."""
    newest = select(reports.c.recorded_ms, reports.c.simulated, reports.c.reconstructed).where(reports.c.city == city)
    row = connection.execute(newest.order_by(reports.c.id.desc()).limit(1)).one_or_none()
    if row is None or row.reconstructed:
        return None
    return LastReport(from_ms(row.recorded_ms), bool(row.simulated))


def _last_versions(connection: Connection, city: CityCode) -> Mapping[str, str]:
    """Return of each thing that there was an alarm about the last one, as id and version."""
    newest = (
        select(alarms.c.about, func.max(alarms.c.id).label("id"))
        .where(alarms.c.city == city)
        .group_by(alarms.c.about)
        .subquery()
    )
    rows = connection.execute(
        select(alarms.c.about, alarms.c.id, alarms.c.version)
        .join(newest, newest.c.id == alarms.c.id)
        .where(alarms.c.city == city)
    )
    return {row.about: f"{row.id}.{row.version}" for row in rows}


def _intent_id(cause: str) -> IntentId:
    return own_intent_id(str(uuid5(_SPACE, cause)))


def _raising(cause: Cause, intent_id: IntentId, now: datetime) -> Intent:
    payload = {
        "kind": cause.kind.value,
        "severity": cause.severity.value,
        "about": cause.about,
        "area": cause.area,
        "text_id": cause.text_id,
        "text_en": cause.text_en,
    }
    return Intent(intent_id, IntentKind.RAISE_ALARM, None, None, now, payload=payload)


def _send(store: CentralStore, intent: Intent) -> None:
    result = store.apply(intent, STORE_ITSELF)
    if result.status is not IntentStatus.APPLIED and result.status is not IntentStatus.REPEATED:
        _log.warning("%s was not applied: %s", intent.kind.value, result.code)
