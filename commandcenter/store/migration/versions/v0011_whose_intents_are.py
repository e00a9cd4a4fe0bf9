"""Whose an intent is, beside the name that it was signed with: two people can have one name."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the column; of intents decided before, the name has to do."""
    op.add_column("intents", sa.Column("owner", sa.Text(), nullable=True))
