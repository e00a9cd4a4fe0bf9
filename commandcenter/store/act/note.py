"""Somebody writes down what others who work on a report should know. It is never public."""

from __future__ import annotations

from commandcenter.models.report import TransitionKind
from commandcenter.store.act.outcome import Act, Outcome
from commandcenter.store.act.reach import reached_report
from commandcenter.store.act.subject import add_entry, last_entry, next_entry
from commandcenter.store.field import MAX_NOTE_CHARS, needed_text


def note(act: Act) -> Outcome:
    """Add an inner note; the report itself stays as it is.

    Raises:
        Failure: If nothing is written, or the report is not there or out of scope.
    """
    text = needed_text(act.intent.payload, "note", MAX_NOTE_CHARS)
    report = reached_report(act)
    entry = next_entry(act, report, last_entry(act, report.id), TransitionKind.NOTED, report.state, text)
    return add_entry(act, report, {}, entry)
