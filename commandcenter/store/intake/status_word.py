"""Words by which other systems call where a report stands, for drafts only: a mapping says it for good."""

from __future__ import annotations

from commandcenter.models.state import State
from commandcenter.store.intake.mapping import Standing

_WORDS: dict[State, tuple[str, ...]] = {
    State.WAITING: ("open", "new", "received", "submitted", "pending", "wait", "waiting", "menunggu", "baru"),
    State.COORDINATING: ("koordinasi", "referred", "transferred", "forwarded"),
    State.DELEGATED: ("assigned", "disposisi", "dispatched"),
    State.IN_PROGRESS: ("in progress", "in_progress", "processing", "process", "started", "proses", "diproses"),
    State.ESTIMATED: ("hold", "on hold", "ews"),
    State.DONE: ("closed", "completed", "complete", "done", "resolved", "fixed", "selesai"),
    State.REJECTED: ("rejected", "invalid", "cancelled", "canceled", "ditolak"),
    State.REOPENED: ("reopened", "dibuka lagi"),
}
_BY_WORD = {word: state for state, words in _WORDS.items() for word in words}


def standing_of(text: str) -> Standing | None:
    """Return our state for a status; a known word with something behind a dash keeps the whole as its reason."""
    state = _BY_WORD.get(text.casefold().strip())
    if state is not None:
        return Standing(state=state)
    word, dash, _ = text.partition(" - ")
    state = _BY_WORD.get(word.casefold().strip())
    return Standing(state=state, note=text) if dash and state is not None else None
