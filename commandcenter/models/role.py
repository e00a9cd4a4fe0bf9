"""Roles, and which acts each may send.

Owns the first column of the access matrix: role × intent. Scope (area, agency) narrows it further in the store.
"""

from __future__ import annotations

from enum import StrEnum

from commandcenter.models.intent import IntentKind


class Role(StrEnum):
    """Who somebody is to the store."""

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


_SUBMITTERS = frozenset({Role.PUBLIC, Role.REPORTER, Role.OFFICER, Role.DISPATCHER})
_ACTORS = frozenset({Role.OFFICER, Role.DISPATCHER})

MAY_SEND: dict[IntentKind, frozenset[Role]] = {
    IntentKind.SUBMIT_REPORT: _SUBMITTERS,
    IntentKind.TAKE_ON: _ACTORS,
    IntentKind.MOVE: _ACTORS,
}

READS_FEED = frozenset({Role.OFFICER, Role.DISPATCHER, Role.MANAGER, Role.WALL, Role.ROOM})
"""Roles that may follow the change feed and load the snapshot."""
