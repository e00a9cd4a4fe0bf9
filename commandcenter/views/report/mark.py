"""A state as a small widget: its shape and its word."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from commandcenter.models.state import State
from commandcenter.views.drawing import Look, interface_font, paint_state
from commandcenter.views.wording import state_word


class StateMark(QWidget):
    """Shape and word of one state, in its colour."""

    def __init__(
        self, look: Look, state: State, size_px: int = 14, *, with_word: bool = True, parent: QWidget | None = None
    ) -> None:
        """Show a state at a text size in pixels."""
        super().__init__(parent)
        self._look = look
        self._state = state
        self._size_px = size_px
        self._with_word = with_word
        self._bold = interface_font(size_px, self.font().Weight.DemiBold)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(state_word(state))
        look.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """Return the room that shape and word take."""
        width = self._size_px + 2
        if self._with_word:
            self.setFont(self._bold)
            width += 8 + self.fontMetrics().horizontalAdvance(state_word(self._state))
        return QSize(width + 2, self._size_px + 8)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Paint shape and word."""
        painter = QPainter(self)
        radius = self._size_px / 2
        colour = QColor(self._look.colour(self._state))
        paint_state(painter, self._state, QPointF(radius + 1, self.height() / 2), radius, colour)
        if self._with_word:
            painter.setFont(self._bold)
            painter.setPen(colour)
            words = self.rect().adjusted(self._size_px + 9, 0, 0, 0)
            painter.drawText(words, int(Qt.AlignmentFlag.AlignVCenter), state_word(self._state))
        painter.end()
