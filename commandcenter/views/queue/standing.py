"""Which reports are in the queue, in which order, and when that order may change.

Owns the tabs, the sort keys and the rule that new arrivals wait while somebody is working in the table: rows never
move under the pointer. Refuses to draw.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QTimer, Signal

from commandcenter.models.board.change_set import ChangeSet
from commandcenter.models.board.filter import Filter
from commandcenter.models.board.generation import Generation
from commandcenter.models.board.mask import Mask, both
from commandcenter.models.mirror.reader import MirrorReader
from commandcenter.models.mirror.text_rank import RankedText
from commandcenter.views.queue.column import COLUMNS, QueueColumn
from commandcenter.views.queue.ordering import Ordering
from commandcenter.views.queue.sorting import QueueKey, sort_keys
from commandcenter.views.queue.tab import AnyTab, SavedFilters, SavedTab, Tab, conditions_of, mask_of
from commandcenter.views.queue.text_order import TextOrder
from commandcenter.views.reading import Newest
from commandcenter.views.surroundings import Surroundings

_COALESCE_MS = 40
_TICK_MS = 15_000

FIRST_KEYS = (QueueKey(QueueColumn.AGE),)
"""What the queue is sorted by until somebody sorts it: the newest report first."""


@dataclass(frozen=True, slots=True, eq=False)
class Arrangement:
    """What the queue shows.

    Attributes:
        generation: The board that it was made on.
        ids: int64, in order; all of them, or the first ``ordering.HEAD``.
        count: How many there are in all.
    """

    generation: Generation
    ids: NDArray[np.int64]
    count: int


class Standing(QObject):
    """The order of one queue.

    Emits:
        ordered: Another order is to be shown, from its top (``Arrangement``).
        completed: All ids of the order that ``ordered`` brought the head of (int64).
        refreshed: The same rows, as a newer generation knows them (``Generation``).
        counts_changed: Reports in each tab (``Mapping[AnyTab, int]``).
        arrivals_changed: How many reports wait to be shown (int).
        keys_changed: The sort keys are others (``tuple[QueueKey, ...]``).
        ranking_changed: Whether a sort by text is still being worked out (bool).
    """

    ordered = Signal(object)
    completed = Signal(object)
    refreshed = Signal(object)
    counts_changed = Signal(object)
    arrivals_changed = Signal(int)
    keys_changed = Signal(object)
    ranking_changed = Signal(bool)

    def __init__(self, around: Surroundings, parent: QObject | None = None) -> None:
        """Follow the desk."""
        super().__init__(parent)
        self._around = around
        self._tab: AnyTab = Tab.NEW
        self._saved: SavedFilters | None = None
        self._keys: tuple[QueueKey, ...] = FIRST_KEYS
        self._texts = TextOrder(around, self)
        self._ordering = Ordering(around.reading, self)
        self._counting = Newest(around.reading, self)
        self._held = False
        self._is_due = False
        self._shown: tuple[Generation, Mask] | None = None
        self._last_mask: tuple[tuple[Filter, ...], Mask] | None = None
        self._changed: list[NDArray[np.int64]] = []
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(lambda: around.desk.turns.take(self, self._on_later))
        self._tick = QTimer(self)
        self._tick.setInterval(_TICK_MS)
        self._tick.timeout.connect(self._on_tick)
        self._tick.start()
        self._ordering.completed.connect(self.completed)
        self._texts.ranked.connect(self._on_ranked)
        self._texts.working_changed.connect(self.ranking_changed)
        around.desk.board_changed.connect(self._on_board_changed)
        around.desk.filter_changed.connect(lambda _filter: self.adopt())
        around.desk.past_changed.connect(self._on_past)
        around.names.changed.connect(self._on_names)

    @property
    def tab(self) -> AnyTab:
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
        self._changed = [ids]
        now_in = _within(generation, self._mask(), ids)
        return int(np.count_nonzero(now_in & ~_within(*self._shown, ids)))

    def show_tab(self, tab: AnyTab) -> None:
        """Show another queue."""
        self._tab = tab
        self.adopt()

    def follow_saved(self, saved: SavedFilters) -> None:
        """Take the filters of saved tabs from there, and show them anew whenever they let others pass."""
        self._saved = saved
        saved.filters_changed.connect(self._on_saved)
        self._count()

    def sort_by(self, column: QueueColumn, *, add: bool = False) -> None:
        """Sort by a column; by the same one again turns its direction.

        Args:
            column: Which.
            add: Keep the present keys and let this one decide among equals.
        """
        before = next((key for key in self._keys if key.column is column), None)
        if add:
            turned = QueueKey(column, before is not None and not before.descending)
            kept = tuple(turned if key == before else key for key in self._keys)
            self.sort(kept if before is not None else (*self._keys, turned))
        else:
            alone = before is not None and self._keys[0] == before
            self.sort((QueueKey(column, alone and before is not None and not before.descending),))

    def sort(self, keys: Sequence[QueueKey]) -> None:
        """Sort by some columns, the deciding one first; by ``FIRST_KEYS`` if there are none."""
        self._keys = tuple(keys) or FIRST_KEYS
        self.keys_changed.emit(self._keys)
        self._texts.want(self._sorted_texts())
        self._arrange()

    def hold(self, held: bool) -> None:
        """Keep the rows where they are, or let them go on."""
        if held == self._held:
            return
        self._held = held
        if held:
            self.complete()
        elif self._changed or self._is_due:
            self._renew()

    def complete(self) -> None:
        """Order the rest now if it waits for a quiet moment: somebody wants to see it."""
        self._ordering.complete()

    def adopt(self) -> None:
        """Show the present order, whatever was held back."""
        self._arrange()
        self._count()

    def _arrange(self) -> None:
        generation, selected = self._around.desk.generation, self._mask()
        keys = sort_keys(self._keys, self._around.names.ranks, self._texts.ranks)
        ids = self._ordering.arrange(generation, selected, keys)
        self._shown = generation, selected
        self._changed.clear()
        self._is_due = False
        self.ordered.emit(Arrangement(generation, ids, len(selected)))
        self.arrivals_changed.emit(0)

    def whole_order(self) -> Callable[[], NDArray[np.int64]]:
        """Return what works out all ids of the present order, int64; for a thread of its own."""
        return self._ordering.whole()

    def _mask(self) -> Mask:
        """Return the mask of the present tab; made once for a generation and filter."""
        desk = self._around.desk
        generation, conditions = desk.generation, self._conditions(self._tab)
        last = self._last_mask
        if last is None or last[1].generation != generation.number or last[0] != conditions:
            # What all views share has been worked out already.
            if conditions[0] != desk.filter:
                selected = mask_of(generation, conditions)
            elif conditions[1:]:
                selected = both(desk.selected, mask_of(generation, conditions[1:]))
            else:
                selected = desk.selected
            last = self._last_mask = conditions, selected
        return last[1]

    def _conditions(self, tab: AnyTab) -> tuple[Filter, ...]:
        desk, saved = self._around.desk, self._saved
        now_s = int(self._around.clock.now_s())
        return conditions_of(tab, desk.filter, desk.user_name, now_s, {} if saved is None else saved.filters())

    def _count(self) -> None:
        generation = self._around.desk.generation
        names = () if self._saved is None else self._saved.names
        asked = {tab: self._conditions(tab) for tab in (*Tab, *map(SavedTab, names))}

        def question(_reader: MirrorReader) -> dict[AnyTab, int]:
            return {tab: len(mask_of(generation, conditions)) for tab, conditions in asked.items()}

        self._counting.ask(question, self.counts_changed.emit)

    def _on_board_changed(self, _generation: Generation, change: ChangeSet) -> None:
        self._texts.take(change)
        self._changed.append(change.upserts.ids)
        if not self._later.isActive():
            self._later.start(_COALESCE_MS)

    def _on_past(self, at_ms: int | None) -> None:
        """Hold nothing back when the present returns: what waited is of another time."""
        if at_ms is None:
            self.adopt()

    def _on_later(self) -> None:
        began_s = time.perf_counter()
        # Rows that are held would mix two instants of the past.
        if self._held and self._around.desk.past_ms is None:
            self.refreshed.emit(self._around.desk.generation)
            self.arrivals_changed.emit(self.arrivals)
            self._count()
        else:
            self._renew()
        # Under a stream of changes at most a third of the time goes into ordering.
        self._later.setInterval(max(_COALESCE_MS, int(2_000 * (time.perf_counter() - began_s))))

    def _renew(self) -> None:
        """Show the order anew, after the texts that it depends on."""
        if self._texts.is_behind(self._sorted_texts()):
            self._texts.want(self._sorted_texts())
            self.refreshed.emit(self._around.desk.generation)
        else:
            self.adopt()

    def _on_tick(self) -> None:
        """Let ages and what has become late go on."""
        if self._tab is Tab.LATE and not self._held:
            self.adopt()
        else:
            self.refreshed.emit(self._around.desk.generation)
            self._count()

    def _on_names(self) -> None:
        if any(COLUMNS[key.column].board in self._around.names.ranks for key in self._keys):
            self._adopt_unless_held()

    def _on_saved(self) -> None:
        if isinstance(self._tab, SavedTab):
            self._adopt_unless_held()
        self._count()

    def _sorted_texts(self) -> list[RankedText]:
        return [spec.text for spec in (COLUMNS[key.column] for key in self._keys) if spec.text is not None]

    def _on_ranked(self, is_awaited: bool) -> None:
        texts = self._sorted_texts()
        if is_awaited and texts:
            self.adopt()
        elif texts:
            self._adopt_unless_held()
        if self._texts.is_behind(texts) and not self._later.isActive():
            self._later.start()

    def _adopt_unless_held(self) -> None:
        self._is_due = self._held
        if not self._held:
            self.adopt()


def _within(generation: Generation, selected: Mask, ids: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Return which of some reports pass a mask of this generation."""
    rows = generation.rows_of(ids)
    known = np.flatnonzero(rows >= 0)
    found = np.zeros(len(ids), np.bool_)
    found[known] = selected.flat()[rows[known]]
    return found
