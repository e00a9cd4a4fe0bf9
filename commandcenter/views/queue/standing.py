"""Which reports are in the queue, in which order, and when that order may change.

Owns the tabs, the sort keys and the rule that new arrivals wait while somebody is working in the table: rows never
move under the pointer. Refuses to draw.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import replace
from enum import Enum

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QTimer, Signal

from commandcenter.models.board.change_set import ChangeSet
from commandcenter.models.board.filter import Filter
from commandcenter.models.board.generation import Generation
from commandcenter.models.board.mask import Mask, mask
from commandcenter.models.mirror.reader import MirrorReader
from commandcenter.models.state import OPEN_STATES, State
from commandcenter.views.queue.column import COLUMNS, QueueColumn, TextName
from commandcenter.views.queue.sorting import QueueKey, TextRanks, read_text_ranks, sorted_rows
from commandcenter.views.reading import Newest
from commandcenter.views.surroundings import Surroundings

_COALESCE_MS = 40
_NEW_STATES = frozenset({State.WAITING})
_TICK_MS = 15_000


class Tab(Enum):
    """The queues a dispatcher works from."""

    NEW = "new"
    LATE = "late"
    MINE = "mine"
    ALL = "all"


class Standing(QObject):
    """The order of one queue.

    Emits:
        ordered: Another order is to be shown (``Generation``, int64 ids).
        refreshed: The same rows, as a newer generation knows them (``Generation``).
        counts_changed: Reports in each tab (``Mapping[Tab, int]``).
        arrivals_changed: How many reports wait to be shown (int).
        keys_changed: The sort keys are others (``tuple[QueueKey, ...]``).
        ranking_changed: Whether a sort by text is still being worked out (bool).
    """

    ordered = Signal(object, object)
    refreshed = Signal(object)
    counts_changed = Signal(object)
    arrivals_changed = Signal(int)
    keys_changed = Signal(object)
    ranking_changed = Signal(bool)

    def __init__(self, around: Surroundings, parent: QObject | None = None) -> None:
        """Follow the desk."""
        super().__init__(parent)
        self._around = around
        self._tab = Tab.NEW
        self._keys: tuple[QueueKey, ...] = (QueueKey(QueueColumn.AGE),)
        self._texts: dict[TextName, TextRanks] = {}
        self._ranking = Newest(around.reading, self)
        self._held = False
        self._shown: tuple[Generation, Mask] | None = None
        self._changed: list[NDArray[np.int64]] = []
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self._on_later)
        self._tick = QTimer(self)
        self._tick.setInterval(_TICK_MS)
        self._tick.timeout.connect(self._on_tick)
        self._tick.start()
        around.desk.board_changed.connect(self._on_board_changed)
        around.desk.filter_changed.connect(lambda _filter: self.adopt())
        around.names.changed.connect(self._on_names)

    @property
    def tab(self) -> Tab:
        """The queue shown."""
        return self._tab

    @property
    def keys(self) -> tuple[QueueKey, ...]:
        """What it is sorted by, the deciding column first."""
        return self._keys

    @property
    def arrivals(self) -> int:
        """How many reports wait to be shown."""
        if self._shown is None or not self._changed:
            return 0
        generation = self._around.desk.generation
        ids = np.unique(np.concatenate(self._changed))
        now_in = _within(generation, mask(generation, self._filter(self._tab)), ids)
        return int(np.count_nonzero(now_in & ~_within(*self._shown, ids)))

    def show_tab(self, tab: Tab) -> None:
        """Show another queue."""
        self._tab = tab
        self.adopt()

    def sort_by(self, column: QueueColumn, *, add: bool = False) -> None:
        """Sort by a column; by the same one again turns its direction.

        Args:
            column: Which.
            add: Keep the present keys and let this one decide among equals.
        """
        before = next((key for key in self._keys if key.column is column), None)
        if add:
            turned = QueueKey(column, before is not None and not before.descending)
            if before is None:
                self._keys = (*self._keys, turned)
            else:
                self._keys = tuple(turned if key == before else key for key in self._keys)
        else:
            alone = before is not None and self._keys[0] == before
            self._keys = (QueueKey(column, alone and before is not None and not before.descending),)
        self.keys_changed.emit(self._keys)
        self._rank_texts()
        self.adopt()

    def hold(self, held: bool) -> None:
        """Keep the rows where they are, or let them go on."""
        if held != self._held:
            self._held = held
            if not held and self._changed:
                self.adopt()

    def adopt(self) -> None:
        """Show the present order, whatever was held back."""
        generation = self._around.desk.generation
        selected = mask(generation, self._filter(self._tab))
        rows = sorted_rows(generation, selected, self._keys, self._around.names.ranks, self._texts)
        self._shown = generation, selected
        self._changed.clear()
        self.ordered.emit(generation, generation.ids_of(rows))
        self.arrivals_changed.emit(0)
        self._count()

    def _filter(self, tab: Tab) -> Filter:
        wanted = self._around.desk.filter
        if tab is Tab.NEW:
            states = _NEW_STATES if wanted.states is None else wanted.states & _NEW_STATES
            return replace(wanted, states=states, taken_on=False)
        if tab is Tab.LATE:
            return replace(wanted, overdue_at_s=int(self._around.clock.now_s()))
        if tab is Tab.MINE:
            states = OPEN_STATES if wanted.states is None else wanted.states & OPEN_STATES
            return replace(wanted, states=states, takers=frozenset({self._around.desk.user_name}))
        return wanted

    def _count(self) -> None:
        generation = self._around.desk.generation
        self.counts_changed.emit({tab: len(mask(generation, self._filter(tab))) for tab in Tab})

    def _on_board_changed(self, generation: Generation, change: ChangeSet) -> None:
        if change.replaces_all:
            self._texts.clear()
        self._changed.append(change.upserts.ids)
        self.refreshed.emit(generation)
        if not self._later.isActive():
            self._later.start(_COALESCE_MS)

    def _on_later(self) -> None:
        began_s = time.perf_counter()
        if self._held:
            self.arrivals_changed.emit(self.arrivals)
            self._count()
        else:
            if self._changed:
                self._rank_texts()
            self.adopt()
        # Under a stream of changes at most a third of the time goes into ordering.
        self._later.setInterval(max(_COALESCE_MS, int(2_000 * (time.perf_counter() - began_s))))

    def _on_tick(self) -> None:
        """Let ages and what has become late go on."""
        if self._tab is Tab.LATE and not self._held:
            self.adopt()
        else:
            self.refreshed.emit(self._around.desk.generation)
            self._count()

    def _on_names(self) -> None:
        if any(COLUMNS[key.column].board in ("categories", "areas") for key in self._keys):
            self.adopt()

    def _rank_texts(self) -> None:
        names = [spec.text for spec in (COLUMNS[key.column] for key in self._keys) if spec.text]
        if not names:
            self._ranking.drop()
            self.ranking_changed.emit(False)
            return
        generation = self._around.desk.generation
        ids = generation.ids_of(mask(generation, self._filter(self._tab)).rows())

        def question(reader: MirrorReader) -> dict[TextName, TextRanks]:
            return {name: read_text_ranks(reader, ids, name) for name in names}

        self.ranking_changed.emit(True)
        self._ranking.ask(question, self._on_ranks)

    def _on_ranks(self, ranks: Mapping[TextName, TextRanks]) -> None:
        self._texts.update(ranks)
        self.ranking_changed.emit(False)
        if not self._held or not self._changed:
            self.adopt()


def _within(generation: Generation, selected: Mask, ids: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Return which of some reports pass a mask of this generation."""
    rows = generation.rows_of(ids)
    known = np.flatnonzero(rows >= 0)
    found = np.zeros(len(ids), np.bool_)
    found[known] = selected.flat()[rows[known]]
    return found
