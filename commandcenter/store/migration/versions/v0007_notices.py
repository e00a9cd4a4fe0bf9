"""Who is told what: subscriptions, notices, messages, the log of delivery; and how to find what waits too long."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables and the index."""
    op.create_table(
        "subscriptions",
        sa.Column("city", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("push_key", sa.Text(), nullable=False),
        sa.Column("secret", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("pace", sa.Text(), nullable=False),
        sa.Column("quiet", sa.Boolean(), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=True),
        sa.Column("report_id", sa.BigInteger(), nullable=True),
        sa.Column("area", sa.Text(), nullable=True),
        sa.Column("agency", sa.Text(), nullable=True),
        sa.Column("created_ms", sa.BigInteger(), nullable=False),
        sa.Column("confirmed_ms", sa.BigInteger(), nullable=True),
        sa.Column("ended_ms", sa.BigInteger(), nullable=True),
        sa.Column("ended_why", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("city", "id", name=op.f("pk_subscriptions")),
    )
    for column in ("owner", "report_id", "account_id", "topic"):
        op.create_index(f"ix_subscriptions_city_{column}", "subscriptions", ["city", column])
    op.create_table(
        "notices",
        sa.Column("city", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("subscription_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("report_id", sa.BigInteger(), nullable=True),
        sa.Column("sequence", sa.Integer(), nullable=True),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("created_ms", sa.BigInteger(), nullable=False),
        sa.Column("due_ms", sa.BigInteger(), nullable=False),
        sa.Column("message_id", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("city", "id", name=op.f("pk_notices")),
    )
    op.create_index("ix_notices_city_message_id_due_ms", "notices", ["city", "message_id", "due_ms"])
    op.create_table(
        "messages",
        sa.Column("city", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("subscription_id", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("created_ms", sa.BigInteger(), nullable=False),
        sa.Column("next_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("city", "id", name=op.f("pk_messages")),
    )
    op.create_index("ix_messages_city_state_next_ms", "messages", ["city", "state", "next_ms"])
    op.create_table(
        "deliveries",
        sa.Column("city", sa.Text(), nullable=False),
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("attempt", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("subscription_id", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("notices", sa.Integer(), nullable=False),
        sa.Column("tried_ms", sa.BigInteger(), nullable=False),
        sa.Column("ended_ms", sa.BigInteger(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("city", "message_id", "attempt", name=op.f("pk_deliveries")),
    )
    op.create_index("ix_deliveries_city_tried_ms", "deliveries", ["city", "tried_ms"])
    op.create_table(
        "notice_secrets",
        sa.Column("city", sa.Text(), nullable=False),
        sa.Column("vapid_key", sa.Text(), nullable=False),
        sa.Column("link_key", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("city", name=op.f("pk_notice_secrets")),
    )
    unanswered = sa.text("acknowledged_ms IS NULL")
    op.create_index(
        "ix_reports_city_respond_by_ms",
        "reports",
        ["city", "respond_by_ms"],
        sqlite_where=unanswered,
        postgresql_where=unanswered,
    )
