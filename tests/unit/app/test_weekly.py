"""What a weekly summary covers, what its files are called, and what it does without."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from commandcenter.models.flat import flatten
from commandcenter.models.identity import AreaCode
from commandcenter.models.mirror.folder import MirrorFolder
from commandcenter.models.record import Entity
from commandcenter.models.report import Area
from commandcenter.summary.summary import Cut, Scope
from commandcenter.weekly import AreaUnknown, Order, WeekNotOver, covered_areas, file_stem, summary_of
from tests.fixture.template import area
from tests.unit.models.mirror.record_fixture import NOW_MS, arrow, report
from tests.unit.summary.summary_fixture import summary


def below(code: str, parent: str | None, **changes: object) -> Area:
    made = replace(area(code), parent=None if parent is None else AreaCode(parent))
    return replace(made, **changes)  # type: ignore[arg-type] # names and types are the caller's


AREAS = (
    below("utara", None),
    below("cilincing", "utara", approximate=True),
    below("semper", "cilincing"),
    below("31.75.06.1004", None, name="Cakung Timur"),
    below("31.75.07.1001", None, name="Duren Sawit"),
)


@pytest.mark.parametrize(
    ("code", "covered"),
    [
        ("utara", {"utara", "cilincing", "semper"}),
        ("semper", {"semper"}),
        ("31.75", {"31.75.06.1004", "31.75.07.1001"}),
        ("31.75.06", {"31.75.06.1004"}),
    ],
)
def test_an_area_covers_what_lies_below_it_by_parents_or_by_code(code: str, covered: set[str]) -> None:
    assert set(covered_areas(AREAS, code)) == covered


@pytest.mark.parametrize(
    ("code", "near"), [("31.7", "31.75"), ("31.75.06.1003", "31.75.06.1004"), ("duren savit", "31.75.07.1001")]
)
def test_an_unknown_area_is_refused_with_codes_that_look_like_it(code: str, near: str) -> None:
    with pytest.raises(AreaUnknown, match=f"knows no area '{code}'. Did you mean: .*{near}"):
        covered_areas(AREAS, code)


def test_a_stand_in_border_is_told_where_it_is_covered(tmp_path: Path) -> None:
    folder = MirrorFolder.open(tmp_path)
    with folder.writer.snapshot() as load:
        load.append(Entity.AREA, arrow(Entity.AREA, [flatten(each) for each in AREAS]))
        load.append(Entity.REPORT, arrow(Entity.REPORT, [report(1, area="semper"), report(2, area="31.75.06.1004")]))
        load.finish(position="e.1", current_ms=NOW_MS)
    cut = Cut(datetime(2017, 3, 1, tzinfo=UTC), "e.1", "1.0")
    told = {code: summary_of(folder, cut, Order(area=code)) for code in ("utara", "semper")}
    with pytest.raises(WeekNotOver, match="The last week that is over is 2017-W08"):
        summary_of(folder, cut, Order(week=told["utara"].week.__class__(2017, 9)))
    folder.close()
    assert {code: made.scope.approximate for code, made in told.items()} == {"utara": True, "semper": False}
    assert {str(made.week) for made in told.values()} == {"2017-W08"}
    assert {made.basis.reports for made in told.values()} == {1}


def test_files_are_named_by_week_and_scope_and_stay_in_their_folder() -> None:
    assert file_stem(summary()) == "summary-2026-W47"
    assert file_stem(summary(scope=Scope("31.75", "", "../SDA x"))) == "summary-2026-W47-31.75-.._SDA_x"


def test_it_needs_no_windows() -> None:
    seen = "import sys, commandcenter.weekly; print([name for name in sys.modules if name.startswith('PySide6')])"
    assert subprocess.run([sys.executable, "-c", seen], capture_output=True, text=True, check=True).stdout == "[]\n"
