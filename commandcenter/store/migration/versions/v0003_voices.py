"""Who spoke up for a report, whom it was handed to, how its reporter is known again, and a category's priority."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_NORMAL = "1"

_WITH_INCIDENT = sa.text("incident IS NOT NULL")


def upgrade() -> None:
    """Make the tables, the columns and the index of an incident's reports."""
    op.create_table(
        "hand_overs",
        sa.Column("city", sa.Text(), nullable=False),
        sa.Column("report_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("sequence", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("from_agency", sa.Text(), nullable=True),
        sa.Column("to_agency", sa.Text(), nullable=True),
        sa.Column("outside", sa.Boolean(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=True),
        sa.Column("handed_ms", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["city", "report_id"], ["reports.city", "reports.id"], name=op.f("fk_hand_overs_city_report_id")
        ),
        sa.PrimaryKeyConstraint("city", "report_id", "sequence", name=op.f("pk_hand_overs")),
    )
    op.create_table(
        "voices",
        sa.Column("city", sa.Text(), nullable=False),
        sa.Column("report_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("voice", sa.Text(), nullable=False),
        sa.Column("stars", sa.Integer(), nullable=True),
        sa.Column("recorded_ms", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["city", "report_id"], ["reports.city", "reports.id"], name=op.f("fk_voices_city_report_id")
        ),
        sa.PrimaryKeyConstraint("city", "report_id", "kind", "voice", name=op.f("pk_voices")),
    )
    op.create_index(
        "ix_reports_city_incident",
        "reports",
        ["city", "incident"],
        sqlite_where=_WITH_INCIDENT,
        postgresql_where=_WITH_INCIDENT,
    )
    op.add_column("report_private", sa.Column("secret_sha256", sa.Text(), nullable=True))
    op.add_column(
        "categories",
        sa.Column("priority", sa.SmallInteger(), autoincrement=False, nullable=False, server_default=_NORMAL),
    )
