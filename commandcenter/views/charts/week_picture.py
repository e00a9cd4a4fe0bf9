"""The picture of the chart of the week: what is painted where, from values only."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen

from commandcenter.views.drawing import interface_font
from commandcenter.views.palette import Theme
from commandcenter.views.wording import weekday_short

DAYS, HOURS = 7, 24

_STEPS = 6
_MARKED_HOURS = (0, 6, 12, 18)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_CENTRE = int(Qt.AlignmentFlag.AlignCenter)


@dataclass(frozen=True, slots=True, eq=False)
class WeekPicture:
    """One state of the chart. Each cell is a frame, shaded by all reports, around a core, shaded by those that pass.

    Attributes:
        theme: Colours.
        size: Of the whole, in logical pixels.
        plot: Where the shades are.
        everything: Reports of each hour of the week, int64, shape (168,).
        passing: Those of them that the filter lets through, int64, shape (168,).
        chosen: Hours of the week that are chosen.
        cursor: Hour of the week that the keyboard stands on, or None.
        title: At the top left.
        hint: At the top right.
    """

    theme: Theme
    size: QSize
    plot: QRect
    everything: NDArray[np.int64]
    passing: NDArray[np.int64]
    chosen: frozenset[int]
    cursor: int | None
    title: str
    hint: str

    def paint(self, painter: QPainter) -> None:
        """Paint it from the widget's origin."""
        painter.fillRect(QRect(0, 0, self.size.width(), self.size.height()), QColor(self.theme.surface))
        self._paint_head(painter)
        self._paint_axes(painter)
        frames, cores = _steps(self.everything), _steps(self.passing)
        for cell in range(DAYS * HOURS):
            rect = self.cell_rect(cell)
            painter.fillRect(rect, _shade(self.theme.surface, self.theme.strong_line, frames[cell]))
            core = rect.adjusted(1.5, 1.5, -1.5, -1.5)
            painter.fillRect(core, _shade(self.theme.surface, self.theme.bar, cores[cell]))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(self.theme.accent), 1.5))
        for cell in self.chosen:
            painter.drawRect(self.cell_rect(cell).adjusted(0, 0, -0.5, -0.5))
        if self.cursor is not None:
            painter.setPen(QPen(QColor(self.theme.text), 2))
            painter.drawRect(self.cell_rect(self.cursor))

    def cell_rect(self, cell: int) -> QRectF:
        """Return where an hour of the week is."""
        day, hour = divmod(cell, HOURS)
        width, height = self.plot.width() / HOURS, self.plot.height() / DAYS
        return QRectF(self.plot.left() + hour * width, self.plot.top() + day * height, width - 1, height - 1)

    def _paint_head(self, painter: QPainter) -> None:
        painter.setPen(QColor(self.theme.dim_text))
        head = QRect(8, 3, self.size.width() - 16, 18)
        painter.setFont(interface_font(11))
        painter.drawText(head, _RIGHT, self.hint)
        room = head.width() - QFontMetrics(painter.font()).horizontalAdvance(self.hint) - 8
        painter.setFont(interface_font(12, QFont.Weight.DemiBold))
        metrics = QFontMetrics(painter.font())
        painter.drawText(head, _LEFT, metrics.elidedText(self.title, Qt.TextElideMode.ElideRight, room))

    def _paint_axes(self, painter: QPainter) -> None:
        painter.setFont(interface_font(11))
        painter.setPen(QColor(self.theme.dim_text))
        plot = self.plot
        for day in range(DAYS):
            rect = self.cell_rect(day * HOURS)
            painter.drawText(QRectF(0, rect.top(), plot.left() - 5, rect.height()), _RIGHT, weekday_short(day))
        for hour in _MARKED_HOURS:
            left = self.cell_rect(hour).left()
            painter.drawText(
                QRectF(left - 12, plot.bottom() + 1, 24 + self.cell_rect(0).width(), 14), _CENTRE, f"{hour:02d}"
            )


def _steps(counts: NDArray[np.int64]) -> list[float]:
    """Return a shade from 0 to 1 for each count, in few steps that an eye can tell apart; only 0 has none."""
    most = int(counts.max(initial=0))
    if not most:
        return [0.0] * len(counts)
    shades: list[float] = (np.ceil(counts / most * _STEPS) / _STEPS).tolist()
    return shades


@lru_cache(maxsize=64)
def _shade(ground_hex: str, full_hex: str, share: float) -> QColor:
    ground, full = QColor(ground_hex), QColor(full_hex)
    # The least shade must differ from none.
    part = 0.04 if share == 0 else 0.15 + 0.85 * share
    return QColor(
        *(
            round(low + (high - low) * part)
            for low, high in zip(ground.getRgb()[:3], full.getRgb()[:3], strict=True)  # type: ignore[index]
        )
    )
