"""Tables of what the room works with beside reports: crews and jobs, incidents, facilities, gauges, alarms.

All are entities of the feed; their columns are their values' attributes (``models.record.VALUE_OF``).
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Float, Index, Table, Text

from commandcenter.models.record import Entity
from commandcenter.models.table.base import city_column, metadata, record_columns

agencies = Table("agencies", metadata, *record_columns(Entity.AGENCY))

templates = Table("templates", metadata, *record_columns(Entity.TEMPLATE))

city_settings = Table("city_settings", metadata, *record_columns(Entity.SETTING))

shifts = Table("shifts", metadata, *record_columns(Entity.SHIFT))

crews = Table("crews", metadata, *record_columns(Entity.CREW))

members = Table("members", metadata, *record_columns(Entity.MEMBER), Index("ix_members_city_crew", "city", "crew"))

jobs = Table(
    "jobs",
    metadata,
    *record_columns(Entity.JOB),
    Index("ix_jobs_city_report_id", "city", "report_id"),
    Index("ix_jobs_city_crew_state", "city", "crew", "state"),
)

incidents = Table("incidents", metadata, *record_columns(Entity.INCIDENT))

facilities = Table("facilities", metadata, *record_columns(Entity.FACILITY))

beds = Table("beds", metadata, *record_columns(Entity.BEDS))

gauges = Table("gauges", metadata, *record_columns(Entity.GAUGE))

gauge_readings = Table(
    "gauge_readings",
    metadata,
    city_column(),
    Column("gauge", Text, primary_key=True),
    Column("measured_ms", BigInteger, primary_key=True, autoincrement=False),
    Column("level_cm", Float, nullable=False),
    Column("said_by", Text, nullable=False),
    Column("recorded_ms", BigInteger, nullable=False),
)
"""Every reading ever taken; the feed carries the last one of each gauge."""

alarms = Table("alarms", metadata, *record_columns(Entity.ALARM), Index("ix_alarms_city_about", "city", "about"))
