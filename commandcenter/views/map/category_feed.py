"""The categories as the map needs them: their names for hints, their icons for single reports.

Thread: the interface thread.
"""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject, Signal

from commandcenter.models.category import Category
from commandcenter.views.desk import Desk
from commandcenter.views.reading import Newest, Reading


class CategoryFeed(QObject):
    """Reads the categories, and again whenever the settings change.

    Emits:
        changed: Others are there.
    """

    changed = Signal()

    def __init__(self, desk: Desk, reading: Reading, parent: QObject | None = None) -> None:
        """Ask for them; until they are there, there are none."""
        super().__init__(parent)
        self._newest = Newest(reading, self)
        self.by_code: Mapping[str, Category] = {}
        self.icons: Mapping[str, str] = {}
        desk.settings_changed.connect(self._read)
        self._read()

    @property
    def is_settled(self) -> bool:
        """Whether the newest ones are there."""
        return self._newest.is_answered

    def _read(self) -> None:
        self._newest.ask(lambda reader: reader.categories(), self._on_read)

    def _on_read(self, categories: tuple[Category, ...]) -> None:
        self.by_code = {str(category.code): category for category in categories}
        icons = {code: category.icon for code, category in self.by_code.items()}
        if icons != self.icons:
            self.icons = icons
            self.changed.emit()
