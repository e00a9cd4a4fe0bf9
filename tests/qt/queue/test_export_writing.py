"""Writing a file of the queue: cancelled, failing, larger than a sheet, and what is in none."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import openpyxl
import pytest
from pytestqt.qtbot import QtBot

from commandcenter.models.failure import Failure
from commandcenter.views.export import writing, xlsx_file
from commandcenter.views.export.content import Export, ExportColumn, Format, Keys, Texts, Values, Words, unlike
from commandcenter.views.export.failure import (
    ExportBroken,
    ExportCancelled,
    ExportDiskFull,
    ExportFileOpen,
    ExportNotWritable,
)
from commandcenter.views.export.rows import Part
from commandcenter.views.export.writing import write_file
from commandcenter.views.queue.column import QueueColumn
from commandcenter.views.queue.handing_on import Selection, export_of
from commandcenter.views.shell import WorkstationWindow
from tests.fixture.workstation import NOW, Station, many
from tests.qt.queue.export_file import EVERY_FORMAT, read_csv


def _alone(station: Station, file: Path, kind: Format = Format.CSV, values: Values | None = None) -> Export:
    ids = station.desk.generation.column("ids")
    columns = (ExportColumn("ID", Keys()), ExportColumn("Isi", Texts("description") if values is None else values))
    nowhere = np.zeros(len(ids), np.int32)
    placed = np.zeros(len(ids), np.bool_)
    path = station.mirror.reader.path
    return Export(file, kind, path, ids, nowhere, nowhere, placed, columns, "Laporan", (), "Keterangan")


@EVERY_FORMAT
def test_a_cancelled_export_leaves_the_file_that_was_there(station: Station, tmp_path: Path, kind: Format) -> None:
    station.send(many(60))
    file = tmp_path / "antrean"
    file.write_text("before", encoding="utf-8")

    def cancel(_rows: int) -> None:
        raise ExportCancelled(file=file.name)

    with pytest.raises(ExportCancelled):
        write_file(_alone(station, file, kind), cancel)
    assert file.read_text(encoding="utf-8") == "before"
    assert [path.name for path in tmp_path.glob(".antrean*")] == []


def test_cancel_ends_the_writing_process(
    window: WorkstationWindow, qtbot: QtBot, tmp_path: Path, station: Station
) -> None:
    station.send(many(60))
    file = tmp_path / "antrean.csv"
    exporter = window.queue.outlet.exporter
    make = _alone(station, file)
    with qtbot.waitSignal(exporter.failed) as failed:
        exporter.begin(file, lambda: _repeated(make, 40_000))
        exporter.cancel()
    assert failed.args is not None
    assert failed.args[0].code == "export_cancelled"
    assert not file.exists()
    assert [path.name for path in tmp_path.glob(".antrean*")] == []


def _repeated(export: Export, times: int) -> Export:
    ids = np.tile(export.ids, times)
    nowhere = np.zeros(len(ids), np.int32)
    return replace(export, ids=ids, x=nowhere, y=nowhere, placed=np.zeros(len(ids), np.bool_))


def _fail(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def write(_export: Export, _parts: Iterator[Part], path: Path, _progress: object) -> None:
        path.write_text("half", encoding="utf-8")
        raise error

    monkeypatch.setattr(writing, "WRITERS", {Format.CSV: write})


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), ExportDiskFull),
        (OSError(errno.EROFS, "Read-only file system"), ExportNotWritable),
        (PermissionError(errno.EACCES, "Permission denied"), ExportFileOpen),
        (ValueError("odd"), ExportBroken),
    ],
    ids=["full", "read-only", "open", "unforeseen"],
)
def test_what_goes_wrong_is_a_sentence_and_leaves_the_file_that_was_there(
    station: Station, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception, expected: type[Failure]
) -> None:
    file = tmp_path / "antrean.csv"
    file.write_text("before", encoding="utf-8")
    _fail(monkeypatch, error)
    with pytest.raises(expected):
        write_file(_alone(station, file), lambda _rows: None)
    assert file.read_text(encoding="utf-8") == "before"
    assert [path.name for path in tmp_path.glob(".antrean*")] == []


def test_a_file_that_an_office_program_has_open_is_left_alone(station: Station, tmp_path: Path) -> None:
    file = tmp_path / "antrean.xlsx"
    file.write_text("before", encoding="utf-8")
    (tmp_path / ".~lock.antrean.xlsx#").touch()
    with pytest.raises(ExportFileOpen):
        write_file(_alone(station, file, Format.XLSX), lambda _rows: None)
    assert file.read_text(encoding="utf-8") == "before"


def test_more_rows_than_a_sheet_holds_go_on_in_the_next(
    station: Station, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    station.send(many(60))
    monkeypatch.setattr(xlsx_file, "PARTS_A_SHEET", 1)
    file = tmp_path / "antrean.xlsx"
    export = _repeated(_alone(station, file, Format.XLSX), 500)
    write_file(export, lambda _rows: None)
    book = openpyxl.load_workbook(file, read_only=True)
    assert book.sheetnames == ["Laporan", "Laporan 2", "Keterangan"]
    assert sum(1 for sheet in book.worksheets[:2] for _ in sheet.iter_rows(min_row=2)) == len(export.ids)


def test_a_column_without_words_is_empty(station: Station, tmp_path: Path) -> None:
    station.send(many(3))
    file = tmp_path / "antrean.csv"
    write_file(_alone(station, file, values=Words((), np.full(3, -1, np.int16))), lambda _rows: None)
    assert [row["Isi"] for row in read_csv(file)] == ["", "", ""]


def test_titles_are_unlike_each_other() -> None:
    assert unlike({0: "Nomor", 1: "nomor", 2: "Isi"}) == {0: "Nomor", 1: "nomor 2", 2: "Isi"}


def test_a_report_that_has_left_the_board_is_in_no_file(station: Station, tmp_path: Path) -> None:
    station.send(many(5))
    window = station.window()
    ids = np.append(station.desk.generation.column("ids"), 1)
    selection = Selection(station.desk.generation, ids, tuple(QueueColumn), NOW.timestamp(), NOW.timestamp())
    made = export_of(selection, tmp_path / "a.csv", Format.CSV, station.mirror.reader.path, window.around.names)
    assert made.ids.tolist() == ids[:-1].tolist()
    window.close()
    write_file(made, lambda _rows: None)
    assert len(read_csv(tmp_path / "a.csv")) == 5
