"""Indices of what offices work on: the reports that are open, and what waits for moderation."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0012"
branch_labels = None
depends_on = None

_OPEN = sa.text("state != 'done' AND state != 'rejected'")
_PENDING = sa.text("moderation = 'pending'")
_COUNTED = ("area", "agency", "state", "category", "acknowledged_ms", "respond_by_ms", "close_by_ms", "paused_ms", "id")


def upgrade() -> None:
    """Make the indices."""
    op.create_index("ix_reports_open", "reports", ["city", *_COUNTED], sqlite_where=_OPEN, postgresql_where=_OPEN)
    op.create_index("ix_reports_pending", "reports", ["city", "id"], sqlite_where=_PENDING, postgresql_where=_PENDING)
    op.create_index(
        "ix_media_pending", "media", ["city", "report_id"], sqlite_where=_PENDING, postgresql_where=_PENDING
    )
