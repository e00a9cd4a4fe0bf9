"""A filter button with a list behind it: search it, tick what is wanted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QIcon, QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

_KEY = int(Qt.ItemDataRole.UserRole)
_SEARCH_FROM = 12


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to tick.

    Attributes:
        key: What the filter holds; None stands for "none of them", such as outside every area.
        label: What a person reads.
        depth: How far it is indented under those before it.
        icon: Shape or picture.
    """

    key: str | None
    label: str
    depth: int = 0
    icon: QIcon | None = None


class Choice(QToolButton):
    """A button that opens a list of options to tick.

    Emits:
        chosen: These keys are ticked now (``frozenset[str | None]``, or None where nothing is).
    """

    chosen = Signal(object)

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        """Begin without options."""
        super().__init__(parent)
        self._title = title
        self._options: Sequence[Option] = ()
        self._ticked: frozenset[str | None] | None = None
        self._is_compact = False
        self._filling = False
        self.popup = QFrame(self, Qt.WindowType.Popup)
        self.popup.setObjectName("popup")
        self.search = QLineEdit(self.popup)
        self.search.setPlaceholderText(self.tr("Search…"))
        self.search.setClearButtonEnabled(True)
        self.list = QListWidget(self.popup)
        self.list.setAccessibleName(title)
        self.nothing = QPushButton(self.tr("All – no condition"), self.popup)
        column = QVBoxLayout(self.popup)
        column.setContentsMargins(6, 6, 6, 6)
        for widget in (self.search, self.list, self.nothing):
            column.addWidget(widget)
        self.clicked.connect(self.open)
        self.search.textChanged.connect(self._sift)
        self.list.itemChanged.connect(self._on_item_changed)
        self.list.itemActivated.connect(self._turn)
        self.nothing.clicked.connect(lambda: self._set(None))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.show_ticked(None)

    def set_options(self, options: Sequence[Option]) -> None:
        """Offer these options, in this order."""
        self._options = options
        self._filling = True
        self.list.clear()
        for option in options:
            item = QListWidgetItem(" " * (4 * option.depth) + option.label, self.list)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setData(_KEY, option.key)
            on = self._ticked is not None and option.key in self._ticked
            item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
            if option.icon is not None:
                item.setIcon(option.icon)
        self.search.setVisible(len(options) >= _SEARCH_FROM)
        self._filling = False
        self.show_ticked(self._ticked)

    def label_of(self, key: str | None) -> str:
        """Return what a person reads for a key; the key itself where it is not offered."""
        return next((option.label for option in self._options if option.key == key), key or "")

    def show_ticked(self, keys: frozenset[str | None] | None) -> None:
        """Show which options are ticked, without saying so to anybody."""
        before, self._ticked = self._ticked, keys
        self._tick_items((keys or frozenset()) ^ (before or frozenset()))
        words = f"{self._title}: {len(keys)}" if keys is not None and self._is_compact else self.full_words()
        self.setText(self.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, 150) + " ▾")
        self.setAccessibleName(words)
        self.setToolTip(words)
        if self.property("active") != (keys is not None):
            self.setProperty("active", keys is not None)
            self.style().unpolish(self)
            self.style().polish(self)

    def _tick_items(self, keys: frozenset[str | None]) -> None:
        """Tick the items of these keys as they are ticked by now; the rest stands right already."""
        if not keys:
            return
        self._filling = True
        for row in range(self.list.count()):
            item = self.list.item(row)
            if item.data(_KEY) in keys:
                on = self._ticked is not None and item.data(_KEY) in self._ticked
                item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
        self._filling = False

    def full_words(self) -> str:
        """Return what the button says where there is room enough."""
        if self._ticked is None:
            return self._title
        if len(self._ticked) == 1:
            return self.label_of(next(iter(self._ticked)))
        return f"{self._title}: {len(self._ticked)}"

    def set_compact(self, on: bool) -> None:
        """Say only how many are ticked, where the one that is ticked would need too much room."""
        if on != self._is_compact:
            self._is_compact = on
            self.show_ticked(self._ticked)

    def open(self) -> None:
        """Open the list under the button."""
        rows = min(max(len(self._options), 3), 14)
        self.list.setFixedHeight(rows * 28 + 8)
        self.popup.setFixedWidth(300)
        self.popup.move(self.mapToGlobal(QPoint(0, self.height() + 2)))
        self.popup.show()
        self.search.clear()
        (self.search if self.search.isVisible() else self.list).setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open with the keys that open lists elsewhere."""
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.open()
            return
        super().keyPressEvent(event)

    def _sift(self, words: str) -> None:
        wanted = words.casefold().split()
        for row in range(self.list.count()):
            item = self.list.item(row)
            label = item.text().casefold()
            item.setHidden(not all(word in label for word in wanted))

    def _turn(self, item: QListWidgetItem) -> None:
        on = item.checkState() == Qt.CheckState.Checked
        item.setCheckState(Qt.CheckState.Unchecked if on else Qt.CheckState.Checked)

    def _on_item_changed(self, _item: QListWidgetItem) -> None:
        if self._filling:
            return
        items = [self.list.item(row) for row in range(self.list.count())]
        keys = frozenset(item.data(_KEY) for item in items if item.checkState() == Qt.CheckState.Checked)
        self._set(keys or None)

    def _set(self, keys: frozenset[str | None] | None) -> None:
        self.show_ticked(keys)
        self.chosen.emit(keys)
