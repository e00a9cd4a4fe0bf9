"""A report in detail as it was known at an instant."""

from __future__ import annotations

from datetime import datetime

from commandcenter.models.mirror.reader import ReportDetails
from commandcenter.models.rewind.report import report_then


def details_then(details: ReportDetails, at: datetime) -> ReportDetails | None:
    """Return report, timeline and photos as they were known at an instant, UTC; None before the report came."""
    report = report_then(details.report, details.timeline, at)
    if report is None:
        return None
    return ReportDetails(
        report=report,
        timeline=tuple(entry for entry in details.timeline if entry.recorded_at <= at),
        media=tuple(photo for photo in details.media if photo.recorded_at <= at),
    )
