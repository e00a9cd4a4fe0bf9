"""What is said of an intent, whoever decides it: may it be tried, is it refused, was it decided before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import bindparam, update

from commandcenter.models.failure import Failure
from commandcenter.models.identity import CityCode
from commandcenter.models.instant import to_ms
from commandcenter.models.intent import Intent, IntentKind, IntentResult, IntentStatus
from commandcenter.models.role import MAY_SEND, WHOLE_CITY_ACTS
from commandcenter.models.table import intents
from commandcenter.protocol.position import Position
from commandcenter.store.act.chain import kept_result
from commandcenter.store.act.on_resource import ON_RESOURCE
from commandcenter.store.act.on_setting import ON_SETTING
from commandcenter.store.act.outcome import Act, Outcome
from commandcenter.store.failure import IntentTaken, NotAllowed, OutOfScope
from commandcenter.store.language import sentences
from commandcenter.store.owner import Owner, owner_mark
from commandcenter.store.token import Principal

KEPT_WHOLE = (
    frozenset(ON_SETTING)
    | frozenset(ON_RESOURCE)
    | {IntentKind.SET_CREW, IntentKind.SET_SHIFT, IntentKind.REVIEW_EVIDENCE}
)
"""Acts whose payload is kept: who changed which setting to what, and when; who decided what about which evidence."""

DECIDED = (
    update(intents)
    .where(intents.c.city == bindparam("of_city"), intents.c.intent_id == bindparam("of_intent"))
    .values(subject=bindparam("subject"), target=bindparam("target"), result=bindparam("result"))
)
"""Records what became of an intent whose id was taken; ``result_row`` has its parameters."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What became of an intent.

    Attributes:
        head: The feed's last position when it was committed, as the sender's copy counts it; what the intent changed
            is not behind it.
    """

    result: IntentResult
    head: Position


def check_sender(act: Act) -> None:
    """Say nothing if whoever sent the act may try it.

    Raises:
        NotAllowed: If their role may not.
        OutOfScope: If it concerns the whole city, and they stand for a part of it.
    """
    intent, principal = act.intent, act.principal
    if principal.role not in MAY_SEND[intent.kind]:
        raise NotAllowed(name=principal.name, role=principal.role)
    if intent.kind in WHOLE_CITY_ACTS and not principal.scope.is_whole:
        raise OutOfScope(name=principal.name)


def refused(intent: Intent, failure: Failure) -> IntentResult:
    """Return the result of an intent that was refused."""
    return IntentResult(
        intent_id=intent.intent_id,
        status=IntentStatus.REFUSED,
        subject=intent.subject,
        code=failure.code,
        sentence=sentences(failure),
    )


def repeated(intent: Intent, principal: Principal, owner: Owner, first: IntentResult) -> IntentResult:
    """Return the result of an intent that was decided before.

    Args:
        intent: As it came again.
        principal: Who sent it now.
        owner: Whose it is: nobody else learns what came of it.
        first: What came of it.
    """
    if not owner.is_of(intent.intent_id, principal):
        return refused(intent, IntentTaken())
    return replace(first, status=IntentStatus.REPEATED) if first.status is IntentStatus.APPLIED else first


def row_of(act: Act) -> dict[str, Any]:
    """Return the row that takes an intent's id."""
    intent = act.intent
    # Never the payload of somebody who may not even try: it could be anything.
    is_kept = intent.kind in KEPT_WHOLE and act.principal.role in MAY_SEND[intent.kind]
    return {
        "city": act.city,
        "intent_id": intent.intent_id,
        "kind": intent.kind.value,
        "subject": intent.subject,
        "target": intent.target,
        "payload": dict(intent.payload) if is_kept else None,
        "principal": act.principal.name,
        "owner": owner_mark(intent.intent_id, act.principal),
        "recorded_ms": to_ms(act.now),
        "result": None,
    }


def result_row(city: CityCode, intent: Intent, outcome: Outcome) -> Mapping[str, Any]:
    """Return what an intent's row says once it is decided, as parameters of ``DECIDED``."""
    return {
        "of_city": city,
        "of_intent": intent.intent_id,
        "subject": outcome.result.subject or intent.subject,
        "target": outcome.result.target or intent.target,
        "result": kept_result(intent, outcome),
    }
