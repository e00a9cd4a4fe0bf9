"""A citizen or an office reports something."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Table

from commandcenter.models.category import Category, close_by, respond_by
from commandcenter.models.failure import Failure
from commandcenter.models.identity import CategoryCode, MediaId, ReportNumber, report_id_at
from commandcenter.models.intent import IntentResult, IntentStatus
from commandcenter.models.photo import PhotoStage
from commandcenter.models.record import Entity, media_record, report_record, transition_record
from commandcenter.models.report import Media, Moderation, Report, Transition, TransitionKind
from commandcenter.models.role import Role
from commandcenter.models.sensitivity import first_moderation
from commandcenter.models.service_offer import Reply
from commandcenter.models.state import State
from commandcenter.models.table import (
    media,
    private_wishes,
    report_numbers,
    report_private,
    request_tokens,
    transitions,
)
from commandcenter.models.table import reports as reports_table
from commandcenter.store.act.outcome import Act, Outcome
from commandcenter.store.act.reporter import secret_hash
from commandcenter.store.bulk import insert_records
from commandcenter.store.database import insert_if_absent
from commandcenter.store.draft import PRIVATE_FIELDS, Draft, DraftRefused, read_draft
from commandcenter.store.feed import put
from commandcenter.store.field import MAX_FIELD_CHARS, text_field
from commandcenter.store.number import take_numbers
from commandcenter.store.photo.attachment import attach, check_waiting
from commandcenter.store.placement import Ground
from commandcenter.store.reply import keep_replies, note_of, read_replies

LATE_BY_AT_MOST = timedelta(days=7)
"""How far back a report's time is believed: a phone may have been without network for so long."""

KEPT_PRIVATE = "Pelapor minta laporan ini tidak ditayangkan."
"""What the offices read in the first entry of a report that nobody else shall see."""

_NAMELESS = frozenset({Role.PUBLIC, Role.REPORTER})


@dataclass(frozen=True, slots=True)
class _New:
    """A report that can be written."""

    act: Act
    draft: Draft
    replies: Sequence[Reply]
    token: str | None
    created_at: datetime


def submit_report(act: Act) -> Outcome:
    """Write a new report with its first timeline entry.

    Raises:
        Failure: The first thing that is wrong with the draft.
    """
    (outcome,) = submit_reports([act])
    if isinstance(outcome, Failure):
        raise outcome
    return outcome


def submit_reports(acts: Sequence[Act]) -> list[Outcome | Failure]:
    """Write new reports, each with its first timeline entry.

    Args:
        acts: Of one transaction and its moment, in order.

    Returns:
        What came of each: a failure is the first thing that is wrong with its draft, and nothing of it was written.

    Raises:
        IntegrityError: If the id of one of several is taken; nothing of the transaction can be kept then.
    """
    promised: set[MediaId] = set()
    read = [_read(act, promised) for act in acts]
    reports = iter(_insert([new for new in read if isinstance(new, _New)]))
    return [new if isinstance(new, Failure) else _outcome(new, next(reports)) for new in read]


def _read(act: Act, promised: set[MediaId]) -> _New | Failure:
    """Return what can be written, or what is wrong with it; ``promised``: photos that an earlier one will take."""
    payload = act.intent.payload
    try:
        draft = read_draft(payload, _named_category(act))
        token = text_field(payload, "token", MAX_FIELD_CHARS)
        check_waiting(act.connection, act.city, draft.media, act.now, promised)
    except DraftRefused as refused:
        return refused.failures[0]
    except Failure as failure:
        return failure
    promised.update(draft.media)
    replies = read_replies(payload.get("replies"), act.terms.offer(draft.category.code))
    draft = replace(draft, note="\n".join(filter(None, (draft.note, note_of(replies)))))
    created_at = min(max(act.intent.acted_at, act.now - LATE_BY_AT_MOST), act.now)
    return _New(act, draft, replies, token, created_at)


def _outcome(new: _New, report: Report) -> Outcome:
    """Write what belongs to a report, or name it to be written with that of others."""
    act, draft = new.act, new.draft
    keep_replies(act.connection, act.city, report.id, new.replies)
    if new.token is not None:
        insert_if_absent(act.connection, request_tokens, {"city": act.city, "token": new.token, "report_id": report.id})
    record = transition_record(_first_entry(act, report, draft))
    rows: list[tuple[Table, Mapping[str, Any]]] = [
        (report_numbers, {"city": act.city, "number": report.number, "report_id": report.id}),
        (transitions, {"city": act.city, **record}),
    ]
    made = [put(Entity.REPORT, report_record(report)), put(Entity.TRANSITION, record)]
    if draft.media_url is not None or draft.photo_elsewhere:
        photo = media_record(
            Media(MediaId(f"{report.id}-1"), report.id, "before", draft.media_url, Moderation.PENDING, act.now)
        )
        rows.append((media, {"city": act.city, **photo}))
        made.append(put(Entity.MEDIA, photo))
    made += attach(act.connection, act.city, report.id, draft.media, PhotoStage.BEFORE, act.now)
    personal = _personal(act, draft)
    if any(personal.values()):
        rows.append((report_private, {"city": act.city, "report_id": report.id, **personal}))
    if draft.keep_private:
        rows.append((private_wishes, {"city": act.city, "report_id": report.id}))
    result = IntentResult(
        act.intent.intent_id, IntentStatus.APPLIED, subject=report.id, number=report.number, version=report.version
    )
    return Outcome(result, made, rows)


def _named_category(act: Act) -> Mapping[CategoryCode, Category]:
    """Return the category that the draft names, by its code; nothing if it names none of the store's."""
    try:
        code = text_field(act.intent.payload, "category", MAX_FIELD_CHARS)
    except Failure:
        return {}
    category = None if code is None else act.terms.category(CategoryCode(code))
    return {} if category is None else {category.code: category}


def _personal(act: Act, draft: Draft) -> dict[str, str | None]:
    """Return what is known of the reporter.

    A citizen's account counts by its sign-in alone, whatever the draft says of one: whoever has the account is told of
    the report and may reopen it. An office may name the account of a citizen for whom it reports.
    """
    personal: dict[str, str | None] = {name: draft.private.get(name) for name in PRIVATE_FIELDS}
    if act.principal.role in _NAMELESS:
        personal["account_id"] = act.principal.account
    personal["secret_sha256"] = None if draft.secret is None else secret_hash(draft.secret)
    return personal


def _has_photo(draft: Draft) -> bool:
    """Return whether a photo belongs to it, be it here or only at its source."""
    return draft.media_url is not None or draft.photo_elsewhere or bool(draft.media)


def _insert(news: Sequence[_New]) -> list[Report]:
    """Write reports with numbers, each under a free id."""
    if not news:
        return []
    act = news[0].act
    ground = act.placement.ground(act.connection)
    created_at = [new.created_at for new in news]
    numbers = take_numbers(act.connection, act.city, act.terms.number_prefix(), created_at)
    reports = [_report(new, number, ground) for new, number in zip(news, numbers, strict=True)]
    if len(reports) > 1:
        insert_records(act.connection, reports_table, act.city, [report_record(report) for report in reports])
        return reports
    (report,) = reports
    while not insert_if_absent(act.connection, reports_table, {"city": act.city, **report_record(report)}):
        report = replace(report, id=report_id_at(report.created_at))
    return [report]


def _report(new: _New, number: ReportNumber, ground: Ground) -> Report:
    draft, now = new.draft, new.act.now
    area = None if draft.place is None else ground.index.area_at(draft.place.lon, draft.place.lat)
    return Report(
        id=report_id_at(new.created_at),
        number=number,
        version=1,
        category=draft.category.code,
        state=State.WAITING,
        priority=draft.category.priority,
        place=draft.place,
        area=area,
        agency=ground.routing.agency_for(draft.category.code, area),
        description=draft.description,
        address=draft.address,
        channel=draft.channel,
        created_at=new.created_at,
        recorded_at=now,
        updated_at=now,
        acknowledged_at=None,
        acknowledged_by=None,
        closed_at=None,
        respond_by=respond_by(draft.category, new.created_at),
        close_by=close_by(draft.category, new.created_at),
        supporters=0,
        has_photo=_has_photo(draft),
        moderation=Moderation.HIDDEN if draft.keep_private else first_moderation(draft.category.publication),
        simulated=draft.simulated,
        reconstructed=False,
    )


def _first_entry(act: Act, report: Report, draft: Draft) -> Transition:
    """Return the timeline's beginning; a citizen appears in it as the channel, never by name."""
    return Transition(
        report_id=report.id,
        sequence=1,
        kind=TransitionKind.SUBMITTED,
        from_state=None,
        to_state=report.state,
        actor=draft.channel if act.principal.role in _NAMELESS else act.principal.name,
        note="\n".join(filter(None, (draft.note, KEPT_PRIVATE if draft.keep_private else ""))),
        acted_at=report.created_at,
        recorded_at=act.now,
        reconstructed=False,
    )
