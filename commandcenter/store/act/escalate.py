"""The store tells the next office up of a report that nobody answered in time."""

from __future__ import annotations

from commandcenter.models.duty import DutyLevel, is_unanswered
from commandcenter.models.report import TransitionKind
from commandcenter.store.act.outcome import Act, Outcome
from commandcenter.store.act.reach import reached_report
from commandcenter.store.act.subject import add_entry, last_entry, next_entry, unchanged
from commandcenter.store.failure import FieldMissing
from commandcenter.store.field import whole_field

_OFFICES = {DutyLevel.CAMAT: "camat", DutyLevel.WALI_KOTA: "wali kota"}


def escalate(act: Act) -> Outcome:
    """Raise the level of duty of a report that nobody has answered.

    Neither its clock nor its version changes: it is still the first office's to answer, and whoever is just taking it
    on must not be told that the report changed. Where somebody was quicker, there is nothing left to do.

    Raises:
        Failure: If there is no such level, or the report is not there or out of scope.
    """
    level = whole_field(act.intent.payload, "level", DutyLevel.CAMAT, DutyLevel.WALI_KOTA)
    if level is None:
        raise FieldMissing(field="level")
    report = reached_report(act)
    if not is_unanswered(report) or level <= report.duty_level:
        return unchanged(act, report)
    last = last_entry(act, report.id)
    text = f"Belum ada yang menangani; naik ke {_OFFICES[DutyLevel(level)]}"
    entry = next_entry(act, report, last, TransitionKind.ESCALATED, report.state, text)
    return add_entry(act, report, {"duty_level": level}, entry)
