"""The order of the queue's rows: its head at once, the rest once nothing new has come for a moment.

Owns the one order of all reports that is kept, from which the head behind another filter is found by looking. Refuses
to decide what is in the queue and when it may move.

Thread: the interface thread; whole orders are made on a thread of ``Reading``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QTimer, Signal

from commandcenter.models.board.generation import Generation
from commandcenter.models.board.mask import Mask
from commandcenter.models.board.order import SortKey, order
from commandcenter.models.board.ranking import Ranking, ranking
from commandcenter.views.reading import Newest, Reading

AT_ONCE = 20_000
"""So many reports are ordered at once. Of more, the interface thread orders the head only."""

HEAD = 1_000
"""Rows of the head: more than the tallest screen shows."""

_REST_MS = 60
"""How long nothing new has come before the rest is ordered: under a stream of changes it would be for nothing."""


class Ordering(QObject):
    """Orders masks by keys.

    Emits:
        completed: All ids of the order whose head ``arrange`` returned last (int64).
    """

    completed = Signal(object)

    def __init__(self, reading: Reading, parent: QObject | None = None) -> None:
        """Begin with no order kept."""
        super().__init__(parent)
        self._asked: tuple[Generation, Mask, tuple[SortKey, ...]] | None = None
        self._is_whole = True
        self._kept: Ranking | None = None
        self._wanted: tuple[Generation, tuple[SortKey, ...]] | None = None
        self._ranking = Newest(reading, self)
        self._resting = Newest(reading, self)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._order_rest)

    def arrange(self, generation: Generation, selected: Mask, keys: Sequence[SortKey]) -> NDArray[np.int64]:
        """Return the ids of a mask in order, int64: all of them, or the first ``HEAD``; ``completed`` follows then."""
        self._asked = generation, selected, tuple(keys)
        self._resting.drop()
        self._rest.stop()
        self._is_whole = len(selected) <= AT_ONCE
        if self._is_whole:
            return generation.ids_of(order(generation, selected, keys))
        self._rest.start()
        if self._kept is not None and self._kept.fits(generation, keys):
            return generation.ids_of(self._kept.head(generation, selected, HEAD))
        return generation.ids_of(order(generation, selected, keys, HEAD))

    def complete(self) -> None:
        """Order the rest now if it waits for a quiet moment: somebody wants to see it."""
        if self._rest.isActive():
            self._rest.stop()
            self._order_rest()

    def whole(self) -> Callable[[], NDArray[np.int64]]:
        """Return what works out all ids of the present order, int64; for a thread of its own."""
        if self._asked is None:
            return lambda: np.empty(0, np.int64)
        generation, selected, keys = self._asked
        kept = self._kept
        if kept is not None and kept.is_of(generation, keys):
            return lambda: generation.ids_of(kept.all_of(selected))
        return lambda: generation.ids_of(order(generation, selected, keys))

    def _order_rest(self) -> None:
        if self._asked is None:
            return
        generation, _, keys = self._asked
        if self._kept is not None and self._kept.is_of(generation, keys):
            whole = self.whole()
            self._resting.ask(lambda _reader: whole(), self._complete)
        elif self._wanted != (generation, keys):
            # The same order for another filter goes on being made.
            self._wanted = generation, keys
            self._ranking.ask(lambda _reader: ranking(generation, keys), self._keep)

    def _keep(self, kept: Ranking) -> None:
        self._kept, self._wanted = kept, None
        # What was asked for meanwhile has its own quiet moment; if there was nothing, this is it.
        if not self._is_whole and not self._rest.isActive():
            self._order_rest()

    def _complete(self, ids: NDArray[np.int64]) -> None:
        self._is_whole = True
        self.completed.emit(ids)
