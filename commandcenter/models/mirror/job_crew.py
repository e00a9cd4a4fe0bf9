"""Which crew a report has: what its jobs in the mirror say.

Owns the rule: the crew of its newest job that neither failed nor was withdrawn.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sqlalchemy import Connection, select

from commandcenter.models.job import JobState
from commandcenter.models.mirror.bulk_read import in_parts
from commandcenter.models.mirror.schema import TABLES
from commandcenter.models.record import Entity

_JOB = TABLES[Entity.JOB]
_COUNTED = [state.value for state in JobState if state not in (JobState.FAILED, JobState.WITHDRAWN)]


def crews_of(connection: Connection, reports: Collection[int] | None = None) -> Mapping[int, str]:
    """Return the crew of each report that has one, by report id.

    Args:
        connection: To a mirror, inside a transaction.
        reports: Only of these; None: of all.
    """
    query = select(_JOB.c.report_id, _JOB.c.crew).where(_JOB.c.state.in_(_COUNTED))
    query = query.order_by(_JOB.c.planned_ms, _JOB.c.id)
    if reports is None:
        return {row[0]: row[1] for row in connection.execute(query)}
    found: dict[int, str] = {}
    ids = sorted(reports)
    for part in in_parts(ids):
        found.update((row[0], row[1]) for row in connection.execute(query.where(_JOB.c.report_id.in_(part))))
    return found
