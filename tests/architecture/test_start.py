"""A window is there before what only some shifts need is loaded."""

from __future__ import annotations

import subprocess
import sys

import pytest

NOT_BEFORE_IT_IS_NEEDED = {
    "pyogrio": "opening a file of one's own, or exporting a GeoPackage",
    "pyproj": "opening a file of one's own",
    "commandcenter.models.feature_file.source": "opening a file of one's own",
    "commandcenter.views.export.writing": "exporting",
    "commandcenter.store.service": "serving a store",
    "commandcenter.bench": "measuring",
    "openpyxl": "reading a workbook",
    "typst": "setting a summary",
}


@pytest.fixture(scope="module")
def loaded() -> frozenset[str]:
    """Return the modules that are there when the workstation's own are."""
    asked = "import sys, commandcenter.app; print(*sys.modules)"
    told = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    return frozenset(told.stdout.split())


def test_the_window_is_among_what_is_loaded(loaded: frozenset[str]) -> None:
    assert "commandcenter.views.shell.main_window" in loaded


@pytest.mark.parametrize("module", sorted(NOT_BEFORE_IT_IS_NEEDED))
def test_a_start_does_not_wait_for(module: str, loaded: frozenset[str]) -> None:
    assert module not in loaded, f"only for {NOT_BEFORE_IT_IS_NEEDED[module]}"
