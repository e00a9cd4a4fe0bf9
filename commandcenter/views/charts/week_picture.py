"""The picture of the chart of the week: what is painted where, from values only.

Title, axes and the frames of all reports stay while a brush moves: they are painted on a backdrop, which is kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen

from commandcenter.views.charts.backdrop import Backdrop
from commandcenter.views.drawing import interface_font, paint_words
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

    def paint(self, painter: QPainter, backdrop: Backdrop, ratio: float) -> None:
        """Paint it from the widget's origin.

        Args:
            painter: On the widget.
            backdrop: Kept from one picture to the next.
            ratio: Device pixels per logical pixel.
        """
        painter.fillRect(QRect(0, 0, self.size.width(), self.size.height()), QColor(self.theme.surface))
        looks = self.theme, self.plot.getRect()
        painter.drawPixmap(0, 0, backdrop.picture(looks, self.everything, self.size, ratio, self._paint_ground))
        self._paint_head(painter)
        self._paint_cells(painter, self.passing, self.theme.bar, 1.5)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(self.theme.accent), 1.5))
        for cell in self.chosen:
            painter.drawRect(self.cell_rect(cell).adjusted(0, 0, -0.5, -0.5))
        if self.cursor is not None:
            painter.setPen(QPen(QColor(self.theme.text), 2))
            painter.drawRect(self.cell_rect(self.cursor))

    def cell_rect(self, cell: int) -> QRectF:
        """Return where an hour of the week is."""
        return _cells(self.plot.getRect(), 0)[cell]

    def _paint_ground(self, painter: QPainter) -> None:
        self._paint_axes(painter)
        self._paint_cells(painter, self.everything, self.theme.strong_line, 0)

    def _paint_cells(self, painter: QPainter, counts: NDArray[np.int64], colour_hex: str, inset_px: float) -> None:
        """Shade all cells; those of one shade at once."""
        painter.setPen(Qt.PenStyle.NoPen)
        cells = _cells(self.plot.getRect(), inset_px)
        steps = _steps(counts)
        for step in range(_STEPS + 1):
            painter.setBrush(_shade(self.theme.surface, colour_hex, step / _STEPS))
            painter.drawRects([cells[cell] for cell in np.flatnonzero(steps == step).tolist()])

    def _paint_head(self, painter: QPainter) -> None:
        painter.setPen(QColor(self.theme.dim_text))
        head = QRect(8, 3, self.size.width() - 16, 18)
        taken = paint_words(painter, head, self.hint, 11, right=True)
        head.setRight(head.right() - taken - 8)
        paint_words(painter, head, self.title, 12, QFont.Weight.DemiBold, elide=Qt.TextElideMode.ElideRight)

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


@lru_cache(maxsize=16)
def _cells(plot: tuple[int, int, int, int], inset_px: float) -> tuple[QRectF, ...]:
    """Return where the hours of the week are, smaller by some pixels at each side."""
    left, top, all_width, all_height = plot
    width, height = all_width / HOURS, all_height / DAYS
    return tuple(
        QRectF(left + hour * width, top + day * height, width - 1, height - 1).adjusted(
            inset_px, inset_px, -inset_px, -inset_px
        )
        for day in range(DAYS)
        for hour in range(HOURS)
    )


def _steps(counts: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return a shade from 0 to ``_STEPS`` for each count, few enough for an eye to tell apart; only 0 has none."""
    steps: NDArray[np.float64] = np.ceil(counts / max(int(counts.max(initial=0)), 1) * _STEPS)
    return steps


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
