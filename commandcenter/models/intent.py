"""Intents: every change to the store, asked for as a value before it happens.

Owns what an intent is and how it can end. The store applies one in one transaction together with its id and
result; a repeat, however late, gets the first result.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import uuid4

from commandcenter.models.identity import IntentId, ReportId


class IntentKind(StrEnum):
    """The acts the store understands. A verb each."""

    SUBMIT_REPORT = "submit_report"
    TAKE_ON = "take_on"
    MOVE = "move"
    CATEGORISE = "categorise"
    RE_PLACE = "re_place"
    SET_PRIORITY = "set_priority"
    NOTE = "note"
    ANSWER = "answer"
    ADD_PHOTO = "add_photo"
    MODERATE = "moderate"
    REVIEW_EVIDENCE = "review_evidence"
    SUPPORT = "support"
    RATE = "rate"
    REOPEN = "reopen"
    ESCALATE = "escalate"

    OPEN_INCIDENT = "open_incident"
    JOIN_INCIDENT = "join_incident"
    PART_INCIDENT = "part_incident"
    FINISH_INCIDENT = "finish_incident"

    SET_CREW = "set_crew"
    SET_MEMBER = "set_member"
    SET_SHIFT = "set_shift"
    MARK_PRESENCE = "mark_presence"
    SET_AVAILABILITY = "set_availability"
    PLAN_JOB = "plan_job"
    MOVE_JOB = "move_job"

    SET_FACILITY = "set_facility"
    REPORT_BEDS = "report_beds"
    CONFIRM_BEDS = "confirm_beds"
    SET_GAUGE = "set_gauge"
    REPORT_LEVEL = "report_level"

    RAISE_ALARM = "raise_alarm"
    CLEAR_ALARM = "clear_alarm"
    ACKNOWLEDGE_ALARM = "acknowledge_alarm"
    SHELVE_ALARM = "shelve_alarm"

    SET_CATEGORY = "set_category"
    SET_OFFER = "set_offer"
    SET_AGENCY = "set_agency"
    SET_ROUTE = "set_route"
    SET_TEMPLATE = "set_template"
    SET_SETTING = "set_setting"
    SET_ACCOUNT = "set_account"
    RESET_PASSWORD = "reset_password"  # noqa: S105 - the name of an act
    SET_KEY = "set_key"
    REVOKE_KEY = "revoke_key"
    ERASE_PERSON = "erase_person"


SETS_UP: tuple[IntentKind, ...] = (
    IntentKind.SET_CREW,
    IntentKind.SET_MEMBER,
    IntentKind.SET_SHIFT,
    IntentKind.SET_FACILITY,
    IntentKind.SET_GAUGE,
    IntentKind.SET_CATEGORY,
    IntentKind.SET_OFFER,
    IntentKind.SET_AGENCY,
    IntentKind.SET_ROUTE,
    IntentKind.SET_TEMPLATE,
    IntentKind.SET_SETTING,
    IntentKind.SET_ACCOUNT,
    IntentKind.RESET_PASSWORD,
    IntentKind.SET_KEY,
    IntentKind.REVOKE_KEY,
    IntentKind.ERASE_PERSON,
)
"""Acts on what the city is set up with and on who may sign in; their history is read by time, and has an index."""


@dataclass(frozen=True, slots=True)
class Intent:
    """One act of one person.

    Attributes:
        intent_id: Made by the client, a UUID; the same act keeps it over every retry.
        kind: What is asked.
        subject: The report acted on; None where the act makes a new one.
        base_version: The version the person saw; None for acts that carry no base (notes, support, new reports).
        after_intent: One's own pending act that this one was made on top of; its success makes up for the version
            it changed, so that a chain made offline does not conflict with itself.
        acted_at: When the person acted, by the client's clock.
        payload: Further values by kind, JSON types only.
        target: Key of what is acted on beside a report, or instead of one: an incident, a crew, a job, an alarm …
            Which entity it is of, the kind says.
    """

    intent_id: IntentId
    kind: IntentKind
    subject: ReportId | None
    base_version: int | None
    acted_at: datetime
    after_intent: IntentId | None = None
    payload: Mapping[str, object] = field(default_factory=dict)
    target: str | None = None


def new_intent_id() -> IntentId:
    """Return a fresh random id."""
    return IntentId(str(uuid4()))


class IntentStatus(StrEnum):
    """How an intent ended. ``REPEATED`` means: it had been applied before, here is the first result."""

    APPLIED = "applied"
    REPEATED = "repeated"
    CONFLICT = "conflict"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class ConflictSide:
    """What somebody else made of the report while one's own act was under way.

    Attributes:
        value: What the report says now, such as who has taken it on.
        actor: Who did it, as the desktop may show it.
        at: When, UTC.
    """

    value: str
    actor: str
    at: datetime


@dataclass(frozen=True, slots=True)
class IntentResult:
    """The store's answer to one intent.

    Attributes:
        intent_id: Which intent.
        status: How it ended.
        subject: The report, also when the act made it.
        number: The report's number, when the act made it.
        version: The report's version after the act; None when nothing was applied.
        code: Why it was refused or conflicts; empty when applied.
        sentence: The same for the person, in Indonesian and English by language code; empty when applied.
        mine: In a conflict, what one's own act would have made of it.
        theirs: In a conflict, what is there instead.
        target: Key of what was acted on beside a report, also when the act made it.
    """

    intent_id: IntentId
    status: IntentStatus
    subject: ReportId | None = None
    number: str | None = None
    version: int | None = None
    code: str = ""
    sentence: Mapping[str, str] = field(default_factory=dict)
    mine: str | None = None
    theirs: ConflictSide | None = None
    target: str | None = None
