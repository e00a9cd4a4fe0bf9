"""Colours carry their meaning: enough contrast everywhere they stand, and a shape besides."""

from __future__ import annotations

import pytest

from commandcenter.models.state import State
from commandcenter.views.palette import DARK, LIGHT, STATE_STYLE, Theme, contrast, qt_palette

THEMES = pytest.mark.parametrize("theme", [DARK, LIGHT], ids=["dark", "light"])


def _surfaces(theme: Theme) -> tuple[str, str, str]:
    return theme.background, theme.surface, theme.raised


@pytest.mark.parametrize("state", list(State))
def test_a_state_stands_out_from_every_surface(state: State) -> None:
    assert min(contrast(DARK.state_hex(state), each) for each in _surfaces(DARK)) >= 7.0
    assert min(contrast(LIGHT.state_hex(state), each) for each in _surfaces(LIGHT)) >= 4.5


@THEMES
def test_a_state_stays_readable_in_the_chosen_row(theme: Theme) -> None:
    for state in State:
        assert contrast(theme.state_hex(state), theme.selection) >= 4.5


@THEMES
def test_text_is_readable_on_every_surface(theme: Theme) -> None:
    for text in (theme.text, theme.dim_text, theme.accent, theme.live, theme.caution, theme.alert):
        for surface in (*_surfaces(theme), theme.selection, theme.banner):
            assert contrast(text, surface) >= 4.5, (text, surface)
    assert contrast(theme.on_accent, theme.accent) >= 4.5


@THEMES
def test_borders_of_controls_and_focus_can_be_seen(theme: Theme) -> None:
    assert contrast(theme.strong_line, theme.surface) >= 3.0
    assert contrast(theme.accent, theme.surface) >= 3.0


def test_no_two_states_share_a_shape_or_a_glyph() -> None:
    assert len({style.shape for style in STATE_STYLE.values()}) == len(State)
    assert len({style.glyph for style in STATE_STYLE.values()}) == len(State)


@THEMES
def test_the_palette_holds_the_themes_own_colours(theme: Theme) -> None:
    palette = qt_palette(theme)
    assert palette.window().color().name().upper() == theme.background
    assert palette.base().color().name().upper() == theme.surface
    assert palette.highlight().color().name().upper() == theme.selection
