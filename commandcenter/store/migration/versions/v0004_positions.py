"""Where people at work are, what stage a reading was said to be, and one alarm a thing while it lasts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table, the column and the index."""
    op.create_table(
        "positions",
        sa.Column("city", sa.Text(), nullable=False),
        sa.Column("member", sa.Text(), nullable=False),
        sa.Column("crew", sa.Text(), nullable=False),
        sa.Column("lon", sa.Double(), nullable=False),
        sa.Column("lat", sa.Double(), nullable=False),
        sa.Column("accuracy_m", sa.Double(), nullable=True),
        sa.Column("measured_ms", sa.BigInteger(), nullable=False),
        sa.Column("ends_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("city", "member", name=op.f("pk_positions")),
    )
    op.add_column("gauge_readings", sa.Column("stage", sa.SmallInteger(), nullable=True))
    lasts = sa.text("cleared_ms IS NULL")
    op.create_index(
        "uq_alarms_lasting", "alarms", ["city", "about"], unique=True, sqlite_where=lasts, postgresql_where=lasts
    )
