"""Notices: who is told what, over which way, and when.

Owns the words for it and the rule of quiet hours. Refuses to know how a message travels.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from commandcenter.models.instant import WIB


class Channel(StrEnum):
    """How a message travels."""

    PUSH = "push"
    EMAIL = "email"
    WEBHOOK = "webhook"


class Topic(StrEnum):
    """What somebody wants to be told."""

    OWN_REPORT = "own_report"
    ESCALATION = "escalation"


class Pace(StrEnum):
    """How often: each thing when it happens, or everything once a day."""

    AT_ONCE = "at_once"
    DAILY = "daily"


class NoticeKind(StrEnum):
    """What happened."""

    TAKEN_ON = "taken_on"
    MOVED = "moved"
    ANSWERED = "answered"
    ESCALATED = "escalated"
    CONFIRM = "confirm"


@dataclass(frozen=True, slots=True)
class QuietHours:
    """The hours of the night in which nobody is disturbed, in minutes after midnight WIB.

    Attributes:
        from_min: First minute of quiet.
        until_min: First minute after it; the same as ``from_min``: there are none. May lie on the next day.
    """

    from_min: int
    until_min: int

    def cover(self, at: datetime) -> bool:
        """Return whether an instant lies in them."""
        local = at.astimezone(WIB)
        minute = local.hour * 60 + local.minute
        if self.from_min <= self.until_min:
            return self.from_min <= minute < self.until_min
        return minute >= self.from_min or minute < self.until_min

    def next_end(self, at: datetime) -> datetime:
        """Return the next instant, later than ``at``, at which they end, or would if there were any."""
        local = at.astimezone(WIB)
        midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
        end = midnight + timedelta(minutes=self.until_min)
        return (end if end > local else end + timedelta(days=1)).astimezone(at.tzinfo)


def send_at(happened_at: datetime, pace: Pace, quiet: QuietHours | None, *, urgent: bool) -> datetime:
    """Return when something may be told.

    Args:
        happened_at: When it happened, UTC.
        pace: Daily messages go out when the quiet hours end, whether or not they are kept.
        quiet: The quiet hours; always needed for a daily pace. None: they are not kept.
        urgent: Tell it at once, at any hour: a life may depend on it.
    """
    if urgent:
        return happened_at
    if pace is Pace.DAILY and quiet is not None:
        return quiet.next_end(happened_at)
    if quiet is not None and quiet.cover(happened_at):
        return quiet.next_end(happened_at)
    return happened_at


_FIRST_WAIT_S = 30
_LONGEST_WAIT_S = 6 * 3_600

MAX_ATTEMPTS = 12
"""After so many a message is given up: about a day and a half."""


def retry_after(attempts: int) -> timedelta:
    """Return how long to wait after so many failed attempts: 30 s, then twice as long each time, at most 6 h."""
    return timedelta(seconds=min(_FIRST_WAIT_S * 2 ** max(attempts - 1, 0), _LONGEST_WAIT_S))
