"""Shifts: when crews and offices work, and which crew has the shift.

Crews: 07–15 and 15–23 WIB, the assumed default of the city's rules. Offices of agencies: 07.30–21, assumed; who puts
out fires, clears trees and pumps water works around the clock.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from commandcenter.models.instant import WIB

SHIFT_BEGINS, LATE_SHIFT_BEGINS, SHIFT_ENDS = 7, 15, 23
"""Hours, WIB."""

EARLY_CREWS, LATE_CREWS = ("Regu A", "Regu B"), ("Regu C",)

_OFFICE_ENDS = 21


def in_shift(at: datetime, rng: Random) -> datetime:
    """Return an instant itself if crews work then, else one soon after the next shift begins."""
    return _moved(at, SHIFT_ENDS, timedelta(minutes=rng.uniform(3, 80)))


def in_office(at: datetime, rng: Random) -> datetime:
    """Return an instant itself if offices work then, else one on the next morning."""
    return _moved(at, _OFFICE_ENDS, timedelta(minutes=rng.uniform(30, 150)))


def crew_at(kelurahan: str, at: datetime, rng: Random) -> str:
    """Return the name of a crew of a kelurahan that has the shift at an instant within shift hours."""
    late = at.astimezone(WIB).hour >= LATE_SHIFT_BEGINS
    return crew_name(kelurahan, rng.choice(LATE_CREWS if late else EARLY_CREWS))


def crew_name(kelurahan: str, crew: str) -> str:
    """Return a crew's full name."""
    return f"PPSU {kelurahan} – {crew}"


def _moved(at: datetime, ends: int, after_start: timedelta) -> datetime:
    local = at.astimezone(WIB)
    if SHIFT_BEGINS <= local.hour < ends:
        return at
    begins = local.replace(hour=SHIFT_BEGINS, minute=0, second=0, microsecond=0)
    if local.hour >= ends:
        begins += timedelta(days=1)
    return (begins + after_start).astimezone(at.tzinfo)
