"""Whoever sent a report says that it is not done."""

from __future__ import annotations

from commandcenter.models.state import State
from commandcenter.store.act.move import Wanted, move_report
from commandcenter.store.act.outcome import Act, Outcome
from commandcenter.store.act.reach import reached_report
from commandcenter.store.act.reporter import check_reporter
from commandcenter.store.act.subject import check_base, last_entry
from commandcenter.store.field import MAX_NOTE_CHARS, needed_text


def reopen(act: Act) -> Outcome:
    """Open one's own closed report again: a move, with the reason for it.

    Raises:
        Failure: If it is not one's own or not closed, or no reason is given.
        Conflict: If the report changed since the base version.
    """
    note = needed_text(act.intent.payload, "note", MAX_NOTE_CHARS)
    report = reached_report(act)
    check_reporter(act, report)
    last = last_entry(act, report.id)
    check_base(act, report, last, State.REOPENED.value)
    wanted = Wanted(State.REOPENED, note, agency=None, estimated_at=None, photo_urls=(), no_photo_reason=None)
    return move_report(act, report, last, wanted)
