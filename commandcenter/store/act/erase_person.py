"""An administrator erases who somebody was; what happened stays."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import select

from commandcenter.models.identity import ReportId
from commandcenter.models.intent import IntentResult, IntentStatus
from commandcenter.models.table import report_numbers
from commandcenter.store.account import account_of
from commandcenter.store.account_failure import OwnAccount, PersonMissing
from commandcenter.store.act.outcome import Act, Outcome
from commandcenter.store.act.subject import locked_report
from commandcenter.store.failure import ReportUnknown
from commandcenter.store.field import MAX_FIELD_CHARS, text_field
from commandcenter.store.person import ErasureKind, erase_account, erase_reporter, record_erasure


def erase_person(act: Act) -> Outcome:
    """Erase the person whose account the target is, or who sent the subject; the result's target is the record's id.

    A report is named by its id as subject, or by its ``number`` in the payload.

    Raises:
        PersonMissing: If neither is said, or both are.
        AccountUnknown: If there is no such account.
        OwnAccount: If it is one's own.
        ReportUnknown: If there is no such report.
    """
    act = _with_subject(act)
    intent = act.intent
    if (intent.target is None) == (intent.subject is None):
        raise PersonMissing
    if intent.target is not None:
        account = account_of(act.connection, act.city, intent.target, held=True)
        if account.id == act.principal.account:
            raise OwnAccount
        rows, made = erase_account(act.connection, act.city, account, act.now)
        kind = ErasureKind.ACCOUNT
    else:
        rows, made = erase_reporter(act.connection, act.city, locked_report(act).id, act.now)
        kind = ErasureKind.REPORTER
    record = record_erasure(act.connection, act.city, act.principal.name, kind, rows, act.now)
    result = IntentResult(intent.intent_id, IntentStatus.APPLIED, subject=intent.subject, target=record)
    return Outcome(result, made)


def _with_subject(act: Act) -> Act:
    """Return the act with the report as its subject that its payload names by number."""
    number = text_field(act.intent.payload, "number", MAX_FIELD_CHARS)
    if number is None or act.intent.subject is not None:
        return act
    query = select(report_numbers.c.report_id).where(
        report_numbers.c.city == act.city, report_numbers.c.number == number.upper()
    )
    found = act.connection.execute(query).scalar_one_or_none()
    if found is None:
        raise ReportUnknown
    return replace(act, intent=replace(act.intent, subject=ReportId(found)))
