"""The acts on accounts and people, by kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from commandcenter.models.intent import IntentKind
from commandcenter.store.act.outcome import Act, Outcome

ON_PERSON: Mapping[IntentKind, Callable[[Act], Outcome]] = {}
