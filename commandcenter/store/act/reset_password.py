"""An administrator lets a person set a new password, by a code of which the act carries the hash."""

from __future__ import annotations

import re

from commandcenter.models.intent import IntentResult, IntentStatus
from commandcenter.store.account import account_of
from commandcenter.store.account_failure import PersonMissing, ResetCodeUnfit
from commandcenter.store.act.outcome import Act, Outcome
from commandcenter.store.field import MAX_FIELD_CHARS, needed_text
from commandcenter.store.password_reset import allow_reset

_SHA256 = re.compile(r"[0-9a-f]{64}")


def reset_password(act: Act) -> Outcome:
    """Let whoever has the code of the payload's ``code_sha256`` set the password of the target's account.

    Raises:
        PersonMissing: If no account is named.
        ResetCodeUnfit: If the hash is none.
        AccountUnknown: If there is no such account.
    """
    target = act.intent.target
    if target is None:
        raise PersonMissing
    sha256 = needed_text(act.intent.payload, "code_sha256", MAX_FIELD_CHARS)
    if _SHA256.fullmatch(sha256) is None:
        raise ResetCodeUnfit
    account = account_of(act.connection, act.city, target, held=True)
    allow_reset(act.connection, act.city, account.id, sha256, act.principal.name, act.now)
    return Outcome(IntentResult(act.intent.intent_id, IntentStatus.APPLIED, target=account.id), ())
