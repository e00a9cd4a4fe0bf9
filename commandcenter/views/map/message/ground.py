"""What lies under the marks."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReadAreas:
    """To the page: fetch the areas' borders, for they are ready or changed.

    Attributes:
        revision: Number of the edition; ``AreasPainted`` repeats it.
    """

    revision: int


@dataclass(frozen=True, slots=True)
class AreasPainted:
    """From the page: the borders are drawn.

    Attributes:
        revision: Of the ``ReadAreas``.
        areas: How many.
        paint_ms: Milliseconds that drawing them took.
    """

    revision: int
    areas: int
    paint_ms: float
