"""The tables of the outbox.

The version is in the file. Unlike the mirror's, these tables hold what exists nowhere else: a newer version of
this program must migrate them step by step, and a file of an unknown version is left alone and reported.
"""

from __future__ import annotations

from sqlalchemy import JSON, Column, Index, Integer, MetaData, Table, Text

OUTBOX_VERSION = 1

METADATA = MetaData()

BINDING = Table(
    "binding",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("store_url", Text, nullable=False),
    Column("principal", Text, nullable=False),
)
"""At most one row: whose acts these are and where they go. It stands here, not in the mirror, because sending an
act to another store, or as somebody else, would be worse than loading a mirror twice."""

PENDING = Table(
    "pending",
    METADATA,
    Column("sequence", Integer, primary_key=True),
    Column("intent_id", Text, nullable=False, unique=True),
    Column("kind", Text, nullable=False),
    Column("subject", Integer),
    Column("base_version", Integer),
    Column("after_intent", Text),
    Column("acted_ms", Integer, nullable=False),
    Column("payload", JSON, nullable=False),
    sqlite_autoincrement=True,
)
"""Acts not answered yet, in the order in which they were made and will be sent."""

Index("pending_by_subject", PENDING.c.subject)

ANSWER = Table(
    "answer",
    METADATA,
    Column("sequence", Integer, primary_key=True, autoincrement=False),
    Column("intent_id", Text, nullable=False, unique=True),
    Column("kind", Text, nullable=False),
    Column("subject", Integer),
    Column("base_version", Integer),
    Column("after_intent", Text),
    Column("acted_ms", Integer, nullable=False),
    Column("payload", JSON, nullable=False),
    Column("status", Text, nullable=False),
    Column("code", Text, nullable=False),
    Column("sentence", JSON, nullable=False),
    Column("version", Integer),
    Column("mine", Text),
    Column("their_value", Text),
    Column("their_actor", Text),
    Column("their_ms", Integer),
)
"""Conflicts and refusals that nobody has dismissed yet, with the act they answer."""

APPLIED = Table(
    "applied",
    METADATA,
    Column("subject", Integer, primary_key=True, autoincrement=False),
    Column("intent_id", Text, nullable=False),
    Column("version", Integer, nullable=False),
)
"""For each report the last act of one's own that was applied: until the feed has brought its version to the screen,
a next act on it is still made on top of it."""
