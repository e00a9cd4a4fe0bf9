"""Somebody has read a report and takes it on: the first response, recorded once. It is no move."""

from __future__ import annotations

from commandcenter.models.intent import ConflictSide
from commandcenter.models.report import TransitionKind
from commandcenter.models.state import CLOSED_STATES
from commandcenter.store.act.outcome import Act, Conflict, Outcome
from commandcenter.store.act.reach import reached_report
from commandcenter.store.act.subject import (
    change_report,
    check_base,
    first_response,
    last_entry,
    next_entry,
    unchanged,
)
from commandcenter.store.failure import AlreadyTakenOn, ReportClosed


def take_on(act: Act) -> Outcome:
    """Record who has taken the report on, and when.

    Raises:
        ReportUnknown: If there is no such report.
        OutOfScope: If it lies outside the actor's scope.
        ReportClosed: If nothing is left to take on.
        Conflict: If somebody else has taken it on, or it changed since the base version.
    """
    report = reached_report(act)
    if report.acknowledged_at is not None and report.acknowledged_by is not None:
        if report.acknowledged_by != act.principal.name:
            theirs = ConflictSide(report.acknowledged_by, report.acknowledged_by, report.acknowledged_at)
            failure = AlreadyTakenOn(actor=report.acknowledged_by, number=report.number)
            raise Conflict(failure, report.version, act.principal.name, theirs)
        return unchanged(act, report)
    if report.state in CLOSED_STATES:
        raise ReportClosed(number=report.number)
    last = last_entry(act, report.id)
    check_base(act, report, last, act.principal.name)
    entry = next_entry(act, report, last, TransitionKind.TAKEN_ON, report.state)
    return change_report(act, report, first_response(act, entry.acted_at), entry)
