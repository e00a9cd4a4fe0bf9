"""The brush that all charts share: drag over bars, click on one, or choose with the keyboard.

Owns the gestures and the rule that many of them in a row become one question. A chart says where its bars are, what
they count in words, and what choosing them makes of the filter; it never listens to the mouse itself.
"""

from __future__ import annotations

from abc import abstractmethod

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer
from PySide6.QtGui import QColor, QFocusEvent, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QToolTip, QWidget

from commandcenter.models.board.filter import Filter
from commandcenter.views.charts.counting import Counted, Counting
from commandcenter.views.surroundings import Surroundings

_COALESCE_MS = 16
_DRAG_PX = 3
_CLEARING = frozenset({Qt.Key.Key_Escape, Qt.Key.Key_Delete, Qt.Key.Key_Backspace})


class BrushedChart(QWidget):
    """A chart whose bars filter all views when they are chosen, while they are being chosen.

    Keys: arrows move between bars, with Shift they choose a range, Space chooses the bar or lets it go, Escape or
    Delete clears.
    """

    def __init__(self, around: Surroundings, counting: Counting, parent: QWidget | None = None) -> None:
        """Draw what ``counting`` counts."""
        super().__init__(parent)
        self.around = around
        self.counting = counting
        self.cursor_bar: int | None = None
        self._anchor: int | None = None
        self._press: tuple[QPoint, int] | None = None
        self._dragged = False
        self._wanted: tuple[int, int] | None = None
        self._apply = QTimer(self)
        self._apply.setSingleShot(True)
        self._apply.setInterval(_COALESCE_MS)
        self._apply.timeout.connect(self._apply_brush)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        # Every pixel is painted here; Qt need not paint what lies below it first.
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleDescription(
            self.tr("Arrow keys move between bars, with Shift they choose a range, Space chooses one, Escape clears.")
        )
        counting.counted.connect(self.show_counts)
        around.look.changed.connect(lambda _theme: self.update())

    @abstractmethod
    def show_counts(self, counted: Counted) -> None:
        """Draw another answer."""

    @abstractmethod
    def bar_at(self, at: QPoint, *, nearest: bool) -> int | None:
        """Return the bar at a point of the widget; outside all of them None, or the nearest one while dragging."""

    @abstractmethod
    def bar_words(self, bar: int) -> str:
        """Return what a bar counts, in words."""

    @abstractmethod
    def filter_with(self, first: int, last: int) -> Filter:
        """Return the desk's filter with the bars from one to another chosen, in the order in which they were met."""

    @abstractmethod
    def filter_toggled(self, bar: int, *, add: bool) -> Filter:
        """Return the desk's filter with one bar chosen, or let go if it was the only one.

        Args:
            bar: Which.
            add: Keep the others that are chosen.
        """

    @abstractmethod
    def bar_beside(self, bar: int | None, key: Qt.Key) -> int | None:
        """Return the bar that an arrow key leads to, None where it leads nowhere; from None to the first one."""

    @abstractmethod
    def clear(self) -> None:
        """Let all bars go."""

    @abstractmethod
    def paint(self, painter: QPainter) -> None:
        """Paint everything but the focus."""

    @property
    def brush_under_way(self) -> tuple[int, int] | None:
        """The bars chosen by the last movement while the filter does not hold them yet."""
        return self._wanted

    @property
    def is_brushing(self) -> bool:
        """Whether the mouse button is held on a bar."""
        return self._press is not None

    def choose(self, first: int, last: int) -> None:
        """Filter by the bars between two; many calls in a row become one."""
        self._wanted = first, last
        if not self._apply.isActive():
            self._apply.start()
        self.update()

    def drop_brush(self) -> None:
        """Forget what was about to be chosen."""
        self._apply.stop()
        self._wanted = None
        self._anchor = None

    def _apply_brush(self) -> None:
        self._apply.stop()
        wanted, self._wanted = self._wanted, None
        if wanted is not None:
            self.around.desk.set_filter(self.filter_with(*wanted))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a brush."""
        at = event.position().toPoint()
        bar = self.bar_at(at, nearest=False)
        if event.button() == Qt.MouseButton.LeftButton and bar is not None:
            self._press, self._dragged = (at, bar), False
            self.cursor_bar = None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Draw the brush and filter meanwhile."""
        if self._press is None or not event.buttons() & Qt.MouseButton.LeftButton:
            return
        at, (start, first) = event.position().toPoint(), self._press
        self._dragged = self._dragged or (at - start).manhattanLength() >= _DRAG_PX
        last = self.bar_at(at, nearest=True)
        if self._dragged and last is not None:
            self.choose(first, last)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the brush where the button was let go; a click chooses one bar."""
        press, self._press = self._press, None
        if press is None:
            return
        if self._dragged:
            self._apply_brush()
        else:
            add = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            self.around.desk.set_filter(self.filter_toggled(press[1], add=add))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Let all bars go."""
        self._press = None
        self.clear()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move between bars, choose and clear."""
        key = Qt.Key(event.key())
        beside = self.bar_beside(self.cursor_bar, key)
        if beside is not None:
            self._move_to(beside, choosing=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        elif key == Qt.Key.Key_Space and self.cursor_bar is not None:
            self.around.desk.set_filter(self.filter_toggled(self.cursor_bar, add=True))
        elif key in _CLEARING:
            self.clear()
        else:
            super().keyPressEvent(event)

    def _move_to(self, bar: int, *, choosing: bool) -> None:
        start = bar if self.cursor_bar is None else self.cursor_bar
        self.cursor_bar = bar
        if choosing:
            self._anchor = start if self._anchor is None else self._anchor
            self.choose(self._anchor, bar)
        else:
            self._anchor = None
        self.setAccessibleDescription(self.bar_words(bar))
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Begin anew when the keyboard comes back."""
        self._anchor = None
        super().focusOutEvent(event)

    def event(self, event: QEvent) -> bool:
        """Say what the bar under the pointer counts."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            bar = self.bar_at(event.pos(), nearest=False)
            if bar is None:
                QToolTip.hideText()
            else:
                QToolTip.showText(event.globalPos(), self.bar_words(bar), self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Paint the chart."""
        painter = QPainter(self)
        self.paint(painter)
        if self.hasFocus():
            painter.setPen(QPen(QColor(self.around.look.theme.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
        painter.end()
