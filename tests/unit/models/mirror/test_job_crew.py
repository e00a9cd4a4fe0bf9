"""A report's crew on the board is what its jobs say, however they come."""

from __future__ import annotations

from typing import Any

import pytest

from commandcenter.models.board.change_set import NO_WORD, ReportBatch
from commandcenter.models.mirror.folder import MirrorFolder
from commandcenter.models.record import FIELDS, NULLABLE, Entity
from tests.unit.models.mirror.record_fixture import NOW_MS, Row, arrow, report

PLAIN = {"int64": 0, "int32": 0, "int8": 0, "float64": 0.0, "text": "", "bool": False}


def job(number: int, report_id: int, crew: str, state: str = "sent") -> dict[str, Any]:
    fields = FIELDS[Entity.JOB]
    values = {name: None if name in NULLABLE[Entity.JOB] else PLAIN[kind] for name, kind in fields.items()}
    own = {"id": number, "report_id": report_id, "crew": crew, "state": state, "planned_ms": NOW_MS + number}
    return {**values, **own}


def put(number: int, report_id: int, crew: str, state: str = "sent") -> Row:
    return Row(Entity.JOB, str(number), job(number, report_id, crew, state))


def crews(batch: ReportBatch) -> dict[int, str | None]:
    words = [None if code == NO_WORD else batch.crews.words[code] for code in batch.crews.codes.tolist()]
    return dict(zip(batch.ids.tolist(), words, strict=True))


def load(folder: MirrorFolder, jobs: list[dict[str, Any]]) -> dict[int, str | None]:
    with folder.writer.snapshot() as snapshot:
        snapshot.append(Entity.REPORT, arrow(Entity.REPORT, [report(1), report(2), report(3)]))
        snapshot.append(Entity.JOB, arrow(Entity.JOB, jobs))
        changes = snapshot.finish(position="e.1", current_ms=NOW_MS)
    return {report_id: crew for change in changes for report_id, crew in crews(change.upserts).items()}


def stored(folder: MirrorFolder) -> dict[int, str | None]:
    return {report_id: crew for batch in folder.reader.board_batches() for report_id, crew in crews(batch).items()}


def test_a_first_load_and_a_start_know_the_crews(folder: MirrorFolder) -> None:
    expected = {1: "regu-a", 2: None, 3: "regu-b"}
    jobs = [job(7, 1, "regu-a"), job(8, 3, "regu-b", "done"), job(9, 2, "regu-c", "failed")]
    assert load(folder, jobs) == expected
    assert stored(folder) == expected


def test_the_newest_job_that_was_not_given_up_counts(folder: MirrorFolder) -> None:
    load(folder, [job(7, 1, "regu-a", "done"), job(8, 1, "regu-b"), job(9, 1, "regu-c", "withdrawn")])
    assert stored(folder)[1] == "regu-b"


@pytest.mark.parametrize("with_report", [True, False])
def test_a_page_with_a_job_tells_the_board_of_its_report(folder: MirrorFolder, with_report: bool) -> None:
    load(folder, [])
    rows = [put(7, 2, "regu-a")]
    if with_report:
        rows.append(Row(Entity.REPORT, "2", report(2, version=2)))
    change = folder.writer.apply(rows, expected="e.1", through="e.2", current_ms=None)
    assert crews(change.upserts) == {2: "regu-a"}


def test_a_job_that_left_ones_scope_takes_its_crew_along(folder: MirrorFolder) -> None:
    load(folder, [job(7, 2, "regu-a")])
    change = folder.writer.apply([Row(Entity.JOB, "7", None)], expected="e.1", through="e.2", current_ms=None)
    assert crews(change.upserts) == {2: None}


def test_a_job_of_a_report_that_is_not_here_tells_nothing(folder: MirrorFolder) -> None:
    load(folder, [])
    change = folder.writer.apply([put(7, 99, "regu-a")], expected="e.1", through="e.2", current_ms=None)
    assert crews(change.upserts) == {}
