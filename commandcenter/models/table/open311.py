"""Tables of Open311: how categories are offered, what reports answered to their questions, and tokens."""

from __future__ import annotations

from sqlalchemy import JSON, BigInteger, Column, ForeignKeyConstraint, Integer, Table, Text

from commandcenter.models.table.base import city_column, metadata

service_offers = Table(
    "service_offers",
    metadata,
    city_column(),
    Column("category", Text, primary_key=True),
    Column("offer", JSON(none_as_null=True), nullable=False),
)
"""``offer`` as the city's file of categories has it. A category without a row is offered in the ordinary way."""

report_replies = Table(
    "report_replies",
    metadata,
    city_column(),
    Column("report_id", BigInteger, primary_key=True, autoincrement=False),
    Column("question", Text, primary_key=True),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("label", Text, nullable=False),
    Column("key", Text, nullable=True),
    Column("text", Text, nullable=False),
    ForeignKeyConstraint(["city", "report_id"], ["reports.city", "reports.id"]),
)
"""``place`` counts a question's replies from 1. Without a ``key`` the text is the reporter's own words, which no public
answer shows."""

request_tokens = Table(
    "request_tokens",
    metadata,
    city_column(),
    Column("token", Text, primary_key=True),
    Column("report_id", BigInteger, nullable=False),
    ForeignKeyConstraint(["city", "report_id"], ["reports.city", "reports.id"]),
)
"""What a sender holds instead of a number until the number is told."""
