"""The clock of closing: when a report must be closed, what begins that anew, and what stops it.

Owns the rule (docs/decisions/0086, 0090): reopening starts a new clock, and state ``estimated`` stops the running
one, if its limit was not past by then. Store, simulation, figures and screens all ask here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from commandcenter.models.state import State

Instants = TypeVar("Instants", datetime, NDArray[np.int64])
"""One instant, or a column of them in seconds."""


def stops(since: Instants, limit: Instants) -> Any:
    """Return whether a pause that began at ``since`` stops a clock with this limit; bool, or a column of bool.

    A report that was already late when it was paused stays late.
    """
    return since < limit


def stands_still(paused: Any, since: Instants, limit: Instants) -> Any:
    """Return whether a report's clock stands still, for who sees the report without its timeline; bool or a column.

    Args:
        paused: Whether it is in a pause that says since when.
        since: Since when, where it does; anything elsewhere.
        limit: Closing's limit as the report says it.
    """
    return paused & stops(since, limit)


def after_pause(limit: Instants, since: Instants, until: Instants) -> Instants:
    """Return closing's limit after a pause: later by all of the pause if it stopped the clock, else as it was."""
    result: Instants = limit + (until - since) * stops(since, limit)
    return result


def after_move(
    limit: datetime,
    left: tuple[State, datetime],
    entered: tuple[State, datetime],
    limit_from: Callable[[datetime], datetime],
) -> datetime:
    """Return closing's limit after a move.

    While a report is paused its limit is still the one from before; whether that counts, ``stops`` says.

    Args:
        limit: Before the move.
        left: The state that the report was in, and since when.
        entered: The state that it is in from now on, and the move's instant.
        limit_from: Returns the limit of a clock that begins at an instant.
    """
    (before, since), (after, at) = left, entered
    if after is State.REOPENED and before is not State.REOPENED:
        return limit_from(at)
    return after_pause(limit, since, at) if before is State.ESTIMATED else limit


def limit_after_moves(
    created_at: datetime, moves: Iterable[tuple[State, datetime]], limit_from: Callable[[datetime], datetime]
) -> datetime:
    """Return closing's limit after a report's whole timeline, by another limit than it had.

    Args:
        created_at: When its first clock began.
        moves: The states that it went to, and when, in the order of the timeline.
        limit_from: Returns the limit of a clock that begins at an instant.
    """
    limit = limit_from(created_at)
    left = (State.WAITING, created_at)
    for entered in moves:
        limit = after_move(limit, left, entered, limit_from)
        left = entered
    return limit
