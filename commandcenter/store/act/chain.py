"""Acts made on top of one's own earlier one: what that one came to."""

from __future__ import annotations

from sqlalchemy import select

from commandcenter.models.intent import IntentResult, IntentStatus
from commandcenter.models.table import intents
from commandcenter.protocol.act import result_from_json
from commandcenter.store.act.outcome import Act


def own_result(act: Act) -> IntentResult | None:
    """Return the result of the act that this one names, if it was one's own and was applied."""
    if act.intent.after_intent is None:
        return None
    row = act.connection.execute(
        select(intents.c.principal, intents.c.result).where(
            intents.c.city == act.city, intents.c.intent_id == act.intent.after_intent
        )
    ).one_or_none()
    if row is None or row.principal != act.principal.name or row.result is None:
        return None
    result = result_from_json(row.result)
    return result if result.status is IntentStatus.APPLIED else None
