"""The places of reports among their texts, worked out in the background and kept up with what changes.

Owns when texts are ranked: once, when somebody first sorts by one, and afterwards only what has changed since.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal

from commandcenter.models.board.change_set import ChangeSet
from commandcenter.models.mirror.reader import MirrorReader
from commandcenter.models.mirror.text_rank import MOST_MERGED, NOTHING_RANKED, RankedText, TextRanks
from commandcenter.views.surroundings import Surroundings


class TextOrder(QObject):
    """Ranks of the texts that somebody sorts by.

    Emits:
        ranked: Ranks have come (bool: of a text that had none before, which somebody waits for).
        working_changed: Whether ranks are being worked out (bool).
    """

    ranked = Signal(bool)
    working_changed = Signal(bool)

    def __init__(self, around: Surroundings, parent: QObject | None = None) -> None:
        """Begin without ranks."""
        super().__init__(parent)
        self._around = around
        self._ranks: dict[RankedText, TextRanks] = {}
        self._changed: dict[RankedText, list[NDArray[np.int64]]] = {}
        self._loads = 0
        self._is_asking = False

    @property
    def ranks(self) -> Mapping[RankedText, TextRanks]:
        """What is ranked, by text."""
        return self._ranks

    def take(self, change: ChangeSet) -> None:
        """Note what has changed; ``want`` reads it."""
        if change.replaces_all:
            self._loads += 1
            self._ranks.clear()
            self._changed.clear()
        for field, changed in self._changed.items():
            changed += [change.upserts.ids, change.removed]
            if sum(map(len, changed)) > MOST_MERGED:
                # As many as a new ranking is for: no need to remember them one by one.
                self._changed[field] = [np.concatenate(changed)[: MOST_MERGED + 1]]

    def is_behind(self, fields: Iterable[RankedText]) -> bool:
        """Return whether one of these texts is not ranked, or has changed since."""
        return any(field not in self._ranks or any(map(len, self._changed[field])) for field in fields)

    def want(self, fields: Iterable[RankedText]) -> None:
        """Have these texts ranked as far as they are not; ``ranked`` follows if there was anything to do.

        What is asked for while an earlier answer is still on its way waits for that: ask again then.
        """
        behind = [field for field in fields if self.is_behind([field])]
        if not behind or self._is_asking:
            return
        changed = {field: np.concatenate(self._changed[field]) for field in behind if field in self._ranks}
        before = {field: self._ranks.get(field, NOTHING_RANKED) for field in behind}
        # From now on it is counted what the answer may not know.
        self._changed.update({field: [] for field in behind})
        load = self._loads

        def question(reader: MirrorReader) -> dict[RankedText, TextRanks]:
            return {field: reader.text_ranks(field, before[field], changed.get(field)) for field in behind}

        def then(ranks: dict[RankedText, TextRanks]) -> None:
            self._set_asking(False)
            if load == self._loads:
                self._ranks.update(ranks)
            self.ranked.emit(len(changed) < len(behind))

        self._set_asking(True)
        self._around.reading.ask(question, then, lambda: self._set_asking(False))

    def _set_asking(self, is_asking: bool) -> None:
        self._is_asking = is_asking
        self.working_changed.emit(is_asking)
