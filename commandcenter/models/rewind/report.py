"""One report as it was known at an instant, with the part of its timeline and photos that was there."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from commandcenter.models.record import report_of, report_record
from commandcenter.models.report import Report, Transition
from commandcenter.models.state import CLOSED_STATES


def report_then(report: Report, timeline: Sequence[Transition], at: datetime) -> Report | None:
    """Return the report as it was known at an instant; None if the store did not know of it yet.

    Its texts and supporters are those of now.

    Args:
        report: As it is now.
        timeline: All of its entries, in order.
        at: UTC.
    """
    if report.recorded_at > at:
        return None
    known = [entry for entry in timeline if entry.recorded_at <= at]
    record = report_record(report)
    for entry in reversed(timeline[len(known) :]):
        record.update(json.loads(entry.before) if entry.before is not None else {})
    then = report_of(record)
    state = known[-1].to_state if known else report.state
    acted = {entry.acted_at for entry in known[1:]}
    # Entries from files do not say what was before them: what only later entries can have brought is taken away.
    later = {entry.acted_at for entry in timeline[len(known) :]}
    if then.acknowledged_at in later - acted:
        then = replace(then, acknowledged_at=None, acknowledged_by=None)
    if state not in CLOSED_STATES:
        then = replace(then, closed_at=None)
    return replace(then, state=state, updated_at=known[-1].recorded_at if known else report.recorded_at)
