"""Tests of the benchmarks' register and of what it prints."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from commandcenter.bench import register, run
from commandcenter.bench.figure import Figure, figure_of
from commandcenter.bench.register import BENCHMARKS, loaded


def made_up(reports: int) -> Iterator[Figure]:
    yield figure_of("made_up.first", "ms", reports, [3.0, 1.0, 2.0])
    yield figure_of("made_up.second", "s", reports, [0.5])


@pytest.fixture
def only_made_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(register, "BENCHMARKS", {"made_up": f"{__name__}:made_up"})
    monkeypatch.setattr(register, "loaded", lambda _: made_up)


@pytest.mark.usefixtures("only_made_up")
def test_each_figure_is_one_json_object_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("made_up", 7, True) == 0
    first, second = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert first == {
        "name": "made_up.first",
        "unit": "ms",
        "reports": 7,
        "n": 3,
        "median": 2.0,
        "p95": 3.0,
        "p99": 3.0,
        "max": 3.0,
    }
    assert second["name"] == "made_up.second"


@pytest.mark.parametrize(("name", "reports", "says"), [("bord", 5, "named 'bord'"), ("board", 0, "not 0")])
def test_a_wrong_use_is_told_and_exits_2(
    name: str, reports: int, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(name, reports, True) == 2
    printed = capsys.readouterr()
    assert says in printed.err
    assert printed.out == ""


def test_every_registered_benchmark_can_be_imported() -> None:
    for name in BENCHMARKS:
        assert callable(loaded(name))


def test_p95_and_p99_are_the_smallest_values_that_so_many_do_not_exceed() -> None:
    samples = [float(value) for value in range(100, 0, -1)]
    figure = figure_of("made_up", "ms", 1, samples)
    assert (figure.median, figure.p95, figure.p99, figure.max) == (50.5, 95.0, 99.0, 100.0)


def test_the_board_is_measured_on_any_number_of_reports() -> None:
    # In a process of its own: it looks for cycles before each figure, and a process of tests holds a great deal.
    command = [sys.executable, "-m", "commandcenter.cli", "bench", "board", "--reports", "50", "--json"]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    figures = [figure for figure in map(json.loads, printed) if "name" in figure]
    assert len({figure["name"] for figure in figures}) == len(figures) > 30
    assert all(0 <= each["median"] <= each["p95"] <= each["p99"] <= each["max"] for each in figures)


def test_the_summary_is_measured_on_a_mirror_that_has_every_column() -> None:
    assert "summary.all" in {figure.name for figure in loaded("summary")(500)}


def test_places_are_found_by_tree_and_by_raster_on_made_up_areas() -> None:
    figures = list(loaded("areas")(6_000))
    assert [figure.name.split(",")[0] for figure in figures] == ["areas.lay raster", "areas.tree", "areas.raster"]


def test_places_are_found_on_real_areas_too(capsys: pytest.CaptureFixture[str], shared_data: Path) -> None:
    assert run("areas", 6_000, True, shared_data / "boundaries/dissolved_dki_kota.geojson") == 0
    assert capsys.readouterr().out.count("6 areas of") == 3
