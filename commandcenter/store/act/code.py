"""The code of something that an act sets up, and what the act is answered with."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from commandcenter.models.flat import Record, flatten
from commandcenter.models.intent import IntentResult, IntentStatus
from commandcenter.store.act.difference import content_version, difference
from commandcenter.store.act.outcome import Act, Outcome
from commandcenter.store.act.setting_failure import CodeMissing
from commandcenter.store.feed import Change
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


def set_up(
    act: Act, target: str, version: int, made: Sequence[Change], before: object | None, after: object
) -> Outcome:
    """Return that a value with a version of its own was set up or changed, with what became of it."""
    was = None if before is None else flatten(before)
    return Outcome(
        applied_to(act, target, version), made, found_version=version - 1, changed=difference(was, flatten(after))
    )


def set_up_record(
    act: Act,
    target: str,
    made: Sequence[Change],
    before: Record | None,
    after: Record,
    personal: Collection[str] = (),
) -> Outcome:
    """Return that a record without a version of its own was set up or changed, with what became of it.

    Args:
        act: The act.
        target: Its code.
        made: What is to be published.
        before: The record as it was; None: it is new.
        after: The record as it is.
        personal: Fields of which nothing but that they changed is kept.
    """
    return Outcome(
        applied_to(act, target, content_version(after)),
        made,
        found_version=content_version(before),
        changed=difference(before, after, personal),
    )


def applied_to(act: Act, target: str, version: int | None = None) -> IntentResult:
    """Return that the act was applied to something beside a report."""
    return IntentResult(act.intent.intent_id, IntentStatus.APPLIED, version=version, target=target)
