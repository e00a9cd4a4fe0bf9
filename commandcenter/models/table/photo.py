"""Tables of photos: what the store knows of each, which are alike, and what a reviewer was asked and said.

None is an entity of the feed. What the feed tells of a photo is its row in ``media``.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Double,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
)

from commandcenter.models.table.base import city_column, metadata

photos = Table(
    "photos",
    metadata,
    city_column(),
    Column("media_id", Text, primary_key=True),
    Column("uploader", Text, nullable=False),
    Column("request_key", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("claimed_ms", BigInteger, nullable=False),
    Column("ready_ms", BigInteger, nullable=True),
    Column("width_px", Integer, nullable=True),
    Column("height_px", Integer, nullable=True),
    Column("taken_ms", BigInteger, nullable=True),
    Column("taken_lon", Double, nullable=True),
    Column("taken_lat", Double, nullable=True),
    Column("make", Text, nullable=True),
    Column("model", Text, nullable=True),
    Column("traits", LargeBinary, nullable=True),
    Column("report_id", BigInteger, nullable=True),
    Column("stage", Text, nullable=True),
    Column("attached_ms", BigInteger, nullable=True),
    Column("masks", JSON(none_as_null=True), nullable=True),
    ForeignKeyConstraint(["city", "report_id"], ["reports.city", "reports.id"]),
    Index("ix_photos_city_uploader_request_key", "city", "uploader", "request_key", unique=True),
    Index("ix_photos_city_ready_ms", "city", "ready_ms"),
    Index("ix_photos_city_report_id", "city", "report_id"),
    Index("ix_photos_city_model", "city", "model"),
)
"""Photos that the store keeps itself. ``claimed_ms``: when its sending began, before its files were written;
``ready_ms``: when all of it was there. ``uploader`` is a key's id (``erased-`` and the
photo's own id once it is nobody's), ``sha256`` of the file as it was sent, which is not
kept. ``traits``: by what it is recognised (``store.photo.trait``). What the camera wrote never leaves the store but as
a reason for a reviewer."""

photo_likenesses = Table(
    "photo_likenesses",
    metadata,
    city_column(),
    Column("media_id", Text, primary_key=True),
    Column("earlier_id", Text, primary_key=True),
    Column("share", Double, nullable=False),
    Column("mirrored", Boolean, nullable=False),
    Column("covers", Double, nullable=False),
    ForeignKeyConstraint(["city", "media_id"], ["photos.city", "photos.media_id"]),
    Index("ix_photo_likenesses_city_earlier_id", "city", "earlier_id"),
)
"""Pairs of photos of which one shows what the other does, pixel by pixel. ``share``: how much of the compared part is
the same, 0 to 1; ``covers``: how much of the earlier photo is in the later one."""

reviews = Table(
    "reviews",
    metadata,
    city_column(),
    Column("report_id", BigInteger, primary_key=True, autoincrement=False),
    Column("media_id", Text, primary_key=True),
    Column("reasons", JSON, nullable=False),
    Column("made_ms", BigInteger, nullable=False),
    Column("decision", Text, nullable=True),
    Column("note", Text, nullable=True),
    Column("decided_by", Text, nullable=True),
    Column("decided_ms", BigInteger, nullable=True),
    ForeignKeyConstraint(["city", "report_id"], ["reports.city", "reports.id"]),
    ForeignKeyConstraint(["city", "media_id"], ["photos.city", "photos.media_id"]),
    Index("ix_reviews_city_made_ms", "city", "made_ms"),
)
"""Photos of finished work that somebody shall look at, with the reasons why; the last decision, and whose it was. Every
decision ever made stands in ``intents``."""
