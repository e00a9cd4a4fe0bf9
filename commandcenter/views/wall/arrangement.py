"""Where things stand on a wall: boxes, for a size of picture and a size of letters.

Pure arithmetic. Letters are given and never shrunk; where they leave too little room the scene gives up, one after the
other, the charts and long names, and last itself.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF

ROW = 1.5
"""Height of a line with air around it, in font sizes."""

PAD = 0.6
"""Distance of words from the edge of their box, in font sizes."""

CATEGORY_ROW = 1.95
"""Height of a category's words and bar, in font sizes."""

FIGURES = 5
_TITLE = 1.45
_HOURS_LEAST = _TITLE + 2.0 + 1.4 + PAD
_CATEGORIES_LEAST = _TITLE + 2 * CATEGORY_ROW + PAD
_WIDE = 2.6
_COLUMN_SHARE = 0.27
_MOST_COLUMN_SHARE = 0.42
_WIDE_SHARE = 0.25
_MOST_WIDE_SHARE = 0.28


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Boxes in pixels; those of the lines at the foot reach from edge to edge.

    Attributes:
        font_px: The size of every word that is not larger.
        is_short: Whether figures carry their short names.
        map: The map.
        figures: The column of figures.
        hours: The chart of hours, if there is room.
        categories: The chart of categories, if there is room.
        urgent: What needs somebody.
        newest: What is new, and the age of the data.
    """

    font_px: int
    is_short: bool
    map: QRectF
    figures: QRectF
    hours: QRectF | None
    categories: QRectF | None
    urgent: QRectF
    newest: QRectF


def arrange(width: float, height: float, font_px: int, long_px: float, short_px: float) -> Arrangement | None:
    """Return the fullest arrangement that fits, or None if not even the barest does.

    Args:
        width: Of the picture.
        height: Of the picture.
        font_px: Size of the words.
        long_px: Width of the widest line of figures with its long name.
        short_px: The same with its short name.
    """
    pad, row = PAD * font_px, ROW * font_px
    foot = 2 * row + pad
    body = height - foot
    if body < FIGURES * row + pad:
        return None
    urgent = QRectF(0, body + pad / 2, width, row)
    newest = QRectF(0, urgent.bottom(), width, row)
    for is_short, line_px in ((False, long_px), (True, short_px)):
        column = line_px + 2 * pad
        if width >= _WIDE * height and max(column, _WIDE_SHARE * width) <= _MOST_WIDE_SHARE * width:
            boxes = _side_by_side(width, body, font_px, max(column, _WIDE_SHARE * width))
        elif column <= _MOST_COLUMN_SHARE * width:
            boxes = _stacked(width, body, font_px, max(column, _COLUMN_SHARE * width))
        else:
            continue
        return Arrangement(font_px, is_short, *boxes, urgent, newest)
    return None


Boxes = tuple[QRectF, QRectF, QRectF | None, QRectF | None]
"""Map, figures, hours, categories."""


def _side_by_side(width: float, body: float, font_px: int, column: float) -> Boxes:
    """Map, charts, figures: for pictures so wide that a stack would leave a ribbon."""
    hours_least, categories_least = _HOURS_LEAST * font_px, _CATEGORIES_LEAST * font_px
    figures = QRectF(width - column, 0, column, body)
    if hours_least > body:
        return QRectF(0, 0, width - column, body), figures, None, None
    charts = width - 2 * column
    chosen = QRectF(0, 0, charts, body)
    if hours_least + categories_least > body:
        return chosen, figures, QRectF(charts, 0, column, body), None
    hours = hours_least + 0.5 * (body - hours_least - categories_least)
    return chosen, figures, QRectF(charts, 0, column, hours), QRectF(charts, hours, column, body - hours)


def _stacked(width: float, body: float, font_px: int, column: float) -> Boxes:
    """Map, and one column beside it: figures above, charts below as far as there is room."""
    left = width - column
    chosen = QRectF(0, 0, left, body)
    least = (FIGURES * ROW + PAD) * font_px
    hours_least, categories_least = _HOURS_LEAST * font_px, _CATEGORIES_LEAST * font_px
    room = body - least
    if room < hours_least:
        return chosen, QRectF(left, 0, column, body), None, None
    if room < hours_least + categories_least:
        figures = least + 0.3 * (room - hours_least)
        return chosen, QRectF(left, 0, column, figures), QRectF(left, figures, column, body - figures), None
    spare = room - hours_least - categories_least
    figures, hours = least + 0.35 * spare, hours_least + 0.25 * spare
    return (
        chosen,
        QRectF(left, 0, column, figures),
        QRectF(left, figures, column, hours),
        QRectF(left, figures + hours, column, body - figures - hours),
    )
