"""The one way of changing the store: an intent, applied in one transaction.

The transaction takes the intent's id, has the act write its effect, records the result, and publishes the changes
last. New reports of the same moment share a transaction (docs/decisions/0150). A repeat finds the id taken (on
PostgreSQL it waits for whoever is just deciding the same id) and gets the first result. Refusals and conflicts are
results too, and are kept like the others.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Mapping, Sequence

from sqlalchemy import Connection, Engine, select

from commandcenter.models.failure import Failure
from commandcenter.models.identity import CityCode, is_id
from commandcenter.models.intent import Intent, IntentKind, IntentResult, IntentStatus
from commandcenter.models.role import Role
from commandcenter.models.table import intents
from commandcenter.models.text import fit_text
from commandcenter.protocol.act import result_from_json
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
from commandcenter.store.decision import DECIDED, Decision, check_sender, refused, repeated, result_row, row_of
from commandcenter.store.feed import publish
from commandcenter.store.field import MAX_FIELD_CHARS
from commandcenter.store.language import sentences
from commandcenter.store.notice.telling import tell
from commandcenter.store.own_intent import is_own_intent_id
from commandcenter.store.owner import Owner
from commandcenter.store.placement import Placement
from commandcenter.store.report_group import decide_reports
from commandcenter.store.setting import Clock
from commandcenter.store.sight import sight_for, sight_of
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

_INTENT_ID = re.compile(r"[!-~]{8,64}")

_log = logging.getLogger(__name__)

TOGETHER = 32
"""New reports in one transaction at the most. Others of the city wait until it ends, some tens of milliseconds."""


class IntentWriter:
    """Applies intents to one city. Safe on any thread.

    Each act is a transaction of its own, save new reports that are given together: they share one.
    """

    def __init__(self, engine: Engine, city: CityCode, clock: Clock) -> None:
        """Open nothing yet."""
        self._engine = engine
        self._city = city
        self._clock = clock
        self.placement = Placement(city)

    def decide(self, intent: Intent, principal: Principal) -> Decision:
        """Apply an intent, once, however often it is sent; it is committed when this returns.

        Raises:
            BadMessage: If an id could not even be kept; nothing is recorded then.
        """
        check_ids(intent, principal)
        with writing(self._engine) as connection:
            now, terms = self._clock(), Terms(connection, self._city)
            act = Act(connection, self._city, self.placement, principal, intent, now, terms)
            if insert_if_absent(connection, intents, row_of(act)):
                outcome = self._decided(act)
            else:
                outcome = Outcome(self._first_result(connection, intent, principal), ())
            sight = sight_of(connection, self._city, principal)
            return Decision(outcome.result, sight.position(publish(connection, self._city, outcome.made, now)))

    def decide_reports(self, given: Sequence[tuple[Intent, Principal]]) -> list[Decision | Exception]:
        """Apply new reports in order, in one transaction; what one of them is refused for does not touch the others.

        If they can't be written together, each is written alone.

        Args:
            given: New reports and who sent them, ``TOGETHER`` at the most.

        Returns:
            What became of each, or what was raised when it was written alone.
        """
        if len(given) > 1:
            try:
                return list(self._together(given))
            except Exception as error:  # noqa: BLE001 - a failure of one is not that of the others
                _log.warning("%d reports are written one by one: %s", len(given), type(error).__name__)
        decisions: list[Decision | Exception] = []
        for intent, principal in given:
            try:
                decisions.append(self.decide(intent, principal))
            except Exception as error:  # noqa: BLE001 - told to whoever asked
                decisions.append(error)
        return decisions

    def _together(self, given: Sequence[tuple[Intent, Principal]]) -> list[Decision]:
        for intent, principal in given:
            check_ids(intent, principal)
        with writing(self._engine) as connection:
            now, terms = self._clock(), Terms(connection, self._city)
            placement = self.placement.held(connection)
            acts = [Act(connection, self._city, placement, who, intent, now, terms) for intent, who in given]
            results, made = decide_reports(acts)
            # Before the feed's head is taken: whoever comes next waits for it.
            sights = {who.scope: sight_for(connection, self._city, who.role, who.scope) for _, who in given}
            head = publish(connection, self._city, made, now)
            return [
                Decision(result, sights[who.scope].position(head))
                for result, (_, who) in zip(results, given, strict=True)
            ]

    def _decided(self, act: Act) -> Outcome:
        """Have an act write its effect, and record its result."""
        outcome = _decide(act)
        for table, row in outcome.rows:
            act.connection.execute(table.insert(), row)
        act.connection.execute(DECIDED, result_row(self._city, act.intent, outcome))
        tell(act, outcome.made)
        return outcome

    def _first_result(self, connection: Connection, intent: Intent, principal: Principal) -> IntentResult:
        row = connection.execute(
            select(intents.c.principal, intents.c.owner, intents.c.result).where(
                intents.c.city == self._city, intents.c.intent_id == intent.intent_id
            )
        ).one()
        return repeated(intent, principal, Owner(row.principal, row.owner), result_from_json(row.result))


def _decide(act: Act) -> Outcome:
    """Let the act write, or say why it did not; what a failed act wrote is taken back."""
    intent = act.intent
    try:
        with act.connection.begin_nested():
            check_sender(act)
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
        return Outcome(refused(intent, failure), ())


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
