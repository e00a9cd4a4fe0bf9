"""Acts in the fewest words, and what they left behind."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select

from commandcenter.models.identity import IntentId, ReportId
from commandcenter.models.intent import Intent, IntentKind, IntentResult, IntentStatus, new_intent_id
from commandcenter.models.record import Entity
from commandcenter.models.table import TABLE_OF, reports, transitions
from commandcenter.store.central import CentralStore
from commandcenter.store.database import reading
from commandcenter.store.token import Principal

APPLIED = "applied"


def intent(
    kind: IntentKind,
    subject: ReportId | None = None,
    base: int | None = None,
    target: str | None = None,
    acted_at: datetime | None = None,
    intent_id: IntentId | None = None,
    **payload: Any,
) -> Intent:
    """Return a fresh intent of this moment."""
    at = acted_at or datetime.now(UTC)
    return Intent(intent_id or new_intent_id(), kind, subject, base, at, payload=payload, target=target)


def end(result: IntentResult) -> str:
    """Return how an act ended: its status, and its code where it has one."""
    return f"{result.status.value} {result.code}".strip()


class Acting:
    """Somebody with a key."""

    def __init__(self, central: CentralStore, principal: Principal) -> None:
        self.central = central
        self.principal = principal

    def send(self, sent: Intent) -> IntentResult:
        return self.central.apply(sent, self.principal)

    def does(self, kind: IntentKind, *args: Any, **payload: Any) -> str:
        """Do something and return how it ended."""
        return end(self.send(intent(kind, *args, **payload)))

    def reports(self, category: str = "BANJIR", acted_at: datetime | None = None, **payload: Any) -> ReportId:
        """Report something in the western area and return its id."""
        plain: dict[str, Any] = {"category": category, "lon": 106.85, "lat": -6.25, "description": "Banjir"}
        result = self.send(intent(IntentKind.SUBMIT_REPORT, acted_at=acted_at, **(plain | payload)))
        assert result.status is IntentStatus.APPLIED, result
        assert result.subject is not None
        return result.subject


def record_of(central: CentralStore, report_id: ReportId) -> dict[str, Any]:
    """Return a report's row."""
    with reading(central.engine) as connection:
        return dict(connection.execute(select(reports).where(reports.c.id == report_id)).mappings().one())


def entries_of(central: CentralStore, report_id: ReportId) -> Sequence[Any]:
    """Return a report's timeline."""
    with reading(central.engine) as connection:
        return connection.execute(
            select(transitions).where(transitions.c.report_id == report_id).order_by(transitions.c.sequence)
        ).all()


def last_of(central: CentralStore, report_id: ReportId) -> Any:
    """Return the last entry of a report's timeline."""
    return entries_of(central, report_id)[-1]


def rows_of(central: CentralStore, entity: Entity) -> list[dict[str, Any]]:
    """Return all rows of an entity's table."""
    with reading(central.engine) as connection:
        return [dict(row) for row in connection.execute(select(TABLE_OF[entity])).mappings()]


def report_intent(**payload: object) -> Intent:
    """Return a fresh intent to report a flood in the western area."""
    plain: dict[str, object] = {"category": "BANJIR", "lon": 106.85, "lat": -6.25, "description": "Banjir"}
    return Intent(new_intent_id(), IntentKind.SUBMIT_REPORT, None, None, datetime.now(UTC), None, plain | payload)


def submitted(central: CentralStore, desk: Principal, **payload: object) -> ReportId:
    """Report something and return its id."""
    result = central.apply(report_intent(**payload), desk)
    assert result.status is IntentStatus.APPLIED, result
    assert result.subject is not None
    return result.subject


def at_once(*acts: Callable[[], IntentResult]) -> list[IntentResult]:
    """Run acts on a thread each, let go together."""
    gate = threading.Barrier(len(acts))

    def run(act: Callable[[], IntentResult]) -> IntentResult:
        gate.wait(20)
        return act()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))
