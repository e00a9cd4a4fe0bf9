"""The filters at the top."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from commandcenter.models.board.condition import TextMatch
from commandcenter.models.board.filter import Filter
from commandcenter.models.freshness import Freshness
from commandcenter.models.identity import AreaCode
from commandcenter.models.state import STATES, State
from commandcenter.views.reading import Newest
from commandcenter.views.saved.file import FilterFiles
from commandcenter.views.saved.library import Library
from commandcenter.views.saved.menu import SavedMenu
from commandcenter.views.saved.use import SavedUse
from commandcenter.views.shell.choice import Choice, Option
from commandcenter.views.shell.more_conditions import MoreConditions
from commandcenter.views.shell.period import PeriodButton
from commandcenter.views.shell.rolling import RollingConditions
from commandcenter.views.surroundings import Surroundings
from commandcenter.views.wording import state_word

_TYPED_MS = 200


class FilterBar(QWidget):
    """Area, period, state, category and search, all of them on the desk's one filter."""

    def __init__(self, around: Surroundings, library: Library, parent: QWidget | None = None) -> None:
        """Show and change the desk's filter; ``library`` holds those that are saved."""
        super().__init__(parent)
        self._around = around
        self._newest = Newest(around.reading, self)
        self.area = Choice(self.tr("Area"), self)
        self.period = PeriodButton(around, self)
        self.state = Choice(self.tr("State"), self)
        self.category = Choice(self.tr("Category"), self)
        self.more = MoreConditions(around, self)
        self._rolling = RollingConditions(around, self)
        self.saved = SavedMenu(
            library,
            SavedUse(around, self.period, self),
            FilterFiles(library, around.reading, self),
            around,
            self,
        )
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(self.tr("Search number, text, place  (Ctrl+F)"))
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumWidth(130)
        self.search.setMaximumWidth(340)
        self.search.setAccessibleName(self.tr("Search in the reports"))
        self._typed = QTimer(self)
        self._typed.setSingleShot(True)
        self._typed.setInterval(_TYPED_MS)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        for widget in (self.area, self.period, self.state, self.category, self.more):
            row.addWidget(widget)
        row.addWidget(self.search, 100)
        row.addWidget(self.saved)
        row.addStretch(1)
        self._searches_all = True
        self._connect()
        self._offer()
        self._show(around.desk.filter)

    def set_compact(self, on: bool) -> None:
        """Need less room, or as much as reads best; the chips say what is chosen either way."""
        for button in (self.area, self.period, self.state, self.category, self.saved):
            button.set_compact(on)
        self.search.setMinimumWidth(80 if on else 130)

    def full_words(self) -> tuple[str, ...]:
        """Return what the buttons say where there is room enough: what their need of room hangs on."""
        choices = tuple(choice.full_words() for choice in (self.area, self.state, self.category))
        custom = self.period.is_custom(self._around.desk.filter)
        return (*choices, str(custom), self.more.text(), self.saved.accessibleName())

    def begin_search(self) -> None:
        """Put the cursor into the search."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def ticked_areas(self, wanted: Filter) -> frozenset[str | None] | None:
        """Return the areas of a filter without those that lie in another of them: what was ticked."""
        return _of_known(self._around.names.area_tree.topmost, wanted.areas)

    def _connect(self) -> None:
        desk = self._around.desk
        self.area.chosen.connect(self._on_areas)
        self.category.chosen.connect(lambda keys: desk.set_filter(replace(desk.filter, categories=keys)))
        self.state.chosen.connect(self._on_states)
        self.search.textChanged.connect(lambda _words: self._typed.start())
        self.search.returnPressed.connect(self._search)
        self._typed.timeout.connect(self._search)
        desk.filter_changed.connect(self._show)
        desk.board_changed.connect(self._on_board_changed)
        desk.freshness_changed.connect(self._on_freshness)
        self._around.names.changed.connect(self._offer)
        self._around.names.changed.connect(lambda: self._on_areas(self.ticked_areas(desk.filter)))
        self._around.look.changed.connect(self._offer)

    def _offer(self, *_: object) -> None:
        look, names = self._around.look, self._around.names
        self.state.set_options(
            [Option(state.value, state_word(state), icon=look.state_icon(state)) for state in STATES]
        )
        ordered = sorted(names.categories, key=lambda code: names.category(code).casefold())
        self.category.set_options(
            [Option(code, names.category(code), icon=look.icon(names.category_icon(code))) for code in ordered]
        )
        self.area.set_options([*self._areas(None, 0), Option(None, self.tr("Outside all areas"))])

    def _areas(self, parent: str | None, depth: int) -> Iterator[Option]:
        areas = self._around.names.areas
        below = [
            area for area in areas.values() if area.parent == parent or (parent is None and area.parent not in areas)
        ]
        for area in sorted(below, key=lambda each: each.name.casefold()):
            yield Option(area.code, area.name, depth)
            if depth < 8:
                yield from self._areas(area.code, depth + 1)

    def _on_areas(self, keys: frozenset[str | None] | None) -> None:
        """Filter by what is ticked and all that lies in it; the board does not know which area lies in which."""
        desk = self._around.desk
        desk.set_filter(replace(desk.filter, areas=_of_known(self._around.names.area_tree.below, keys)))
        # A tick within another ticked area changes nothing, and must not look as if it did.
        self.area.show_ticked(self.ticked_areas(desk.filter))

    def _on_states(self, keys: frozenset[str] | None) -> None:
        desk = self._around.desk
        states = None if keys is None else frozenset(State(key) for key in keys)
        desk.set_filter(replace(desk.filter, states=states))

    def _search(self) -> None:
        self._typed.stop()
        words = self.search.text().strip()
        desk = self._around.desk
        present = desk.filter.text.query if desk.filter.text is not None else ""
        if not words:
            self._newest.drop()
            desk.set_filter(desk.filter.without("text"))
        elif words != present:
            self._ask(words)

    def _ask(self, words: str) -> None:
        desk = self._around.desk

        def then(ids: NDArray[np.int64]) -> None:
            # Meanwhile the search may have been taken away, or typed anew.
            if self.search.text().strip() == words:
                desk.set_filter(replace(desk.filter, text=TextMatch(words, ids)))

        self._newest.ask(lambda reader: reader.search(words), then)

    def _on_board_changed(self, *_: object) -> None:
        """Search again where reports came or changed, so that a found set does not grow old."""
        if self._around.desk.filter.text is not None:
            self._ask(self._around.desk.filter.text.query)

    def _on_freshness(self, freshness: Freshness) -> None:
        """Search again when the last of the older reports have become searchable."""
        if freshness.text_searchable != self._searches_all:
            self._searches_all = freshness.text_searchable
            partly = self.tr("The text of older reports is still being read in; a search finds more in a moment.")
            self.search.setToolTip("" if self._searches_all else partly)
            self._on_board_changed()

    def _show(self, wanted: Filter) -> None:
        self.area.show_ticked(self.ticked_areas(wanted))
        self.category.show_ticked(None if wanted.categories is None else frozenset(wanted.categories))
        states = wanted.states
        self.state.show_ticked(None if states is None else frozenset(state.value for state in states))
        words = "" if wanted.text is None else wanted.text.query
        if words != self.search.text().strip() and not self._typed.isActive():
            was = self.search.blockSignals(True)
            self.search.setText(words)
            self.search.blockSignals(was)


def _of_known(
    question: Callable[[AbstractSet[AreaCode]], frozenset[AreaCode]], keys: frozenset[str | None] | None
) -> frozenset[str | None] | None:
    """Ask the tree of areas about keys of a filter; None among them, outside every area, stays as it is."""
    if keys is None:
        return None
    return question({AreaCode(key) for key in keys if key is not None}) | (keys & {None})
