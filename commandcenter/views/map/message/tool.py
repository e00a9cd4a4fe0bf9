"""What somebody does on the map by hand: draws an area, measures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class SetTool:
    """To the page: from now on clicks do something else.

    Attributes:
        tool: ``none`` is the pointer, as at first.
    """

    tool: Literal["none", "draw", "measure"]


@dataclass(frozen=True, slots=True)
class SetDrawn:
    """To the page: the drawn area that filters; also the answer to each ``AreaDrawn``.

    Attributes:
        corners: Longitude and latitude in turn, the first corner not said again; empty for no area.
    """

    corners: Sequence[float]


@dataclass(frozen=True, slots=True)
class AreaDrawn:
    """From the page: somebody drew an area, or is dragging one of its corners; the next one waits for ``SetDrawn``.

    Attributes:
        corners: Longitude and latitude in turn; at least three corners.
    """

    corners: Sequence[float]


@dataclass(frozen=True, slots=True)
class ToolEnded:
    """From the page: clicks do what they did at first; the area is drawn, or given up.

    Attributes:
        tool: Which tool it was.
    """

    tool: Literal["draw", "measure"]
