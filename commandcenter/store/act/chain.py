"""Acts made on top of one's own earlier ones: whether anybody else's lie between.

Owns what is kept of an act beside its result: the version that it found, the act that it was made on top of itself,
and what it changed, for its history. An act that makes no version, such as a note, found the version that it left:
whoever names it has seen no more than before (docs/decisions/0162).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import select

from commandcenter.models.intent import Intent, IntentResult, IntentStatus
from commandcenter.models.table import intents
from commandcenter.protocol.act import result_from_json, result_to_json
from commandcenter.store.act.outcome import Act, Outcome
from commandcenter.store.owner import Owner

_FOUND, _AFTER = "found_version", "after_intent"

CHANGED = "changed"
"""Where a kept result says which fields became another; whoever sent the act is not told."""


def kept_result(intent: Intent, outcome: Outcome) -> dict[str, Any]:
    """Return an act's result as it is kept, with what acts that name it are held against."""
    kept = result_to_json(outcome.result)
    if outcome.found_version is not None:
        kept[_FOUND] = outcome.found_version
    if intent.after_intent is not None:
        kept[_AFTER] = intent.after_intent
    if outcome.changed is not None:
        kept[CHANGED] = dict(outcome.changed)
    return kept


def is_made_by_own(act: Act, version: int, is_about: Callable[[IntentResult], bool]) -> bool:
    """Return whether every version since the one that the person saw was made by acts of their own.

    Args:
        act: The act; walks back over the one that it names, the one that that one names, and so on.
        version: Of what it is about, as it is now.
        is_about: Whether a result is of an act on the same thing.
    """
    named, passed = act.intent.after_intent, set[str]()
    while named is not None and named not in passed:
        passed.add(named)
        row = act.connection.execute(
            select(intents.c.principal, intents.c.owner, intents.c.result).where(
                intents.c.city == act.city, intents.c.intent_id == named
            )
        ).one_or_none()
        if row is None or row.result is None or not Owner(row.principal, row.owner).is_of(named, act.principal):
            return False
        result = result_from_json(row.result)
        if result.status is not IntentStatus.APPLIED or not is_about(result) or result.version != version:
            return False
        version = row.result.get(_FOUND)
        if version == act.intent.base_version:
            return True
        named = row.result.get(_AFTER)
    return False
