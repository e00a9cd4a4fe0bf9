"""What of a chart stays while its counts move: painted once, kept as a picture.

Owns when such a picture is made anew. Refuses to know what is on it.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPixmap


class Backdrop:
    """One picture, kept as long as it would look the same."""

    def __init__(self) -> None:
        """Begin without one."""
        self._of: tuple[Hashable, NDArray[np.int64], QSize, float] | None = None
        self._picture = QPixmap()

    def picture(
        self,
        looks: Hashable,
        counts: NDArray[np.int64],
        size: QSize,
        ratio: float,
        paint: Callable[[QPainter], None],
    ) -> QPixmap:
        """Return the picture, transparent where ``paint`` paints nothing.

        Args:
            looks: Everything but the counts and the size that ``paint`` depends on.
            counts: Counts on it; the same array stands for the same counts.
            size: In logical pixels.
            ratio: Device pixels per logical pixel.
            paint: Paints it from the origin, when it is made anew.
        """
        known = self._of
        if known is None or known[0] != looks or known[1] is not counts or known[2:] != (size, ratio):
            self._of = looks, counts, QSize(size), ratio
            self._picture = QPixmap(size * ratio)
            self._picture.setDevicePixelRatio(ratio)
            self._picture.fill(Qt.GlobalColor.transparent)
            painter = QPainter(self._picture)
            paint(painter)
            painter.end()
        return self._picture
