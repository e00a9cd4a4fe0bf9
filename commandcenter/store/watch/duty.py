"""Reports that nobody answered in time go up, one office at a time or past one, as acts of the store itself.

The id of such an act follows from the report and the level, so that neither a repetition nor two leaders for a moment
send anything up twice.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import Connection, select

from commandcenter.models.city_setting import PER_CATEGORY, SettingKey, key_for
from commandcenter.models.duty import DutyLevel, Patience, due_level
from commandcenter.models.identity import CategoryCode, CityCode
from commandcenter.models.instant import to_ms
from commandcenter.models.intent import Intent, IntentKind
from commandcenter.models.record import FIELDS, Entity, report_of
from commandcenter.models.report import Report
from commandcenter.models.state import OPEN_STATES
from commandcenter.models.table import reports
from commandcenter.store.central import CentralStore
from commandcenter.store.city_setting import values_of
from commandcenter.store.database import reading
from commandcenter.store.own_intent import own_intent_id
from commandcenter.store.token import STORE_ITSELF

MOST_AT_A_TURN = 500
"""So many reports go up at one turn; the next takes further ones."""


def escalate_unanswered(store: CentralStore) -> None:
    """Send up every report that is due for it."""
    city = store.settings.city
    now = store.settings.clock()
    with reading(store.engine) as connection:
        due = due_escalations(connection, city, now)
    for intent in due:
        store.apply(intent, STORE_ITSELF)


def due_escalations(connection: Connection, city: CityCode, now: datetime) -> list[Intent]:
    """Return the acts that are due, those first that have waited longest; at most ``MOST_AT_A_TURN``."""
    settings = values_of(connection, city)
    shortest_s = min(value for key, value in settings.items() if key.partition("/")[0] in PER_CATEGORY)
    query = (
        select(*(reports.c[name] for name in FIELDS[Entity.REPORT]))
        .where(
            reports.c.city == city,
            reports.c.acknowledged_ms.is_(None),
            reports.c.respond_by_ms <= to_ms(now - timedelta(seconds=shortest_s)),
            reports.c.duty_level < int(DutyLevel.WALI_KOTA),
            reports.c.state.in_([state.value for state in OPEN_STATES]),
            reports.c.reconstructed.is_(False),
        )
        .order_by(reports.c.respond_by_ms)
    )
    found: list[Intent] = []
    with connection.execute(query.execution_options(yield_per=MOST_AT_A_TURN)) as rows:
        for row in rows.mappings():
            report = report_of(dict(row))
            level = due_level(report, patience_of(settings, report.category), now)
            if level > report.duty_level:
                found.append(escalation(report, level, now))
                if len(found) == MOST_AT_A_TURN:
                    break
    return found


def escalation(report: Report, level: DutyLevel, now: datetime) -> Intent:
    """Return the act that brings a report up to a level."""
    return Intent(
        intent_id=own_intent_id(f"escalate:{report.id}:{int(level)}"),
        kind=IntentKind.ESCALATE,
        subject=report.id,
        base_version=None,
        acted_at=now,
        payload={"level": int(level)},
    )


def patience_of(settings: Mapping[str, float], category: CategoryCode) -> Patience:
    """Return how long a category's unanswered reports stay where they are: its own times, else the city's."""

    def seconds(key: SettingKey) -> float:
        return settings.get(key_for(key, category), settings[key.value])

    return Patience(seconds(SettingKey.CAMAT_AFTER_S), seconds(SettingKey.WALI_KOTA_AFTER_S))
