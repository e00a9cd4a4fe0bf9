"""Somebody adds a photo to a report."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import select

from commandcenter.models.job import JobState
from commandcenter.models.photo import PhotoStage
from commandcenter.models.report import Report, TransitionKind
from commandcenter.models.role import Role
from commandcenter.models.table import jobs
from commandcenter.store.act.failure import NoPhotoGiven, NotOwnJob
from commandcenter.store.act.outcome import Act, Outcome
from commandcenter.store.act.photo import add_photos_of, photos_of
from commandcenter.store.act.reach import reached_report
from commandcenter.store.act.reporter import check_reporter
from commandcenter.store.act.subject import add_entry, last_entry, next_entry, noted
from commandcenter.store.failure import FieldMissing
from commandcenter.store.field import MAX_NOTE_CHARS, text_field, word_field
from commandcenter.store.photo.attachment import attach, media_ids_of

_WORDS = {PhotoStage.BEFORE: "sebelum", PhotoStage.PROGRESS: "pengerjaan", PhotoStage.AFTER: "sesudah"}


def add_photo(act: Act) -> Outcome:
    """Add photos of before, during or after the work; a reporter's are always of before.

    Raises:
        Failure: If no photo came along, its stage is unknown, or the report is not the reporter's or the crew's.
    """
    by_reporter = act.principal.role is Role.REPORTER
    stage = PhotoStage.BEFORE if by_reporter else word_field(act.intent.payload, "stage", PhotoStage)
    if stage is None:
        raise FieldMissing(field="stage")
    addresses = photos_of(act.intent.payload)
    note = text_field(act.intent.payload, "note", MAX_NOTE_CHARS)
    report = reached_report(act)
    if by_reporter:
        check_reporter(act, report)
    if act.principal.role is Role.CREW:
        _check_own_job(act, report)
    sent = media_ids_of(act.intent.payload)
    if not addresses and not sent:
        raise NoPhotoGiven
    text = noted(f"Foto {_WORDS[stage]}", note)
    entry = next_entry(act, report, last_entry(act, report.id), TransitionKind.PHOTO_ADDED, report.state, text)
    outcome = add_entry(act, report, {"has_photo": True}, entry)
    photos = attach(act.connection, act.city, report.id, sent, stage, act.now)
    return replace(outcome, made=[*outcome.made, *add_photos_of(act, report, addresses, stage), *photos])


def _check_own_job(act: Act, report: Report) -> None:
    """Say nothing if the report is among the jobs of the crew that the key stands for."""
    own = select(jobs.c.id).where(
        jobs.c.city == act.city,
        jobs.c.report_id == report.id,
        jobs.c.crew == act.principal.holder,
        jobs.c.state.not_in([JobState.PLANNED.value, JobState.WITHDRAWN.value]),
    )
    if act.connection.execute(own.limit(1)).first() is None:
        raise NotOwnJob(number=report.number)
