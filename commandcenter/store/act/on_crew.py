"""The acts on crews, members, shifts and jobs, by kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from commandcenter.models.intent import IntentKind
from commandcenter.store.act.outcome import Act, Outcome

ON_CREW: Mapping[IntentKind, Callable[[Act], Outcome]] = {}
