"""Painting the queue's rows: shapes, icons and words, a screenful at a time.

Owns how a cell looks. Qt's delegates cost a crossing into Python, a saved painter and a text laid out anew for every
cell; here a screen is one loop over rows and columns, and a text that was laid out once is kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QStaticText, QTransform

from commandcenter.models.report import Priority
from commandcenter.models.state import STATES, State
from commandcenter.views.drawing import interface_font
from commandcenter.views.palette import Theme
from commandcenter.views.queue.column import RIGHT_ALIGNED, QueueColumn
from commandcenter.views.queue.line import Line
from commandcenter.views.queue.model import QueueModel
from commandcenter.views.surroundings import Surroundings

ROW_PX = 30
PAD_PX = 8

_ICON_PX = 16
_SOON_S = 3_600
_KEPT_TEXTS = 4_096
_BAR_PX = 3

_DIM = frozenset(
    {
        QueueColumn.AREA,
        QueueColumn.NUMBER,
        QueueColumn.TAKEN_BY,
        QueueColumn.AGENCY,
        QueueColumn.RESPONSE,
        QueueColumn.CLOSED,
        QueueColumn.UPDATED,
        QueueColumn.PHOTO,
        QueueColumn.ADDRESS,
        QueueColumn.CREW,
        QueueColumn.INCIDENT,
    }
)


@dataclass(frozen=True, slots=True)
class Span:
    """A column on screen.

    Attributes:
        column: Which.
        left_px: Of the viewport.
        width_px: Of the column.
    """

    column: QueueColumn
    left_px: int
    width_px: int


@dataclass(frozen=True, slots=True)
class Place:
    """A row on screen.

    Attributes:
        row: Which.
        top_px: Of the viewport.
        chosen: Whether it is selected.
    """

    row: int
    top_px: int
    chosen: bool


class QueuePainter:
    """Paints what the model says in the window's theme."""

    def __init__(self, model: QueueModel, around: Surroundings) -> None:
        """Take fonts and colours; call it once the application is there."""
        self._model = model
        self._around = around
        self._fonts: tuple[QFont, QFont] = (interface_font(13), interface_font(13, QFont.Weight.DemiBold))
        self._metrics = (QFontMetrics(self._fonts[0]), QFontMetrics(self._fonts[1]))
        self._texts: dict[tuple[str, int, bool], QStaticText] = {}
        self._take_theme(around.look.theme)

    def paint(
        self, painter: QPainter, seen: QRect, places: Sequence[Place], spans: Sequence[Span], width_px: int
    ) -> None:
        """Paint a part of the viewport: the ground and some rows.

        Args:
            painter: On the viewport; its font and pen are changed.
            seen: The part.
            places: The rows.
            spans: The columns, from left to right.
            width_px: Of all columns together.
        """
        if self._around.look.theme is not self._theme:
            self._take_theme(self._around.look.theme)
        with_icon = QueueColumn.CATEGORY if any(s.column is QueueColumn.CATEGORY for s in spans) else None
        painter.fillRect(seen, self._surface)
        for place in places:
            left = spans[0].left_px if spans else 0
            if place.chosen:
                painter.fillRect(left, place.top_px, width_px, ROW_PX, self._selection)
                painter.fillRect(left, place.top_px, _BAR_PX, ROW_PX, self._accent)
            painter.fillRect(left, place.top_px + ROW_PX - 1, width_px, 1, self._line)
            line = self._model.line(place.row)
            for span in spans:
                self._paint_cell(painter, place, span, line, with_icon or QueueColumn.DESCRIPTION)

    def _paint_cell(
        self, painter: QPainter, place: Place, span: Span, line: Line | None, with_icon: QueueColumn
    ) -> None:
        left, right = span.left_px + PAD_PX, span.left_px + span.width_px - PAD_PX
        column = span.column
        if line is not None and column is QueueColumn.STATE:
            self._around.look.paint_state(painter, line.state, QPointF(left + 6, place.top_px + 15), 6)
            left += 20
        elif line is not None and column is with_icon:
            self._paint_icon(painter, left, place.top_px, line)
            left += _ICON_PX + 8
        if right <= left:
            return
        words = self._model.words(place.row, column) if line is None else self._model.words_of(line, column)
        if not words:
            return
        colour, bold = (self._dim, False) if line is None else self._style(line, column)
        text = self._text(words, right - left, bold)
        size = text.size()
        if column in RIGHT_ALIGNED:
            left = right - round(size.width())
        painter.setFont(self._fonts[bold])
        painter.setPen(colour)
        painter.drawStaticText(QPointF(left, place.top_px + round((ROW_PX - 1 - size.height()) / 2)), text)

    def _paint_icon(self, painter: QPainter, left: int, top: int, line: Line) -> None:
        name = self._around.names.category_icon(line.category)
        picture = self._around.look.picture(name, self._theme.dim_text, _ICON_PX, painter.device().devicePixelRatioF())
        painter.drawPixmap(QPointF(left, top + (ROW_PX - _ICON_PX) / 2), picture)

    def _style(self, line: Line, column: QueueColumn) -> tuple[QColor, bool]:
        """Return a cell's colour and whether its words are heavy."""
        if column in _DIM:
            pending = column is QueueColumn.TAKEN_BY and self._model.is_pending(line.report)
            return (self._caution if pending else self._dim), False
        if column is QueueColumn.STATE:
            return self._states[line.state], False
        if column is QueueColumn.DUE and line.due_s is not None:
            left_s = line.due_s - self._around.clock.now_s()
            late = left_s < 0
            return (self._alert if late else self._caution if left_s < _SOON_S else self._dim), late
        if column is QueueColumn.PRIORITY:
            high = line.priority >= Priority.HIGH
            return (self._text_colour if high else self._dim), high
        return self._text_colour, False

    def _text(self, words: str, width_px: int, bold: bool) -> QStaticText:
        """Return words laid out and cut to a width; kept, because a scrolled screen says the same again."""
        key = (words, width_px, bold)
        found = self._texts.get(key)
        if found is None:
            if len(self._texts) >= _KEPT_TEXTS:
                self._texts.clear()
            shown = self._metrics[bold].elidedText(words, Qt.TextElideMode.ElideRight, width_px)
            found = QStaticText(shown)
            # A citizen's words are never taken for markup.
            found.setTextFormat(Qt.TextFormat.PlainText)
            found.prepare(QTransform(), self._fonts[bold])
            self._texts[key] = found
        return found

    def _take_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._surface, self._selection = QColor(theme.surface), QColor(theme.selection)
        self._line, self._accent = QColor(theme.line), QColor(theme.accent)
        self._text_colour, self._dim = QColor(theme.text), QColor(theme.dim_text)
        self._alert, self._caution = QColor(theme.alert), QColor(theme.caution)
        self._states: dict[State, QColor] = {state: QColor(theme.state_hex(state)) for state in STATES}
