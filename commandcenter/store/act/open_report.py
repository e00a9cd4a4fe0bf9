"""The open report that an act is about."""

from __future__ import annotations

from commandcenter.models.report import Report
from commandcenter.models.state import CLOSED_STATES
from commandcenter.store.act.outcome import Act
from commandcenter.store.act.reach import reached_report
from commandcenter.store.failure import ReportClosed


def open_report(act: Act) -> Report:
    """Read and hold the report, if it lies in the actor's scope and is open: what is closed stays as it was judged.

    Raises:
        ReportUnknown: If there is no such report.
        OutOfScope: If it lies outside.
        ReportClosed: If it is closed.
    """
    report = reached_report(act)
    if report.state in CLOSED_STATES:
        raise ReportClosed(number=report.number)
    return report
