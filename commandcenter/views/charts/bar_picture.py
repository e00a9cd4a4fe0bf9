"""The picture of a chart of lying bars: what is painted where, from values only."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen

from commandcenter.views.charts.dimension import Bar
from commandcenter.views.drawing import Look, interface_font, paint_words
from commandcenter.views.wording import number

HEAD_PX = 23
ROW_PX = 18
INNER_PX = 18
"""Width of the mark that leads into an area."""

_GAP_PX = 8
_MARK_PX = 18
_LEAST_BAR_PX = 30
"""Names are cut before bars are shorter than this."""
_MOST_AHEAD = 4
"""The scale ends at the longest bar that passes, so many times over: behind a narrow filter its bars stay readable."""

_CENTRE = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap)


@dataclass(frozen=True, slots=True, eq=False)
class BarPicture:
    """One state of the chart.

    Attributes:
        look: Theme and pictures.
        size: Of the whole, in logical pixels.
        rows: Where each bar is, and the bar.
        under_way: First and last bar of a brush that the filter does not hold yet, or None.
        cursor: Bar that the keyboard stands on, or None.
        title: At the top left.
        is_inner: Whether the title leads back.
        hint: At the top right.
        nothing: In place of bars where there are none.
        ratio: Device pixels per logical pixel.
        elide: Where names that are too long are cut.
    """

    look: Look
    size: QSize
    rows: tuple[tuple[QRect, Bar], ...]
    under_way: tuple[int, int] | None
    cursor: int | None
    title: str
    is_inner: bool
    hint: str
    nothing: str
    ratio: float
    elide: Qt.TextElideMode

    def paint(self, painter: QPainter) -> None:
        """Paint it from the widget's origin."""
        theme = self.look.theme
        painter.fillRect(QRect(0, 0, self.size.width(), self.size.height()), QColor(theme.surface))
        if not self.rows:
            painter.setFont(interface_font(12))
            painter.setPen(QColor(theme.dim_text))
            painter.drawText(
                QRect(8, HEAD_PX, self.size.width() - 16, self.size.height() - HEAD_PX), _CENTRE, self.nothing
            )
        else:
            self._paint_rows(painter)
        self._paint_head(painter)

    def _paint_head(self, painter: QPainter) -> None:
        theme, width = self.look.theme, self.size.width()
        # Over rows that are scrolled away.
        painter.fillRect(QRect(0, 0, width, HEAD_PX), QColor(theme.surface))
        head = QRect(_GAP_PX, 3, width - 2 * _GAP_PX, 18)
        painter.setPen(QColor(theme.dim_text))
        taken = paint_words(painter, head, self.hint, 11, right=True)
        head.setRight(head.right() - taken - _GAP_PX)
        title = f"\N{SINGLE LEFT-POINTING ANGLE QUOTATION MARK} {self.title}" if self.is_inner else self.title
        painter.setPen(QColor(theme.accent if self.is_inner else theme.dim_text))
        paint_words(painter, head, title, 12, QFont.Weight.DemiBold, elide=Qt.TextElideMode.ElideRight)

    def _paint_rows(self, painter: QPainter) -> None:
        counts = max(_width(number(bar.passing)) for _, bar in self.rows)
        longest = max(bar.everything for _, bar in self.rows)
        top = max(min(longest, _MOST_AHEAD * max(bar.passing for _, bar in self.rows)), 1)
        has_marks = any(bar.state is not None or bar.icon for _, bar in self.rows)
        inner = INNER_PX if any(bar.inner for _, bar in self.rows) else _GAP_PX
        start = _GAP_PX + (_MARK_PX if has_marks else 0)
        words = max(_width(bar.label) for _, bar in self.rows) + 2
        bars_and_words = self.rows[0][0].width() - start - counts - inner - 2 * _GAP_PX
        label = min(words, bars_and_words - _LEAST_BAR_PX)
        for place, (rect, bar) in enumerate(self.rows):
            if rect.bottom() < HEAD_PX or rect.top() > self.size.height():
                continue
            self._paint_ground(painter, place, rect, bar)
            self._paint_mark(painter, rect, bar)
            painter.setPen(QColor(self.look.theme.text if bar.passing else self.look.theme.dim_text))
            paint_words(painter, QRect(start, rect.top(), label, rect.height()), bar.label, 12, elide=self.elide)
            right = rect.right() - inner
            room = QRect(right - counts, rect.top(), counts, rect.height())
            paint_words(painter, room, number(bar.passing), 12, right=True)
            if bar.inner:
                painter.setPen(QColor(self.look.theme.dim_text))
                room = QRect(right + 2, rect.top(), inner - 6, rect.height())
                paint_words(painter, room, "\N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK}", 12, right=True)
            left = start + label + _GAP_PX
            self._paint_bar(
                painter, QRectF(left, rect.top() + 4, right - counts - _GAP_PX - left, ROW_PX - 8), bar, top
            )

    def _paint_ground(self, painter: QPainter, place: int, rect: QRect, bar: Bar) -> None:
        theme = self.look.theme
        under_way = self.under_way is not None and self.under_way[0] <= place <= self.under_way[1]
        if under_way or (bar.chosen and self.under_way is None):
            painter.fillRect(rect, QColor(theme.selection))
            painter.fillRect(QRect(rect.left(), rect.top(), 3, rect.height()), QColor(theme.accent))
        if place == self.cursor:
            painter.setPen(QPen(QColor(theme.accent), 1))
            painter.drawRect(rect.adjusted(4, 0, -2, -1))

    def _paint_mark(self, painter: QPainter, rect: QRect, bar: Bar) -> None:
        if bar.state is not None:
            centre = QPointF(_GAP_PX + 6, rect.center().y() + 0.5)
            self.look.paint_state(painter, bar.state, centre, 5)
        elif bar.icon:
            picture = self.look.picture(bar.icon, self.look.theme.dim_text, 14, self.ratio)
            painter.drawPixmap(_GAP_PX, rect.top() + (rect.height() - 14) // 2, picture)

    def _paint_bar(self, painter: QPainter, room: QRectF, bar: Bar, top: int) -> None:
        if room.width() < 4:
            return
        theme = self.look.theme
        colour = self.look.colour(bar.state) if bar.state is not None else QColor(theme.bar)
        for count, fill in ((bar.everything, QColor(theme.ghost_bar)), (bar.passing, colour)):
            if count:
                # A bar that counts something is never too short to be seen.
                length = max(min(count / top, 1.0) * room.width(), 1.5)
                painter.fillRect(QRectF(room.left(), room.top(), length, room.height()), fill)
        if bar.everything > top:
            # Longer than the scale: cut, and seen to be cut.
            painter.setPen(QPen(QColor(theme.surface), 2))
            for back in (6, 10):
                foot = QPointF(room.right() - back, room.bottom() + 1)
                painter.drawLine(foot, QPointF(foot.x() + 3, room.top() - 1))


@lru_cache(maxsize=4_096)
def _width(words: str) -> int:
    return QFontMetrics(interface_font(12)).horizontalAdvance(words)
