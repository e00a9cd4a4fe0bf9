"""Duty: how far up a report has gone that nobody answered in time.

Owns the rule. A report's own office (lurah) has until the limit of the first response; then it goes up to the camat,
and from there to the wali kota, after the times that the city, or its category, has set. Waiting is measured in
elapsed hours, 24 × 7, like every limit here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum

from commandcenter.models.report import Report
from commandcenter.models.state import OPEN_STATES, State


class DutyLevel(IntEnum):
    """Whose duty it is by now; the number is a report's ``duty_level``."""

    LURAH = 0
    CAMAT = 1
    WALI_KOTA = 2


@dataclass(frozen=True, slots=True)
class Patience:
    """How long past the limit of the first response an unanswered report stays where it is.

    Attributes:
        camat_after_s: Seconds past the limit until it is the camat's.
        wali_kota_after_s: Seconds past the limit until it is the wali kota's; where it is less than the other, the
            report passes the camat by.
    """

    camat_after_s: float
    wali_kota_after_s: float


def is_unanswered(report: Report) -> bool:
    """Return whether somebody still owes the report its first response.

    Pausing a clock (``estimated``) is itself an answer, and so is every move. Of a report whose times were rebuilt from
    a file nobody owes one: it was somebody's duty elsewhere.
    """
    return (
        report.acknowledged_at is None
        and report.state in OPEN_STATES
        and report.state is not State.ESTIMATED
        and not report.reconstructed
    )


def due_level(report: Report, patience: Patience, now: datetime) -> DutyLevel:
    """Return how far up the report should be; never below where it is, for nothing goes down again.

    Args:
        report: As it stands.
        patience: The city's, or its category's.
        now: The store's clock.
    """
    reached = DutyLevel(min(report.duty_level, DutyLevel.WALI_KOTA))
    if not is_unanswered(report):
        return reached
    if now >= report.respond_by + timedelta(seconds=patience.wali_kota_after_s):
        return DutyLevel.WALI_KOTA
    if now >= report.respond_by + timedelta(seconds=patience.camat_after_s):
        return max(reached, DutyLevel.CAMAT)
    return reached
