"""What lies over a scene that is not true any more: grey and hatching over all of it, large words over the map."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from commandcenter.views.palette import Theme
from commandcenter.views.wall.arrangement import Arrangement
from commandcenter.views.wall.lettering import wall_font, width_px
from commandcenter.views.wall.scene import Side, Words
from commandcenter.views.wall.truth import Look, Truth

_HEADLINE = 2.0
_LINE = 1.4
_PAD = 0.9


class Cover(QWidget):
    """Lies over the whole wall; hidden while there is nothing to say."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        """Begin hidden."""
        super().__init__(parent)
        self._theme = theme
        self._arrangement: Arrangement | None = None
        self._truth: Truth | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.hide()

    @property
    def words(self) -> tuple[Words, ...]:
        """What it says, with its boxes."""
        return () if self._arrangement is None or self._truth is None else said(self._arrangement, self._truth)

    def show_truth(self, arrangement: Arrangement, truth: Truth) -> None:
        """Say something else, or nothing."""
        if (arrangement, truth) == (self._arrangement, self._truth):
            return
        self._arrangement, self._truth = arrangement, truth
        self.setVisible(truth.look is Look.STALE or bool(truth.headline))
        self.raise_()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Paint veil and words."""
        if self._arrangement is None or self._truth is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._truth.covers_map:
            painter.fillRect(self._arrangement.map, QColor(self._theme.background))
        if self._truth.look is Look.STALE:
            self._paint_veil(painter, self._arrangement.font_px)
        words = self.words
        if words:
            self._paint_banner(painter, words)
        painter.end()

    def _paint_veil(self, painter: QPainter, font_px: int) -> None:
        """Grey and stripes over everything, coarse enough to be seen from where letters of that size are read."""
        grey = QColor(self._theme.background)
        grey.setAlpha(150)
        painter.fillRect(self.rect(), grey)
        stripes = QColor(self._theme.dim_text)
        stripes.setAlpha(60)
        painter.setPen(QPen(stripes, font_px / 8))
        step, height = font_px, self.height()
        for left in range(-height, self.width(), step):
            painter.drawLine(left, height, left + height, 0)

    def _paint_banner(self, painter: QPainter, words: tuple[Words, ...]) -> None:
        banner = QRectF()
        for each in words:
            banner = banner.united(each.box)
        pad = _PAD * words[-1].font_px
        banner.adjust(-pad, -pad / 2, pad, pad / 2)
        painter.fillRect(banner.intersected(QRectF(self.rect())), QColor(self._theme.banner))
        for each in words:
            painter.setPen(QColor(self._theme.text))
            painter.setFont(wall_font(each.font_px, each.is_bold))
            painter.drawText(each.box, int(Qt.AlignmentFlag.AlignCenter), each.text)


def said(arrangement: Arrangement, truth: Truth) -> tuple[Words, ...]:
    """Return headline and reason in the middle of the map, broken into lines that fit; empty without a headline."""
    if not truth.headline:
        return ()
    base, room = arrangement.font_px, arrangement.map.width() - 2 * _PAD * arrangement.font_px
    large = int(_HEADLINE * base)
    font_px = large if width_px(truth.headline, large, is_bold=True) <= room else base
    lines = [(each, font_px, True) for each in broken(truth.headline, room, font_px, is_bold=True)]
    lines += [(each, base, False) for each in broken(truth.reason, room, base)]
    height = sum(_LINE * size for _, size, _ in lines)
    top = arrangement.map.center().y() - height / 2
    found = []
    for text, size, is_bold in lines:
        width = width_px(text, size, is_bold)
        box = QRectF(arrangement.map.center().x() - width / 2, top, width, _LINE * size)
        found.append(Words(text, box, size, "", Side.CENTRE, is_bold=is_bold))
        top += box.height()
    return tuple(found)


def broken(text: str, room: float, font_px: int, *, is_bold: bool = False) -> list[str]:
    """Break a text between words into lines that are no wider than there is room."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width_px(longer, font_px, is_bold) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines
