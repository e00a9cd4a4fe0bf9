"""A citizen or an office reports something."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import Table

from commandcenter.models.category import Category, close_by, respond_by
from commandcenter.models.failure import Failure
from commandcenter.models.identity import CategoryCode, MediaId, ReportId, report_id_at
from commandcenter.models.intent import IntentResult, IntentStatus
from commandcenter.models.photo import PhotoStage
from commandcenter.models.record import Entity, media_record, report_record, transition_record
from commandcenter.models.report import Media, Moderation, Report, Transition, TransitionKind
from commandcenter.models.role import Role
from commandcenter.models.sensitivity import first_moderation
from commandcenter.models.state import State
from commandcenter.models.table import media, report_numbers, report_private, reports, request_tokens, transitions
from commandcenter.store.act.outcome import Act, Outcome
from commandcenter.store.act.reporter import secret_hash
from commandcenter.store.database import insert_if_absent
from commandcenter.store.draft import PRIVATE_FIELDS, Draft, DraftRefused, read_draft
from commandcenter.store.feed import put
from commandcenter.store.field import MAX_FIELD_CHARS, text_field
from commandcenter.store.number import take_numbers
from commandcenter.store.photo.attachment import attach
from commandcenter.store.reply import keep_replies, note_of, read_replies

LATE_BY_AT_MOST = timedelta(days=7)
"""How far back a report's time is believed: a phone may have been without network for so long."""

_NAMELESS = frozenset({Role.PUBLIC, Role.REPORTER})


def submit_report(act: Act) -> Outcome:
    """Write a new report with its first timeline entry.

    Raises:
        Failure: The first thing that is wrong with the draft.
    """
    try:
        draft = read_draft(act.intent.payload, _named_category(act))
    except DraftRefused as refused:
        raise refused.failures[0] from refused
    replies = read_replies(act.intent.payload.get("replies"), act.terms.offer(draft.category.code))
    draft = replace(draft, note="\n".join(filter(None, (draft.note, note_of(replies)))))
    token = text_field(act.intent.payload, "token", MAX_FIELD_CHARS)
    report = _insert(act, draft)
    keep_replies(act.connection, act.city, report.id, replies)
    if token is not None:
        insert_if_absent(act.connection, request_tokens, {"city": act.city, "token": token, "report_id": report.id})
    first = _first_entry(act, report, draft)
    record = transition_record(first)
    rows: list[tuple[Table, Mapping[str, Any]]] = [
        (report_numbers, {"city": act.city, "number": report.number, "report_id": report.id}),
        (transitions, {"city": act.city, **record}),
    ]
    made = [put(Entity.REPORT, report_record(report)), put(Entity.TRANSITION, record)]
    if draft.media_url is not None or draft.photo_elsewhere:
        photo = media_record(
            Media(MediaId(f"{report.id}-1"), report.id, "before", draft.media_url, Moderation.PENDING, act.now)
        )
        act.connection.execute(media.insert().values(city=act.city, **photo))
        made.append(put(Entity.MEDIA, photo))
    made += attach(act.connection, act.city, report.id, draft.media, PhotoStage.BEFORE, act.now)
    personal = _personal(act, draft)
    if any(personal.values()):
        act.connection.execute(report_private.insert().values(city=act.city, report_id=report.id, **personal))
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


def _insert(act: Act, draft: Draft) -> Report:
    """Write the report under a free id, with a number."""
    created_at = min(max(act.intent.acted_at, act.now - LATE_BY_AT_MOST), act.now)
    index = act.placement.index(act.connection)
    number = take_numbers(act.connection, act.city, act.terms.number_prefix(), [created_at])[0]

    def report_with(report_id: ReportId) -> Report:
        return Report(
            id=report_id,
            number=number,
            version=1,
            category=draft.category.code,
            state=State.WAITING,
            priority=draft.category.priority,
            place=draft.place,
            area=None if draft.place is None else index.area_at(draft.place.lon, draft.place.lat),
            agency=None,
            description=draft.description,
            address=draft.address,
            channel=draft.channel,
            created_at=created_at,
            recorded_at=act.now,
            updated_at=act.now,
            acknowledged_at=None,
            acknowledged_by=None,
            closed_at=None,
            respond_by=respond_by(draft.category, created_at),
            close_by=close_by(draft.category, created_at),
            supporters=0,
            has_photo=_has_photo(draft),
            moderation=first_moderation(draft.category.publication),
            simulated=draft.simulated,
            reconstructed=False,
        )

    report = report_with(report_id_at(created_at))
    while not insert_if_absent(act.connection, reports, {"city": act.city, **report_record(report)}):
        report = report_with(report_id_at(created_at))
    return report


def _first_entry(act: Act, report: Report, draft: Draft) -> Transition:
    """Return the timeline's beginning; a citizen appears in it as the channel, never by name."""
    return Transition(
        report_id=report.id,
        sequence=1,
        kind=TransitionKind.SUBMITTED,
        from_state=None,
        to_state=report.state,
        actor=draft.channel if act.principal.role in _NAMELESS else act.principal.name,
        note=draft.note,
        acted_at=report.created_at,
        recorded_at=act.now,
        reconstructed=False,
    )
