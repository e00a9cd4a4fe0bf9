"""The saved filters that stand as tabs of the queue, as they are at present."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject, Signal

from commandcenter.models.board.filter import Filter
from commandcenter.views.saved.library import Library
from commandcenter.views.saved.use import LiveFilter
from commandcenter.views.surroundings import Surroundings


class SavedTabs(QObject):
    """Filters by name, in the library's order.

    Emits:
        names_changed: Other tabs are to be shown (``tuple[str, ...]``).
        filters_changed: One of them lets others pass now.
    """

    names_changed = Signal(object)
    filters_changed = Signal()

    def __init__(self, library: Library, around: Surroundings, parent: QObject | None = None) -> None:
        """Follow the library and the desk."""
        super().__init__(parent)
        self._library = library
        self._around = around
        self._live: dict[str, LiveFilter] = {}
        library.changed.connect(self._follow)
        around.desk.board_changed.connect(self._search)
        around.names.changed.connect(self.filters_changed)
        self._follow()

    @property
    def names(self) -> tuple[str, ...]:
        """What the tabs are called."""
        return tuple(self._live)

    def filters(self) -> Mapping[str, Filter]:
        """Return the filters as they are now."""
        now_s = int(self._around.clock.now_s())
        return {name: live.filter_at(now_s) for name, live in self._live.items()}

    def _search(self, *_: object) -> None:
        for live in self._live.values():
            live.search()

    def _follow(self) -> None:
        before, self._live = self._live, {}
        for entry in self._library.entries:
            if not entry.is_tab:
                continue
            known = before.pop(entry.name, None)
            if known is None or known.saved != entry.saved:
                if known is not None:
                    known.deleteLater()
                known = LiveFilter(entry.saved, self._around, self)
                known.changed.connect(self.filters_changed)
            self._live[entry.name] = known
        for gone in before.values():
            gone.deleteLater()
        self.names_changed.emit(self.names)
        self.filters_changed.emit()
