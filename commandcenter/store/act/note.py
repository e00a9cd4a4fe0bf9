"""Somebody writes down what others who work on a report should know, with photos or without. It is never public."""

from __future__ import annotations

from commandcenter.models.report import TransitionKind
from commandcenter.store.act.outcome import Act, Outcome
from commandcenter.store.act.photo import add_sent
from commandcenter.store.act.reach import reached_report
from commandcenter.store.act.subject import add_entry, last_entry, next_entry
from commandcenter.store.field import MAX_NOTE_CHARS, needed_text
from commandcenter.store.photo.attachment import media_ids_of


def note(act: Act) -> Outcome:
    """Add an inner note; the report itself stays as it is, but that it has photos where some come along.

    Raises:
        Failure: If nothing is written, or the report is not there or out of scope, or a photo is not
            there to be attached.
    """
    text = needed_text(act.intent.payload, "note", MAX_NOTE_CHARS)
    sent = media_ids_of(act.intent.payload)
    report = reached_report(act)
    entry = next_entry(act, report, last_entry(act, report.id), TransitionKind.NOTED, report.state, text)
    fields = {"has_photo": True} if sent else {}
    return add_sent(act, report, add_entry(act, report, fields, entry), sent)
