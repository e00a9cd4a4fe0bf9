"""Names of things as distinct types, and the rule that makes a report's id.

Owns the id types that travel through every room. An id is a bare ``int`` or ``str`` at run time;
the type checker keeps them apart.
"""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import NewType

from commandcenter.models.instant import WIB, to_ms

ReportId = NewType("ReportId", int)
ReportNumber = NewType("ReportNumber", str)
AreaCode = NewType("AreaCode", str)
CategoryCode = NewType("CategoryCode", str)
AgencyCode = NewType("AgencyCode", str)
CityCode = NewType("CityCode", str)
IntentId = NewType("IntentId", str)
MediaId = NewType("MediaId", str)
IncidentId = NewType("IncidentId", int)
JobId = NewType("JobId", int)
AlarmId = NewType("AlarmId", int)
CrewCode = NewType("CrewCode", str)
MemberId = NewType("MemberId", str)
ShiftCode = NewType("ShiftCode", str)
FacilityCode = NewType("FacilityCode", str)
GaugeCode = NewType("GaugeCode", str)
TemplateCode = NewType("TemplateCode", str)
AccountId = NewType("AccountId", str)

_RANDOM_BITS = 20
_LARGEST_ID = 2**63 - 1
_MOST_DIGITS = len(str(_LARGEST_ID))


def id_at(made_at: datetime) -> int:
    """Make a new id of anything that happens at an instant, as ``report_id_at`` does for reports."""
    return max(to_ms(made_at), 0) << _RANDOM_BITS | secrets.randbits(_RANDOM_BITS)


def report_id_at(reported_at: datetime) -> ReportId:
    """Make a new report id whose order is the order of reporting.

    Layout, most significant first: 43 bits of milliseconds since 1970 UTC, 20 random bits. It fits a signed
    64-bit integer, so tables can be partitioned by time on the id alone. Uniqueness is the table's to enforce:
    on a collision (about one in a million for two reports of the same millisecond) draw again.

    Args:
        reported_at: When the citizen reported; must be timezone-aware and not before 1970.
    """
    return ReportId(id_at(reported_at))


def is_id(number: int) -> bool:
    """Return whether a number can be an id."""
    return 0 <= number <= _LARGEST_ID


def read_id(text: str | None) -> int | None:
    """Return the id that a text from outside names in decimal digits; None if it names none."""
    if text is None or not (text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS):
        return None
    return int(text) if is_id(int(text)) else None


def id_floor(at: datetime) -> ReportId:
    """Return the smallest id a report of this instant can have: a bound for range queries by time."""
    return ReportId(min(max(to_ms(at), 0) << _RANDOM_BITS, _LARGEST_ID))


def id_ceiling(at: datetime) -> ReportId:
    """Return the largest id a report of this instant's millisecond can have."""
    return ReportId(min(id_floor(at) | (1 << _RANDOM_BITS) - 1, _LARGEST_ID))


def report_number(prefix: str, reported_at: datetime, sequence: int) -> ReportNumber:
    """Return the number a citizen quotes, such as ``JK261123-000412``.

    Args:
        prefix: The city's letters, ``JK`` for Jakarta.
        reported_at: The day part is taken from this instant in WIB.
        sequence: The day's running number, from 1; six digits.
    """
    return ReportNumber(f"{prefix}{reported_at.astimezone(WIB):%y%m%d}-{sequence:06d}")
