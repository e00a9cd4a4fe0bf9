"""Tables of people who sign in, and of the record that remains when a person's data were erased.

None of them is an entity of the feed. Who somebody is stands in ``accounts`` and ``report_private``; what erasing
also has to reach says ``store.person``.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, Table, Text

from commandcenter.models.table.base import city_column, metadata

accounts = Table(
    "accounts",
    metadata,
    city_column(),
    Column("account_id", Text, primary_key=True),
    Column("login", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("area", Text, nullable=True),
    Column("agency", Text, nullable=True),
    Column("holder", Text, nullable=True),
    Column("email", Text, nullable=True),
    Column("phone", Text, nullable=True),
    Column("password_hash", Text, nullable=True),
    Column("active", Boolean, nullable=False),
    Column("created_ms", BigInteger, nullable=False),
    Column("signed_in_ms", BigInteger, nullable=True),
    Index("ix_accounts_city_login", "city", "login", unique=True),
)
"""Who may sign in. ``login`` is kept in small letters. ``name`` is what acts are signed with: an office, where it can
be. ``password_hash`` is argon2id; none: only another identity provider can vouch for it."""

password_resets = Table(
    "password_resets",
    metadata,
    city_column(),
    Column("account_id", Text, primary_key=True),
    Column("sha256", Text, nullable=False),
    Column("given_by", Text, nullable=False),
    Column("given_ms", BigInteger, nullable=False),
    Column("ends_ms", BigInteger, nullable=False),
)
"""Who may set a new password by a code, of which the hash is kept; one an account, gone once it was used."""

erasures = Table(
    "erasures",
    metadata,
    city_column(),
    Column("erasure_id", Text, primary_key=True),
    Column("erased_ms", BigInteger, nullable=False),
    Column("erased_by", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("rows", Integer, nullable=False),
)
"""That personal data were erased: when, by whom, of what kind, how many rows; never whose."""
