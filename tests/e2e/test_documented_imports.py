"""docs/imports.md says what came of the real files; here they are imported again and the page is held against it."""

from __future__ import annotations

import csv
import gzip
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from commandcenter.models.instant import to_ms
from commandcenter.models.table import import_identities, reports
from commandcenter.store.database import open_engine, reading
from commandcenter.store.intake.opening import shipped_mappings
from tests.e2e.import_page import FILES, PAGE, Imported, blocks, file_block, imported, mapping_block

BOSTON = ("boston_311_animals_2013_2015.csv.gz", "boston_311_animals_2020_2023.csv.gz")


@pytest.fixture(scope="module", params=FILES)
def done(request: pytest.FixtureRequest, shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Imported:
    """One real file, imported twice into a city of its own."""
    return imported(shared_data / "reports" / request.param, tmp_path_factory.mktemp("import"))


def test_the_page_holds_every_mapping_as_the_command_shows_it() -> None:
    page = blocks(PAGE.read_text("utf-8"))
    assert {name for kind, name in page if kind == "mapping"} == {mapping.name for mapping in shipped_mappings()}
    for mapping in shipped_mappings():
        assert page["mapping", mapping.name] == mapping_block(mapping)


def test_the_page_holds_what_came_of_the_file(done: Imported) -> None:
    assert blocks(PAGE.read_text("utf-8"))["file", done.file] == file_block(done)


def test_every_row_is_added_or_there_already_or_rejected_and_a_second_import_adds_none(done: Imported) -> None:
    count = done.loaded.count
    assert done.loaded.read == count.added + count.already_there + done.loaded.rejected > 1_000
    assert done.again.count.added == 0
    assert done.again.count.already_there + done.again.rejected == done.again.read == done.loaded.read


def test_what_the_city_calls_overdue_is_overdue_here_where_it_has_a_target(done: Imported) -> None:
    if done.file not in BOSTON:
        return
    engine = open_engine(done.settings.database_url)
    its_own = import_identities.c.report_id == reports.c.id
    query = select(import_identities.c.external_id, reports.c.close_by_ms, reports.c.closed_ms).join(reports, its_own)
    with reading(engine) as connection:
        kept = {row.external_id: row for row in connection.execute(query)}
    engine.dispose()
    zone = ZoneInfo("America/New_York")
    differing, overdue, without_target = [], 0, 0
    end_ms = 0
    for row in _rows(done):
        for name in ("open_dt", "closed_dt"):
            if row[name]:
                end_ms = max(end_ms, to_ms(datetime.fromisoformat(row[name]).replace(tzinfo=zone)))
    for row in _rows(done):
        if not row["sla_target_dt"]:
            without_target += 1
            assert row["on_time"] == "ONTIME", "the city calls a row without a target on time"
            continue
        report = kept[row["case_enquiry_id"]]
        late = report.close_by_ms < (end_ms if report.closed_ms is None else report.closed_ms)
        overdue += late
        if late != (row["on_time"] == "OVERDUE"):
            differing.append(row["case_enquiry_id"])
    assert differing == []
    assert (overdue, without_target) == {BOSTON[0]: (1297, 6290), BOSTON[1]: (4, 15523)}[done.file]


def _rows(done: Imported) -> list[dict[str, str]]:
    with gzip.open(Path(done.folder) / done.file, "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
