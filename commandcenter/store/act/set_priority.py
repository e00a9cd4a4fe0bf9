"""Somebody says how urgent a report is."""

from __future__ import annotations

from commandcenter.models.report import Priority, TransitionKind
from commandcenter.store.act.failure import PriorityUnknown
from commandcenter.store.act.open_report import open_report
from commandcenter.store.act.outcome import Act, Outcome
from commandcenter.store.act.subject import change_report, check_base, last_entry, next_entry, noted, unchanged
from commandcenter.store.field import MAX_FIELD_CHARS, MAX_NOTE_CHARS, needed_text, text_field

PRIORITY_WORDS = {
    Priority.LOW: "rendah",
    Priority.NORMAL: "biasa",
    Priority.HIGH: "tinggi",
    Priority.EMERGENCY: "darurat",
}
"""Priorities in a timeline, in the city's language."""


def set_priority(act: Act) -> Outcome:
    """Give an open report another priority.

    Raises:
        Failure: If the report is closed, or there is no such priority.
        Conflict: If the report changed since the base version.
    """
    priority = priority_of(needed_text(act.intent.payload, "priority", MAX_FIELD_CHARS))
    note = text_field(act.intent.payload, "note", MAX_NOTE_CHARS)
    report = open_report(act)
    last = last_entry(act, report.id)
    check_base(act, report, last, priority.name.lower())
    if priority is report.priority:
        return unchanged(act, report)
    text = noted(f"Prioritas: {PRIORITY_WORDS[report.priority]} → {PRIORITY_WORDS[priority]}", note)
    entry = next_entry(act, report, last, TransitionKind.PRIORITISED, report.state, text)
    return change_report(act, report, {"priority": int(priority)}, entry)


def priority_of(word: str) -> Priority:
    """Return the priority of a word.

    Raises:
        PriorityUnknown: If it is none.
    """
    try:
        return Priority[word.upper()]
    except KeyError as error:
        raise PriorityUnknown(wanted=word) from error
