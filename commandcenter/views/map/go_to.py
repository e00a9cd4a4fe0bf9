"""The field in which somebody says where the map should go.

Thread: the interface thread; what a text means is looked up on a thread of ``Reading``.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from commandcenter.views.map.destination import Destination, destinations
from commandcenter.views.reading import Newest, Reading

_WIDTH_PX = 380
_MOST_ROWS = 14


class GoTo(QFrame):
    """A field with what it may mean below; Enter takes the first, arrows choose, Escape leaves.

    Emits:
        chosen: Where to go (``Destination``).
    """

    chosen = Signal(object)

    def __init__(self, reading: Reading, parent: QWidget) -> None:
        """Stand hidden over ``parent`` until ``ask``."""
        super().__init__(parent)
        self.setObjectName("goTo")
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAutoFillBackground(True)
        self._newest = Newest(reading, self)
        self._wanted = ""
        self.field = QLineEdit(self)
        self.field.setPlaceholderText(self.tr("Area, address, report number or -6.2, 106.8"))
        self.field.setAccessibleName(self.tr("Go to a place, address or report"))
        self.field.setClearButtonEnabled(True)
        self.list = QListWidget(self)
        self.list.setAccessibleName(self.tr("Places found"))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self._none = QLabel(self.tr("Nothing found"), self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 6, 6, 6)
        for widget in (self.field, self.list, self._none):
            layout.addWidget(widget)
        self.field.textChanged.connect(self._look_up)
        self.field.returnPressed.connect(self._take)
        self.list.itemClicked.connect(lambda _item: self._take())
        self.field.installEventFilter(self)
        self._show_found(())
        self.hide()

    def ask(self, at: QPoint) -> None:
        """Open below a point of the parent, with what was typed last chosen."""
        self.setFixedWidth(_WIDTH_PX)
        self.move(at)
        self.show()
        self.raise_()
        self.field.setFocus()
        self.field.selectAll()

    def leave(self) -> None:
        """Close, and give the keyboard back to the map."""
        self.hide()
        parent = self.parentWidget()
        if parent is not None:
            parent.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let arrows choose below while the field keeps the keyboard."""
        if watched is self.field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
            if step and self.list.count():
                self.list.setCurrentRow(max(0, min(self.list.count() - 1, self.list.currentRow() + step)))
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.leave()
                return True
        return super().eventFilter(watched, event)

    def _look_up(self, text: str) -> None:
        self._wanted = text
        self._newest.ask(lambda reader: destinations(reader, text), self._show_found)

    def _show_found(self, found: tuple[Destination, ...]) -> None:
        self.list.clear()
        for each in found:
            item = QListWidgetItem(f"{each.title}   {each.detail}".rstrip(), self.list)
            item.setData(Qt.ItemDataRole.UserRole, each)
            item.setToolTip(each.detail)
        self.list.setCurrentRow(0)
        self.list.setVisible(bool(found))
        row_px = max(self.list.sizeHintForRow(0), 1)
        self.list.setFixedHeight(row_px * min(len(found), _MOST_ROWS) + 2 * self.list.frameWidth() + 4)
        self._none.setVisible(not found and bool(self._wanted.strip()))
        self.adjustSize()

    def _take(self) -> None:
        item = self.list.currentItem() if self.list.currentRow() >= 0 else None
        if item is not None and self._newest.is_answered:
            self.leave()
            self.chosen.emit(item.data(Qt.ItemDataRole.UserRole))
