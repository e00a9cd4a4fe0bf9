"""Colours and words of the page."""

from __future__ import annotations

import pytest

from commandcenter.models.state import STATES
from commandcenter.views.map.look import map_theme
from commandcenter.views.palette import DARK, LIGHT, Theme, contrast


@pytest.mark.parametrize(("theme", "least"), [(DARK, 7.0), (LIGHT, 4.5)])
def test_states_can_be_told_from_what_they_stand_on(theme: Theme, least: float) -> None:
    colours = map_theme(theme)
    for look in colours.states:
        assert contrast(look.color, colours.core) >= least


@pytest.mark.parametrize("theme", [DARK, LIGHT])
def test_words_can_be_read_on_land_sea_and_panels(theme: Theme) -> None:
    colours = map_theme(theme)
    assert contrast(colours.label, colours.land) >= 4.5
    for ground in (colours.surface, colours.core):
        assert contrast(colours.text, ground) >= 7
        assert contrast(colours.dim_text, ground) >= 4.5


@pytest.mark.parametrize("theme", [DARK, LIGHT])
def test_the_chosen_report_stands_out_wherever_it_lies(theme: Theme) -> None:
    colours = map_theme(theme)
    for ground in (colours.land, colours.sea, colours.core):
        assert contrast(colours.accent, ground) >= 3


def test_states_come_in_the_order_of_their_codes_each_with_a_shape_of_its_own() -> None:
    states = map_theme(DARK).states
    assert len(states) == len(STATES)
    assert len({look.shape for look in states}) == len(STATES)
    assert states[0].shape == "triangle"
