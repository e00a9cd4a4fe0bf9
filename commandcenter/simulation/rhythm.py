"""When people report: by weekday, by hour, and a little differently every day."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from commandcenter.models.instant import WIB
from commandcenter.simulation.profile import PROFILES

REPORTS_A_DAY = 508
"""Mean of the whole year 2024."""

_WEEKDAYS = (1.10, 1.06, 1.05, 1.04, 1.05, 0.90, 0.80)
"""Monday to Sunday; their mean is 1."""

_DAY_TO_DAY = 0.08

HOURS = (
    0.25, 0.15, 0.10, 0.10, 0.20, 0.60, 1.60, 2.60, 2.60, 2.10, 1.80, 1.60,
    1.40, 1.40, 1.50, 1.70, 2.10, 2.40, 2.20, 2.00, 1.70, 1.30, 0.90, 0.50,
)  # fmt: skip
"""Weight of each hour of the day, WIB: a lull at night, a peak in the morning and one when people come home."""

_PEAK_FACTOR = 3.0


def count_of(day: date, rng: Random) -> int:
    """Draw how many reports a day has without rain."""
    mean = REPORTS_A_DAY * _WEEKDAYS[day.weekday()] * math.exp(rng.gauss(0, _DAY_TO_DAY))
    return max(0, round(rng.gauss(mean, math.sqrt(mean))))


def instant_in(day: date, category: str, rng: Random) -> datetime:
    """Draw when on a day (WIB) something of a category is reported; UTC."""
    hour = rng.choices(range(24), cum_weights=_WEIGHTS[category])[0]
    return midnight(day) + timedelta(hours=hour, seconds=rng.randrange(3600), milliseconds=rng.randrange(1000))


def midnight(day: date) -> datetime:
    """Return when a day begins in WIB; UTC."""
    return datetime.combine(day, time(), WIB).astimezone(UTC)


def day_of(at: datetime) -> date:
    """Return the day in WIB."""
    return at.astimezone(WIB).date()


def _weights(peak: Sequence[int]) -> list[float]:
    cumulated, total = [], 0.0
    for hour, weight in enumerate(HOURS):
        total += weight * (_PEAK_FACTOR if hour in peak else 1.0)
        cumulated.append(total)
    return cumulated


_WEIGHTS = {code: _weights(profile.peak) for code, profile in PROFILES.items()}
