"""The public pages' own drawings say what every screen says."""

from __future__ import annotations

import json

from commandcenter.models.state import STATES
from commandcenter.resource import resource_path
from commandcenter.store.public.page import SHAPES
from commandcenter.views.palette import LIGHT


def test_the_cards_colours_are_the_light_themes() -> None:
    colours = json.loads(resource_path("public", "colour.json").read_text("utf-8"))
    assert {name: colours[name] for name in ("surface", "text", "dim-text", "banner")} == {
        "surface": LIGHT.surface,
        "text": LIGHT.text,
        "dim-text": LIGHT.dim_text,
        "banner": LIGHT.banner,
    }
    assert {state: colours[f"state-{state.value}"] for state in STATES} == {
        state: LIGHT.state_hex(state) for state in STATES
    }


def test_every_state_has_a_shape_of_its_own() -> None:
    assert set(SHAPES) == set(STATES)
    assert len({path for _, path in SHAPES.values()}) == len(STATES)
