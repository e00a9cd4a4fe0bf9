"""The pages look like the desktop: their colours and shapes are made from its palette."""

from __future__ import annotations

import pytest

from commandcenter.models.state import STATES
from commandcenter.views.page_look import FOLDER, files
from commandcenter.views.palette import DARK, LIGHT


@pytest.mark.parametrize("name", ["look.css", "look.ts"])
def test_the_files_in_their_places_are_not_stale(name: str) -> None:
    remedy = "stale; run python -m commandcenter.views.page_look --write"
    assert (FOLDER / name).read_text(encoding="utf-8") == files()[name], remedy


def test_every_state_has_its_colour_of_both_themes() -> None:
    style = files()["look.css"]
    assert all(theme.state_hex(state).lower() in style for theme in (DARK, LIGHT) for state in STATES)
