"""Photos that the store keeps itself, which of them are alike, and what a reviewer was asked and said."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables; photos that reports name already lie elsewhere or in the media folder, and stay there."""
    op.create_table(
        "photos",
        sa.Column("city", sa.Text(), nullable=False),
        sa.Column("media_id", sa.Text(), nullable=False),
        sa.Column("uploader", sa.Text(), nullable=False),
        sa.Column("request_key", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("claimed_ms", sa.BigInteger(), nullable=False),
        sa.Column("ready_ms", sa.BigInteger(), nullable=True),
        sa.Column("width_px", sa.Integer(), nullable=True),
        sa.Column("height_px", sa.Integer(), nullable=True),
        sa.Column("taken_ms", sa.BigInteger(), nullable=True),
        sa.Column("taken_lon", sa.Double(), nullable=True),
        sa.Column("taken_lat", sa.Double(), nullable=True),
        sa.Column("make", sa.Text(), nullable=True),
        sa.Column("model", sa.Text(), nullable=True),
        sa.Column("traits", sa.LargeBinary(), nullable=True),
        sa.Column("report_id", sa.BigInteger(), nullable=True),
        sa.Column("stage", sa.Text(), nullable=True),
        sa.Column("attached_ms", sa.BigInteger(), nullable=True),
        sa.Column("masks", sa.JSON(none_as_null=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["city", "report_id"], ["reports.city", "reports.id"], name=op.f("fk_photos_city_report_id")
        ),
        sa.PrimaryKeyConstraint("city", "media_id", name=op.f("pk_photos")),
    )
    op.create_index("ix_photos_city_uploader_request_key", "photos", ["city", "uploader", "request_key"], unique=True)
    op.create_index("ix_photos_city_ready_ms", "photos", ["city", "ready_ms"])
    op.create_index("ix_photos_city_report_id", "photos", ["city", "report_id"])
    op.create_index("ix_photos_city_model", "photos", ["city", "model"])
    op.create_table(
        "photo_likenesses",
        sa.Column("city", sa.Text(), nullable=False),
        sa.Column("media_id", sa.Text(), nullable=False),
        sa.Column("earlier_id", sa.Text(), nullable=False),
        sa.Column("share", sa.Double(), nullable=False),
        sa.Column("mirrored", sa.Boolean(), nullable=False),
        sa.Column("covers", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(
            ["city", "media_id"], ["photos.city", "photos.media_id"], name=op.f("fk_photo_likenesses_city_media_id")
        ),
        sa.PrimaryKeyConstraint("city", "media_id", "earlier_id", name=op.f("pk_photo_likenesses")),
    )
    op.create_index("ix_photo_likenesses_city_earlier_id", "photo_likenesses", ["city", "earlier_id"])
    op.create_table(
        "reviews",
        sa.Column("city", sa.Text(), nullable=False),
        sa.Column("report_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("media_id", sa.Text(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("made_ms", sa.BigInteger(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("decided_by", sa.Text(), nullable=True),
        sa.Column("decided_ms", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["city", "report_id"], ["reports.city", "reports.id"], name=op.f("fk_reviews_city_report_id")
        ),
        sa.ForeignKeyConstraint(
            ["city", "media_id"], ["photos.city", "photos.media_id"], name=op.f("fk_reviews_city_media_id")
        ),
        sa.PrimaryKeyConstraint("city", "report_id", "media_id", name=op.f("pk_reviews")),
    )
    op.create_index("ix_reviews_city_made_ms", "reviews", ["city", "made_ms"])
