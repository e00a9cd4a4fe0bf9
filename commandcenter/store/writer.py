"""The one way of changing the store: an intent, applied in one transaction.

The transaction takes the intent's id, has the act write its effect, records the result, and publishes the changes
last. New reports of the same moment share a transaction (docs/decisions/0150). A repeat finds the id taken (on
PostgreSQL it waits for whoever is just deciding the same id) and gets the first result. Refusals and conflicts are
results too, and are kept like the others.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, Table, bindparam, select, update

from commandcenter.models.failure import Failure
from commandcenter.models.identity import CityCode, is_id
from commandcenter.models.instant import to_ms
from commandcenter.models.intent import Intent, IntentKind, IntentResult, IntentStatus
from commandcenter.models.role import MAY_SEND, WHOLE_CITY_ACTS, Role
from commandcenter.models.table import intents
from commandcenter.models.text import fit_text
from commandcenter.protocol.act import result_from_json
from commandcenter.protocol.feed import BadMessage
from commandcenter.store.act.chain import kept_result
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
from commandcenter.store.feed import Change, publish
from commandcenter.store.field import MAX_FIELD_CHARS
from commandcenter.store.gathering import Gathering
from commandcenter.store.language import sentences
from commandcenter.store.notice.telling import tell
from commandcenter.store.own_intent import is_own_intent_id
from commandcenter.store.placement import Placement
from commandcenter.store.setting import Clock
from commandcenter.store.terms import Terms
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

TOGETHER = 32
"""New reports in one transaction at the most. Others of the city wait until it ends, some tens of milliseconds."""

_DECIDED = (
    update(intents)
    .where(intents.c.city == bindparam("of_city"), intents.c.intent_id == bindparam("of_intent"))
    .values(subject=bindparam("subject"), target=bindparam("target"), result=bindparam("result"))
)


class IntentWriter:
    """Applies intents to one city. Safe on any thread.

    Each act is a transaction of its own, save new reports: those that come while others are being written share one.
    """

    def __init__(self, engine: Engine, city: CityCode, clock: Clock) -> None:
        """Open nothing yet."""
        self._engine = engine
        self._city = city
        self._clock = clock
        self._placement = Placement(city)
        self._new_reports = Gathering(self._apply_all, TOGETHER)

    def apply(self, intent: Intent, principal: Principal) -> IntentResult:
        """Apply an intent, once, however often it is sent; it is committed when this returns.

        Raises:
            BadMessage: If an id could not even be kept; nothing is recorded then.
        """
        check_ids(intent, principal)
        if intent.kind is IntentKind.SUBMIT_REPORT:
            return self._new_reports.ask((intent, principal))
        return self._apply_all([(intent, principal)])[0]

    def _apply_all(self, given: Sequence[tuple[Intent, Principal]]) -> list[IntentResult]:
        """Apply intents in order, in one transaction; what one of them is refused for does not touch the others."""
        results: list[IntentResult] = []
        made: list[Change] = []
        with writing(self._engine) as connection:
            now = self._clock()
            placement = self._placement.held(connection) if len(given) > 1 else self._placement
            terms = Terms(connection, self._city)
            rows: dict[Table, list[Mapping[str, Any]]] = {}
            for intent, principal in given:
                if not insert_if_absent(connection, intents, self._taken(intent, principal, now)):
                    results.append(self._first_result(connection, intent, principal))
                    continue
                act = Act(connection, self._city, placement, principal, intent, now, terms)
                outcome = self._decided(act)
                results.append(outcome.result)
                made += outcome.made
                for table, row in outcome.rows:
                    rows.setdefault(table, []).append(row)
            for table, some in rows.items():
                connection.execute(table.insert(), some)
            publish(connection, self._city, made, now)
        return results

    def _taken(self, intent: Intent, principal: Principal, now: datetime) -> dict[str, Any]:
        """Return the row that takes an intent's id."""
        return {
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

    def _decided(self, act: Act) -> Outcome:
        """Have an act write its effect, and record its result."""
        outcome = _decide(act)
        act.connection.execute(
            _DECIDED,
            {
                "of_city": self._city,
                "of_intent": act.intent.intent_id,
                "subject": outcome.result.subject or act.intent.subject,
                "target": outcome.result.target or act.intent.target,
                "result": kept_result(act.intent, outcome),
            },
        )
        tell(act, outcome.made)
        return outcome

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


def check_ids(intent: Intent, principal: Principal) -> None:
    """Say nothing if an intent could be kept.

    Raises:
        BadMessage: If one of its ids could not, or is one of the store's own acts and somebody else sends it.
    """
    if is_own_intent_id(intent.intent_id) and principal.role is not Role.STORE:
        raise BadMessage(what="intent: such an intent_id is the store's own; make a UUID")
    for name, value in (("intent_id", intent.intent_id), ("after_intent", intent.after_intent)):
        if value is not None and _INTENT_ID.fullmatch(value) is None:
            raise BadMessage(what=f"intent: {name} must be 8 to 64 printable ASCII characters")
    if intent.subject is not None and not is_id(intent.subject):
        raise BadMessage(what="intent: subject is no report id")
    target = intent.target
    if target is not None and not (0 < len(target) <= MAX_FIELD_CHARS and fit_text(target) == target):
        raise BadMessage(what=f"intent: target must be 1 to {MAX_FIELD_CHARS} characters that can be printed")
