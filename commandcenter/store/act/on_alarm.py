"""The acts on alarms, by kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from commandcenter.models.intent import IntentKind
from commandcenter.store.act.answer_alarm import acknowledge_alarm, shelve_alarm
from commandcenter.store.act.outcome import Act, Outcome
from commandcenter.store.act.raise_alarm import clear_alarm, raise_alarm

ON_ALARM: Mapping[IntentKind, Callable[[Act], Outcome]] = {
    IntentKind.RAISE_ALARM: raise_alarm,
    IntentKind.CLEAR_ALARM: clear_alarm,
    IntentKind.ACKNOWLEDGE_ALARM: acknowledge_alarm,
    IntentKind.SHELVE_ALARM: shelve_alarm,
}
