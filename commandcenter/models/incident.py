"""Incidents: one thing that happened, and the reports that are about it.

A report that is a duplicate keeps its own number, reporter and clock, and points to its incident. The work is done
once; finishing the incident answers every reporter.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from commandcenter.models.identity import AreaCode, CategoryCode, IncidentId
from commandcenter.models.place import LonLat


class IncidentState(StrEnum):
    """Whether anything is left to do."""

    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Incident:
    """One incident.

    Attributes:
        version: Counts its changes, from 1; the base of conflicts.
        reports: How many reports point to it now.
        closed_at: When it was finished; None while open.
    """

    id: IncidentId
    version: int
    name: str
    state: IncidentState
    category: CategoryCode
    place: LonLat | None
    area: AreaCode | None
    reports: int
    created_at: datetime
    updated_at: datetime
    closed_at: datetime | None
