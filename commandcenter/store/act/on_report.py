"""The acts on reports, by kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from commandcenter.models.intent import IntentKind
from commandcenter.store.act.escalate import escalate
from commandcenter.store.act.move import move
from commandcenter.store.act.outcome import Act, Outcome
from commandcenter.store.act.submit_report import submit_report
from commandcenter.store.act.take_on import take_on

ON_REPORT: Mapping[IntentKind, Callable[[Act], Outcome]] = {
    IntentKind.SUBMIT_REPORT: submit_report,
    IntentKind.TAKE_ON: take_on,
    IntentKind.MOVE: move,
    IntentKind.ESCALATE: escalate,
}
