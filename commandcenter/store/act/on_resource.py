"""The acts on facilities and gauges, by kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from commandcenter.models.intent import IntentKind
from commandcenter.store.act.outcome import Act, Outcome

ON_RESOURCE: Mapping[IntentKind, Callable[[Act], Outcome]] = {}
