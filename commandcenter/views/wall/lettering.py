"""Fonts of a wall and how wide words are in them.

Owns the step from the height of a capital letter, which a seat needs, to the size of the font that has it.
"""

from __future__ import annotations

import math
from functools import lru_cache

from PySide6.QtGui import QFont, QFontMetricsF

from commandcenter.views.drawing import interface_font

_PROBE_PX = 1_000


@lru_cache(maxsize=64)
def wall_font(font_px: int, is_bold: bool = False) -> QFont:
    """Return a font of the wall."""
    return interface_font(font_px, QFont.Weight.DemiBold if is_bold else QFont.Weight.Medium)


def font_px_of(letter_px: float) -> int:
    """Return the smallest font whose capitals are at least so many pixels high."""
    return math.ceil(letter_px / capital_px(_PROBE_PX) * _PROBE_PX)


def capital_px(font_px: int) -> float:
    """Return how high capitals of a font are, in pixels."""
    # Measured large: at small sizes the metrics come rounded.
    return QFontMetricsF(wall_font(_PROBE_PX)).capHeight() / _PROBE_PX * font_px


def width_px(text: str, font_px: int, is_bold: bool = False) -> float:
    """Return how wide a text is."""
    return QFontMetricsF(wall_font(font_px, is_bold)).horizontalAdvance(text)
