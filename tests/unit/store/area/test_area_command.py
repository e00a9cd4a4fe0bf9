"""``store areas`` as it is typed."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from commandcenter.cli import main
from tests.fixture.store import RunningStore
from tests.fixture.template import EAST_OF_SQUARE, SQUARE


class Shell:
    """Types commands against one store."""

    def __init__(self, store: RunningStore, capsys: pytest.CaptureFixture[str]) -> None:
        self._words = ("--database", store.settings.database_url)
        self._capsys = capsys

    def __call__(self, *words: str | Path, code: int = 0) -> tuple[str, str]:
        assert main(["store", "areas", *map(str, words), *self._words]) == code
        said = self._capsys.readouterr()
        return said.out, said.err

    def result(self, *words: str | Path) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self(*words, "--json")[0])
        return found


@pytest.fixture
def store(store_at: Any, tmp_path: Path) -> RunningStore:
    made: RunningStore = store_at(tmp_path)
    return made


@pytest.fixture
def areas(store: RunningStore, capsys: pytest.CaptureFixture[str]) -> Shell:
    return Shell(store, capsys)


def file_of(folder: Path, **shapes: str) -> Path:
    path = folder / "borders.geojson"
    features = [
        {"type": "Feature", "properties": {"kode": code, "nama": f"Area {code}"}, "geometry": json.loads(shape)}
        for code, shape in shapes.items()
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return path


def test_a_dry_run_says_what_would_move_and_writes_nothing(store: RunningStore, areas: Shell, tmp_path: Path) -> None:
    store.start()
    store.new_report()
    file = file_of(tmp_path, **{"31.01": EAST_OF_SQUARE, "31.02": SQUARE})
    moved = tmp_path / "moved.csv"
    dry = areas.result(file, "--dry-run", "--moved", moved)
    assert (dry["dry_run"], dry["written"], dry["open_reports_moved"]) == (True, 2, 1)
    assert dry["moves"] == [{"from": "31.01", "to": "31.02", "reports": 1}]
    with moved.open(encoding="utf-8", newline="") as lines:
        (row,) = csv.DictReader(lines)
    assert row["number"].startswith("JK")
    assert (row["open"], row["from"], row["to"]) == ("1", "31.01", "31.02")
    _, said = areas(file)
    assert "31.01 Area 31.01 → 31.02 Area 31.02" in said
    assert "Nothing was written" not in said
    assert areas.result(file)["written"] == 0


def test_levels_are_dissolved_and_reports_placed_by_one_of_them(areas: Shell, tmp_path: Path) -> None:
    file = file_of(tmp_path, **{"31.01": SQUARE, "31.02": EAST_OF_SQUARE})
    names = tmp_path / "names.csv"
    names.write_text("code,name\n31,Ibu Kota\n")
    result = areas.result(file, "--dissolve", "provinsi", "--names", names, "--place-level", "provinsi")
    assert (result["dissolved"], result["place_level"]) == ({"provinsi": 1}, "provinsi")
    assert areas.result("--place-level", "kelurahan")["place_level"] == "kelurahan"
    _, said = areas("--place-level", "rw", code=1)
    assert "Levels with areas: kelurahan, provinsi" in said


def test_areas_of_a_level_that_no_report_is_placed_in_are_remarked_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], store_at: Any
) -> None:
    areas = Shell(store_at(tmp_path, ()), capsys)
    _, said = areas(file_of(tmp_path, q1=SQUARE), "--level", "Kiez")
    assert "--place-level Kiez" in said


def test_a_command_without_anything_to_do_says_what_there_is_to_do(areas: Shell) -> None:
    _, said = areas(code=1)
    assert "--place-level" in said


def test_a_file_that_is_not_there_and_a_list_that_is_none_are_said(areas: Shell, tmp_path: Path) -> None:
    _, said = areas(tmp_path / "nowhere.gpkg", code=1)
    assert "nowhere.gpkg" in said
    with pytest.raises(SystemExit, match="2"):
        areas(tmp_path / "x.gpkg", "--dissolve", "kota,kota")
