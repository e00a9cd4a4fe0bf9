"""Whether a report can be taken on, or sent to a crew, from here, and if not, why: rules without widgets."""

from __future__ import annotations

from collections.abc import Sequence

from commandcenter.models.instant import to_ms
from commandcenter.models.intent import Intent, IntentKind
from commandcenter.models.report import Report
from commandcenter.models.state import CLOSED_STATES
from commandcenter.views.wording import moment, state_word, translate


def is_pending(acts: Sequence[Intent]) -> bool:
    """Return whether taking on is among the acts that the store has not answered yet."""
    return any(act.kind is IntentKind.TAKE_ON for act in acts)


def why_not_take_on(report: Report, acts: Sequence[Intent], now_s: float) -> str:
    """Return why a report can't be taken on; empty if it can."""
    if is_pending(acts):
        return translate("Acting", "You have taken it on; the store has not answered yet.")
    if report.acknowledged_at is not None:
        return translate("Acting", "Already taken on by {name} at {moment}.").format(
            name=report.acknowledged_by or translate("Acting", "somebody"),
            moment=moment(to_ms(report.acknowledged_at) / 1000, now_s),
        )
    if report.state in CLOSED_STATES:
        return translate("Acting", "It is closed ({state}).").format(state=state_word(report.state))
    return ""


def is_being_sent(acts: Sequence[Intent]) -> bool:
    """Return whether a crew is about to get it: the store has not answered yet."""
    return any(act.kind is IntentKind.PLAN_JOB for act in acts)


def why_not_send(report: Report, acts: Sequence[Intent]) -> str:
    """Return why a report can't be sent to a crew; empty if it can."""
    if is_being_sent(acts):
        return translate("Acting", "You have sent it to a crew; the store has not answered yet.")
    if report.state in CLOSED_STATES:
        return translate("Acting", "It is closed ({state}).").format(state=state_word(report.state))
    return ""
