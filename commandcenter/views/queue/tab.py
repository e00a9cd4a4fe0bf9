"""The tabs of the queue, and what each of them narrows the desk's filter to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum
from functools import reduce
from typing import Protocol

from PySide6.QtCore import SignalInstance

from commandcenter.models.board.filter import Filter
from commandcenter.models.board.generation import Generation
from commandcenter.models.board.mask import Mask, both, mask
from commandcenter.models.state import OPEN_STATES, State

_NEW_STATES = frozenset({State.WAITING})


class Tab(Enum):
    """The queues a dispatcher works from."""

    NEW = "new"
    LATE = "late"
    MINE = "mine"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class SavedTab:
    """A queue that somebody made of a saved filter.

    Attributes:
        name: The filter's.
    """

    name: str


AnyTab = Tab | SavedTab


class SavedFilters(Protocol):
    """Where the filters of saved tabs come from (``saved.tabs.SavedTabs``)."""

    names_changed: SignalInstance
    filters_changed: SignalInstance

    @property
    def names(self) -> tuple[str, ...]:
        """What the tabs are called, in their order."""

    def filters(self) -> Mapping[str, Filter]:
        """Return the filters as they are now, by name."""


def conditions_of(
    tab: AnyTab, wanted: Filter, user_name: str, now_s: int, saved: Mapping[str, Filter]
) -> tuple[Filter, ...]:
    """Return the filters that a report of a tab passes, all of them; the desk's own, or what became of it, first.

    Args:
        tab: Which.
        wanted: The desk's filter.
        user_name: Who sits here.
        now_s: UTC second at which "late" is judged.
        saved: Filters of saved tabs; a tab without one narrows nothing.
    """
    if isinstance(tab, SavedTab):
        return (wanted, saved[tab.name]) if tab.name in saved else (wanted,)
    if tab is Tab.NEW:
        states = _NEW_STATES if wanted.states is None else wanted.states & _NEW_STATES
        return (replace(wanted, states=states, taken_on=False),)
    if tab is Tab.LATE:
        return (replace(wanted, overdue_at_s=now_s),)
    if tab is Tab.MINE:
        states = OPEN_STATES if wanted.states is None else wanted.states & OPEN_STATES
        return (replace(wanted, states=states, takers=frozenset({user_name})),)
    return (wanted,)


def mask_of(generation: Generation, conditions: tuple[Filter, ...]) -> Mask:
    """Return which reports of a generation pass all of some filters."""
    return reduce(both, (mask(generation, each) for each in conditions))
