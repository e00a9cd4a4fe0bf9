"""From a figure by area to classes with a legend."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from commandcenter.models.board.area_figure import AreaFigure, AreaValues
from commandcenter.views.map.layer.ramp import CLASSES, RAMP, UNKNOWN
from commandcenter.views.map.message import LegendEntry, SetShading
from commandcenter.views.palette import ThemeName

LEAST_BASIS = 10
"""A share or a median of fewer reports than this says nothing of an area."""

_NEEDS_BASIS = frozenset({AreaFigure.OVERDUE_SHARE, AreaFigure.MEDIAN_RESPONSE})
_EVEN = np.arange(1, CLASSES) / CLASSES
_EQUAL = frozenset({AreaFigure.OVERDUE_SHARE})


def shading_of(
    found: AreaValues,
    figure: AreaFigure,
    theme: ThemeName,
    heading: str,
    note: str,
    unsaid: str,
    worded: Callable[[float], str],
) -> SetShading:
    """Return the classes of areas.

    Args:
        found: The figure by area.
        figure: Which one.
        theme: Whose colours.
        heading: Over the legend.
        note: Its definition.
        unsaid: The legend's words for areas of which nothing can be said.
        worded: Writes a value, with its unit.
    """
    said = ~np.isnan(found.values)
    if figure in _NEEDS_BASIS:
        said &= found.basis >= LEAST_BASIS
    limits = class_limits(found.values[said], equal=figure in _EQUAL)
    count = len(limits) + 1 if said.any() else 0
    ramp = RAMP[theme]
    # The classes there are take their colours from the whole ramp, so that few classes still differ much.
    colors = [ramp[round(at * (CLASSES - 1) / max(count - 1, 1))] for at in range(count)]
    own = np.searchsorted(limits, found.values, side="right")
    legend = [
        LegendEntry(_span(found.values[said & (own == at)], worded), colors[at], hatched=False)
        for at in reversed(range(count))
    ]
    legend.append(LegendEntry(unsaid, UNKNOWN[theme], hatched=True))
    places = np.where(said, count - 1 - own, count)
    return SetShading(list(found.codes), places.tolist(), heading, note, legend)


def class_limits(values: NDArray[np.float64], *, equal: bool) -> NDArray[np.float64]:
    """Return ascending lower limits of all classes but the first; fewer than ``CLASSES`` where values are few.

    Args:
        values: At least none.
        equal: Whether classes are equally wide; else they hold about as many areas each.
    """
    if not len(values):
        return np.empty(0)
    low, high = float(values.min()), float(values.max())
    limits = low + _EVEN * (high - low) if equal else _even_limits(values, low)
    limits = np.unique(limits)
    limits = limits[limits > low]
    if equal:
        # A class that no area is in would be an empty line of the legend.
        kept = [limit for at, limit in enumerate(limits) if _holds(values, limit, limits[at + 1 :])]
        limits = np.array(kept)
    return limits


def _even_limits(values: NDArray[np.float64], low: float) -> NDArray[np.float64]:
    """Return limits of classes of about as many areas; a least value that is common is a class of its own."""
    rest = values[values > low]
    if len(rest) and len(values) - len(rest) > len(values) / CLASSES:
        quarters = np.quantile(rest, np.arange(1, CLASSES - 1) / (CLASSES - 1), method="higher")
        return np.concatenate([[rest.min()], quarters])
    return np.quantile(values, _EVEN, method="higher")


def _holds(values: NDArray[np.float64], limit: float, above: NDArray[np.float64]) -> bool:
    upper = above[0] if len(above) else np.inf
    return bool(np.any((values >= limit) & (values < upper)))


def _span(values: NDArray[np.float64], worded: Callable[[float], str]) -> str:
    """Return the least and the greatest value of a class, as one word where they read the same."""
    low, high = worded(float(values.min())), worded(float(values.max()))
    return low if low == high else f"{low} – {high}"
