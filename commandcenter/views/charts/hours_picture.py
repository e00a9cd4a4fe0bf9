"""The picture of the chart of hours: what is painted where, from values only.

Title, axis, scale and the bars of all reports stay while a brush moves: they are painted on a backdrop, which is kept.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen

from commandcenter.views.charts.backdrop import Backdrop
from commandcenter.views.charts.bins import DAY_S, Bins, marks
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

    def paint(self, painter: QPainter, backdrop: Backdrop, ratio: float) -> None:
        """Paint it from the widget's origin.

        Args:
            painter: On the widget.
            backdrop: Kept from one picture to the next.
            ratio: Device pixels per logical pixel.
        """
        painter.fillRect(QRect(0, 0, self.size.width(), self.size.height()), QColor(self.theme.surface))
        self._paint_brush(painter)
        looks = self.theme, self.plot.getRect(), self.bins, self.now_s // DAY_S, self.title, self.nothing
        ground = backdrop.picture(looks, self.everything, self.size, ratio, self._paint_ground)
        painter.drawPixmap(0, 0, ground)
        self._paint_bars(painter, self.passing, self.theme.bar)
        self._paint_cursor(painter)
        head = QRect(10, 3, self.size.width() - 20, 18)
        painter.setPen(QColor(self.theme.dim_text))
        painter.setFont(interface_font(12))
        painter.drawText(head, _RIGHT, self.hint)

    def _paint_ground(self, painter: QPainter) -> None:
        self._paint_title(painter)
        if self._is_empty:
            painter.setFont(interface_font(13))
            painter.setPen(QColor(self.theme.dim_text))
            painter.drawText(self.plot, _CENTRE, self.nothing)
        else:
            self._paint_scale(painter)
            self._paint_bars(painter, self.everything, self.theme.ghost_bar)
        self._paint_axis(painter)

    @property
    def _is_empty(self) -> bool:
        return not self.everything.any()

    def _x_of(self, at_s: float) -> float:
        bins = self.bins
        return self.plot.left() + (at_s - bins.start_s) / (bins.end_s - bins.start_s) * self.plot.width()

    def _paint_title(self, painter: QPainter) -> None:
        painter.setPen(QColor(self.theme.dim_text))
        painter.setFont(interface_font(12, QFont.Weight.DemiBold))
        painter.drawText(QRect(10, 3, self.size.width() - 20, 18), _LEFT, self.title)

    def _paint_brush(self, painter: QPainter) -> None:
        if self.brush is None or self._is_empty:
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

    def _paint_bars(self, painter: QPainter, counts: NDArray[np.int64], colour_hex: str) -> None:
        plot = self.plot
        width = plot.width() / self.bins.count
        gap = 1.0 if width >= 3 else 0.0
        filled = np.flatnonzero(counts)
        # A bar that counts something is never too low to be seen.
        heights = np.maximum(counts[filled] / max(int(self.everything.max()), 1) * plot.height(), 1.5)
        lefts = plot.left() + filled * width
        bottom = plot.bottom() + 1
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colour_hex))
        bars = zip(lefts.tolist(), heights.tolist(), strict=True)
        painter.drawRects([QRectF(left, bottom - height, width - gap, height) for left, height in bars])
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _paint_cursor(self, painter: QPainter) -> None:
        if self.cursor is None or self._is_empty:
            return
        plot = self.plot
        width = plot.width() / self.bins.count
        gap = 1.0 if width >= 3 else 0.0
        painter.setPen(QPen(QColor(self.theme.accent), 2))
        painter.drawRect(QRectF(plot.left() + self.cursor * width, plot.top(), max(width - gap, 2), plot.height()))

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
