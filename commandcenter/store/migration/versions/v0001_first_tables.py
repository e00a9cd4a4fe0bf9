"""The first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make all tables."""
    op.create_table(
        "areas",
        sa.Column("city", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("parent", sa.Text(), nullable=True),
        sa.Column("boundary", sa.Text(), nullable=False),
        sa.Column("approximate", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("city", "code", name=op.f("pk_areas")),
    )
    op.create_table(
        "categories",
        sa.Column("city", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name_id", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("group", sa.Text(), nullable=False),
        sa.Column("first_response_s", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("closing_s", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("publication", sa.Text(), nullable=False),
        sa.Column("ppsu_sized", sa.Boolean(), nullable=False),
        sa.Column("icon", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("city", "code", name=op.f("pk_categories")),
    )
    op.create_table(
        "changes",
        sa.Column("city", sa.Text(), nullable=False),
        sa.Column("n", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("entity", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("op", sa.Text(), nullable=False),
        sa.Column("recorded_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("city", "n", name=op.f("pk_changes")),
    )
    op.create_table(
        "feed_head",
        sa.Column("city", sa.Text(), nullable=False),
        sa.Column("epoch", sa.Text(), nullable=False),
        sa.Column("n", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("city", name=op.f("pk_feed_head")),
    )
    op.create_table(
        "intents",
        sa.Column("city", sa.Text(), nullable=False),
        sa.Column("intent_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject", sa.BigInteger(), nullable=True),
        sa.Column("principal", sa.Text(), nullable=False),
        sa.Column("recorded_ms", sa.BigInteger(), nullable=False),
        sa.Column("result", sa.JSON(), nullable=True),
        sa.PrimaryKeyConstraint("city", "intent_id", name=op.f("pk_intents")),
    )
    op.create_table(
        "number_days",
        sa.Column("city", sa.Text(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("city", "day", name=op.f("pk_number_days")),
    )
    op.create_table(
        "store_meta",
        sa.Column("city", sa.Text(), nullable=False),
        sa.Column("number_prefix", sa.Text(), nullable=False),
        sa.Column("place_level", sa.Text(), nullable=False),
        sa.Column("areas_version", sa.Integer(), nullable=False),
        sa.Column("catalogue_ms", sa.BigInteger(), nullable=False),
        sa.Column("created_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("city", name=op.f("pk_store_meta")),
    )
    op.create_table(
        "tokens",
        sa.Column("city", sa.Text(), nullable=False),
        sa.Column("token_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("created_ms", sa.BigInteger(), nullable=False),
        sa.Column("revoked_ms", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("city", "token_id", name=op.f("pk_tokens")),
    )
    op.create_index("ix_tokens_city_sha256", "tokens", ["city", "sha256"], unique=True)

    op.create_table(
        "reports",
        sa.Column("city", sa.Text(), nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("priority", sa.SmallInteger(), nullable=False),
        sa.Column("lon", sa.Double(), nullable=True),
        sa.Column("lat", sa.Double(), nullable=True),
        sa.Column("area", sa.Text(), nullable=True),
        sa.Column("agency", sa.Text(), nullable=True),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("created_ms", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("recorded_ms", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("updated_ms", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("acknowledged_ms", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("acknowledged_by", sa.Text(), nullable=True),
        sa.Column("closed_ms", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("respond_by_ms", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("close_by_ms", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("supporters", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("has_photo", sa.Boolean(), nullable=False),
        sa.Column("moderation", sa.Text(), nullable=False),
        sa.Column("simulated", sa.Boolean(), nullable=False),
        sa.Column("reconstructed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["city", "area"], ["areas.city", "areas.code"], name=op.f("fk_reports_city_area")),
        sa.ForeignKeyConstraint(
            ["city", "category"], ["categories.city", "categories.code"], name=op.f("fk_reports_city_category")
        ),
        sa.PrimaryKeyConstraint("city", "id", name=op.f("pk_reports")),
    )
    op.create_table(
        "import_identities",
        sa.Column("city", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("external_id", sa.Text(), nullable=False),
        sa.Column("occurrence", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("report_id", sa.BigInteger(), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["city", "report_id"], ["reports.city", "reports.id"], name=op.f("fk_import_identities_city_report_id")
        ),
        sa.PrimaryKeyConstraint("city", "source", "external_id", "occurrence", name=op.f("pk_import_identities")),
    )
    op.create_table(
        "media",
        sa.Column("city", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("report_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("moderation", sa.Text(), nullable=False),
        sa.Column("recorded_ms", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["city", "report_id"], ["reports.city", "reports.id"], name=op.f("fk_media_city_report_id")
        ),
        sa.PrimaryKeyConstraint("city", "report_id", "id", name=op.f("pk_media")),
    )
    op.create_index("ix_media_city_id", "media", ["city", "id"])

    op.create_table(
        "report_numbers",
        sa.Column("city", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("report_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["city", "report_id"], ["reports.city", "reports.id"], name=op.f("fk_report_numbers_city_report_id")
        ),
        sa.PrimaryKeyConstraint("city", "number", name=op.f("pk_report_numbers")),
    )
    op.create_table(
        "report_private",
        sa.Column("city", sa.Text(), nullable=False),
        sa.Column("report_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("first_name", sa.Text(), nullable=True),
        sa.Column("last_name", sa.Text(), nullable=True),
        sa.Column("device_id", sa.Text(), nullable=True),
        sa.Column("account_id", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["city", "report_id"], ["reports.city", "reports.id"], name=op.f("fk_report_private_city_report_id")
        ),
        sa.PrimaryKeyConstraint("city", "report_id", name=op.f("pk_report_private")),
    )
    op.create_table(
        "transitions",
        sa.Column("city", sa.Text(), nullable=False),
        sa.Column("report_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("sequence", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("from_state", sa.Text(), nullable=True),
        sa.Column("to_state", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("acted_ms", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("recorded_ms", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("reconstructed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["city", "report_id"], ["reports.city", "reports.id"], name=op.f("fk_transitions_city_report_id")
        ),
        sa.PrimaryKeyConstraint("city", "report_id", "sequence", name=op.f("pk_transitions")),
    )
