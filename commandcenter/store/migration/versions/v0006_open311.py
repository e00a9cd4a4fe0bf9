"""How categories are offered by Open311, what reports answer to questions, tokens, and finding reports by change."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables and the indexes."""
    op.create_table(
        "service_offers",
        sa.Column("city", sa.Text(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("offer", sa.JSON(none_as_null=True), nullable=False),
        sa.PrimaryKeyConstraint("city", "category", name=op.f("pk_service_offers")),
    )
    op.create_table(
        "report_replies",
        sa.Column("city", sa.Text(), nullable=False),
        sa.Column("report_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["city", "report_id"], ["reports.city", "reports.id"], name=op.f("fk_report_replies_city_report_id")
        ),
        sa.PrimaryKeyConstraint("city", "report_id", "question", "place", name=op.f("pk_report_replies")),
    )
    op.create_table(
        "request_tokens",
        sa.Column("city", sa.Text(), nullable=False),
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("report_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["city", "report_id"], ["reports.city", "reports.id"], name=op.f("fk_request_tokens_city_report_id")
        ),
        sa.PrimaryKeyConstraint("city", "token", name=op.f("pk_request_tokens")),
    )
    op.create_index("ix_reports_city_updated_ms", "reports", ["city", "updated_ms"])
    op.create_index("ix_reports_city_closed_ms", "reports", ["city", "closed_ms"])
