"""Tables of the change feed and of the intents that caused the changes."""

from __future__ import annotations

from sqlalchemy import JSON, BigInteger, Column, Index, Table, Text, text

from commandcenter.models.intent import SETS_UP
from commandcenter.models.table.base import city_column, metadata

feed_head = Table(
    "feed_head",
    metadata,
    city_column(),
    Column("epoch", Text, nullable=False),
    Column("n", BigInteger, nullable=False),
)
"""The last position of a city's feed. Writers lock this row last and hold it until they commit: that is what puts
positions in the order in which they become visible."""

changes = Table(
    "changes",
    metadata,
    city_column(),
    Column("n", BigInteger, primary_key=True, autoincrement=False),
    Column("entity", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("op", Text, nullable=False),
    Column("recorded_ms", BigInteger, nullable=False),
)
"""Which record changed at which position; what it became is read from its own table. ``op``: put or remove."""

_SETTING_UP = text("kind IN ({})".format(", ".join(f"'{kind.value}'" for kind in SETS_UP)))

intents = Table(
    "intents",
    metadata,
    city_column(),
    Column("intent_id", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("subject", BigInteger, nullable=True),
    Column("target", Text, nullable=True),
    Column("payload", JSON(none_as_null=True), nullable=True),
    Column("principal", Text, nullable=False),
    Column("owner", Text, nullable=True),
    Column("recorded_ms", BigInteger, nullable=False),
    Column("result", JSON(none_as_null=True), nullable=True),
    Index(
        "ix_intents_city_target_recorded_ms",
        "city",
        "target",
        "recorded_ms",
        sqlite_where=text("target IS NOT NULL"),
        postgresql_where=text("target IS NOT NULL"),
    ),
    Index(
        "ix_intents_setting_up",
        "city",
        "recorded_ms",
        "intent_id",
        sqlite_where=_SETTING_UP,
        postgresql_where=_SETTING_UP,
    ),
)
"""Every intent ever decided, with its result. ``result`` is null only inside the deciding transaction. ``payload`` is
kept of acts that change settings, so that their history is; of acts that may hold personal data it never is. The first
index finds who last changed a crew, a job or a setting: a citizen's report has no target, and is most of the rows. The
second has the acts that set the city up, in order of time. ``owner``
is a hash of whose the intent is, over its id too, so that nobody can tell from it what else they did
(``store.owner``); None in rows of earlier versions, where ``principal`` has to do."""
