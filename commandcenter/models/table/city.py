"""Tables of what a city is set up with: itself, its areas, its categories, and its keys."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, Table, Text, text

from commandcenter.models.record import Entity
from commandcenter.models.table.base import city_column, metadata, record_columns

store_meta = Table(
    "store_meta",
    metadata,
    city_column(),
    Column("number_prefix", Text, nullable=False),
    Column("place_level", Text, nullable=False),
    Column("areas_version", Integer, nullable=False),
    Column("catalogue_ms", BigInteger, nullable=False),
    Column("created_ms", BigInteger, nullable=False),
    Column("routes_version", Integer, nullable=False, server_default=text("0")),
)
"""One row a city. ``place_level``: reports are placed in areas of this level. ``areas_version`` counts loads of
areas, so that a process knows when its index is old; ``routes_version`` counts what changes where new reports go.
``catalogue_ms``: when a category last changed. Who loads areas, imports or sets a route locks this row; who places one
report shares it."""

areas = Table("areas", metadata, *record_columns(Entity.AREA))

categories = Table("categories", metadata, *record_columns(Entity.CATEGORY))

routes = Table(
    "routes",
    metadata,
    city_column(),
    Column("key", Text, primary_key=True),
    Column("category", Text, nullable=True),
    Column("area", Text, nullable=True),
    Column("agency", Text, nullable=False),
    Column("active", Boolean, nullable=False),
    Column("version", Integer, nullable=False),
)
"""Which agency answers for new reports (``models.routing``). ``key`` is made of category and area, of which either may
be absent: no database holds two rows with nothing in the same column for the same."""

tokens = Table(
    "tokens",
    metadata,
    city_column(),
    Column("token_id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("created_ms", BigInteger, nullable=False),
    Column("revoked_ms", BigInteger, nullable=True),
    Column("area", Text, nullable=True),
    Column("agency", Text, nullable=True),
    Column("holder", Text, nullable=True),
    Column("account_id", Text, nullable=True),
    Column("expires_ms", BigInteger, nullable=True),
    Column("device", Text, nullable=True),
    Index("ix_tokens_city_sha256", "city", "sha256", unique=True),
)
"""Keys by their hash; the key itself is kept nowhere. ``area`` and ``agency`` are the key's scope; ``holder`` is the
crew or facility that a key of that role stands for; ``account_id`` is whoever signed in with it, and ``device``
what that person calls the device."""
