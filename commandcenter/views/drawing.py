"""Drawing: the present theme, the font, the shapes of states and the icons, ready to paint.

Owns ``Look``, which every view of a window asks for colours and pictures and which tells them when the theme
changes. Shapes are vector paths, so they are sharp at any size; icons are recoloured in their text, because Qt
draws ``currentColor`` black.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import lru_cache

from PySide6.QtCore import QByteArray, QObject, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QFontMetrics,
    QIcon,
    QPainter,
    QPainterPath,
    QPen,
    QPixmap,
    QPolygonF,
    QStaticText,
    QTransform,
)
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QWidget

from commandcenter.models.state import STATES, State
from commandcenter.resource import resource_path
from commandcenter.views.palette import DARK, STATE_STYLE, Shape, Theme

FALLBACK_ICON = "map-pin"

_OUTLINED = frozenset({Shape.CHECK, Shape.CROSS, Shape.LOOP})
# One file only: Qt takes a second file of the same family for the whole family and loses the basic letters.
_FONT_FILE = "inter-latin-wght-normal.woff2"


class Look(QObject):
    """The theme of one window.

    Emits:
        changed: The theme is another one (``Theme``).
    """

    changed = Signal(object)

    def __init__(self, theme: Theme = DARK, parent: QObject | None = None) -> None:
        """Begin with a theme."""
        super().__init__(parent)
        self._theme = theme
        self._pictures: dict[tuple[str, str, int, float], QPixmap] = {}
        self._shapes: dict[tuple[State, float, float, float, float], QPixmap] = {}

    @property
    def theme(self) -> Theme:
        """The colours to paint with."""
        return self._theme

    def set_theme(self, theme: Theme) -> None:
        """Change to another theme and tell everybody."""
        if theme != self._theme:
            self._theme = theme
            self._pictures.clear()
            self._shapes.clear()
            self.changed.emit(theme)

    def colour(self, state: State) -> QColor:
        """Return a state's colour."""
        return QColor(self._theme.state_hex(state))

    def picture(self, name: str, colour_hex: str, size_px: int, ratio: float = 1.0) -> QPixmap:
        """Return an icon of the family in a colour; ``FALLBACK_ICON`` where there is none of that name.

        Args:
            name: File name without ending, under ``resources/web/icons``.
            colour_hex: The one colour that it is drawn in.
            size_px: Side in logical pixels.
            ratio: Device pixels per logical pixel.
        """
        key = (name, colour_hex, size_px, ratio)
        found = self._pictures.get(key)
        if found is None:
            found = self._pictures[key] = _rendered(_icon_text(name), colour_hex, size_px, ratio)
        return found

    def icon(self, name: str, colour_hex: str | None = None) -> QIcon:
        """Return an icon for buttons, sharp on screens of single and double density."""
        icon = QIcon()
        for ratio in (1.0, 2.0):
            icon.addPixmap(self.picture(name, colour_hex or self._theme.text, 18, ratio))
        return icon

    def state_icon(self, state: State) -> QIcon:
        """Return a state's shape for menus and lists."""
        icon = QIcon()
        for ratio in (1, 2):
            pixmap = _blank(16, ratio)
            painter = QPainter(pixmap)
            paint_state(painter, state, QPointF(8, 8), 6, self.colour(state))
            painter.end()
            icon.addPixmap(pixmap)
        return icon

    def paint_state(self, painter: QPainter, state: State, centre: QPointF, radius: float) -> None:
        """Paint a state's shape in its colour, from a picture that is kept; arguments as of the function.

        The painter must not be scaled: the picture has as many pixels as its device has.
        """
        ratio = painter.device().devicePixelRatioF()
        left, top, reach = math.floor(centre.x()), math.floor(centre.y()), math.ceil(radius) + 1
        within = QPointF(centre.x() - left + reach, centre.y() - top + reach)
        key = (state, radius, ratio, within.x(), within.y())
        found = self._shapes.get(key)
        if found is None:
            found = self._shapes[key] = _blank(2 * reach + 1, ratio)
            own = QPainter(found)
            paint_state(own, state, within, radius, self.colour(state))
            own.end()
        painter.drawPixmap(left - reach, top - reach, found)

    def follow(self, repaint: Callable[[Theme], None]) -> None:
        """Call ``repaint`` now and whenever the theme changes."""
        repaint(self._theme)
        self.changed.connect(repaint)


@lru_cache(maxsize=1)
def interface_family() -> str:
    """Load the bundled font once and return its family; the platform's own where it can't be loaded."""
    path = resource_path("web", "fonts", _FONT_FILE)
    number = QFontDatabase.addApplicationFont(str(path)) if path.exists() else -1
    families = QFontDatabase.applicationFontFamilies(number) if number >= 0 else []
    return families[0] if families else "DejaVu Sans"


def interface_font(size_px: int = 13, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """Return the font of the windows, with figures of equal width where it has them."""
    return QFont(_interface_font(size_px, weight))


@lru_cache(maxsize=32)
def _interface_font(size_px: int, weight: QFont.Weight) -> QFont:
    font = QFont([interface_family(), "DejaVu Sans"])
    font.setPixelSize(size_px)
    font.setWeight(weight)
    # A variable font: Qt knows its one face only, so the weight is set on its axis too.
    font.setVariableAxis(QFont.Tag("wght"), weight.value)
    font.setFeature(QFont.Tag("tnum"), 1)
    return font


@lru_cache(maxsize=8_192)
def laid_out(
    words: str,
    size_px: int,
    weight: QFont.Weight = QFont.Weight.Normal,
    width_px: int = 0,
    elide: Qt.TextElideMode = Qt.TextElideMode.ElideNone,
) -> QStaticText:
    """Return words laid out in ``interface_font`` once for all paintings; cut to a width where they are to be cut.

    Paint them with ``QPainter.drawStaticText`` and the same font. Never taken for markup.
    """
    font = _interface_font(size_px, weight)
    text = QStaticText(QFontMetrics(font).elidedText(words, elide, width_px))
    text.setTextFormat(Qt.TextFormat.PlainText)
    text.prepare(QTransform(), font)
    return text


def paint_words(
    painter: QPainter,
    room: QRect,
    words: str,
    size_px: int,
    weight: QFont.Weight = QFont.Weight.Normal,
    *,
    right: bool = False,
    elide: Qt.TextElideMode = Qt.TextElideMode.ElideNone,
) -> int:
    """Paint words in the middle of a line, and return how wide they are in pixels.

    Args:
        painter: Its font is changed; its pen says the colour.
        room: The line.
        words: What.
        size_px: Of the letters.
        weight: Of the letters.
        right: At the right end of the line rather than the left.
        elide: Where words are cut that are wider than the line; not at all unless told.
    """
    text = laid_out(words, size_px, weight, max(room.width(), 0) if elide != Qt.TextElideMode.ElideNone else 0, elide)
    size = text.size()
    left = room.left() + room.width() - size.width() if right else room.left()
    painter.setFont(_interface_font(size_px, weight))
    painter.drawStaticText(QPointF(left, room.top() + round((room.height() - size.height()) / 2)), text)
    return math.ceil(size.width())


def emphasise(widget: QWidget, size_px: int = 13) -> None:
    """Set a widget's words in the heavier weight; style sheets can't, because the font is variable."""
    widget.setFont(interface_font(size_px, QFont.Weight.DemiBold))


def paint_state(painter: QPainter, state: State, centre: QPointF, radius: float, colour: QColor) -> None:
    """Paint a state's shape.

    Args:
        painter: Where; its pen, brush and hints are put back afterwards.
        state: Which.
        centre: The shape's centre, in the painter's coordinates.
        radius: Half the shape's height, in the painter's units.
        colour: Fill, or stroke for the shapes that are lines.
    """
    shape = STATE_STYLE[state].shape
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(centre)
    painter.scale(radius, radius)
    if shape in _OUTLINED:
        pen = QPen(colour, 0.36)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.strokePath(_path(shape), pen)
    else:
        painter.fillPath(_path(shape), colour)
    painter.restore()


@lru_cache(maxsize=len(STATES))
def _path(shape: Shape) -> QPainterPath:
    """Return a shape in the square from -1 to 1, y downwards."""
    path = QPainterPath()
    if shape is Shape.CIRCLE:
        path.addEllipse(QPointF(0, 0), 0.86, 0.86)
    elif shape is Shape.TRIANGLE:
        path.addPolygon(_polygon((0, -0.95), (0.98, 0.8), (-0.98, 0.8)))
    elif shape is Shape.DIAMOND:
        path.addPolygon(_polygon((0, -1), (0.9, 0), (0, 1), (-0.9, 0)))
    elif shape is Shape.PENTAGON:
        turns = [2 * math.pi * corner / 5 for corner in range(5)]
        path.addPolygon(_polygon(*((0.98 * math.sin(turn), -0.98 * math.cos(turn)) for turn in turns)))
    elif shape is Shape.HOURGLASS:
        path.addPolygon(_polygon((-0.8, -0.95), (0.8, -0.95), (-0.8, 0.95), (0.8, 0.95)))
        path.setFillRule(Qt.FillRule.OddEvenFill)
    elif shape is Shape.CHECK:
        path.addPolygon(QPolygonF([QPointF(-0.8, 0.05), QPointF(-0.2, 0.65), QPointF(0.85, -0.65)]))
    elif shape is Shape.CROSS:
        path.moveTo(-0.65, -0.65)
        path.lineTo(0.65, 0.65)
        path.moveTo(0.65, -0.65)
        path.lineTo(-0.65, 0.65)
    else:
        box = QRectF(-0.72, -0.72, 1.44, 1.44)
        path.arcMoveTo(box, 140)
        path.arcTo(box, 140, 290)
        path.moveTo(-0.95, -0.75)
        path.lineTo(-0.55, -0.46)
        path.lineTo(-0.2, -0.85)
    return path


def _polygon(*corners: tuple[float, float]) -> QPolygonF:
    points = [QPointF(x, y) for x, y in corners]
    return QPolygonF([*points, points[0]])


@lru_cache(maxsize=256)
def _icon_text(name: str) -> str:
    path = resource_path("web", "icons") / f"{name}.svg"
    if not path.exists() and name != FALLBACK_ICON:
        return _icon_text(FALLBACK_ICON)
    return path.read_text(encoding="utf-8") if path.exists() else ""


def _blank(side_px: int, ratio: float) -> QPixmap:
    """Return an empty picture with a side of some logical pixels."""
    side = math.ceil(side_px * ratio)
    pixmap = QPixmap(side, side)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    return pixmap


def _rendered(text: str, colour_hex: str, size_px: int, ratio: float) -> QPixmap:
    side = round(size_px * ratio)
    pixmap = QPixmap(side, side)
    pixmap.fill(Qt.GlobalColor.transparent)
    if text:
        renderer = QSvgRenderer(QByteArray(text.replace("currentColor", colour_hex).encode()))
        painter = QPainter(pixmap)
        renderer.render(painter)
        painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap
