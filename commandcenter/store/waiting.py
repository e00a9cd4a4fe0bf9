"""What waits in a city's store: messages that nobody got yet, photos without a report, photos to be judged.

Owns the counting. No question looks at reports or at what was sent, so whoever watches can ask every few seconds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, and_, func, select

from commandcenter.models.identity import CityCode
from commandcenter.models.notice import Channel
from commandcenter.models.table import messages, photos, reviews, subscriptions

TOLD_STATES = ("waiting", "failed")
"""States of a message that somebody has to do something about, be it the store; of all that there are."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """How much waits, at one moment.

    Attributes:
        messages: By channel and state (``TOLD_STATES``), zeros included; ``failed``: given up, and not yet removed.
        photos_unfinished: Sent, and not yet all there.
        photos_unattached: All there, and not yet named by a report.
        reviews_undecided: Photos of finished work with reasons to look at them, and no decision.
    """

    messages: Mapping[tuple[str, str], int]
    photos_unfinished: int
    photos_unattached: int
    reviews_undecided: int


def read_waiting(connection: Connection, city: CityCode) -> Waiting:
    """Count what waits in a city."""
    of_it = and_(subscriptions.c.city == messages.c.city, subscriptions.c.id == messages.c.subscription_id)
    by_channel = (
        select(subscriptions.c.channel, messages.c.state, func.count())
        .join(messages, of_it)
        .where(messages.c.city == city, messages.c.state.in_(TOLD_STATES))
        .group_by(subscriptions.c.channel, messages.c.state)
    )
    counted = {(channel.value, state): 0 for channel in Channel for state in TOLD_STATES}
    counted |= {(channel, state): int(count) for channel, state, count in connection.execute(by_channel)}
    unattached = select(func.count(), func.count(photos.c.ready_ms)).where(
        photos.c.city == city, photos.c.report_id.is_(None)
    )
    sent, ready = connection.execute(unattached).one()
    undecided = select(func.count()).where(reviews.c.city == city, reviews.c.decision.is_(None))
    return Waiting(counted, int(sent - ready), int(ready), int(connection.execute(undecided).scalar_one()))
