"""What the engine asks for. Jobs are carried out one at a time, and each is answered by exactly one event."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from commandcenter.sync.action import PublishStatus, WaitUntil
from commandcenter.sync.open311.cursor import Cursor
from commandcenter.sync.open311.question import Question
from commandcenter.sync.open311.request import Service, ServiceRequest


@dataclass(frozen=True, slots=True)
class AskServices:
    """Ask for the list of services → ``ServicesFetched`` or ``AskFailed``."""


@dataclass(frozen=True, slots=True)
class AskListing:
    """Ask for a list of requests → ``ListingFetched`` or ``AskFailed``."""

    question: Question


@dataclass(frozen=True, slots=True)
class AskOne:
    """Ask for one request → ``OneFetched`` or ``AskFailed``."""

    number: str


@dataclass(frozen=True, slots=True)
class Scope:
    """A stretch of time that was answered whole: what is known of it and did not come may have vanished.

    Attributes:
        since_ms: Inclusive.
        until_ms: Inclusive.
    """

    since_ms: int
    until_ms: int


@dataclass(frozen=True, slots=True)
class Apply:
    """Write into the mirror, in one transaction → ``Applied`` or ``NotApplied``.

    Attributes:
        requests: New, changed and unchanged ones.
        removed: Numbers that are gone, or that this source is not followed for; unknown ones do not matter.
        services: The whole list of services; None: nothing new is known of it.
        scope: What ``requests`` are all of; None: of nothing.
        floor_ms: Requests reported before this are taken only if they are known already.
        cursor: What the mirror keeps with the rows.
        current_ms: This machine's clock when the round that this ends began; None: it ends none.
        horizon_ms: Closed reports from before this go, a bounded number at once; None: none does.
        keeps_open: Whether open ones from before the horizon stay, as ``Applied.overdue``; without it they go as well.
    """

    cursor: Cursor
    requests: tuple[ServiceRequest, ...] = ()
    removed: frozenset[str] = frozenset()
    services: tuple[Service, ...] | None = None
    scope: Scope | None = None
    floor_ms: int = 0
    current_ms: int | None = None
    horizon_ms: int | None = None
    keeps_open: bool = True


Job: TypeAlias = AskServices | AskListing | AskOne | Apply

Action: TypeAlias = Job | PublishStatus | WaitUntil
