"""The area that somebody drew: from the page into the filter, and from the filter onto the page.

Thread: the interface thread.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from commandcenter.models.board.condition import DrawnArea
from commandcenter.models.board.filter import Filter
from commandcenter.models.place import LonLat
from commandcenter.views.desk import Desk
from commandcenter.views.map.message import AreaDrawn, SetDrawn, SetTool, ToolEnded

LEAST_CORNERS = 3


class DrawnFeed(QObject):
    """Keeps filter and page in step.

    Emits:
        tool_ended: Clicks on the map do what they did at first.
    """

    tool_ended = Signal()

    def __init__(self, desk: Desk, send: Callable[[SetDrawn | SetTool], None], parent: QObject | None = None) -> None:
        """Follow a desk's filter.

        Args:
            desk: Whose filter.
            send: Takes the messages.
            parent: Owner.
        """
        super().__init__(parent)
        self._desk, self._send = desk, send
        self._drawn = desk.filter.drawn
        desk.filter_changed.connect(self._on_filter)

    def restart(self) -> None:
        """Tell a new page of the area that is drawn; it has no tool in hand."""
        self._answer()
        self.tool_ended.emit()

    def use(self, tool: SetTool) -> None:
        """Have clicks on the map do something else."""
        self._send(tool)

    def end_tool(self, _ended: ToolEnded) -> None:
        """Note that the page has put its tool away."""
        self.tool_ended.emit()

    def take(self, drawn: AreaDrawn) -> None:
        """Filter by an area; one with too few corners, or with some that are nowhere, is left out."""
        lon, lat = drawn.corners[::2], drawn.corners[1::2]
        corners = tuple(LonLat(*each) for each in zip(lon, lat, strict=False))
        sound = all(math.isfinite(each.lon) and abs(each.lon) <= 180 and abs(each.lat) <= 90 for each in corners)
        if sound and len(corners) >= LEAST_CORNERS:
            self._drawn = DrawnArea(corners)
            self._desk.set_filter(replace(self._desk.filter, drawn=self._drawn))
        self._answer()

    def _on_filter(self, wanted: Filter) -> None:
        if wanted.drawn != self._drawn:
            self._drawn = wanted.drawn
            self._answer()

    def _answer(self) -> None:
        corners = () if self._drawn is None else self._drawn.corners
        self._send(SetDrawn([each for corner in corners for each in (corner.lon, corner.lat)]))
