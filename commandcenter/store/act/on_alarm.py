"""The acts on alarms, by kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from commandcenter.models.intent import IntentKind
from commandcenter.store.act.outcome import Act, Outcome

ON_ALARM: Mapping[IntentKind, Callable[[Act], Outcome]] = {}
