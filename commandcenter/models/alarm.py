"""Alarms: something that somebody in the room must act on now. A new report is none.

Raised and cleared by the store, one for all rooms; acknowledged and shelved by people.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from commandcenter.models.identity import AlarmId, AreaCode

LONGEST_SHELF = timedelta(hours=8)
"""For how long an alarm can be put aside at a time: a shift."""


class AlarmKind(StrEnum):
    """What an alarm is about."""

    GAUGE = "gauge"
    EMERGENCY = "emergency"
    OVERDUE = "overdue"
    FEED = "feed"


class Severity(StrEnum):
    """How bad; the words of CAP 1.2, the worst first."""

    EXTREME = "Extreme"
    SEVERE = "Severe"
    MODERATE = "Moderate"
    MINOR = "Minor"


@dataclass(frozen=True, slots=True)
class Alarm:
    """One alarm.

    Attributes:
        about: What it is about: an entity and a key, such as ``gauge/MANGGARAI``; one alarm a thing while it lasts.
        area: Where; None: the whole city.
        text_id: What happened and what to do, in Indonesian.
        text_en: The same in English.
        acknowledged_at: When somebody said that it was seen; None before.
        shelved_until_at: Until when it is put aside; None: it is not.
        cleared_at: When its cause went away; None while it lasts.
    """

    id: AlarmId
    version: int
    kind: AlarmKind
    severity: Severity
    about: str
    area: AreaCode | None
    text_id: str
    text_en: str
    raised_at: datetime
    acknowledged_at: datetime | None
    acknowledged_by: str | None
    shelved_until_at: datetime | None
    cleared_at: datetime | None
    updated_at: datetime
