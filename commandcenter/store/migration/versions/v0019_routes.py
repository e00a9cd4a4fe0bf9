"""Which agency answers for new reports of a category in an area; its changes are in the history of setting up."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

_ZERO = sa.text("0")

_KINDS = (
    "set_crew",
    "set_member",
    "set_shift",
    "set_facility",
    "set_gauge",
    "set_category",
    "set_offer",
    "set_agency",
    "set_route",
    "set_template",
    "set_setting",
    "set_account",
    "reset_password",
    "set_key",
    "revoke_key",
    "erase_person",
)


def upgrade() -> None:
    """Make the table and what counts its changes, and let the history's index know the act."""
    op.create_table(
        "routes",
        sa.Column("city", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("category", sa.Text(), nullable=True),
        sa.Column("area", sa.Text(), nullable=True),
        sa.Column("agency", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("city", "key", name=op.f("pk_routes")),
    )
    op.add_column("store_meta", sa.Column("routes_version", sa.Integer(), nullable=False, server_default=_ZERO))
    listed = ", ".join(f"'{kind}'" for kind in _KINDS)
    where = sa.text(f"kind IN ({listed})")
    op.drop_index("ix_intents_setting_up", table_name="intents")
    op.create_index(
        "ix_intents_setting_up",
        "intents",
        ["city", "recorded_ms", "intent_id"],
        sqlite_where=where,
        postgresql_where=where,
    )
