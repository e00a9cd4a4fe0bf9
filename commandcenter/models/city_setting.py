"""Settings of a city that people change while it runs: limits, hours, distances.

Owns which there are, what each means, and what it is before anybody has changed it. Changed by intent, so that who
changed what, and when, is kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from commandcenter.models.identity import CategoryCode


class SettingKey(StrEnum):
    """What can be set. Values are numbers in the unit that the name ends in; of what is only on or off, 1 or 0."""

    BEDS_STALE_AFTER_S = "beds_stale_after_s"
    GAUGE_STALE_AFTER_S = "gauge_stale_after_s"
    CAMAT_AFTER_S = "camat_after_s"
    WALI_KOTA_AFTER_S = "wali_kota_after_s"
    SUPPORTERS_FOR_HIGH = "supporters_for_high"
    SUPPORTERS_FOR_EMERGENCY = "supporters_for_emergency"
    PHOTO_FAR_AFTER_M = "photo_far_after_m"
    KEEP_PERSONAL_S = "keep_personal_s"
    KEEP_MESSAGES_S = "keep_messages_s"
    QUIET_FROM_MIN = "quiet_from_min"
    QUIET_UNTIL_MIN = "quiet_until_min"
    OVERDUE_ALARM_ABOVE_PERCENT = "overdue_alarm_above_percent"
    OVERDUE_ALARM_FROM_REPORTS = "overdue_alarm_from_reports"
    FEED_SILENT_AFTER_S = "feed_silent_after_s"
    REGISTRATION_OPEN = "registration_open"


DEFAULTS: dict[SettingKey, float] = {
    SettingKey.BEDS_STALE_AFTER_S: 6 * 3_600,
    SettingKey.GAUGE_STALE_AFTER_S: 2 * 3_600,
    SettingKey.CAMAT_AFTER_S: 0,
    SettingKey.WALI_KOTA_AFTER_S: 6 * 3_600,
    SettingKey.SUPPORTERS_FOR_HIGH: 5,
    SettingKey.SUPPORTERS_FOR_EMERGENCY: 25,
    SettingKey.PHOTO_FAR_AFTER_M: 150,
    SettingKey.KEEP_PERSONAL_S: 365 * 86_400,
    SettingKey.KEEP_MESSAGES_S: 90 * 86_400,
    SettingKey.QUIET_FROM_MIN: 22 * 60,
    SettingKey.QUIET_UNTIL_MIN: 6 * 60,
    SettingKey.OVERDUE_ALARM_ABOVE_PERCENT: 30,
    SettingKey.OVERDUE_ALARM_FROM_REPORTS: 50,
    SettingKey.FEED_SILENT_AFTER_S: 4 * 3_600,
    SettingKey.REGISTRATION_OPEN: 1,
}
"""Assumed, all of them; a city sets its own. ``CAMAT_AFTER_S`` and ``WALI_KOTA_AFTER_S`` count from the limit of the
first response."""

_YEARS_S = 10 * 366 * 86_400.0

LIMITS: dict[SettingKey, tuple[float, float]] = {
    SettingKey.BEDS_STALE_AFTER_S: (60, _YEARS_S),
    SettingKey.GAUGE_STALE_AFTER_S: (60, _YEARS_S),
    SettingKey.CAMAT_AFTER_S: (0, _YEARS_S),
    SettingKey.WALI_KOTA_AFTER_S: (0, _YEARS_S),
    SettingKey.SUPPORTERS_FOR_HIGH: (1, 1_000_000),
    SettingKey.SUPPORTERS_FOR_EMERGENCY: (1, 1_000_000),
    SettingKey.PHOTO_FAR_AFTER_M: (1, 100_000),
    SettingKey.KEEP_PERSONAL_S: (86_400, _YEARS_S),
    SettingKey.KEEP_MESSAGES_S: (86_400, _YEARS_S),
    SettingKey.QUIET_FROM_MIN: (0, 1_439),
    SettingKey.QUIET_UNTIL_MIN: (0, 1_439),
    SettingKey.OVERDUE_ALARM_ABOVE_PERCENT: (1, 100),
    SettingKey.OVERDUE_ALARM_FROM_REPORTS: (1, 1_000_000),
    SettingKey.FEED_SILENT_AFTER_S: (60, _YEARS_S),
    SettingKey.REGISTRATION_OPEN: (0, 1),
}
"""The smallest and the largest value that each may have. Quiet hours that begin when they end are none; no
share is above 100 percent. Whether citizens may register themselves is 1 or 0."""

PER_CATEGORY = frozenset({SettingKey.CAMAT_AFTER_S, SettingKey.WALI_KOTA_AFTER_S})
"""Those that a category may have of its own, under ``key_for(key, category)``."""


def key_for(key: SettingKey, category: CategoryCode | None) -> str:
    """Return the name that a setting is kept under: its key, or ``key/CATEGORY`` for one category."""
    return key.value if category is None else f"{key.value}/{category}"


@dataclass(frozen=True, slots=True)
class CitySetting:
    """One setting that somebody has changed.

    Attributes:
        key: A ``SettingKey``, one of a newer version, or ``key/CATEGORY`` where a category has its own.
        changed_by: Who, as a desk or an office.
    """

    key: str
    value: float
    version: int
    changed_by: str
    changed_at: datetime
