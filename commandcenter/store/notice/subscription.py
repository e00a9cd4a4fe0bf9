"""Subscriptions: who wants to be told what, over which way, until they have had enough."""

from __future__ import annotations

import base64
import binascii
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from sqlalchemy import Connection, Row, Select, func, or_, select, update

from commandcenter.models.identity import AccountId, AgencyCode, AreaCode, CityCode, ReportId, read_id
from commandcenter.models.instant import to_ms
from commandcenter.models.notice import Channel, NoticeKind, Pace, Topic
from commandcenter.models.role import Role
from commandcenter.models.scope import Scope
from commandcenter.models.table import notices, subscriptions
from commandcenter.store.act.reporter import has_sent
from commandcenter.store.failure import FieldMissing, NotAllowed
from commandcenter.store.field import MAX_FIELD_CHARS, MAX_URL_CHARS, flag_field, needed_text, text_field, word_field
from commandcenter.store.language import LANGUAGES
from commandcenter.store.notice.failure import (
    AddressRefused,
    NotToldOfOthers,
    PushKeyBad,
    SubscriptionUnknown,
    TooManySubscriptions,
)
from commandcenter.store.token import Principal

MAX_OF_OWNER = 20
"""How many subscriptions one account, or one key for one report, may have at a time."""

_MAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,63}")
_OFFICES = frozenset({Role.OFFICER, Role.DISPATCHER, Role.MANAGER})
_CITIZENS = frozenset({Role.PUBLIC, Role.REPORTER})
_AUTH_BYTES = 16
_POINT_BYTES = 65


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody asks to be told, as it came.

    Attributes:
        address: E-mail address, or where pushes or webhooks go.
        push_key: The browser's ``p256dh``; empty for other channels.
        push_auth: The browser's ``auth``; empty for other channels.
        report_id: Only this report; None: all own ones.
        report_secret: What the device made up when it sent the report, where there is no account.
        quiet: Whether quiet hours are kept.
    """

    topic: Topic
    channel: Channel
    address: str
    push_key: str
    push_auth: str
    language: str
    pace: Pace
    quiet: bool
    report_id: ReportId | None
    report_secret: str | None


@dataclass(frozen=True, slots=True)
class Subscription:
    """One subscription as whoever sends needs it.

    Attributes:
        secret: Signs webhooks (``whsec_…``); the browser's ``auth`` for pushes; empty for e-mail.
        ended: Whether nothing is sent any more.
    """

    id: str
    topic: Topic
    channel: Channel
    address: str
    push_key: str
    secret: str
    language: str
    pace: Pace
    quiet: bool
    report_id: ReportId | None
    confirmed: bool
    ended: bool


def read_wish(message: Mapping[str, object]) -> Wish:
    """Read what somebody asks for.

    Raises:
        Failure: The first field that is not what it should be.
    """
    channel = word_field(message, "channel", Channel)
    topic = word_field(message, "topic", Topic)
    if channel is None or topic is None:
        raise FieldMissing(field="topic" if topic is None else "channel")
    address = needed_text(message, "address", MAX_URL_CHARS)
    if channel is Channel.EMAIL and _MAIL.fullmatch(address) is None:
        raise AddressRefused(what="it is no e-mail address")
    keys = _push_keys(message) if channel is Channel.PUSH else ("", "")
    language = text_field(message, "language", MAX_FIELD_CHARS)
    quiet = flag_field(message, "quiet")
    report = text_field(message, "report", MAX_FIELD_CHARS)
    return Wish(
        topic=topic,
        channel=channel,
        address=address,
        push_key=keys[0],
        push_auth=keys[1],
        language=language if language in LANGUAGES else LANGUAGES[0],
        pace=word_field(message, "pace", Pace) or Pace.AT_ONCE,
        quiet=True if quiet is None else quiet,
        report_id=None if report is None else _report_id(report),
        report_secret=text_field(message, "secret", MAX_FIELD_CHARS),
    )


def subscribe(
    connection: Connection, city: CityCode, wish: Wish, principal: Principal, now: datetime
) -> tuple[Subscription, bool]:
    """Keep what somebody asks for; asking again for the same gives the one that is there.

    Returns:
        The subscription, and whether it is new. An e-mail address must be confirmed before anything else is sent to it;
        the message that asks for it waits to be sent.

    Raises:
        NotAllowed: If the role is told nothing of this topic, or not over this channel.
        NotToldOfOthers: If somebody asks for a report that is not shown to be theirs.
        TooManySubscriptions: If there are too many already.
    """
    _check_allowed(connection, city, wish, principal)
    owner = owner_of(principal) if _is_known(principal) else f"report:{wish.report_id}"
    same = [
        subscriptions.c.city == city,
        subscriptions.c.owner == owner,
        subscriptions.c.ended_ms.is_(None),
        subscriptions.c.report_id.is_(None) if wish.report_id is None else subscriptions.c.report_id == wish.report_id,
    ]
    found = connection.execute(
        select(subscriptions).where(
            *same, subscriptions.c.topic == wish.topic.value, subscriptions.c.address == wish.address
        )
    ).first()
    if found is not None:
        return _subscription(found), False
    count = connection.execute(select(func.count()).select_from(subscriptions).where(*same)).scalar_one()
    if count >= MAX_OF_OWNER:
        raise TooManySubscriptions(limit=MAX_OF_OWNER)
    scope = principal.scope if wish.topic is Topic.ESCALATION else Scope()
    row = {
        "city": city,
        "id": secrets.token_hex(12),
        "owner": owner,
        "topic": wish.topic.value,
        "channel": wish.channel.value,
        "address": wish.address,
        "push_key": wish.push_key,
        "secret": _secret(wish),
        "language": wish.language,
        "pace": wish.pace.value,
        "quiet": wish.quiet,
        "account_id": principal.account if wish.report_id is None else None,
        "report_id": wish.report_id,
        "area": scope.area,
        "agency": scope.agency,
        "created_ms": to_ms(now),
        "confirmed_ms": None if wish.channel is Channel.EMAIL else to_ms(now),
        "ended_ms": None,
        "ended_why": "",
    }
    made = connection.execute(subscriptions.insert().values(row).returning(*subscriptions.c)).one()
    if wish.channel is Channel.EMAIL:
        connection.execute(
            notices.insert().values(
                city=city,
                id=f"confirm-{row['id']}",
                subscription_id=row["id"],
                kind=NoticeKind.CONFIRM.value,
                report_id=None,
                sequence=None,
                urgent=True,
                created_ms=to_ms(now),
                due_ms=to_ms(now),
                message_id=None,
            )
        )
    return _subscription(made), True


def own_subscriptions(connection: Connection, city: CityCode, principal: Principal) -> list[Subscription]:
    """Return those that an account, or a key, has and that have not ended, oldest first."""
    rows = connection.execute(
        select(subscriptions)
        .where(
            subscriptions.c.city == city,
            subscriptions.c.owner == owner_of(principal),
            subscriptions.c.ended_ms.is_(None),
        )
        .order_by(subscriptions.c.created_ms, subscriptions.c.id)
    )
    return [_subscription(row) for row in rows]


def end_own(connection: Connection, city: CityCode, which: str, principal: Principal, now: datetime) -> None:
    """End one of one's own subscriptions; of those without an account its id, which nobody can guess, is the proof.

    Raises:
        SubscriptionUnknown: If it is not there, has ended, or is somebody else's.
    """
    its_own = (subscriptions.c.owner == owner_of(principal)) | subscriptions.c.owner.startswith("report:")
    condition = (subscriptions.c.id == which) & its_own
    if not _end(connection, city, condition, now, "ended by its owner"):
        raise SubscriptionUnknown


def end_subscription(connection: Connection, city: CityCode, which: str, now: datetime, why: str) -> bool:
    """End a subscription, whoever's; return whether it was there."""
    return _end(connection, city, subscriptions.c.id == which, now, why) > 0


def end_for_account(
    connection: Connection, city: CityCode, account: AccountId, now: datetime, why: str, topic: Topic | None = None
) -> int:
    """End what an account is told, as when it is closed, erased, or stands for something else; return how many.

    Args:
        connection: Inside a writing transaction.
        city: Whose.
        account: Which.
        now: The store's clock.
        why: For the record.
        topic: Only this; None: everything.
    """
    owned = (subscriptions.c.owner == f"account:{account}") | (subscriptions.c.account_id == account)
    return _end(connection, city, owned if topic is None else owned & (subscriptions.c.topic == topic.value), now, why)


def end_for_reports(
    connection: Connection, city: CityCode, reports: Select[tuple[int]], now: datetime, why: str
) -> int:
    """End whatever tells somebody of single reports, as when their reporter is erased; return how many.

    Args:
        connection: Inside a writing transaction.
        city: Whose.
        reports: Asks for the reports' ids.
        now: The store's clock.
        why: For the record.
    """
    return _end(connection, city, subscriptions.c.report_id.in_(reports), now, why)


def confirm(connection: Connection, city: CityCode, which: str, now: datetime) -> bool:
    """Keep that an address is its subscriber's; return whether the subscription is there."""
    there = [subscriptions.c.city == city, subscriptions.c.id == which, subscriptions.c.ended_ms.is_(None)]
    connection.execute(
        update(subscriptions).where(*there, subscriptions.c.confirmed_ms.is_(None)).values(confirmed_ms=to_ms(now))
    )
    return connection.execute(select(subscriptions.c.id).where(*there)).first() is not None


def load_subscriptions(connection: Connection, city: CityCode, ids: set[str]) -> dict[str, Subscription]:
    """Return subscriptions by id, ended ones too."""
    rows = connection.execute(
        select(subscriptions).where(subscriptions.c.city == city, subscriptions.c.id.in_(sorted(ids)))
    )
    return {row.id: _subscription(row) for row in rows}


def owner_of(principal: Principal) -> str:
    """Return whose subscriptions somebody may list: an account's where somebody signed in, else the key's."""
    return f"key:{principal.token_id}" if principal.account is None else f"account:{principal.account}"


def _check_allowed(connection: Connection, city: CityCode, wish: Wish, principal: Principal) -> None:
    roles = _OFFICES if wish.topic is Topic.ESCALATION or wish.channel is Channel.WEBHOOK else _OFFICES | _CITIZENS
    if principal.role not in roles:
        raise NotAllowed(name=principal.name, role=principal.role)
    if wish.topic is Topic.ESCALATION:
        return
    if wish.report_id is None:
        if principal.account is None:
            raise NotToldOfOthers
        return
    if not has_sent(connection, city, wish.report_id, principal.account, wish.report_secret):
        raise NotToldOfOthers


def _is_known(principal: Principal) -> bool:
    """Return whether the principal is one person or desk; citizens without an account share a key."""
    return principal.account is not None or principal.role not in _CITIZENS


def _end(connection: Connection, city: CityCode, condition: Any, now: datetime, why: str) -> int:
    """End the active subscriptions that meet a condition; what was personal or secret in them is gone then."""
    return connection.execute(
        update(subscriptions)
        .where(subscriptions.c.city == city, subscriptions.c.ended_ms.is_(None), or_(condition))
        .values(ended_ms=to_ms(now), ended_why=why, address="", push_key="", secret="", account_id=None)
    ).rowcount


def _secret(wish: Wish) -> str:
    if wish.channel is Channel.WEBHOOK:
        return "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode("ascii")
    return wish.push_auth


def _push_keys(message: Mapping[str, object]) -> tuple[str, str]:
    """Return the browser's public key and its secret, both base64url; the key lies on the curve."""
    key = needed_text(message, "p256dh", MAX_FIELD_CHARS)
    auth = needed_text(message, "auth", MAX_FIELD_CHARS)
    try:
        point, secret = _decoded(key), _decoded(auth)
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    except (ValueError, binascii.Error) as error:
        raise PushKeyBad from error
    if len(point) != _POINT_BYTES or len(secret) != _AUTH_BYTES:
        raise PushKeyBad
    return key.rstrip("="), auth.rstrip("=")


def _decoded(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)


def _report_id(text: str) -> ReportId:
    found = read_id(text)
    if found is None:
        raise NotToldOfOthers
    return ReportId(found)


def _subscription(row: Row[Any]) -> Subscription:
    return Subscription(
        id=row.id,
        topic=Topic(row.topic),
        channel=Channel(row.channel),
        address=row.address,
        push_key=row.push_key,
        secret=row.secret,
        language=row.language,
        pace=Pace(row.pace),
        quiet=row.quiet,
        report_id=None if row.report_id is None else ReportId(row.report_id),
        confirmed=row.confirmed_ms is not None,
        ended=row.ended_ms is not None,
    )


def scope_of(row: Row[Any]) -> Scope:
    """Return the part of the city that a subscription's owner stood for when it was made."""
    return Scope(
        None if row.area is None else AreaCode(row.area), None if row.agency is None else AgencyCode(row.agency)
    )
