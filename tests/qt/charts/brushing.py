"""Mouse gestures on charts: presses, drags with the button held, and clicks."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

LEFT = Qt.MouseButton.LeftButton


def press(chart: QWidget, at: QPoint) -> None:
    """Press the button."""
    QTest.mousePress(chart, LEFT, pos=at)


def drag_to(chart: QWidget, at: QPoint) -> None:
    """Move the mouse with its button held; QTest's own move holds none."""
    where, everywhere = QPointF(at), QPointF(chart.mapToGlobal(at))
    kind, none = QEvent.Type.MouseMove, Qt.MouseButton.NoButton
    event = QMouseEvent(kind, where, everywhere, none, LEFT, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(chart, event)


def let_go(chart: QWidget, at: QPoint) -> None:
    """Let the button go."""
    QTest.mouseRelease(chart, LEFT, pos=at)


def click(chart: QWidget, at: QPoint, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Click."""
    QTest.mouseClick(chart, LEFT, modifier, at)
