"""Colours for amounts: one ramp that keeps its order for every eye and in grey.

Lightness rises all the way, blue to yellow, so neither red nor green has to be told from anything. On the dark theme
much is light, on the light theme much is dark: what is much stands out from the ground.
"""

from __future__ import annotations

from collections.abc import Mapping

from commandcenter.views.palette import ThemeName

_DARK_TO_LIGHT = ("#2B4A7F", "#566390", "#8A8678", "#BDAE6A", "#FDE737")

RAMP: Mapping[ThemeName, tuple[str, ...]] = {
    ThemeName.DARK: _DARK_TO_LIGHT,
    ThemeName.LIGHT: ("#F3E79B", "#C9B96E", "#8A8678", "#4F5D8C", "#16306B"),
}
"""From little to much."""

CLASSES = 5

UNKNOWN: Mapping[ThemeName, str] = {ThemeName.DARK: "#7A8593", ThemeName.LIGHT: "#8A94A1"}
"""Hatching of areas of which nothing can be said."""
