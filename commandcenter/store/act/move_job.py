"""A job goes its way, and at its end takes its report along in the same transaction.

Who moves a job answers for its crew: a crew's key for its own, an officer or dispatcher for crews in scope. A crew
accepts, goes, arrives, finishes or fails; sending, withdrawing and the order of its list are theirs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import select

from commandcenter.models.crew import Crew
from commandcenter.models.identity import JobId, ReportId
from commandcenter.models.intent import ConflictSide, IntentKind
from commandcenter.models.job import UNDER_WAY, Job, JobState, check_job_move
from commandcenter.models.report import Report, TransitionKind
from commandcenter.models.role import Role
from commandcenter.models.scope import WHOLE_CITY
from commandcenter.models.state import State
from commandcenter.models.table import jobs
from commandcenter.store.act.chain import is_made_by_own
from commandcenter.store.act.code import applied_to
from commandcenter.store.act.crew_reach import reached_crew
from commandcenter.store.act.crew_row import settle_crew
from commandcenter.store.act.held import about, needed, target_id, written
from commandcenter.store.act.job_row import arranged, moved_job, open_jobs, told, told_entry
from commandcenter.store.act.move import move
from commandcenter.store.act.outcome import Act, Conflict, Outcome
from commandcenter.store.act.plan_job import MOST_IN_A_LIST
from commandcenter.store.act.room_failure import (
    CrewBusy,
    CrewUnavailable,
    JobMoveUnknown,
    TargetChanged,
    TargetUnknown,
)
from commandcenter.store.act.subject import LastEntry, last_entry, locked_report, next_entry
from commandcenter.store.failure import NotAllowed, ReasonMissing
from commandcenter.store.feed import Change
from commandcenter.store.field import MAX_FIELD_CHARS, MAX_NOTE_CHARS, text_field, whole_field

_BY_CREWS = frozenset({JobState.ACCEPTED, JobState.EN_ROUTE, JobState.ON_SITE, JobState.DONE, JobState.FAILED})
_BACK = frozenset({JobState.FAILED, JobState.WITHDRAWN})

_BROUGHT = frozenset({"photo_url", "media", "no_photo_reason"})
"""What the end of a job brings to its report. Who answers for it, and by when, is not a crew's to say."""


def move_job(act: Act) -> Outcome:
    """Bring a job into another state, or to another place in its crew's list.

    Raises:
        TargetUnknown: If there is no such job.
        NotOwn: If it is another crew's.
        OutOfScope: If its crew lies outside.
        JobMoveUnknown: If it is not said what becomes of it.
        JobMoveNotAllowed: If it can't come to that state from where it is.
        NotAllowed: If that is not a crew's to say.
        ReasonMissing: If it fails or is withdrawn, and nobody knows why.
        CrewBusy: If the crew is under way for another job.
        Failure: What moving the report refuses, such as ``PhotoMissing``.
        Conflict: If the job changed since the base version.
    """
    job_id = JobId(target_id(act))
    wanted = _wanted(act)
    place = whole_field(act.intent.payload, "sequence", 1, MOST_IN_A_LIST)
    if wanted is None and place is None:
        raise JobMoveUnknown(wanted="")
    row = act.connection.execute(
        select(jobs.c.report_id, jobs.c.crew).where(jobs.c.city == act.city, jobs.c.id == job_id)
    ).one_or_none()
    if row is None:
        raise TargetUnknown(target=str(job_id))
    on_report = _for_report(act, ReportId(row.report_id))
    report = locked_report(on_report)
    crew = reached_crew(act, row.crew)
    job = needed(act, Job, id=job_id)
    last = last_entry(act, report.id)
    if wanted is None:
        return _put_in_place(act, job, place or 1)
    _check_base(act, job, report, last, wanted)
    check_job_move(job.state, wanted)
    return _moved(on_report, job, report, crew, wanted)


def _wanted(act: Act) -> JobState | None:
    text = text_field(act.intent.payload, "to_state", MAX_FIELD_CHARS)
    try:
        wanted = None if text is None else JobState(text)
    except ValueError as error:
        raise JobMoveUnknown(wanted=text) from error
    if act.principal.role is Role.CREW and wanted not in _BY_CREWS:
        raise NotAllowed(name=act.principal.name, role=act.principal.role)
    return wanted


def _for_report(act: Act, report_id: ReportId) -> Act:
    """Return the act as one on the job's report, which its crew reaches wherever it lies."""
    intent = replace(act.intent, subject=report_id, base_version=None)
    return replace(act, intent=intent, principal=replace(act.principal, scope=WHOLE_CITY))


def _check_base(act: Act, job: Job, report: Report, last: LastEntry, wanted: JobState) -> None:
    base = act.intent.base_version
    if base is None or base == job.version or is_made_by_own(act, job.version, about(str(job.id))):
        return
    failure = TargetChanged(target=report.number, actor=last.actor)
    theirs = ConflictSide(job.state.value, last.actor, last.acted_at)
    raise Conflict(failure, job.version, wanted.value, theirs)


def _moved(act: Act, job: Job, report: Report, crew: Crew, wanted: JobState) -> Outcome:
    """Write the job, what its report's timeline says of it, and where its report goes."""
    payload = act.intent.payload
    more = text_field(payload, "reason" if wanted in _BACK else "note", MAX_NOTE_CHARS) or ""
    if wanted in _BACK and not more:
        raise ReasonMissing(number=report.number)
    listed = open_jobs(act, crew.code)
    _check_crew(crew, job, listed, wanted)
    entry = next_entry(
        act, report, last_entry(act, report.id), TransitionKind.JOB, report.state, told(wanted, crew, more)
    )
    after = moved_job(job, wanted, entry.acted_at, act.now, more if wanted in _BACK else "")
    made: list[Change] = [written(act.connection, act.city, after), told_entry(act, entry)]
    if after.ended_at is not None:
        made += _report_moved(act, wanted, more)
        made += arranged(act, [other for other in listed if other.id != job.id])
    made += settle_crew(act.connection, act.city, crew.code, act.now)
    return Outcome(applied_to(act, str(job.id), after.version), made, found_version=job.version)


def _check_crew(crew: Crew, job: Job, listed: Sequence[Job], wanted: JobState) -> None:
    if wanted is JobState.SENT and crew.unavailable_reason:
        raise CrewUnavailable(crew=crew.code, reason=crew.unavailable_reason)
    if wanted in UNDER_WAY and any(other.state in UNDER_WAY and other.id != job.id for other in listed):
        raise CrewBusy(crew=crew.code)


def _report_moved(act: Act, wanted: JobState, more: str) -> Sequence[Change]:
    """Move the report whose job has ended: done with what the crew brings, else back to waiting with the reason."""
    to_state = State.DONE if wanted is JobState.DONE else State.WAITING
    brought = {name: value for name, value in act.intent.payload.items() if name in _BROUGHT}
    payload = {**brought, "to_state": to_state.value, "note": more}
    return move(replace(act, intent=replace(act.intent, kind=IntentKind.MOVE, payload=payload))).made


def _put_in_place(act: Act, job: Job, place: int) -> Outcome:
    """Put a job into another place of its crew's list; others move up or down."""
    listed = open_jobs(act, job.crew)
    if job.ended_at is not None:
        raise TargetUnknown(target=str(job.id))
    others = [other for other in listed if other.id != job.id]
    at = min(place - 1, len(others))
    made = arranged(act, [*others[:at], job, *others[at:]])
    return Outcome(applied_to(act, str(job.id), job.version), made, found_version=job.version)
