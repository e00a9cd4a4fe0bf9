from __future__ import annotations

from pathlib import Path

import pytest

from commandcenter.views.map.rendering import rendering

IN_SOFTWARE = {"QT_QUICK_BACKEND": "software", "QTWEBENGINE_CHROMIUM_FLAGS": "--disable-gpu"}


def test_a_machine_without_a_graphics_card_loads_nothing_that_imitates_one(tmp_path: Path) -> None:
    assert rendering({}, tmp_path) == IN_SOFTWARE
    (tmp_path / "dri").mkdir()
    (tmp_path / "dri" / "by-path").mkdir()
    assert rendering({}, tmp_path) == IN_SOFTWARE


@pytest.mark.parametrize("card", ["dri/card0", "dri/renderD128", "nvidia0"])
def test_a_graphics_card_is_used(tmp_path: Path, card: str) -> None:
    (tmp_path / "dri").mkdir()
    (tmp_path / card).touch()
    assert rendering({}, tmp_path) == {}


def test_what_somebody_has_chosen_stays(tmp_path: Path) -> None:
    assert rendering({"QT_QUICK_BACKEND": "rhi"}, tmp_path) == {}
    flags = {"QTWEBENGINE_CHROMIUM_FLAGS": "--lang=id"}
    assert rendering(flags, tmp_path) == {**IN_SOFTWARE, "QTWEBENGINE_CHROMIUM_FLAGS": "--lang=id --disable-gpu"}
