"""Colours: what each state and each surface looks like, in the dark and the light theme.

Owns the colour values of every view; map and charts take theirs from here too. A state is always a shape and a word
as well as a colour. Refuses the platform's own colour scheme: it is unknown on bare X11 and kiosks, so both themes
are palettes of ours on the Fusion style.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from commandcenter.models.state import State


class ThemeName(StrEnum):
    """The two looks a person may choose."""

    DARK = "dark"
    LIGHT = "light"


class Shape(StrEnum):
    """The outline that carries a state where colour can't."""

    TRIANGLE = "triangle"
    DIAMOND = "diamond"
    PENTAGON = "pentagon"
    CIRCLE = "circle"
    HOURGLASS = "hourglass"
    CHECK = "check"
    CROSS = "cross"
    LOOP = "loop"


@dataclass(frozen=True, slots=True)
class StateStyle:
    """How a state is drawn.

    Attributes:
        glyph: One character of the shape, for plain text.
        shape: The outline, for painters.
        dark_hex: Colour on the dark theme, at least 7 : 1 on its background and surfaces.
        light_hex: Colour on the light theme, at least 4.5 : 1 on its background and surfaces.
    """

    glyph: str
    shape: Shape
    dark_hex: str
    light_hex: str


STATE_STYLE: dict[State, StateStyle] = {
    State.WAITING: StateStyle("▲", Shape.TRIANGLE, "#FF8A50", "#BD3F00"),
    State.COORDINATING: StateStyle("◆", Shape.DIAMOND, "#E6A8CF", "#B63586"),
    State.DELEGATED: StateStyle("⬟", Shape.PENTAGON, "#C9B3F5", "#7B45E6"),
    State.IN_PROGRESS: StateStyle("●", Shape.CIRCLE, "#7CC7F5", "#0D6EAB"),
    State.ESTIMATED: StateStyle("⧗", Shape.HOURGLASS, "#F0E442", "#736B09"),
    State.DONE: StateStyle("✓", Shape.CHECK, "#3CCB9B", "#1F7759"),
    State.REJECTED: StateStyle("✕", Shape.CROSS, "#A9B1BA", "#616B78"),
    State.REOPENED: StateStyle("↺", Shape.LOOP, "#F5B942", "#8E6108"),
}


@dataclass(frozen=True, slots=True)
class Theme:
    """The colours of surfaces, as ``#RRGGBB``.

    Attributes:
        background: Behind everything; the window.
        surface: Panels, tables, the report.
        raised: Headers, buttons, chips, fields.
        hover: Under the pointer.
        line: Thin borders between surfaces.
        strong_line: Borders of controls.
        text: Reading text.
        dim_text: Secondary text, still at least 4.5 : 1.
        accent: The one accent: focus, selection marks, links.
        on_accent: Text on the accent.
        selection: Background of a chosen row.
        live: The mark of live data.
        caution: Old data and what is due soon.
        on_caution: Words on a surface of ``caution``.
        alert: Overdue and failed.
        banner: Background of a sentence that must be read.
        bar: Bars of a chart.
        ghost_bar: The unfiltered shape behind them.
    """

    name: ThemeName
    background: str
    surface: str
    raised: str
    hover: str
    line: str
    strong_line: str
    text: str
    dim_text: str
    accent: str
    on_accent: str
    selection: str
    live: str
    caution: str
    on_caution: str
    alert: str
    banner: str
    bar: str
    ghost_bar: str

    def state_hex(self, state: State) -> str:
        """Return a state's colour in this theme."""
        style = STATE_STYLE[state]
        return style.dark_hex if self.name is ThemeName.DARK else style.light_hex


DARK = Theme(
    name=ThemeName.DARK,
    background="#0E1116",
    surface="#14181F",
    raised="#1A1F27",
    hover="#262E39",
    line="#262D37",
    strong_line="#667384",
    text="#E6EAF0",
    dim_text="#A3ADBA",
    accent="#5AB0FF",
    on_accent="#06121F",
    selection="#1D3A57",
    live="#3CCB9B",
    caution="#F5B942",
    on_caution="#1B1403",
    alert="#FF8F85",
    banner="#3A2E12",
    bar="#6FA8DC",
    ghost_bar="#2D3642",
)

LIGHT = Theme(
    name=ThemeName.LIGHT,
    background="#F1F3F6",
    surface="#FFFFFF",
    raised="#EEF0F3",
    hover="#E3E8EE",
    line="#D9DEE5",
    strong_line="#8A94A1",
    text="#1A2129",
    dim_text="#56616E",
    accent="#0B66C3",
    on_accent="#FFFFFF",
    selection="#E0EDFB",
    live="#1B7354",
    caution="#875A00",
    on_caution="#FFFFFF",
    alert="#B3261E",
    banner="#FFF1CC",
    bar="#2F79BD",
    ghost_bar="#D5DBE3",
)

THEMES: dict[ThemeName, Theme] = {ThemeName.DARK: DARK, ThemeName.LIGHT: LIGHT}


def qt_palette(theme: Theme) -> QPalette:
    """Return a theme as the palette of Qt's Fusion style, disabled roles included."""
    palette = QPalette()
    role = QPalette.ColorRole
    colours = {
        role.Window: theme.background,
        role.WindowText: theme.text,
        role.Base: theme.surface,
        role.AlternateBase: theme.surface,
        role.ToolTipBase: theme.raised,
        role.ToolTipText: theme.text,
        role.PlaceholderText: theme.dim_text,
        role.Text: theme.text,
        role.Button: theme.raised,
        role.ButtonText: theme.text,
        role.BrightText: theme.alert,
        role.Link: theme.accent,
        role.LinkVisited: theme.accent,
        role.Highlight: theme.selection,
        role.HighlightedText: theme.text,
        role.Accent: theme.accent,
        role.Light: theme.hover,
        role.Midlight: theme.raised,
        role.Mid: theme.line,
        role.Dark: theme.line,
        role.Shadow: theme.background,
    }
    for which, value in colours.items():
        palette.setColor(which, QColor(value))
    for which in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText):
        palette.setColor(QPalette.ColorGroup.Disabled, which, QColor(theme.dim_text))
    return palette


def apply_theme(application: QApplication, theme: Theme, style_sheet: str = "") -> None:
    """Give the whole application a theme: Fusion, the palette, and a style sheet made for it."""
    application.setStyle(QStyleFactory.create("Fusion"))
    application.setPalette(qt_palette(theme))
    application.setStyleSheet(style_sheet)


def contrast(one_hex: str, other_hex: str) -> float:
    """Return the contrast of two colours, 1 to 21 (WCAG 2.2, relative luminance of sRGB)."""
    lighter, darker = sorted((_luminance(one_hex), _luminance(other_hex)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour_hex: str) -> float:
    red, green, blue = (_linear(int(colour_hex[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
