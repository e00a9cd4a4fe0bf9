"""Roles, and which acts each may send.

Owns the first column of the access matrix: role × intent. Scope (area, agency) narrows it further in the store; acts on
what is the whole city's are for keys that stand for all of it.
"""

from __future__ import annotations

from enum import StrEnum

from commandcenter.models.intent import IntentKind


class Role(StrEnum):
    """Who somebody is to the store.

    ``STORE`` is the store itself, acting on time that has passed, or for a citizen who registers; no key has it.
    """

    PUBLIC = "public"
    REPORTER = "reporter"
    CREW = "crew"
    OFFICER = "officer"
    DISPATCHER = "dispatcher"
    MANAGER = "manager"
    WALL = "wall"
    ROOM = "room"
    FACILITY = "facility"
    ADMINISTRATOR = "administrator"
    STORE = "store"


_CITIZENS = frozenset({Role.PUBLIC, Role.REPORTER})
_STAFF = frozenset({Role.OFFICER, Role.DISPATCHER})
_DISPATCH = frozenset({Role.DISPATCHER})
_ADMINISTRATION = frozenset({Role.ADMINISTRATOR})
_STORE = frozenset({Role.STORE})

MAY_SEND: dict[IntentKind, frozenset[Role]] = {
    IntentKind.SUBMIT_REPORT: _CITIZENS | _STAFF,
    IntentKind.TAKE_ON: _STAFF,
    IntentKind.MOVE: _STAFF,
    IntentKind.CATEGORISE: _STAFF,
    IntentKind.RE_PLACE: _STAFF,
    IntentKind.SET_PRIORITY: _STAFF,
    IntentKind.NOTE: _STAFF,
    IntentKind.ANSWER: _STAFF,
    IntentKind.ADD_PHOTO: _STAFF | {Role.CREW, Role.REPORTER},
    IntentKind.MODERATE: _STAFF,
    IntentKind.REVIEW_EVIDENCE: _STAFF,
    IntentKind.SUPPORT: _CITIZENS,
    IntentKind.RATE: _CITIZENS,
    IntentKind.REOPEN: _CITIZENS,
    IntentKind.ESCALATE: _STORE,
    IntentKind.OPEN_INCIDENT: _STAFF,
    IntentKind.JOIN_INCIDENT: _STAFF,
    IntentKind.PART_INCIDENT: _STAFF,
    IntentKind.FINISH_INCIDENT: _STAFF,
    IntentKind.SET_CREW: _DISPATCH | _ADMINISTRATION,
    IntentKind.SET_MEMBER: _DISPATCH | _ADMINISTRATION,
    IntentKind.SET_SHIFT: _ADMINISTRATION,
    IntentKind.MARK_PRESENCE: _DISPATCH | {Role.CREW},
    IntentKind.SET_AVAILABILITY: _DISPATCH | {Role.CREW},
    IntentKind.PLAN_JOB: _STAFF,
    IntentKind.MOVE_JOB: _STAFF | {Role.CREW},
    IntentKind.SET_FACILITY: _ADMINISTRATION,
    IntentKind.REPORT_BEDS: frozenset({Role.FACILITY}),
    IntentKind.CONFIRM_BEDS: _STAFF,
    IntentKind.SET_GAUGE: _ADMINISTRATION,
    IntentKind.REPORT_LEVEL: frozenset({Role.FACILITY}),
    IntentKind.RAISE_ALARM: _STORE,
    IntentKind.CLEAR_ALARM: _STORE,
    IntentKind.ACKNOWLEDGE_ALARM: frozenset({Role.ROOM, Role.DISPATCHER}),
    IntentKind.SHELVE_ALARM: frozenset({Role.ROOM, Role.DISPATCHER}),
    IntentKind.SET_CATEGORY: _ADMINISTRATION,
    IntentKind.SET_OFFER: _ADMINISTRATION,
    IntentKind.SET_AGENCY: _ADMINISTRATION,
    IntentKind.SET_ROUTE: _ADMINISTRATION,
    IntentKind.SET_TEMPLATE: _ADMINISTRATION,
    IntentKind.SET_SETTING: _ADMINISTRATION,
    # The store itself only for citizens who register themselves (``act.set_account``).
    IntentKind.SET_ACCOUNT: _ADMINISTRATION | _STORE,
    IntentKind.RESET_PASSWORD: _ADMINISTRATION,
    IntentKind.SET_KEY: _ADMINISTRATION,
    IntentKind.REVOKE_KEY: _ADMINISTRATION,
    IntentKind.ERASE_PERSON: _ADMINISTRATION,
}
"""Which roles may send which act. What part of the city each may do it in is its scope's (``models.scope``)."""

WHOLE_CITY_ACTS = frozenset(
    {
        IntentKind.SET_SHIFT,
        IntentKind.SET_CATEGORY,
        IntentKind.SET_OFFER,
        IntentKind.SET_AGENCY,
        IntentKind.SET_TEMPLATE,
        IntentKind.SET_SETTING,
        IntentKind.SET_ACCOUNT,
        IntentKind.RESET_PASSWORD,
        IntentKind.SET_KEY,
        IntentKind.REVOKE_KEY,
        IntentKind.ERASE_PERSON,
    }
)
"""Acts on what is the whole city's, such as its settings and accounts: a key that stands for a part of it may not."""

READS_FEED = frozenset({Role.OFFICER, Role.DISPATCHER, Role.MANAGER, Role.WALL, Role.ROOM})
"""Roles that may follow the change feed and load the snapshot."""

MAY_SEND_PHOTOS = _CITIZENS | _STAFF | {Role.CREW}
"""Roles that may send a photo, to be named by an act of theirs."""

READS_REPORTS = _STAFF | {Role.MANAGER}
"""Roles that may read reports one by one, with all that belongs to them, on the officer's page."""

READS_REVIEWS = _STAFF | {Role.MANAGER}
"""Roles that may read why a photo of finished work should be looked at."""

KEY_ROLES: tuple[Role, ...] = tuple(role for role in Role if role is not Role.STORE)
"""Roles that a key can have."""
