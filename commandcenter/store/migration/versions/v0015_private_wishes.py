"""Reports that their senders want private; finding an account's reports, and open ones by where they are."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table and the indexes."""
    op.create_table(
        "private_wishes",
        sa.Column("city", sa.Text(), nullable=False),
        sa.Column("report_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["city", "report_id"], ["reports.city", "reports.id"], name=op.f("fk_private_wishes_city_report_id")
        ),
        sa.PrimaryKeyConstraint("city", "report_id", name=op.f("pk_private_wishes")),
    )
    known, is_open = sa.text("account_id IS NOT NULL"), sa.text("closed_ms IS NULL")
    op.create_index(
        "ix_report_private_city_account_id",
        "report_private",
        ["city", "account_id", "report_id"],
        sqlite_where=known,
        postgresql_where=known,
    )
    op.create_index("ix_reports_city_lat", "reports", ["city", "lat"], sqlite_where=is_open, postgresql_where=is_open)
