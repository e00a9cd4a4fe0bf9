"""The turn that raises and clears alarms: reads what the rule looks at, and sends what is due as acts of the store.

An act's id follows from its cause and from the last alarm about the same thing. So a turn that is taken twice, by one
leader or by two, sends the same acts again, and each is applied once.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID, uuid5

from sqlalchemy import Connection, func, select

from commandcenter.models.alarm import Alarm
from commandcenter.models.city_setting import SettingKey
from commandcenter.models.flat import rebuild
from commandcenter.models.gauge import Gauge
from commandcenter.models.identity import CityCode, IntentId, ReportId, ReportNumber
from commandcenter.models.instant import from_ms
from commandcenter.models.intent import Intent, IntentKind, IntentStatus
from commandcenter.models.record import FIELDS, Entity
from commandcenter.models.report import Priority
from commandcenter.models.state import OPEN_STATES
from commandcenter.models.table import alarms, gauges, reports
from commandcenter.store.central import CentralStore
from commandcenter.store.city_setting import value_of
from commandcenter.store.database import reading
from commandcenter.store.token import STORE_ITSELF
from commandcenter.store.watch.alarm_rule import Cause, Unanswered, Watched, due_alarms

MOST_AT_ONCE = 500
"""Emergencies looked at in one turn, the longest overdue first."""

_SPACE = UUID("4d1f6f6e-6f0f-4b8e-9a55-2b7a1c3d9e70")

_log = logging.getLogger(__name__)


def take_turn(store: CentralStore) -> None:
    """Bring the alarms to what is true now."""
    city, now = store.settings.city, store.settings.clock()
    with reading(store.engine) as connection:
        state = read_watched(connection, city)
        due = due_alarms(state, now)
        last = _last_versions(connection, city)
    for cause in due.raised:
        before = last.get(cause.about, "0")
        _send(store, _raising(cause, IntentId(str(uuid5(_SPACE, f"{city} raise {before} {cause}"))), now))
    for alarm_id, version in due.cleared:
        intent_id = IntentId(str(uuid5(_SPACE, f"{city} clear {alarm_id} {version}")))
        _send(store, Intent(intent_id, IntentKind.CLEAR_ALARM, None, None, now, target=str(alarm_id)))


def read_watched(connection: Connection, city: CityCode) -> Watched:
    """Read what the rule looks at."""
    used = select(*(gauges.c[name] for name in FIELDS[Entity.GAUGE])).where(gauges.c.city == city, gauges.c.active)
    lasting = select(*(alarms.c[name] for name in FIELDS[Entity.ALARM])).where(
        alarms.c.city == city, alarms.c.cleared_ms.is_(None)
    )
    unanswered = (
        select(reports.c.id, reports.c.number, reports.c.area, reports.c.respond_by_ms, reports.c.simulated)
        .where(reports.c.city == city, reports.c.priority == int(Priority.EMERGENCY))
        .where(reports.c.acknowledged_ms.is_(None), reports.c.state.in_([state.value for state in OPEN_STATES]))
        .order_by(reports.c.respond_by_ms)
        .limit(MOST_AT_ONCE)
    )
    return Watched(
        gauges=[rebuild(Gauge, dict(row)) for row in connection.execute(used).mappings()],
        unanswered=[
            Unanswered(
                ReportId(row.id), ReportNumber(row.number), row.area, from_ms(row.respond_by_ms), bool(row.simulated)
            )
            for row in connection.execute(unanswered)
        ],
        lasting=[rebuild(Alarm, dict(row)) for row in connection.execute(lasting).mappings()],
        stale_after_s=value_of(connection, city, SettingKey.GAUGE_STALE_AFTER_S),
    )


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
