"""From a saved filter to one that is in force: its areas with all that lies in them, its words searched for.

Owns the step back too: what of the desk's filter is kept under a name.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal

from commandcenter.models.board.condition import TextMatch
from commandcenter.models.board.filter import Filter
from commandcenter.models.board.filter_file import SavedFilter
from commandcenter.models.identity import AreaCode
from commandcenter.views.reading import Newest
from commandcenter.views.shell.condition_words import condition_words
from commandcenter.views.shell.period import Period, PeriodButton
from commandcenter.views.surroundings import Surroundings
from commandcenter.views.wording import age, translate


class SavedUse(QObject):
    """Puts saved filters into force on one desk."""

    def __init__(self, around: Surroundings, period: PeriodButton, parent: QObject | None = None) -> None:
        """Use ``period`` for times that move on with the clock."""
        super().__init__(parent)
        self._around = around
        self._period = period
        self._newest = Newest(around.reading, self)

    def present(self, name: str) -> SavedFilter:
        """Return the desk's filter under a name."""
        desk = self._around.desk
        wanted = replace(desk.filter, areas=self._ticked(desk.filter.areas))
        return SavedFilter.of(name, wanted, self._period.rolling_s)

    def is_present(self, saved: SavedFilter) -> bool:
        """Return whether the desk's filter is this one."""
        return self.present(saved.name) == saved

    def put(self, saved: SavedFilter) -> None:
        """Filter all views by a saved filter; at once, or as soon as its words have been searched for."""
        self._newest.drop()
        if not saved.words:
            self._set(saved, None)
            return
        words = saved.words
        self._newest.ask(lambda reader: reader.search(words), lambda ids: self._set(saved, TextMatch(words, ids)))

    def _set(self, saved: SavedFilter, found: TextMatch | None) -> None:
        wanted = in_force(saved, self._around, found)
        rolling = next((period for period in Period if period.value == saved.last_s), Period.ALL)
        from_s = self._period.begin(rolling)
        if rolling is not Period.ALL:
            wanted = replace(wanted, created_from_s=from_s)
        self._around.desk.set_filter(wanted)

    def _ticked(self, areas: frozenset[str | None] | None) -> frozenset[str | None] | None:
        if areas is None:
            return None
        codes = {AreaCode(code) for code in areas if code is not None}
        return self._around.names.area_tree.topmost(codes) | (areas & {None})


class LiveFilter(QObject):
    """A saved filter as it stands at present, kept so while reports come, names change and time passes.

    Emits:
        changed: It stands differently now.
    """

    changed = Signal()

    def __init__(self, saved: SavedFilter, around: Surroundings, parent: QObject | None = None) -> None:
        """Search for its words; until they are found it lets nothing pass."""
        super().__init__(parent)
        self.saved = saved
        self._around = around
        self._newest = Newest(around.reading, self)
        self._found = TextMatch(saved.words, np.empty(0, np.int64)) if saved.words else None
        self.search()

    def filter_at(self, now_s: int) -> Filter:
        """Return the filter at a UTC second."""
        return in_force(self.saved, self._around, self._found, now_s)

    def search(self) -> None:
        """Search again for its words, if it has any: reports came or changed."""
        if self.saved.words:
            words = self.saved.words
            self._newest.ask(lambda reader: reader.search(words), self._on_found)

    def _on_found(self, ids: NDArray[np.int64]) -> None:
        found = TextMatch(self.saved.words, ids)
        if found != self._found:
            self._found = found
            self.changed.emit()


def in_force(saved: SavedFilter, around: Surroundings, found: TextMatch | None, now_s: int | None = None) -> Filter:
    """Return a saved filter as it is meant at a UTC second, the present one unless given."""
    wanted = saved.at(int(around.clock.now_s()) if now_s is None else now_s, found)
    if wanted.areas is None:
        return wanted
    codes = {AreaCode(code) for code in wanted.areas if code is not None}
    return replace(wanted, areas=around.names.area_tree.below(codes) | (wanted.areas & {None}))


def saved_words(saved: SavedFilter, around: Surroundings) -> tuple[str, ...]:
    """Return the conditions of a saved filter in words, those that are relative to its use included."""
    words = [text for _, text in condition_words(saved.wanted, around.names, around.clock.now_s())]
    if saved.last_s is not None:
        words.append(translate("Condition", "Reported: in the last {age}").format(age=age(saved.last_s)))
    if saved.words:
        words.append(translate("Condition", "Search: “{words}”").format(words=saved.words))
    if saved.late:
        words.append(translate("Condition", "Late"))
    return tuple(words)
