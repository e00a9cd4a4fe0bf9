"""Jobs: one piece of work that a crew is sent to do, and its way.

Owns the table of a job's moves. A job lasts as long as its report is in progress: one that is done moves its report in
the same transaction, one that fails or is withdrawn sends it back to ``waiting`` with the reason, and one whose report
is moved on by hand is withdrawn.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from commandcenter.models.failure import Failure
from commandcenter.models.identity import CrewCode, JobId, ReportId


class JobState(StrEnum):
    """Where a job stands."""

    PLANNED = "planned"
    SENT = "sent"
    ACCEPTED = "accepted"
    EN_ROUTE = "en_route"
    ON_SITE = "on_site"
    DONE = "done"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"


ENDED_JOBS = frozenset({JobState.DONE, JobState.FAILED, JobState.WITHDRAWN})

UNDER_WAY = frozenset({JobState.EN_ROUTE, JobState.ON_SITE})
"""A crew holds at most one job in one of these states."""

JOB_MOVES: dict[JobState, frozenset[JobState]] = {
    JobState.PLANNED: frozenset({JobState.SENT, JobState.WITHDRAWN}),
    JobState.SENT: frozenset({JobState.ACCEPTED, JobState.FAILED, JobState.WITHDRAWN}),
    JobState.ACCEPTED: frozenset({JobState.EN_ROUTE, JobState.FAILED, JobState.WITHDRAWN}),
    JobState.EN_ROUTE: frozenset({JobState.ON_SITE, JobState.FAILED, JobState.WITHDRAWN}),
    JobState.ON_SITE: frozenset({JobState.DONE, JobState.FAILED, JobState.WITHDRAWN}),
    JobState.DONE: frozenset(),
    JobState.FAILED: frozenset(),
    JobState.WITHDRAWN: frozenset(),
}
"""For each state those a job may go to next; anything else is refused."""


class JobMoveNotAllowed(Failure):
    """A move that the table of a job's moves does not hold."""

    code = "job_move_not_allowed"
    template = "A job that is {current} can't become {wanted}. Load the job again to see where it stands."


def check_job_move(current: JobState, wanted: JobState) -> None:
    """Say nothing if the move is allowed.

    Raises:
        JobMoveNotAllowed: If it is not.
    """
    if wanted not in JOB_MOVES[current]:
        raise JobMoveNotAllowed(current=current, wanted=wanted)


@dataclass(frozen=True, slots=True)
class Job:
    """One job.

    Attributes:
        version: Counts its states, from 1; the base of conflicts. Its place in the list does not count.
        report_id: What it is about.
        sequence: Its place in the crew's list of jobs that have not ended, from 1; an ended one keeps its last.
        reason: Why it failed or was withdrawn; else empty.
        note: What the crew has to know.
        planned_at: When it was made; the others: when it came to that state, None if it has not.
        ended_at: When it was done, failed or was withdrawn.
    """

    id: JobId
    version: int
    report_id: ReportId
    crew: CrewCode
    state: JobState
    sequence: int
    reason: str
    note: str
    planned_at: datetime
    sent_at: datetime | None
    accepted_at: datetime | None
    en_route_at: datetime | None
    on_site_at: datetime | None
    ended_at: datetime | None
    updated_at: datetime
