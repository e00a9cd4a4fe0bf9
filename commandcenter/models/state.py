"""The states of a report, and who may follow whom.

Owns the table of allowed moves of the city's rules; store, desktop and pages all ask here.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from commandcenter.models.failure import Failure


class State(StrEnum):
    """Where a report stands. The order of declaration is the order on screens and the code in columns."""

    WAITING = "waiting"
    COORDINATING = "coordinating"
    DELEGATED = "delegated"
    IN_PROGRESS = "in_progress"
    ESTIMATED = "estimated"
    DONE = "done"
    REJECTED = "rejected"
    REOPENED = "reopened"


STATES: tuple[State, ...] = tuple(State)
"""All states; a state's index here is its code in the board's columns."""

STATE_CODE: dict[State, int] = {state: code for code, state in enumerate(STATES)}

CLOSED_STATES = frozenset({State.DONE, State.REJECTED})
OPEN_STATES = frozenset(STATES) - CLOSED_STATES

_FROM_WAITING = frozenset(
    {
        State.COORDINATING,
        State.DELEGATED,
        State.IN_PROGRESS,
        State.ESTIMATED,
        State.DONE,
        State.REJECTED,
    }
)

MOVES: dict[State, frozenset[State]] = {
    State.WAITING: _FROM_WAITING,
    State.COORDINATING: _FROM_WAITING | {State.WAITING},
    State.DELEGATED: _FROM_WAITING - {State.DELEGATED},
    State.IN_PROGRESS: _FROM_WAITING - {State.IN_PROGRESS} | {State.WAITING},
    State.ESTIMATED: frozenset({State.IN_PROGRESS, State.COORDINATING, State.DONE, State.REJECTED}),
    State.DONE: frozenset({State.REOPENED}),
    State.REJECTED: frozenset({State.REOPENED}),
    State.REOPENED: _FROM_WAITING,
}
"""For each state the states a report may go to next; anything else is refused."""


class StateList(tuple[State, ...]):
    """States that a sentence names one after the other."""

    __slots__ = ()

    def __str__(self) -> str:
        """Return their codes."""
        return ", ".join(self)


class MoveNotAllowed(Failure):
    """A move that the table of moves does not hold."""

    code = "move_not_allowed"
    template = "A report that is {current} can't become {wanted}. Allowed from here: {allowed}."


def check_move(current: State, wanted: State) -> None:
    """Say nothing if the move is allowed.

    Raises:
        MoveNotAllowed: If it is not; names what is allowed instead.
    """
    if wanted not in MOVES[current]:
        allowed = StateList(state for state in STATES if state in MOVES[current])
        raise MoveNotAllowed(current=current, wanted=wanted, allowed=allowed)


def open311_status(state: State) -> Literal["open", "closed"]:
    """Return GeoReport v2's word for a state: it knows two."""
    return "closed" if state in CLOSED_STATES else "open"
