"""The picture of the chart of hours: what is painted where, from values only."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen

from commandcenter.views.charts.bins import Bins, marks
from commandcenter.views.drawing import interface_font
from commandcenter.views.palette import Theme
from commandcenter.views.wording import clock_time, day, number

_MARK_GAP_PX = 72.0
_LEFT = int(Qt.AlignmentFlag.AlignLeft)
_RIGHT = int(Qt.AlignmentFlag.AlignRight)
_CENTRE = int(Qt.AlignmentFlag.AlignCenter)


@dataclass(frozen=True, slots=True, eq=False)
class HoursPicture:
    """One state of the chart.

    Attributes:
        theme: Colours.
        size: Of the whole, in logical pixels.
        plot: Where the bars are.
        now_s: UTC seconds, for dates without a year.
        bins: How the period is cut.
        everything: Reports of each bar, int64.
        passing: Those of them that the filter lets through, int64.
        brush: Range drawn, UTC seconds, or None.
        cursor: Bar that the keyboard stands on, or None.
        title: At the top left.
        hint: At the top right.
        nothing: In place of bars where there are none.
    """

    theme: Theme
    size: QSize
    plot: QRect
    now_s: float
    bins: Bins
    everything: NDArray[np.int64]
    passing: NDArray[np.int64]
    brush: tuple[int, int] | None
    cursor: int | None
    title: str
    hint: str
    nothing: str

    def paint(self, painter: QPainter) -> None:
        """Paint it from the widget's origin."""
        painter.fillRect(QRect(0, 0, self.size.width(), self.size.height()), QColor(self.theme.surface))
        self._paint_head(painter)
        if self.everything.sum() == 0:
            painter.setFont(interface_font(13))
            painter.setPen(QColor(self.theme.dim_text))
            painter.drawText(self.plot, _CENTRE, self.nothing)
        else:
            self._paint_brush(painter)
            self._paint_scale(painter)
            self._paint_bars(painter)
        self._paint_axis(painter)

    def _x_of(self, at_s: float) -> float:
        bins = self.bins
        return self.plot.left() + (at_s - bins.start_s) / (bins.end_s - bins.start_s) * self.plot.width()

    def _paint_head(self, painter: QPainter) -> None:
        painter.setPen(QColor(self.theme.dim_text))
        head = QRect(10, 3, self.size.width() - 20, 18)
        painter.setFont(interface_font(12, QFont.Weight.DemiBold))
        painter.drawText(head, _LEFT, self.title)
        painter.setFont(interface_font(12))
        painter.drawText(head, _RIGHT, self.hint)

    def _paint_brush(self, painter: QPainter) -> None:
        if self.brush is None:
            return
        plot = self.plot
        left = max(self._x_of(self.brush[0]), plot.left())
        right = min(self._x_of(self.brush[1]), plot.right() + 1)
        painter.fillRect(QRectF(left, plot.top(), right - left, plot.height()), QColor(self.theme.selection))
        painter.setPen(QPen(QColor(self.theme.accent), 2))
        for x in (left, right):
            painter.drawLine(int(x), plot.top(), int(x), plot.bottom())

    def _paint_scale(self, painter: QPainter) -> None:
        painter.setFont(interface_font(11))
        painter.setPen(QColor(self.theme.dim_text))
        for value, y in ((int(self.everything.max()), self.plot.top()), (0, self.plot.bottom())):
            box = QRect(0, y - 8, self.plot.left() - 8, 16)
            painter.drawText(box, _RIGHT | int(Qt.AlignmentFlag.AlignVCenter), number(value))

    def _paint_bars(self, painter: QPainter) -> None:
        plot = self.plot
        top = max(int(self.everything.max()), 1)
        width = plot.width() / self.bins.count
        gap = 1.0 if width >= 3 else 0.0
        for counts, colour in ((self.everything, self.theme.ghost_bar), (self.passing, self.theme.bar)):
            for bar in np.flatnonzero(counts).tolist():
                # A bar that counts something is never too low to be seen.
                height = max(counts[bar] / top * plot.height(), 1.5)
                left = plot.left() + bar * width
                painter.fillRect(QRectF(left, plot.bottom() + 1 - height, width - gap, height), QColor(colour))
        if self.cursor is not None:
            painter.setPen(QPen(QColor(self.theme.accent), 2))
            left = plot.left() + self.cursor * width
            painter.drawRect(QRectF(left, plot.top(), max(width - gap, 2), plot.height()))

    def _paint_axis(self, painter: QPainter) -> None:
        plot, theme = self.plot, self.theme
        painter.setPen(QPen(QColor(theme.strong_line), 1))
        painter.drawLine(plot.left(), plot.bottom() + 1, plot.right(), plot.bottom() + 1)
        for at_s, day_begins in marks(self.bins, plot.width(), _MARK_GAP_PX):
            x = int(self._x_of(at_s))
            style = Qt.PenStyle.DotLine if day_begins else Qt.PenStyle.SolidLine
            painter.setPen(QPen(QColor(theme.strong_line), 1, style))
            painter.drawLine(x, plot.top() if day_begins else plot.bottom() + 1, x, plot.bottom() + 5)
            painter.setFont(interface_font(11, QFont.Weight.DemiBold if day_begins else QFont.Weight.Normal))
            painter.setPen(QColor(theme.text if day_begins else theme.dim_text))
            words = day(at_s, self.now_s) if day_begins else clock_time(at_s)
            box = QRect(min(max(x - 45, 0), self.size.width() - 90), plot.bottom() + 5, 90, 16)
            painter.drawText(box, _CENTRE, words)
