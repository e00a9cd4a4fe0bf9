"""People who sign in, the record of erasures, and what device a sign-in was made on.

Photos are found by their address, so that it can be asked who may see them.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables and the column."""
    op.create_table(
        "accounts",
        sa.Column("city", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("login", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("area", sa.Text(), nullable=True),
        sa.Column("agency", sa.Text(), nullable=True),
        sa.Column("holder", sa.Text(), nullable=True),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("password_hash", sa.Text(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created_ms", sa.BigInteger(), nullable=False),
        sa.Column("signed_in_ms", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("city", "account_id", name=op.f("pk_accounts")),
    )
    op.create_index("ix_accounts_city_login", "accounts", ["city", "login"], unique=True)
    op.create_table(
        "erasures",
        sa.Column("city", sa.Text(), nullable=False),
        sa.Column("erasure_id", sa.Text(), nullable=False),
        sa.Column("erased_ms", sa.BigInteger(), nullable=False),
        sa.Column("erased_by", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("city", "erasure_id", name=op.f("pk_erasures")),
    )
    op.create_index("ix_media_city_url", "media", ["city", "url"])
    op.add_column("tokens", sa.Column("device", sa.Text(), nullable=True))
