"""The acts on facilities and gauges, by kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from commandcenter.models.intent import IntentKind
from commandcenter.store.act.outcome import Act, Outcome
from commandcenter.store.act.report_beds import confirm_beds, report_beds
from commandcenter.store.act.report_level import report_level
from commandcenter.store.act.set_facility import set_facility
from commandcenter.store.act.set_gauge import set_gauge

ON_RESOURCE: Mapping[IntentKind, Callable[[Act], Outcome]] = {
    IntentKind.SET_FACILITY: set_facility,
    IntentKind.REPORT_BEDS: report_beds,
    IntentKind.CONFIRM_BEDS: confirm_beds,
    IntentKind.SET_GAUGE: set_gauge,
    IntentKind.REPORT_LEVEL: report_level,
}
