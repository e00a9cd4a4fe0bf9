"""The acts on incidents, by kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from commandcenter.models.intent import IntentKind
from commandcenter.store.act.finish_incident import finish_incident
from commandcenter.store.act.join_incident import join_incident
from commandcenter.store.act.open_incident import open_incident
from commandcenter.store.act.outcome import Act, Outcome
from commandcenter.store.act.part_incident import part_incident

ON_INCIDENT: Mapping[IntentKind, Callable[[Act], Outcome]] = {
    IntentKind.OPEN_INCIDENT: open_incident,
    IntentKind.JOIN_INCIDENT: join_incident,
    IntentKind.PART_INCIDENT: part_incident,
    IntentKind.FINISH_INCIDENT: finish_incident,
}
