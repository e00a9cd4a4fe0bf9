"""Somebody has the same trouble: "ini juga saya alami"."""

from __future__ import annotations

from dataclasses import replace

from commandcenter.models.city_setting import SettingKey
from commandcenter.models.priority import after_support
from commandcenter.models.record import Entity
from commandcenter.models.report import Priority, Report, TransitionKind
from commandcenter.models.state import CLOSED_STATES
from commandcenter.store.act.outcome import Act, Outcome
from commandcenter.store.act.set_priority import PRIORITY_WORDS
from commandcenter.store.act.subject import add_entry, last_entry, next_entry, set_fields, unchanged
from commandcenter.store.act.voice import give_voice, public_report
from commandcenter.store.city_setting import value_of
from commandcenter.store.failure import ReportClosed
from commandcenter.store.feed import put
from commandcenter.store.token import STORE_NAME


def support(act: Act) -> Outcome:
    """Count one more who has the same trouble; the same person again changes nothing.

    The version stays, also where the number of supporters raises the priority: nobody's work is undone by it.

    Raises:
        Failure: If the report is closed or not public, or nothing tells the person from others.
    """
    report = public_report(act)
    if report.state in CLOSED_STATES:
        raise ReportClosed(number=report.number)
    if not give_voice(act, report, "support"):
        return unchanged(act, report)
    supporters = report.supporters + 1
    priority = _priority(act, report, supporters)
    if priority is report.priority:
        set_fields(act, report, {"supporters": supporters})
        return replace(unchanged(act, report), made=[put(Entity.REPORT, {"id": report.id})])
    text = f"Prioritas: {PRIORITY_WORDS[report.priority]} → {PRIORITY_WORDS[priority]} ({supporters} pendukung)"
    entry = next_entry(act, report, last_entry(act, report.id), TransitionKind.PRIORITISED, report.state, text)
    fields = {"supporters": supporters, "priority": int(priority)}
    return add_entry(act, report, fields, replace(entry, actor=STORE_NAME))


def _priority(act: Act, report: Report, supporters: int) -> Priority:
    for_high, for_emergency = (
        value_of(act.connection, act.city, key, report.category)
        for key in (SettingKey.SUPPORTERS_FOR_HIGH, SettingKey.SUPPORTERS_FOR_EMERGENCY)
    )
    return after_support(report.priority, supporters, for_high, for_emergency)
