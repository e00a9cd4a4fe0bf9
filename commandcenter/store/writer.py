"""The one way of changing the store: an intent, applied in one transaction.

The transaction takes the intent's id, has the act write its effect, records the result, and publishes the changes
last. A repeat finds the id taken (on PostgreSQL it waits for whoever is just deciding the same id) and gets the first
result. Refusals and conflicts are results too, and are kept like the others.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from sqlalchemy import Connection, Engine, select, update

from commandcenter.models.failure import Failure
from commandcenter.models.identity import CityCode
from commandcenter.models.instant import to_ms
from commandcenter.models.intent import Intent, IntentKind, IntentResult, IntentStatus
from commandcenter.models.role import MAY_SEND, WHOLE_CITY_ACTS
from commandcenter.models.table import intents
from commandcenter.models.text import fit_text
from commandcenter.protocol.act import result_from_json, result_to_json
from commandcenter.protocol.feed import BadMessage
from commandcenter.store.act.on_alarm import ON_ALARM
from commandcenter.store.act.on_crew import ON_CREW
from commandcenter.store.act.on_incident import ON_INCIDENT
from commandcenter.store.act.on_person import ON_PERSON
from commandcenter.store.act.on_report import ON_REPORT
from commandcenter.store.act.on_resource import ON_RESOURCE
from commandcenter.store.act.on_setting import ON_SETTING
from commandcenter.store.act.outcome import Act, Conflict, Outcome
from commandcenter.store.database import insert_if_absent, writing
from commandcenter.store.failure import IntentTaken, NotAllowed, OutOfScope
from commandcenter.store.feed import publish
from commandcenter.store.field import MAX_FIELD_CHARS
from commandcenter.store.language import sentences
from commandcenter.store.notice.telling import tell
from commandcenter.store.placement import Placement
from commandcenter.store.setting import Clock
from commandcenter.store.token import Principal

ACTS: Mapping[IntentKind, Callable[[Act], Outcome]] = {
    **ON_REPORT,
    **ON_INCIDENT,
    **ON_CREW,
    **ON_RESOURCE,
    **ON_ALARM,
    **ON_SETTING,
    **ON_PERSON,
}

KEPT_WHOLE = (
    frozenset(ON_SETTING)
    | frozenset(ON_RESOURCE)
    | {IntentKind.SET_CREW, IntentKind.SET_SHIFT, IntentKind.REVIEW_EVIDENCE}
)
"""Acts whose payload is kept: who changed which setting to what, and when; who decided what about which evidence."""

_INTENT_ID = re.compile(r"[!-~]{8,64}")
_INT64_END = 1 << 63


class IntentWriter:
    """Applies intents to one city. Safe on any thread; each call is a transaction of its own."""

    def __init__(self, engine: Engine, city: CityCode, clock: Clock) -> None:
        """Open nothing yet."""
        self._engine = engine
        self._city = city
        self._clock = clock
        self._placement = Placement(city)

    def apply(self, intent: Intent, principal: Principal) -> IntentResult:
        """Apply an intent, once, however often it is sent.

        Raises:
            BadMessage: If an id could not even be kept; nothing is recorded then.
        """
        check_ids(intent)
        with writing(self._engine) as connection:
            now = self._clock()
            row = {
                "city": self._city,
                "intent_id": intent.intent_id,
                "kind": intent.kind.value,
                "subject": intent.subject,
                "target": intent.target,
                "payload": dict(intent.payload) if _is_kept(intent, principal) else None,
                "principal": principal.name,
                "recorded_ms": to_ms(now),
                "result": None,
            }
            if not insert_if_absent(connection, intents, row):
                return self._first_result(connection, intent, principal)
            act = Act(connection, self._city, self._placement, principal, intent, now)
            outcome = _decide(act)
            connection.execute(
                update(intents)
                .where(intents.c.city == self._city, intents.c.intent_id == intent.intent_id)
                .values(
                    subject=outcome.result.subject or intent.subject,
                    target=outcome.result.target or intent.target,
                    result=result_to_json(outcome.result),
                )
            )
            tell(act, outcome.made)
            publish(connection, self._city, outcome.made, now)
        return outcome.result

    def _first_result(self, connection: Connection, intent: Intent, principal: Principal) -> IntentResult:
        row = connection.execute(
            select(intents.c.principal, intents.c.result).where(
                intents.c.city == self._city, intents.c.intent_id == intent.intent_id
            )
        ).one()
        if row.principal != principal.name:
            return _refused(intent, IntentTaken())
        first = result_from_json(row.result)
        return replace(first, status=IntentStatus.REPEATED) if first.status is IntentStatus.APPLIED else first


def _is_kept(intent: Intent, principal: Principal) -> bool:
    """Return whether a payload is kept; never one of somebody who may not even try: it could be anything."""
    return intent.kind in KEPT_WHOLE and principal.role in MAY_SEND[intent.kind]


def _decide(act: Act) -> Outcome:
    """Let the act write, or say why it did not; what a failed act wrote is taken back."""
    intent = act.intent
    try:
        with act.connection.begin_nested():
            if act.principal.role not in MAY_SEND[intent.kind]:
                raise NotAllowed(name=act.principal.name, role=act.principal.role)
            if intent.kind in WHOLE_CITY_ACTS and not act.principal.scope.is_whole:
                raise OutOfScope(name=act.principal.name)
            return ACTS[intent.kind](act)
    except Conflict as conflict:
        result = IntentResult(
            intent_id=intent.intent_id,
            status=IntentStatus.CONFLICT,
            subject=intent.subject,
            version=conflict.version,
            code=conflict.failure.code,
            sentence=sentences(conflict.failure),
            mine=conflict.mine,
            theirs=conflict.theirs,
        )
        return Outcome(result, ())
    except Failure as failure:
        return Outcome(_refused(intent, failure), ())


def _refused(intent: Intent, failure: Failure) -> IntentResult:
    return IntentResult(
        intent_id=intent.intent_id,
        status=IntentStatus.REFUSED,
        subject=intent.subject,
        code=failure.code,
        sentence=sentences(failure),
    )


def check_ids(intent: Intent) -> None:
    """Say nothing if an intent could be kept.

    Raises:
        BadMessage: If one of its ids could not.
    """
    for name, value in (("intent_id", intent.intent_id), ("after_intent", intent.after_intent)):
        if value is not None and _INTENT_ID.fullmatch(value) is None:
            raise BadMessage(what=f"intent: {name} must be 8 to 64 printable ASCII characters")
    if intent.subject is not None and not 0 <= intent.subject < _INT64_END:
        raise BadMessage(what="intent: subject is no report id")
    target = intent.target
    if target is not None and not (0 < len(target) <= MAX_FIELD_CHARS and fit_text(target) == target):
        raise BadMessage(what=f"intent: target must be 1 to {MAX_FIELD_CHARS} characters that can be printed")
