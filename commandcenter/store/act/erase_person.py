"""An administrator erases who somebody was; what happened stays."""

from __future__ import annotations

from commandcenter.models.intent import IntentResult, IntentStatus
from commandcenter.store.account import account_of
from commandcenter.store.account_failure import OwnAccount, PersonMissing
from commandcenter.store.act.outcome import Act, Outcome
from commandcenter.store.act.subject import locked_report
from commandcenter.store.person import ErasureKind, erase_account, erase_reporter, record_erasure


def erase_person(act: Act) -> Outcome:
    """Erase the person whose account the target is, or who sent the subject; the result's target is the record's id.

    Raises:
        PersonMissing: If neither is said, or both are.
        AccountUnknown: If there is no such account.
        OwnAccount: If it is one's own.
        ReportUnknown: If there is no such report.
    """
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
