"""Who set up what of the city, when, and to what: read from the intents that did it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from commandcenter.models.identity import CityCode
from commandcenter.models.intent import IntentKind, IntentStatus
from commandcenter.models.table import intents

SET_UP_BY = (
    IntentKind.SET_SETTING,
    IntentKind.SET_CATEGORY,
    IntentKind.SET_OFFER,
    IntentKind.SET_AGENCY,
    IntentKind.SET_TEMPLATE,
    IntentKind.SET_SHIFT,
)
"""Acts whose history can be read."""

MAX_ENTRIES = 500


@dataclass(frozen=True, slots=True)
class SettingEntry:
    """One change.

    Attributes:
        target: What was set: a setting's key, a category's, agency's, template's or shift's code.
        payload: What was said of it, as it was sent.
        by: The desk or office that did.
    """

    kind: IntentKind
    target: str
    payload: dict[str, Any]
    by: str
    recorded_ms: int


def read_history(connection: Connection, city: CityCode, target: str | None = None) -> list[SettingEntry]:
    """Return what was applied, newest first, at most ``MAX_ENTRIES``.

    Args:
        connection: Inside a reading transaction.
        city: Whose.
        target: Only what was done to this; None: everything.
    """
    chosen = [intents.c.city == city, intents.c.kind.in_([kind.value for kind in SET_UP_BY])]
    if target is not None:
        chosen.append(intents.c.target == target)
    rows = connection.execute(
        select(intents)
        .where(*chosen, intents.c.result["status"].as_string() == IntentStatus.APPLIED.value)
        .order_by(intents.c.recorded_ms.desc(), intents.c.intent_id.desc())
        .limit(MAX_ENTRIES)
    )
    return [
        SettingEntry(IntentKind(row.kind), row.target, row.payload or {}, row.principal, row.recorded_ms)
        for row in rows
    ]
