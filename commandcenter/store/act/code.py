"""The code of something that an act sets up, and words out of a fixed list."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from commandcenter.models.intent import IntentResult, IntentStatus
from commandcenter.store.act.outcome import Act
from commandcenter.store.act.setting_failure import ChoiceUnknown, CodeMissing
from commandcenter.store.field import MAX_FIELD_CHARS, text_field

_CODE = re.compile(r"[A-Za-z0-9_.-]{1,64}")

Word = TypeVar("Word", bound=StrEnum)


def target_code(act: Act) -> str:
    """Return the code that the act names as its target.

    Raises:
        CodeMissing: If it names none, or one that no address or file could hold.
    """
    code = act.intent.target or ""
    if _CODE.fullmatch(code) is None:
        raise CodeMissing(given=code[:MAX_FIELD_CHARS])
    return code


def word_field(payload: Mapping[str, object], name: str, words: type[Word]) -> Word | None:
    """Return a word of an enumeration; None if the field is absent.

    Raises:
        ChoiceUnknown: If it is no word of it.
    """
    text = text_field(payload, name, MAX_FIELD_CHARS)
    if text is None:
        return None
    try:
        return words(text)
    except ValueError as error:
        raise ChoiceUnknown(field=name, given=text, choices=", ".join(words)) from error


def applied_to(act: Act, target: str, version: int | None = None) -> IntentResult:
    """Return that the act was applied to something beside a report."""
    return IntentResult(act.intent.intent_id, IntentStatus.APPLIED, version=version, target=target)
