"""The outbox: notices become messages, messages are tried by one sender at a time, and every try is logged.

Owns what makes a message arrive at least once, and never twice by the store's own doing. A notice is put into one
message and stays in it. A try is written down before anything is sent; its sender has ``LEASE`` to come back, and only
after that another may try. A sender that is killed between sending and coming back leaves a message that is sent again,
under the same id, by which receivers can tell (docs/decisions/0141).
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Engine, Row, delete, exists, select, update

from commandcenter.models.city_setting import SettingKey
from commandcenter.models.identity import CityCode
from commandcenter.models.instant import to_ms
from commandcenter.models.notice import MAX_ATTEMPTS, Pace, QuietHours, retry_after, send_at
from commandcenter.models.table import deliveries, messages, notices
from commandcenter.store.city_setting import value_of
from commandcenter.store.database import reading, writing
from commandcenter.store.notice.subscription import Subscription, end_subscription, load_subscriptions

LEASE = timedelta(minutes=5)
"""How long a sender may take over the messages that it has claimed."""

_GATHERED_AT_ONCE = 500


class Outcome(StrEnum):
    """How a try ended. ``GONE``: the receiver wants no more, ever. ``DROPPED``: nobody wants it any more."""

    TRIED = "tried"
    SENT = "sent"
    FAILED = "failed"
    GONE = "gone"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Claim:
    """One message that is this sender's to try.

    Attributes:
        attempt: Which try this is, from 1.
        notices: Rows of what it tells, oldest first.
        urgent: Whether quiet hours do not hold it back.
    """

    message_id: str
    attempt: int
    subscription: Subscription
    notices: Sequence[Row[Any]]
    urgent: bool


@dataclass(frozen=True, slots=True)
class Ending:
    """How a try ended.

    Attributes:
        why: What the receiver or the network said, without anybody's address; empty when sent.
        final: Whether trying again can't help.
    """

    outcome: Outcome
    why: str = ""
    final: bool = False


def is_anything_due(engine: Engine, city: CityCode, now: datetime) -> bool:
    """Return whether there is something to gather or to try, without holding up anybody who writes."""
    waiting = exists().where(notices.c.city == city, notices.c.message_id.is_(None), notices.c.due_ms <= to_ms(now))
    unsent = exists().where(messages.c.city == city, messages.c.state == "waiting", messages.c.next_ms <= to_ms(now))
    with reading(engine) as connection:
        return bool(connection.execute(select(waiting | unsent)).scalar_one())


def gather(engine: Engine, city: CityCode, now: datetime) -> int:
    """Make one message for each subscription of all that is due for it; return how many notices were put into one."""
    with writing(engine) as connection:
        rows = connection.execute(
            select(notices)
            .where(notices.c.city == city, notices.c.message_id.is_(None), notices.c.due_ms <= to_ms(now))
            .order_by(notices.c.due_ms, notices.c.id)
            .limit(_GATHERED_AT_ONCE)
            .with_for_update(skip_locked=True)
        ).all()
        of_subscription: dict[str, list[Row[Any]]] = {}
        for row in rows:
            of_subscription.setdefault(row.subscription_id, []).append(row)
        for subscription_id, some in of_subscription.items():
            _make_message(connection, city, subscription_id, some, now)
    return len(rows)


def _make_message(
    connection: Connection, city: CityCode, subscription_id: str, some: Sequence[Row[Any]], now: datetime
) -> None:
    message_id = hashlib.sha256(f"{subscription_id} {some[0].id}".encode()).hexdigest()[:32]
    connection.execute(
        messages.insert().values(
            city=city,
            id=message_id,
            subscription_id=subscription_id,
            state="waiting",
            urgent=any(row.urgent for row in some),
            attempts=0,
            created_ms=to_ms(now),
            next_ms=to_ms(now),
        )
    )
    connection.execute(
        update(notices)
        .where(notices.c.city == city, notices.c.id.in_([row.id for row in some]))
        .values(message_id=message_id)
    )


def claim(engine: Engine, city: CityCode, now: datetime, limit: int) -> list[Claim]:
    """Take messages that are due, so that nobody else tries them, and write down that they are being tried.

    Those of subscriptions that have ended are dropped on the way.

    Returns:
        What is to be tried now; empty when nothing is due.
    """
    with writing(engine) as connection:
        claims: list[Claim] = []
        while not claims:
            rows = connection.execute(
                select(messages)
                .where(messages.c.city == city, messages.c.state == "waiting", messages.c.next_ms <= to_ms(now))
                .order_by(messages.c.next_ms, messages.c.id)
                .limit(limit)
                .with_for_update(skip_locked=True)
            ).all()
            if not rows:
                break
            wanted = load_subscriptions(connection, city, {row.subscription_id for row in rows})
            for row in rows:
                claimed = _claim(connection, city, row, wanted[row.subscription_id], now)
                if not claimed.subscription.ended:
                    claims.append(claimed)
    return claims


def _claim(connection: Connection, city: CityCode, row: Row[Any], subscription: Subscription, now: datetime) -> Claim:
    told = connection.execute(
        select(notices)
        .where(notices.c.city == city, notices.c.message_id == row.id)
        .order_by(notices.c.created_ms, notices.c.sequence, notices.c.id)
    ).all()
    claimed = Claim(row.id, row.attempts + 1, subscription, told, row.urgent)
    ended = subscription.ended
    connection.execute(
        update(messages)
        .where(messages.c.city == city, messages.c.id == row.id)
        .values(attempts=claimed.attempt, state="dropped" if ended else "waiting", next_ms=to_ms(now + LEASE))
    )
    connection.execute(
        deliveries.insert().values(
            city=city,
            message_id=claimed.message_id,
            attempt=claimed.attempt,
            subscription_id=subscription.id,
            channel=subscription.channel.value,
            notices=len(told),
            tried_ms=to_ms(now),
            ended_ms=to_ms(now) if ended else None,
            outcome=(Outcome.DROPPED if ended else Outcome.TRIED).value,
            why="the subscription has ended" if ended else "",
        )
    )
    return claimed


def settle(engine: Engine, city: CityCode, claimed: Claim, ending: Ending, now: datetime) -> None:
    """Write down how a try ended, and when the message is tried again if it is.

    A sender that comes back after its time changes nothing but its own line of the log.
    """
    if ending.outcome is Outcome.SENT:
        state = "sent"
    else:
        state = "failed" if ending.final or claimed.attempt >= MAX_ATTEMPTS else "waiting"
    with writing(engine) as connection:
        connection.execute(
            update(messages)
            .where(
                messages.c.city == city,
                messages.c.id == claimed.message_id,
                messages.c.attempts == claimed.attempt,
                messages.c.state == "waiting",
            )
            .values(state=state, next_ms=to_ms(_next_try(connection, city, claimed, now)))
        )
        connection.execute(
            update(deliveries)
            .where(
                deliveries.c.city == city,
                deliveries.c.message_id == claimed.message_id,
                deliveries.c.attempt == claimed.attempt,
            )
            .values(ended_ms=to_ms(now), outcome=ending.outcome.value, why=ending.why)
        )
        if ending.outcome is Outcome.GONE:
            end_subscription(connection, city, claimed.subscription.id, now, "the receiver is gone")


def _next_try(connection: Connection, city: CityCode, claimed: Claim, now: datetime) -> datetime:
    """Return when a message is tried again: later each time, and not in quiet hours that are kept."""
    quiet = quiet_hours(connection, city) if claimed.subscription.quiet else None
    return send_at(now + retry_after(claimed.attempt), Pace.AT_ONCE, quiet, urgent=claimed.urgent)


def quiet_hours(connection: Connection, city: CityCode) -> QuietHours:
    """Return the city's quiet hours."""
    return QuietHours(
        int(value_of(connection, city, SettingKey.QUIET_FROM_MIN)),
        int(value_of(connection, city, SettingKey.QUIET_UNTIL_MIN)),
    )


REMOVED_AT_ONCE = 500


def remove_told(engine: Engine, city: CityCode, before: datetime) -> int:
    """Remove messages that were done with before an instant, what they told, and the log's lines about them.

    What still waits stays, however old it is.

    Returns:
        How many messages; ``REMOVED_AT_ONCE`` when there may be more.
    """
    done = [Outcome.SENT.value, Outcome.FAILED.value, Outcome.DROPPED.value]
    with writing(engine) as connection:
        ids = list(
            connection.execute(
                select(messages.c.id)
                .where(messages.c.city == city, messages.c.state.in_(done), messages.c.next_ms < to_ms(before))
                .limit(REMOVED_AT_ONCE)
            ).scalars()
        )
        for table, column in ((notices, notices.c.message_id), (deliveries, deliveries.c.message_id)):
            connection.execute(delete(table).where(table.c.city == city, column.in_(ids)))
        connection.execute(delete(messages).where(messages.c.city == city, messages.c.id.in_(ids)))
    return len(ids)


MAX_LOGGED = 500


def read_deliveries(connection: Connection, city: CityCode, before_ms: int | None = None) -> list[dict[str, Any]]:
    """Return the log's lines, newest first; ``before_ms``: only those tried earlier.

    They are ``MAX_LOGGED``, or a few more: a millisecond is told whole, so that the next answer begins before it.
    """
    wanted = [deliveries.c.city == city]
    if before_ms is not None:
        wanted.append(deliveries.c.tried_ms < before_ms)
    latest_first = deliveries.c.tried_ms.desc()
    last_ms = connection.execute(
        select(deliveries.c.tried_ms).where(*wanted).order_by(latest_first).offset(MAX_LOGGED - 1).limit(1)
    ).scalar_one_or_none()
    if last_ms is not None:
        wanted.append(deliveries.c.tried_ms >= last_ms)
    query = select(*(column for column in deliveries.c if column.name != "city")).where(*wanted)
    query = query.order_by(latest_first, deliveries.c.message_id, deliveries.c.attempt.desc())
    return [dict(row) for row in connection.execute(query).mappings()]
