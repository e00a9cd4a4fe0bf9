"""Who last changed a thing that is no report is found by an index: a conflict says it, and a setting's history."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the index."""
    has_target = sa.text("target IS NOT NULL")
    op.create_index(
        "ix_intents_city_target_recorded_ms",
        "intents",
        ["city", "target", "recorded_ms"],
        sqlite_where=has_target,
        postgresql_where=has_target,
    )
