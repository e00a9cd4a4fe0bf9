"""A timeline's entry keeps what the report said until then; entries from before this version do not know it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column."""
    op.add_column("transitions", sa.Column("before", sa.Text(), nullable=True))
