"""What a person asks of the demo and does not get is said before anything happens."""

from __future__ import annotations

from pathlib import Path

import pytest

from commandcenter.demo import DemoFiles, Wish
from commandcenter.demo.city import remarks
from commandcenter.demo.store import DemoFileMissing


def test_a_file_that_is_not_there_is_named_and_costs_nothing_else(tmp_path: Path) -> None:
    missing = tmp_path / "kelurahan.geojson"
    with pytest.raises(DemoFileMissing, match="Nothing was started"):
        DemoFiles(areas=missing).check()
    missing.touch()
    DemoFiles(areas=missing).check()


def test_a_city_that_is_there_already_says_what_it_can_not_grant(tmp_path: Path) -> None:
    other, empty = Wish(seed=2), Wish(simulated=False)
    assert ["--seed" in said for said in remarks(tmp_path, other, is_there=True)] == [True]
    assert ["simulated reports" in said for said in remarks(tmp_path, empty, is_there=True)] == [True]
    assert remarks(tmp_path, Wish(), is_there=True) == []
    assert remarks(tmp_path, other, is_there=False) == remarks(tmp_path, empty, is_there=False) == []
