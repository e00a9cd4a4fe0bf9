"""Ids of the store's own acts: they follow from their cause, so that a repetition is one.

What follows from a cause can be guessed by everybody. So these ids begin with a word that nobody else's may begin with:
whoever took one first would keep the store's act from ever being applied.
"""

from __future__ import annotations

from commandcenter.models.identity import IntentId

_BEGINNING = "store:"


def own_intent_id(cause: str) -> IntentId:
    """Return the id of the store's act for a cause; the cause is printable ASCII, at most 58 characters."""
    return IntentId(f"{_BEGINNING}{cause}")


def is_own_intent_id(intent_id: IntentId) -> bool:
    """Return whether an id is one that only the store itself may use."""
    return intent_id.startswith(_BEGINNING)
