"""Widgets in rows: as many side by side as fit, the rest below."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class FlowLayout(QLayout):
    """Puts its items into rows from the left, each at its own size."""

    def __init__(self, parent: QWidget, gap_px: int) -> None:
        """Begin empty, ``gap_px`` between items and between rows."""
        super().__init__(parent)
        self._gap_px = gap_px
        self._items: list[QLayoutItem] = []

    def addItem(self, item: QLayoutItem) -> None:
        """Add one at the end."""
        self._items.append(item)

    def count(self) -> int:
        """Return how many there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """Return one, None beyond the last."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Take one out."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def hasHeightForWidth(self) -> bool:
        """Say that less width needs more rows."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of all rows."""
        return self._placed(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        """Put everything into its place."""
        super().setGeometry(rect)
        self._placed(rect, move=True)

    def sizeHint(self) -> QSize:
        """Return the least size."""
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        """Return room for the largest item."""
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return size.grownBy(self.contentsMargins())

    def _placed(self, rect: QRect, *, move: bool) -> int:
        inside = rect.marginsRemoved(self.contentsMargins())
        at = QPoint(inside.topLeft())
        row_px = 0
        for item in self._items:
            size = item.sizeHint()
            if at.x() > inside.left() and at.x() + size.width() > inside.right() + 1:
                at = QPoint(inside.left(), at.y() + row_px + self._gap_px)
                row_px = 0
            if move:
                item.setGeometry(QRect(at, QSize(min(size.width(), inside.width()), size.height())))
            at.setX(at.x() + size.width() + self._gap_px)
            row_px = max(row_px, size.height())
        return at.y() + row_px + self.contentsMargins().bottom() - rect.top()
