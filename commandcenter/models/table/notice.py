"""Tables of who is told what: subscriptions, what waits to be told, messages, and the log of their delivery."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, Table, Text

from commandcenter.models.table.base import city_column, metadata

subscriptions = Table(
    "subscriptions",
    metadata,
    city_column(),
    Column("id", Text, primary_key=True),
    Column("owner", Text, nullable=False),
    Column("topic", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("push_key", Text, nullable=False),
    Column("secret", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("pace", Text, nullable=False),
    Column("quiet", Boolean, nullable=False),
    Column("account_id", Text, nullable=True),
    Column("report_id", BigInteger, nullable=True),
    Column("area", Text, nullable=True),
    Column("agency", Text, nullable=True),
    Column("created_ms", BigInteger, nullable=False),
    Column("confirmed_ms", BigInteger, nullable=True),
    Column("ended_ms", BigInteger, nullable=True),
    Column("ended_why", Text, nullable=False),
    Index("ix_subscriptions_city_owner", "city", "owner"),
    Index("ix_subscriptions_city_report_id", "city", "report_id"),
    Index("ix_subscriptions_city_account_id", "city", "account_id"),
    Index("ix_subscriptions_city_topic", "city", "topic"),
)
"""``address``, ``push_key`` and ``secret`` are personal data or secrets: they are emptied when the subscription ends.
``owner`` is ``account:ID``, ``key:ID`` or, of citizens without an account, ``report:ID``; ``secret`` signs webhooks,
and is the browser's ``auth`` of a push."""

notices = Table(
    "notices",
    metadata,
    city_column(),
    Column("id", Text, primary_key=True),
    Column("subscription_id", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("report_id", BigInteger, nullable=True),
    Column("sequence", Integer, nullable=True),
    Column("urgent", Boolean, nullable=False),
    Column("created_ms", BigInteger, nullable=False),
    Column("due_ms", BigInteger, nullable=False),
    Column("message_id", Text, nullable=True),
    Index("ix_notices_city_message_id_due_ms", "city", "message_id", "due_ms"),
)
"""What waits to be told, written in the transaction of the act that caused it. ``sequence``: the entry of the report's
timeline. ``message_id``: the message that tells it, once there is one; a notice never changes its message."""

messages = Table(
    "messages",
    metadata,
    city_column(),
    Column("id", Text, primary_key=True),
    Column("subscription_id", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("urgent", Boolean, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("created_ms", BigInteger, nullable=False),
    Column("next_ms", BigInteger, nullable=False),
    Index("ix_messages_city_state_next_ms", "city", "state", "next_ms"),
)
"""``state``: waiting, sent, failed or dropped. ``next_ms``: not tried before; while it is being tried, when it may be
tried again should the sender never come back."""

deliveries = Table(
    "deliveries",
    metadata,
    city_column(),
    Column("message_id", Text, primary_key=True),
    Column("attempt", Integer, primary_key=True, autoincrement=False),
    Column("subscription_id", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("notices", Integer, nullable=False),
    Column("tried_ms", BigInteger, nullable=False),
    Column("ended_ms", BigInteger, nullable=True),
    Column("outcome", Text, nullable=False),
    Column("why", Text, nullable=False),
    Index("ix_deliveries_city_tried_ms", "city", "tried_ms"),
)
"""The log: one row an attempt, without anybody's address. ``outcome``: tried (its sender never came back), sent,
failed, gone or dropped."""

notice_secrets = Table(
    "notice_secrets",
    metadata,
    city_column(),
    Column("vapid_key", Text, nullable=False),
    Column("link_key", Text, nullable=False),
)
"""What the store signs pushes with (a P-256 key, base64url), and the links in its messages (hexadecimal)."""
