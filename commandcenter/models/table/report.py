"""Tables of reports, what happened to them, their photos, and their reporters.

``report_private`` is the only table that holds a reporter's personal data. No feed, answer or log reads it.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Table,
    Text,
    text,
)

from commandcenter.models.record import Entity
from commandcenter.models.table.base import city_column, metadata, record_columns


def _of_report() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["city", "report_id"], ["reports.city", "reports.id"])


_OPEN = text("state != 'done' AND state != 'rejected'")
_PENDING = text("moderation = 'pending'")

reports = Table(
    "reports",
    metadata,
    *record_columns(Entity.REPORT),
    ForeignKeyConstraint(["city", "category"], ["categories.city", "categories.code"]),
    ForeignKeyConstraint(["city", "area"], ["areas.city", "areas.code"]),
    Index(
        "ix_reports_city_incident",
        "city",
        "incident",
        sqlite_where=text("incident IS NOT NULL"),
        postgresql_where=text("incident IS NOT NULL"),
    ),
    Index("ix_reports_city_updated_ms", "city", "updated_ms"),
    Index("ix_reports_city_closed_ms", "city", "closed_ms"),
    Index(
        "ix_reports_city_lat",
        "city",
        "lat",
        sqlite_where=text("closed_ms IS NULL"),
        postgresql_where=text("closed_ms IS NULL"),
    ),
    Index(
        "ix_reports_city_respond_by_ms",
        "city",
        "respond_by_ms",
        sqlite_where=text("acknowledged_ms IS NULL"),
        postgresql_where=text("acknowledged_ms IS NULL"),
    ),
    Index(
        "ix_reports_open",
        "city",
        "area",
        "agency",
        "state",
        "category",
        "acknowledged_ms",
        "respond_by_ms",
        "close_by_ms",
        "paused_ms",
        "id",
        sqlite_where=_OPEN,
        postgresql_where=_OPEN,
    ),
    Index("ix_reports_pending", "city", "id", sqlite_where=_PENDING, postgresql_where=_PENDING),
)
"""The id holds the time of reporting, so the key (city, id) is also the order of time. ``ix_reports_open`` holds
all that lists of work are counted and ordered by (``store.due``), of the few reports that are open."""

report_private = Table(
    "report_private",
    metadata,
    city_column(),
    Column("report_id", BigInteger, primary_key=True, autoincrement=False),
    Column("email", Text, nullable=True),
    Column("phone", Text, nullable=True),
    Column("first_name", Text, nullable=True),
    Column("last_name", Text, nullable=True),
    Column("device_id", Text, nullable=True),
    Column("account_id", Text, nullable=True),
    Column("secret_sha256", Text, nullable=True),
    _of_report(),
    Index(
        "ix_report_private_city_account_id",
        "city",
        "account_id",
        "report_id",
        sqlite_where=text("account_id IS NOT NULL"),
        postgresql_where=text("account_id IS NOT NULL"),
    ),
)
"""``secret_sha256``: hash of what whoever sent the report can show to prove it, where they have no account."""

private_wishes = Table(
    "private_wishes",
    metadata,
    city_column(),
    Column("report_id", BigInteger, primary_key=True, autoincrement=False),
    _of_report(),
)
"""Reports that whoever sent them wants nobody but the offices to see. Not in ``report_private``: the wish stays when
their personal data are erased."""

voices = Table(
    "voices",
    metadata,
    city_column(),
    Column("report_id", BigInteger, primary_key=True, autoincrement=False),
    Column("kind", Text, primary_key=True),
    Column("voice", Text, primary_key=True),
    Column("stars", Integer, nullable=True),
    Column("recorded_ms", BigInteger, nullable=False),
    _of_report(),
)
"""Who has supported or rated a report, so that each counts once. ``kind``: support or rating. ``voice`` is a hash over
the report too, so that nobody can tell from it which other reports the same person spoke up for."""

hand_overs = Table(
    "hand_overs",
    metadata,
    city_column(),
    Column("report_id", BigInteger, primary_key=True, autoincrement=False),
    Column("sequence", Integer, primary_key=True, autoincrement=False),
    Column("from_agency", Text, nullable=True),
    Column("to_agency", Text, nullable=True),
    Column("outside", Boolean, nullable=False),
    Column("reference", Text, nullable=True),
    Column("handed_ms", BigInteger, nullable=False),
    _of_report(),
)
"""Each change of who answers for a report; ``sequence`` is its timeline entry's, None stands for the office of the
report's area. ``outside``: whether it went to a body outside the city, which calls it ``reference``."""

transitions = Table("transitions", metadata, *record_columns(Entity.TRANSITION), _of_report())

media = Table(
    "media",
    metadata,
    *record_columns(Entity.MEDIA, keys=("report_id", "id")),
    PrimaryKeyConstraint("city", "report_id", "id"),
    _of_report(),
    Index("ix_media_city_id", "city", "id"),
    Index("ix_media_city_url", "city", "url"),
    Index("ix_media_pending", "city", "report_id", sqlite_where=_PENDING, postgresql_where=_PENDING),
)
"""Keyed by report, so that it is cut into the same partitions; the feed finds a photo by its own id, and whoever asks
for it by its address is asked whether they may see its report."""

report_numbers = Table(
    "report_numbers",
    metadata,
    city_column(),
    Column("number", Text, primary_key=True),
    Column("report_id", BigInteger, nullable=False),
    _of_report(),
)
"""Keeps numbers unique over all partitions of ``reports``, and finds a report by its number."""

number_days = Table(
    "number_days",
    metadata,
    city_column(),
    Column("day", Text, primary_key=True),
    Column("last", Integer, nullable=False),
)
"""The last running number given on a day (``yymmdd``, WIB)."""

import_identities = Table(
    "import_identities",
    metadata,
    city_column(),
    Column("source", Text, primary_key=True),
    Column("external_id", Text, primary_key=True),
    Column("occurrence", Integer, primary_key=True, autoincrement=False),
    Column("report_id", BigInteger, nullable=False),
    Column("content_hash", Text, nullable=False),
    _of_report(),
)
"""Which imported row became which report. The same id with other content is another occurrence."""
