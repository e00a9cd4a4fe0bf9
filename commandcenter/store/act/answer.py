"""An office answers whoever sent a report; everybody may read it."""

from __future__ import annotations

from sqlalchemy import select

from commandcenter.models.answer_template import AnswerTemplate
from commandcenter.models.flat import rebuild
from commandcenter.models.instant import in_wib
from commandcenter.models.report import Report, TransitionKind
from commandcenter.models.state import OPEN_STATES
from commandcenter.models.table import agencies, areas, templates
from commandcenter.store.act.failure import TemplateUnknown
from commandcenter.store.act.outcome import Act, Outcome
from commandcenter.store.act.photo import add_sent
from commandcenter.store.act.reach import reached_report
from commandcenter.store.act.subject import add_entry, change_report, first_response, last_entry, next_entry
from commandcenter.store.field import MAX_FIELD_CHARS, MAX_NOTE_CHARS, needed_text, text_field
from commandcenter.store.photo.attachment import media_ids_of


def answer(act: Act) -> Outcome:
    """Answer with ready words, or with one's own; photos that come along are public once somebody has seen them.

    It is the first response to an open report that nobody has taken on. It carries no base: an answer to a report
    that changed meanwhile was given all the same.

    Raises:
        Failure: If nothing is said, the ready words are none for this report, it is not there or out of scope, or a
            photo is not there to be attached.
    """
    payload = act.intent.payload
    name = text_field(payload, "template", MAX_FIELD_CHARS)
    words = needed_text(payload, "text", MAX_NOTE_CHARS) if name is None else ""
    sent = media_ids_of(payload)
    report = reached_report(act)
    if name is not None:
        words = _filled_in(act, report, name, english=payload.get("language") == "en")
    last = last_entry(act, report.id)
    entry = next_entry(act, report, last, TransitionKind.ANSWERED, report.state, words)
    # The public sees the answer as the report's latest word, so the report has changed.
    fields = {"has_photo": report.has_photo or bool(sent)}
    if report.acknowledged_at is None and report.state in OPEN_STATES:
        outcome = change_report(act, report, {**fields, **first_response(act, entry.acted_at)}, entry)
    else:
        outcome = add_entry(act, report, fields, entry)
    return add_sent(act, report, outcome, sent)


def _filled_in(act: Act, report: Report, name: str, *, english: bool) -> str:
    """Return a template's text with what is known of the report in the place of its fields."""
    row = (
        act.connection.execute(select(templates).where(templates.c.city == act.city, templates.c.code == name))
        .mappings()
        .one_or_none()
    )
    template = None if row is None else rebuild(AnswerTemplate, dict(row))
    if template is None or not template.active or template.category not in {None, report.category}:
        raise TemplateUnknown(name=name)
    area = act.connection.execute(
        select(areas.c.name).where(areas.c.city == act.city, areas.c.code == report.area)
    ).scalar_one_or_none()
    agency = act.connection.execute(
        select(agencies.c.name).where(agencies.c.city == act.city, agencies.c.code == report.agency)
    ).scalar_one_or_none()
    due_at = report.expected_at or report.close_by
    text = template.text_en if english else template.text_id
    return text.format(
        number=report.number,
        area=area or report.area or "-",
        agency=agency or report.agency or area or "-",
        date=f"{in_wib(due_at):%d.%m.%Y}",
    )
