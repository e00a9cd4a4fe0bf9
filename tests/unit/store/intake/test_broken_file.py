"""Files as they really come: each broken one is named, and none swallows what stands beside it."""

from __future__ import annotations

import gzip
import json
import tracemalloc
from datetime import UTC, datetime
from pathlib import Path

import pytest

from commandcenter.models.feature_file.failure import BadAreaFile
from commandcenter.store.area.file import AreaRequest, read_area_file
from commandcenter.store.intake.opening import open_reports
from commandcenter.store.intake.reject import BadFile, Reject
from commandcenter.store.intake.table_file import TableFile

HEADER = "report_id,created_at,source,lat,lon,title,text,flood_depth_cm,rw_geom_id,region,has_image\n"
ROW = "{},2017-02-20T02:36:00,qlue,-6.2,106.8,,{},,,jbd,True\n"
NOW = datetime(2026, 11, 23, tzinfo=UTC)


def test_a_quote_that_is_never_closed_rejects_the_rows_that_it_swallowed_and_says_which(tmp_path: Path) -> None:
    file = tmp_path / "reports.csv"
    rows = [ROW.format(number, text) for number, text in enumerate(["a", '"tidak ditutup', "b", "c"])]
    file.write_text(HEADER + "".join(rows))
    first, second = open_reports(file, None, NOW)
    assert not isinstance(first, Reject)
    assert isinstance(second, Reject)
    assert second.line == 3
    assert "Lines 3 to 5" in str(second.reason)


def test_a_first_line_that_no_table_begins_with_is_no_report_file(tmp_path: Path) -> None:
    file = tmp_path / "huge.csv"
    file.write_text("x" * 300_000)
    with pytest.raises(BadFile):
        list(open_reports(file, None, NOW))


@pytest.mark.parametrize(
    ("begin", "more"),
    [
        (HEADER, "x"),
        (HEADER, '"a\n",'),
        ('{"id": 1}\n', "x"),
    ],
    ids=["one line", "one row of many lines", "JSON lines"],
)
def test_a_packed_file_of_one_endless_row_does_not_fill_the_memory(tmp_path: Path, begin: str, more: str) -> None:
    file = tmp_path / "reports.gz"
    with gzip.open(file, "wt", compresslevel=1) as packed:
        packed.write(begin)
        for _ in range(40):
            packed.write(more * (1_000_000 // len(more)))
    tracemalloc.start()
    try:
        with pytest.raises(BadFile, match="ends no row within"), TableFile(file) as table:
            list(table.rows())
        assert tracemalloc.get_traced_memory()[1] < 150_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    "content",
    [
        "[" * 200_000,
        json.dumps({"features": []}),
        (
            '{"features":[{"properties":{"kode":"1","nama":"a"},"geometry":'
            '{"type":"Polygon","coordinates":[[[1e999,0],[1,0],[1,1],[1e999,0]]]}}]}'
        ),
        (
            '{"features":[{"properties":{"kode":"1","nama":"a"},"geometry":'
            f'{{"type":"Polygon","coordinates":[[[{"9" * 400},0],[1,0],[1,1],[0,0]]]}}}}]}}'
        ),
        (
            '{"crs":{"type":"name","properties":{"name":"EPSG:3857"}},"features":[{"properties":{"kode":"1","nama":"a"},'
            '"geometry":{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]]]}}]}'
        ),
    ],
    ids=["too deep", "empty", "infinite", "huge number", "other coordinates"],
)
def test_a_broken_area_file_is_refused_with_a_sentence(tmp_path: Path, content: str) -> None:
    file = tmp_path / "areas.geojson"
    file.write_text(content)
    with pytest.raises(BadAreaFile, match=r"areas\.geojson"):
        read_area_file(file, AreaRequest("kelurahan"))
