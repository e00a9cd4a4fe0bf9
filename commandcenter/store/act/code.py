"""The code of something that an act sets up."""

from __future__ import annotations

from commandcenter.models.intent import IntentResult, IntentStatus
from commandcenter.store.act.outcome import Act
from commandcenter.store.act.setting_failure import CodeMissing
from commandcenter.store.field import MAX_FIELD_CHARS, is_code


def target_code(act: Act) -> str:
    """Return the code that the act names as its target.

    Raises:
        CodeMissing: If it names none, or one that no address or file could hold.
    """
    code = act.intent.target or ""
    if not is_code(code):
        raise CodeMissing(given=code[:MAX_FIELD_CHARS])
    return code


def applied_to(act: Act, target: str, version: int | None = None) -> IntentResult:
    """Return that the act was applied to something beside a report."""
    return IntentResult(act.intent.intent_id, IntentStatus.APPLIED, version=version, target=target)
