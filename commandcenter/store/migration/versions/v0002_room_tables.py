"""What the room works with beside reports: agencies, crews, jobs, incidents, facilities, gauges, alarms, settings.

Keys get a scope, and reports what the new acts change of them.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_ZERO = "0"

_PAUSED = """
UPDATE reports SET paused_ms = (
    SELECT max(acted_ms) FROM transitions
    WHERE transitions.city = reports.city AND report_id = reports.id AND kind = 'moved' AND to_state = 'estimated'
) WHERE state = 'estimated'
"""


def upgrade() -> None:
    """Make the tables and columns; say of reports that are paused since when."""
    op.create_table(
        "agencies",
        sa.Column("city", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("parent", sa.Text(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("city", "code", name=op.f("pk_agencies")),
    )
    op.create_table(
        "alarms",
        sa.Column("city", sa.Text(), nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("severity", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("area", sa.Text(), nullable=True),
        sa.Column("text_id", sa.Text(), nullable=False),
        sa.Column("text_en", sa.Text(), nullable=False),
        sa.Column("raised_ms", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("acknowledged_ms", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("acknowledged_by", sa.Text(), nullable=True),
        sa.Column("shelved_until_ms", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("cleared_ms", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("updated_ms", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("city", "id", name=op.f("pk_alarms")),
    )
    op.create_index("ix_alarms_city_about", "alarms", ["city", "about"])
    op.create_table(
        "beds",
        sa.Column("city", sa.Text(), nullable=False),
        sa.Column("facility", sa.Text(), nullable=False),
        sa.Column("bed_class", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("total", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("free", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("said_by", sa.Text(), nullable=False),
        sa.Column("said_ms", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("city", "facility", "bed_class", name=op.f("pk_beds")),
    )
    op.create_table(
        "city_settings",
        sa.Column("city", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("value", sa.Double(), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("changed_by", sa.Text(), nullable=False),
        sa.Column("changed_ms", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("city", "key", name=op.f("pk_city_settings")),
    )
    op.create_table(
        "crews",
        sa.Column("city", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("area", sa.Text(), nullable=False),
        sa.Column("shift", sa.Text(), nullable=True),
        sa.Column("skills", sa.Text(), nullable=False),
        sa.Column("tools", sa.Text(), nullable=False),
        sa.Column("present", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("unavailable_reason", sa.Text(), nullable=False),
        sa.Column("updated_ms", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("city", "code", name=op.f("pk_crews")),
    )
    op.create_table(
        "facilities",
        sa.Column("city", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("lon", sa.Double(), nullable=True),
        sa.Column("lat", sa.Double(), nullable=True),
        sa.Column("area", sa.Text(), nullable=True),
        sa.Column("simulated", sa.Boolean(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("city", "code", name=op.f("pk_facilities")),
    )
    op.create_table(
        "gauge_readings",
        sa.Column("city", sa.Text(), nullable=False),
        sa.Column("gauge", sa.Text(), nullable=False),
        sa.Column("measured_ms", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("level_cm", sa.Float(), nullable=False),
        sa.Column("said_by", sa.Text(), nullable=False),
        sa.Column("recorded_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("city", "gauge", "measured_ms", name=op.f("pk_gauge_readings")),
    )
    op.create_table(
        "gauges",
        sa.Column("city", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("river", sa.Text(), nullable=False),
        sa.Column("lon", sa.Double(), nullable=True),
        sa.Column("lat", sa.Double(), nullable=True),
        sa.Column("area", sa.Text(), nullable=True),
        sa.Column("stage_3_cm", sa.Double(), nullable=True),
        sa.Column("stage_2_cm", sa.Double(), nullable=True),
        sa.Column("stage_1_cm", sa.Double(), nullable=True),
        sa.Column("level_cm", sa.Double(), nullable=True),
        sa.Column("stage", sa.SmallInteger(), autoincrement=False, nullable=True),
        sa.Column("measured_ms", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("said_by", sa.Text(), nullable=False),
        sa.Column("simulated", sa.Boolean(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("city", "code", name=op.f("pk_gauges")),
    )
    op.create_table(
        "incidents",
        sa.Column("city", sa.Text(), nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("lon", sa.Double(), nullable=True),
        sa.Column("lat", sa.Double(), nullable=True),
        sa.Column("area", sa.Text(), nullable=True),
        sa.Column("reports", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("created_ms", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("updated_ms", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("closed_ms", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.PrimaryKeyConstraint("city", "id", name=op.f("pk_incidents")),
    )
    op.create_table(
        "jobs",
        sa.Column("city", sa.Text(), nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("report_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("crew", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("sequence", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("planned_ms", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("sent_ms", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("accepted_ms", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("en_route_ms", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("on_site_ms", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("ended_ms", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("updated_ms", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("city", "id", name=op.f("pk_jobs")),
    )
    op.create_index("ix_jobs_city_crew_state", "jobs", ["city", "crew", "state"])
    op.create_index("ix_jobs_city_report_id", "jobs", ["city", "report_id"])
    op.create_table(
        "members",
        sa.Column("city", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("crew", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("present", sa.Boolean(), nullable=False),
        sa.Column("updated_ms", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("city", "id", name=op.f("pk_members")),
    )
    op.create_index("ix_members_city_crew", "members", ["city", "crew"])
    op.create_table(
        "shifts",
        sa.Column("city", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("begins_min", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("ends_min", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("city", "code", name=op.f("pk_shifts")),
    )
    op.create_table(
        "templates",
        sa.Column("city", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("category", sa.Text(), nullable=True),
        sa.Column("text_id", sa.Text(), nullable=False),
        sa.Column("text_en", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("city", "code", name=op.f("pk_templates")),
    )
    op.add_column("intents", sa.Column("target", sa.Text(), nullable=True))
    op.add_column("intents", sa.Column("payload", sa.JSON(none_as_null=True), nullable=True))
    op.add_column("reports", sa.Column("incident", sa.BigInteger(), autoincrement=False, nullable=True))
    op.add_column("reports", sa.Column("paused_ms", sa.BigInteger(), autoincrement=False, nullable=True))
    op.add_column("reports", sa.Column("expected_ms", sa.BigInteger(), autoincrement=False, nullable=True))
    op.add_column(
        "reports", sa.Column("duty_level", sa.SmallInteger(), autoincrement=False, nullable=False, server_default=_ZERO)
    )
    op.add_column(
        "reports", sa.Column("stars", sa.Integer(), autoincrement=False, nullable=False, server_default=_ZERO)
    )
    op.add_column(
        "reports", sa.Column("ratings", sa.Integer(), autoincrement=False, nullable=False, server_default=_ZERO)
    )
    op.add_column("tokens", sa.Column("area", sa.Text(), nullable=True))
    op.add_column("tokens", sa.Column("agency", sa.Text(), nullable=True))
    op.add_column("tokens", sa.Column("holder", sa.Text(), nullable=True))
    op.add_column("tokens", sa.Column("account_id", sa.Text(), nullable=True))
    op.add_column("tokens", sa.Column("expires_ms", sa.BigInteger(), nullable=True))
    op.execute(_PAUSED)
