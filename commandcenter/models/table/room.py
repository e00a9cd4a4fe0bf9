"""Tables of what the room works with beside reports: crews and jobs, incidents, facilities, gauges, alarms.

All are entities of the feed; their columns are their values' attributes (``models.record.VALUE_OF``).
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Double, Float, Index, SmallInteger, Table, Text, text

from commandcenter.models.record import Entity
from commandcenter.models.table.base import city_column, metadata, record_columns

agencies = Table("agencies", metadata, *record_columns(Entity.AGENCY))

templates = Table("templates", metadata, *record_columns(Entity.TEMPLATE))

city_settings = Table("city_settings", metadata, *record_columns(Entity.SETTING))

shifts = Table("shifts", metadata, *record_columns(Entity.SHIFT))

crews = Table("crews", metadata, *record_columns(Entity.CREW))

members = Table("members", metadata, *record_columns(Entity.MEMBER), Index("ix_members_city_crew", "city", "crew"))

positions = Table(
    "positions",
    metadata,
    city_column(),
    Column("member", Text, primary_key=True),
    Column("crew", Text, nullable=False),
    Column("lon", Double, nullable=False),
    Column("lat", Double, nullable=False),
    Column("accuracy_m", Double, nullable=True),
    Column("measured_ms", BigInteger, nullable=False),
    Column("ends_ms", BigInteger, nullable=False),
)
"""Where people are who are on their way to a job or at work there: the last position of each, and until when it may be
kept at most. No entity of the feed; a row goes when the job ends, and with the shift."""

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
    Column("stage", SmallInteger, nullable=True),
)
"""Every reading ever taken; the feed carries the last one of each gauge. ``stage``: as whoever read it said."""

_LASTS = text("cleared_ms IS NULL")

alarms = Table(
    "alarms",
    metadata,
    *record_columns(Entity.ALARM),
    Index("ix_alarms_city_about", "city", "about"),
    # One alarm a thing while it lasts, whoever raises it.
    Index("uq_alarms_lasting", "city", "about", unique=True, sqlite_where=_LASTS, postgresql_where=_LASTS),
)
