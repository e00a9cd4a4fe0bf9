"""An office gives a report to a crew: a job is planned, or sent at once, and the report is in progress from then on."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from commandcenter.models.crew import Crew
from commandcenter.models.flat import flatten
from commandcenter.models.identity import CrewCode, JobId, ReportId, id_at
from commandcenter.models.intent import IntentKind
from commandcenter.models.job import Job, JobState
from commandcenter.models.record import Entity
from commandcenter.models.report import TransitionKind
from commandcenter.models.state import CLOSED_STATES, State
from commandcenter.models.table import jobs
from commandcenter.store.act.crew_reach import reached_crew
from commandcenter.store.act.crew_row import settle_crew
from commandcenter.store.act.job_row import arranged, open_job_of, open_jobs, told, told_entry
from commandcenter.store.act.move import move
from commandcenter.store.act.outcome import Act, Outcome
from commandcenter.store.act.reach import check_reach
from commandcenter.store.act.room_failure import CrewRetired, CrewUnavailable, JobOpen
from commandcenter.store.act.subject import (
    change_report,
    check_base,
    first_response,
    last_entry,
    locked_report,
    next_entry,
)
from commandcenter.store.database import insert_if_absent
from commandcenter.store.failure import ReportClosed
from commandcenter.store.feed import Change, put
from commandcenter.store.field import MAX_FIELD_CHARS, MAX_NOTE_CHARS, flag_field, needed_text, text_field, whole_field

MOST_IN_A_LIST = 1_000


def plan_job(act: Act) -> Outcome:
    """Make a job for the report, in its place in the crew's list, and bring the report into progress.

    With ``send`` the job is sent in the same act: where nobody puts a crew's list in order first, there is nothing
    between the two.

    Raises:
        ReportUnknown: If there is no such report.
        OutOfScope: If report or crew lie outside.
        ReportClosed: If nothing is left to do.
        JobOpen: If a crew has it already.
        CrewRetired: If the crew exists no more.
        CrewUnavailable: If it is not to be sent.
        Conflict: If the report changed since the base version.
    """
    payload = act.intent.payload
    code = needed_text(payload, "crew", MAX_FIELD_CHARS)
    note = text_field(payload, "note", MAX_NOTE_CHARS) or ""
    place = whole_field(payload, "sequence", 1, MOST_IN_A_LIST)
    state = JobState.SENT if flag_field(payload, "send") else JobState.PLANNED
    report = locked_report(act)
    check_reach(act, report)
    last = last_entry(act, report.id)
    check_base(act, report, last, State.IN_PROGRESS.value)
    if report.state in CLOSED_STATES:
        raise ReportClosed(number=report.number)
    present = open_job_of(act, report.id)
    if present is not None:
        raise JobOpen(crew=present[1], number=report.number)
    crew = reached_crew(act, code)
    _check_crew(crew)
    entry = next_entry(act, report, last, TransitionKind.JOB, report.state, told(state, crew, note))
    job, listed = _planned(act, (report.id, crew.code, state), note, entry.acted_at, place)
    if report.state is State.IN_PROGRESS:
        fields = first_response(act, entry.acted_at) if report.acknowledged_at is None else {}
        outcome = change_report(act, report, fields, entry)
    else:
        told_there = told_entry(act, entry)
        outcome = in_progress(act)
        outcome = replace(outcome, made=[told_there, *outcome.made])
    settled = settle_crew(act.connection, act.city, crew.code, act.now)
    result = replace(outcome.result, target=str(job.id))
    return replace(outcome, result=result, made=[*outcome.made, *listed, *settled])


def in_progress(act: Act) -> Outcome:
    """Move the act's report into progress; that the job was planned stands in its timeline already."""
    payload = {"to_state": State.IN_PROGRESS.value}
    return move(replace(act, intent=replace(act.intent, kind=IntentKind.MOVE, base_version=None, payload=payload)))


def _check_crew(crew: Crew) -> None:
    if not crew.active:
        raise CrewRetired(crew=crew.code)
    if crew.unavailable_reason:
        raise CrewUnavailable(crew=crew.code, reason=crew.unavailable_reason)


def _planned(
    act: Act, what: tuple[ReportId, CrewCode, JobState], note: str, planned_at: datetime, place: int | None
) -> tuple[Job, list[Change]]:
    """Write the job under a free id, and put it into its place in the crew's list; none: at its end."""
    report_id, crew, state = what
    listed = open_jobs(act, crew)

    def job_with(job_id: JobId) -> Job:
        return Job(
            id=job_id,
            version=1,
            report_id=report_id,
            crew=crew,
            state=state,
            sequence=len(listed) + 1,
            reason="",
            note=note,
            planned_at=planned_at,
            sent_at=planned_at if state is JobState.SENT else None,
            accepted_at=None,
            en_route_at=None,
            on_site_at=None,
            ended_at=None,
            updated_at=act.now,
        )

    job = job_with(JobId(id_at(act.now)))
    while not insert_if_absent(act.connection, jobs, {"city": act.city, **flatten(job)}):
        job = job_with(JobId(id_at(act.now)))
    at = len(listed) if place is None else min(place - 1, len(listed))
    made = arranged(act, [*listed[:at], job, *listed[at:]])
    return job, [put(Entity.JOB, flatten(job)), *made]
