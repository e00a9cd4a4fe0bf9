"""The history of what a city is set up with is read by time, among the acts of all citizens."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0015"
branch_labels = None
depends_on = None

_KINDS = (
    "set_crew",
    "set_member",
    "set_shift",
    "set_facility",
    "set_gauge",
    "set_category",
    "set_offer",
    "set_agency",
    "set_template",
    "set_setting",
    "set_account",
    "reset_password",
    "set_key",
    "revoke_key",
    "erase_person",
)


def upgrade() -> None:
    """Make the index."""
    listed = ", ".join(f"'{kind}'" for kind in _KINDS)
    where = sa.text(f"kind IN ({listed})")
    op.create_index(
        "ix_intents_setting_up",
        "intents",
        ["city", "recorded_ms", "intent_id"],
        sqlite_where=where,
        postgresql_where=where,
    )
