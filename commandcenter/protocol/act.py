"""Intents and their results as JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from commandcenter.models.identity import IntentId, ReportId
from commandcenter.models.instant import from_ms, to_ms
from commandcenter.models.intent import (
    ConflictSide,
    Intent,
    IntentKind,
    IntentResult,
    IntentStatus,
)
from commandcenter.protocol.feed import BadMessage

MOST_INTENTS = 100
"""Intents that one message may hold."""


def intent_to_json(intent: Intent) -> dict[str, Any]:
    """Return the intent as JSON types; ids of reports travel as text, since JSON numbers lose digits in browsers."""
    return {
        "intent_id": intent.intent_id,
        "kind": intent.kind.value,
        "subject": None if intent.subject is None else str(intent.subject),
        "base_version": intent.base_version,
        "after_intent": intent.after_intent,
        "acted_ms": to_ms(intent.acted_at),
        "payload": dict(intent.payload),
        "target": intent.target,
    }


def intent_from_json(message: Mapping[str, Any]) -> Intent:
    """Read an intent.

    Raises:
        BadMessage: If it is none.
    """
    try:
        subject = message["subject"]
        base = message["base_version"]
        after = message.get("after_intent")
        payload = message.get("payload", {})
        intent_id = message["intent_id"]
        if not isinstance(intent_id, str) or not 8 <= len(intent_id) <= 64:
            raise ValueError("intent_id must be a text of 8 to 64 characters")
        if not isinstance(payload, Mapping):
            raise TypeError("payload must be an object")
        return Intent(
            intent_id=IntentId(intent_id),
            kind=IntentKind(message["kind"]),
            subject=None if subject is None else ReportId(int(subject)),
            base_version=None if base is None else int(base),
            after_intent=None if after is None else IntentId(str(after)),
            acted_at=from_ms(int(message["acted_ms"])),
            payload=payload,
            target=_text_or_none(message.get("target")),
        )
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise BadMessage(what=f"intent: {error}") from error


def result_to_json(result: IntentResult) -> dict[str, Any]:
    """Return the result as JSON types."""
    theirs = result.theirs
    return {
        "intent_id": result.intent_id,
        "status": result.status.value,
        "subject": None if result.subject is None else str(result.subject),
        "number": result.number,
        "version": result.version,
        "code": result.code,
        "sentence": dict(result.sentence),
        "mine": result.mine,
        "theirs": None if theirs is None else {"value": theirs.value, "actor": theirs.actor, "at_ms": to_ms(theirs.at)},
        "target": result.target,
    }


def result_from_json(message: Mapping[str, Any]) -> IntentResult:
    """Read a result.

    Raises:
        BadMessage: If it is none.
    """
    try:
        subject, theirs = message["subject"], message["theirs"]
        return IntentResult(
            intent_id=IntentId(message["intent_id"]),
            status=IntentStatus(message["status"]),
            subject=None if subject is None else ReportId(int(subject)),
            number=message["number"],
            version=message["version"],
            code=message["code"],
            sentence=message["sentence"],
            mine=message["mine"],
            theirs=None if theirs is None else ConflictSide(theirs["value"], theirs["actor"], from_ms(theirs["at_ms"])),
            target=_text_or_none(message.get("target")),
        )
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise BadMessage(what=f"intent result: {error}") from error


def batch_to_json(intents: Sequence[Intent]) -> dict[str, Any]:
    """Return several intents as one message; at most ``MOST_INTENTS``."""
    return {"intents": [intent_to_json(intent) for intent in intents]}


def batch_from_json(message: Mapping[str, Any]) -> list[Intent]:
    """Read several intents out of one message.

    Raises:
        BadMessage: If it holds none, too many, or one that is none.
    """
    batch = message.get("intents")
    if not isinstance(batch, list) or not 0 < len(batch) <= MOST_INTENTS:
        raise BadMessage(what=f"intents: a list of 1 to {MOST_INTENTS} is needed")
    if not all(isinstance(each, Mapping) for each in batch):
        raise BadMessage(what="intents: each must be an object")
    return [intent_from_json(each) for each in batch]


def results_to_json(results: Sequence[IntentResult]) -> dict[str, Any]:
    """Return the results of several intents, in their order, as one message."""
    return {"results": [result_to_json(result) for result in results]}


def results_from_json(message: Mapping[str, Any]) -> list[IntentResult]:
    """Read the results of several intents.

    Raises:
        BadMessage: If they are none.
    """
    results = message.get("results")
    if not isinstance(results, list) or not all(isinstance(each, Mapping) for each in results):
        raise BadMessage(what="results: a list of objects is needed")
    return [result_from_json(each) for each in results]


def _text_or_none(value: object) -> str | None:
    if value is not None and not isinstance(value, str):
        raise TypeError("target must be text")
    return value
