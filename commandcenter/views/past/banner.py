"""What says that the past is shown, across the whole window, for as long as it is."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from commandcenter.views.drawing import emphasise
from commandcenter.views.surroundings import Surroundings
from commandcenter.views.wording import exact_moment

_FRAME_PX = 5


class PastBanner(QWidget):
    """A band with the instant that is shown and what that means."""

    def __init__(self, around: Surroundings, parent: QWidget | None = None) -> None:
        """Begin hidden."""
        super().__init__(parent)
        self.setObjectName("pastBanner")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.when = QLabel(self)
        self.when.setObjectName("pastWhen")
        self.meaning = QLabel(self)
        self.meaning.setObjectName("pastMeaning")
        for label in (self.when, self.meaning):
            label.setTextFormat(Qt.TextFormat.PlainText)
        emphasise(self.when, 16)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 12, 6)
        row.setSpacing(16)
        row.addWidget(self.when)
        row.addWidget(self.meaning, 1)
        around.desk.past_changed.connect(self._on_past)
        self.hide()

    def _on_past(self, at_ms: int | None) -> None:
        if at_ms is not None:
            self.when.setText(self.tr("THE PAST · {moment}").format(moment=exact_moment(at_ms / 1000)))
            self.meaning.setText(
                self.tr("As it was known then. Nothing can be sent. Texts and support are those of today.")
            )
        self.setVisible(at_ms is not None)


class PastFrame(QWidget):
    """A frame around the window while the past is shown; the pointer goes through it."""

    def __init__(self, around: Surroundings, parent: QWidget) -> None:
        """Begin hidden; whoever owns the window places it."""
        super().__init__(parent)
        self._around = around
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        around.desk.past_changed.connect(self._on_past)
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Paint the frame."""
        painter = QPainter(self)
        painter.setPen(QPen(QColor(self._around.look.theme.caution), _FRAME_PX, Qt.PenStyle.DashLine))
        inset = _FRAME_PX // 2
        painter.drawRect(QRect(self.rect()).adjusted(inset, inset, -inset - 1, -inset - 1))
        painter.end()

    def _on_past(self, at_ms: int | None) -> None:
        self.setVisible(at_ms is not None)
        self.raise_()
