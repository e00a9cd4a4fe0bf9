"""What the page is given to look and read like: colours from the palette, words from the catalogue.

Owns which colour of the palette is land and which is sea. Refuses colours of its own for states.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from commandcenter.models.state import STATES
from commandcenter.views.map.message import MapTheme, Presentation, StateLook, Texts
from commandcenter.views.palette import STATE_STYLE, Theme, ThemeName
from commandcenter.views.wording import language, state_word


@dataclass(frozen=True, slots=True)
class _Ground:
    """What the palette lacks: the quiet colours under the marks.

    Marks stand on ``core``, whatever ground they lie on, so states keep the palette's contrast.
    """

    sea: str
    land: str
    border: str
    coast: str
    core: str


_GROUND: Mapping[ThemeName, _Ground] = {
    ThemeName.DARK: _Ground(sea="#0E1116", land="#191E26", border="#323B47", coast="#55626F", core="#0E1116"),
    ThemeName.LIGHT: _Ground(sea="#DFE5EC", land="#FBFCFD", border="#D5DBE3", coast="#8C98A6", core="#FFFFFF"),
}


ON_A_DESK = Presentation(scale=1.0, least_word_px=0.0, words=True, controls=True)
"""For somebody at arm's length with a pointer."""


def map_theme(theme: Theme, presentation: Presentation = ON_A_DESK) -> MapTheme:
    """Return the map's colours in a theme, the states' words in the window's language."""
    ground = _GROUND[theme.name]
    return MapTheme(
        name=theme.name.value,
        sea=ground.sea,
        land=ground.land,
        border=ground.border,
        coast=ground.coast,
        label=theme.dim_text,
        core=ground.core,
        surface=theme.raised,
        line=theme.line,
        hover=theme.hover,
        text=theme.text,
        dim_text=theme.dim_text,
        accent=theme.accent,
        states=tuple(
            StateLook(
                word=state_word(state),
                shape=STATE_STYLE[state].shape.value,
                color=theme.state_hex(state),
            )
            for state in STATES
        ),
        presentation=presentation,
    )


def map_texts() -> Texts:
    """Return the page's words in the window's language."""
    translate = QCoreApplication.translate
    return Texts(
        language=language(),
        map_name=translate("MapPage", "Map of reports"),
        keys=translate(
            "MapPage",
            "Arrow keys move the map, plus and minus zoom. N and Shift+N walk through the marks in view, "
            "Enter opens one, Escape leaves it.",
        ),
        zoom_in=translate("MapPage", "Zoom in"),
        zoom_out=translate("MapPage", "Zoom out"),
        reports=translate("MapPage", "{count} reports"),
        overdue=translate("MapPage", "overdue"),
        pending=translate("MapPage", "An act is still being sent"),
        approximate=translate("MapPage", "approximate borders"),
        north=translate("MapPage", "N", "behind a latitude"),
        south=translate("MapPage", "S", "behind a latitude"),
        east=translate("MapPage", "E", "behind a longitude"),
        west=translate("MapPage", "W", "behind a longitude"),
        legend=translate("MapPage", "Legend"),
        legend_ring=translate("MapPage", "ring: share of each state"),
        draw_help=translate(
            "MapPage", "Click corners, end with a double click or Enter. Shift and drag for a rectangle. Esc cancels."
        ),
        measure_help=translate("MapPage", "Click places along what is to be measured. Esc ends."),
        measured_length=translate("MapPage", "Length {length}"),
        measured_area=translate("MapPage", "Length {length} · area inside {area}"),
        areas_missing=translate("MapPage", "The area borders could not be read; marks are right without them."),
        base_map_failing=translate("MapPage", "The base map can't be had at the moment; marks are right without it."),
    )
