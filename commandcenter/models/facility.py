"""Facilities and what they have free: hospitals and their beds, by class."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from commandcenter.models.identity import AreaCode, CategoryCode, FacilityCode
from commandcenter.models.place import LonLat

BEDS_CATEGORY = CategoryCode("RSBED")
"""What a citizen's report is about that says how many beds a hospital has free."""


class FacilityKind(StrEnum):
    """What a facility is."""

    HOSPITAL = "hospital"
    CLINIC = "clinic"
    GATE = "gate"
    PUMP = "pump"
    SHELTER = "shelter"
    POST = "post"


@dataclass(frozen=True, slots=True)
class Facility:
    """One facility.

    Attributes:
        area: The area that its place lies in, or None.
        simulated: Whether it was made up.
    """

    code: FacilityCode
    version: int
    kind: FacilityKind
    name: str
    place: LonLat | None
    area: AreaCode | None
    simulated: bool
    active: bool = True


@dataclass(frozen=True, slots=True)
class Beds:
    """The beds of one class in one facility, as somebody said it last.

    Attributes:
        bed_class: Such as ``ICU``, ``1``, ``VIP``.
        total: How many there are; None where nobody said it.
        free: How many are free.
        said_by: The facility, or the officer who confirmed a citizen's report; never a citizen.
        said_at: When that was true. Older than the city's limit: stale, and shown so.
    """

    facility: FacilityCode
    bed_class: str
    version: int
    total: int | None
    free: int
    said_by: str
    said_at: datetime


def is_stale(said_at: datetime, now: datetime, limit_s: float) -> bool:
    """Return whether what was said of beds is older than the city's limit (``SettingKey.BEDS_STALE_AFTER_S``)."""
    return now - said_at > timedelta(seconds=limit_s)
