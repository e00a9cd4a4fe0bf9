"""A job as it stands: written, told in its report's timeline, and kept in its place in the crew's list.

Owns what becomes of a job whose report is moved on by hand: it is withdrawn in the same transaction, since a job lasts
as long as its report is in progress (docs/decisions/0126).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import select

from commandcenter.models.crew import Crew
from commandcenter.models.flat import rebuild
from commandcenter.models.identity import CrewCode, JobId, ReportId
from commandcenter.models.job import ENDED_JOBS, Job, JobState
from commandcenter.models.record import FIELDS, Entity, transition_record
from commandcenter.models.report import Transition, TransitionKind
from commandcenter.models.state import State
from commandcenter.models.table import jobs, transitions
from commandcenter.store.act.crew_row import settle_crew
from commandcenter.store.act.held import held, needed, written
from commandcenter.store.act.outcome import Act
from commandcenter.store.feed import Change, put

_TOLD = {
    JobState.PLANNED: "Tugas direncanakan untuk {crew}",
    JobState.SENT: "Tugas dikirim ke {crew}",
    JobState.ACCEPTED: "Tugas diterima {crew}",
    JobState.EN_ROUTE: "{crew} menuju lokasi",
    JobState.ON_SITE: "{crew} tiba di lokasi",
    JobState.DONE: "Tugas {crew} selesai",
    JobState.FAILED: "Tugas {crew} gagal",
    JobState.WITHDRAWN: "Tugas {crew} ditarik",
}
"""What a timeline says of each state; like all notes there a text of the city, in its language."""

_MOVED_ON = "Laporan dipindahkan tanpa tugas ini"

_STAMP = {
    JobState.SENT: "sent_at",
    JobState.ACCEPTED: "accepted_at",
    JobState.EN_ROUTE: "en_route_at",
    JobState.ON_SITE: "on_site_at",
}


def told(state: JobState, crew: Crew, more: str = "") -> str:
    """Return what the timeline says of a job that has come to a state; ``more``: a reason or a note."""
    return "\n".join(line for line in (_TOLD[state].format(crew=crew.name), more) if line)


def moved_job(job: Job, state: JobState, at: datetime, now: datetime, reason: str = "") -> Job:
    """Return the job as it is once it has come to a state at an instant."""
    stamp: dict[str, Any] = {_STAMP.get(state, "ended_at"): at}
    return replace(job, version=job.version + 1, state=state, reason=reason, updated_at=now, **stamp)


def open_job_of(act: Act, report_id: ReportId) -> tuple[JobId, CrewCode] | None:
    """Return the job of a report that has not ended, and whose it is; there is at most one while the report is held."""
    row = act.connection.execute(
        select(jobs.c.id, jobs.c.crew).where(jobs.c.city == act.city, jobs.c.report_id == report_id, _LASTS)
    ).one_or_none()
    return None if row is None else (JobId(row.id), CrewCode(row.crew))


def open_jobs(act: Act, crew: CrewCode) -> list[Job]:
    """Return a crew's jobs that have not ended, in the order of its list; the crew must be held."""
    fields = (jobs.c[name] for name in FIELDS[Entity.JOB])
    rows = act.connection.execute(
        select(*fields)
        .where(jobs.c.city == act.city, jobs.c.crew == crew, _LASTS)
        .order_by(jobs.c.sequence, jobs.c.id)
        .with_for_update()
    )
    return [rebuild(Job, dict(row)) for row in rows.mappings()]


def arranged(act: Act, listed: Sequence[Job]) -> list[Change]:
    """Number a crew's open jobs from 1 in the order given, and return the changes of those whose number changed."""
    return [
        written(act.connection, act.city, replace(job, sequence=place, updated_at=act.now))
        for place, job in enumerate(listed, start=1)
        if job.sequence != place
    ]


def withdraw_job(act: Act, report_id: ReportId, after: Transition) -> list[Change]:
    """Withdraw the job of a report that was moved on without it; tells so behind the entry of that move.

    Args:
        act: The act that moved it; the report is held.
        report_id: Which.
        after: The last entry of its timeline.
    """
    found = open_job_of(act, report_id)
    if found is None:
        return []
    job_id, code = found
    crew = needed(act, Crew, code=code)
    job = held(act.connection, act.city, Job, id=job_id)
    if job is None or job.state in ENDED_JOBS:
        return []
    ended = moved_job(job, JobState.WITHDRAWN, after.acted_at, act.now, _MOVED_ON)
    note = told(JobState.WITHDRAWN, crew, _MOVED_ON)
    entry = replace(after, sequence=after.sequence + 1, kind=TransitionKind.JOB, from_state=after.to_state, note=note)
    made = [written(act.connection, act.city, ended), told_entry(act, entry)]
    made += arranged(act, open_jobs(act, code))
    return made + settle_crew(act.connection, act.city, code, act.now)


def told_entry(act: Act, entry: Transition) -> Change:
    """Write an entry of a timeline that changes nothing of the report itself."""
    record = transition_record(entry)
    act.connection.execute(transitions.insert().values(city=act.city, **record))
    return put(Entity.TRANSITION, record)


def ends_job(before: State, after: object) -> bool:
    """Return whether a report that comes from one state to another, both as codes, has no job any more."""
    return before is State.IN_PROGRESS and after is not None and after != State.IN_PROGRESS.value


_LASTS = jobs.c.ended_ms.is_(None)
