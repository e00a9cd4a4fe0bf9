"""What the queue shows is handed on: copied, or written to a file that other programs read as it was shown."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import numpy as np
import openpyxl
import pyogrio  # type: ignore[import-untyped]
import pytest
import shapely
from lxml import etree
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from commandcenter.models.instant import to_ms
from commandcenter.models.record import FIELDS, Entity
from commandcenter.models.report import Report
from commandcenter.views.export.content import Export, Format
from commandcenter.views.queue.column import QueueColumn
from commandcenter.views.queue.export_dialog import ExportDialog
from commandcenter.views.queue.handing_on import MOST_COPIED
from commandcenter.views.queue.tab import Tab
from commandcenter.views.shell import WorkstationWindow
from tests.fixture.workstation import AREAS, NOW, Station, many
from tests.qt.queue.export_file import EVERY_FORMAT, READ, Rows, read_csv

HOSTILE = '=HYPERLINK("http://a")\tx; "b", <i>&amp;\r\n\x01 _x0041_ \\ \U0001f600'
WIB = timezone(timedelta(hours=7))


def _odd() -> list[Report]:
    """Sixty reports, of which some say what files are broken by, have no place, or were made up."""
    reports = many(60)
    reports[3] = replace(reports[3], description=HOSTILE, address="+62 tanya di pos")
    reports[4] = replace(reports[4], place=None)
    reports[5] = replace(reports[5], simulated=True, reconstructed=True)
    return reports


@pytest.fixture
def filled(window: WorkstationWindow, station: Station, qtbot: QtBot) -> WorkstationWindow:
    """The window with all reports in its queue, some of them odd, sorted by two columns, one column moved."""
    station.send([replace(report, version=2) for report in _odd()])
    window.queue.show_tab(Tab.ALL)
    window.queue.table.header.moveSection(0, 2)
    window.queue.standing.sort_by(QueueColumn.CATEGORY)
    window.queue.standing.sort_by(QueueColumn.AGE, add=True)
    return window


def _shown(window: WorkstationWindow) -> list[int]:
    return list(map(int, window.queue.model.ids.tolist()))


def _dialog(window: WorkstationWindow) -> ExportDialog:
    window.queue.outlet.export()
    # One that was closed before goes only when the event loop comes round.
    return window.queue.findChildren(ExportDialog)[-1]


def test_ctrl_e_asks_where_and_as_what(filled: WorkstationWindow) -> None:
    QTest.keyClick(filled, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    found = filled.queue.findChild(ExportDialog)
    assert isinstance(found, ExportDialog)
    assert found.isVisible()
    assert found.message.text() == "60 baris ditampilkan."


def _click_row(window: WorkstationWindow, row: int) -> None:
    table = window.queue.table
    index = table.model().index(row, QueueColumn.AGE)
    table.scrollTo(index)
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=table.visualRect(index).center())


def _export(window: WorkstationWindow, qtbot: QtBot, file: Path, kind: Format) -> ExportDialog:
    """Export by the dialog, as a user would."""
    dialog = _dialog(window)
    dialog.format_box.setCurrentIndex(dialog.format_box.findData(kind))
    dialog.file_line.setText(str(file))
    with qtbot.waitSignal(window.queue.outlet.exporter.finished):
        QTest.mouseClick(dialog.export_button, Qt.MouseButton.LeftButton)
    return dialog


@EVERY_FORMAT
def test_a_file_holds_the_rows_as_they_are_shown(
    filled: WorkstationWindow, qtbot: QtBot, tmp_path: Path, kind: Format
) -> None:
    file = tmp_path / f"antrean.{kind.value}"
    _export(filled, qtbot, file, kind)
    rows = READ[kind](file)
    reports = {int(report.id): report for report in _odd()}
    assert [int(row["ID"]) for row in rows] == _shown(filled)
    titles = [title for title in rows[0] if title not in ("fid", "geom", "geometry")]
    assert titles[:3] == ["Umur (menit)", "Tenggat", "Status"]
    for row in rows:
        report = reports[int(row["ID"])]
        assert row["Nomor"] == report.number
        assert int(row["Umur (menit)"]) == (int(NOW.timestamp()) - int(report.created_at.timestamp())) // 60
        assert _instant(row["Dilaporkan pada"]) == report.created_at.replace(microsecond=0)
        assert (row["Simulasi"] or "") == ("ya" if report.simulated else "")
        assert (row["Waktu rekonstruksi"] or "") == ("ya" if report.reconstructed else "")
        if report.place is None:
            assert not row["Bujur"]
            assert not row.get("geometry")
        else:
            assert float(row["Bujur"]) == pytest.approx(report.place.lon, abs=1e-6)
            assert float(row["Lintang"]) == pytest.approx(report.place.lat, abs=1e-6)
    assert [path.name for path in tmp_path.iterdir() if "part" in path.name] == []


def _instant(said: Any) -> datetime:
    if isinstance(said, datetime):
        found = said.replace(tzinfo=WIB)
        return (found + timedelta(milliseconds=500)).replace(microsecond=0)
    return datetime.fromisoformat(str(said))


def _text(rows: Rows) -> str:
    odd = _odd()[3]
    return next(str(row["Isi"]) for row in rows if int(row["ID"]) == odd.id)


def test_a_hostile_text_comes_out_of_each_file_as_a_text(
    filled: WorkstationWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    found = {}
    for kind in Format:
        file = tmp_path / f"antrean.{kind.value}"
        _export(filled, qtbot, file, kind).reject()
        found[kind] = _text(READ[kind](file))
    assert found[Format.CSV] == "'" + HOSTILE
    assert found[Format.GEOPACKAGE] == HOSTILE
    assert found[Format.GEOJSON] == HOSTILE.replace("\x01", " ")
    # Openpyxl reads the escaped sign back as it stands in the file.
    assert found[Format.XLSX] in (HOSTILE.replace("\x01", " "), HOSTILE.replace("\x01", " ").replace("_x", "_x005F_x"))


def test_geojson_is_what_rfc_7946_says(filled: WorkstationWindow, qtbot: QtBot, tmp_path: Path) -> None:
    file = tmp_path / "antrean.geojson"
    _export(filled, qtbot, file, Format.GEOJSON)
    read = json.loads(file.read_bytes())
    assert read["type"] == "FeatureCollection"
    assert "crs" not in read
    assert read["Keterangan"]["Simulasi"].startswith("DATA SIMULASI: 1 dari 60")
    for feature in read["features"]:
        assert feature["type"] == "Feature"
        assert feature["geometry"] is None or shapely.from_geojson(json.dumps(feature["geometry"])).geom_type == "Point"


def test_a_geopackage_has_an_index_and_says_what_is_simulated(
    filled: WorkstationWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    file = tmp_path / "antrean.gpkg"
    _export(filled, qtbot, file, Format.GEOPACKAGE)
    info = pyogrio.read_info(file)
    assert info["crs"] == "EPSG:4326"
    assert info["geometry_type"] == "Point"
    assert info["features"] == 60
    with closing(sqlite3.connect(file)) as database:
        assert database.execute(
            "SELECT count(*) FROM gpkg_extensions WHERE extension_name = 'gpkg_rtree_index'"
        ).fetchone()
        description = database.execute("SELECT description FROM gpkg_contents").fetchone()[0]
    assert "DATA SIMULASI" in description


def test_a_workbook_is_well_formed_and_says_beside_the_rows_what_must_be_said(
    filled: WorkstationWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    file = tmp_path / "antrean.xlsx"
    dialog = _export(filled, qtbot, file, Format.XLSX)
    with ZipFile(file) as book:
        assert book.testzip() is None
        for name in book.namelist():
            etree.fromstring(book.read(name))
    sheet = openpyxl.load_workbook(file)["Keterangan"]
    notes = {row[0]: row[1] for row in sheet.iter_rows(values_only=True)}
    assert notes["Simulasi"] == "DATA SIMULASI: 1 dari 60 laporan dibuat oleh simulator."
    assert "60 baris ada di" in dialog.message.text()
    assert "DATA SIMULASI: 1 dari 60" in dialog.message.text()


def test_approximate_borders_are_said_row_by_row(
    window: WorkstationWindow, station: Station, qtbot: QtBot, tmp_path: Path
) -> None:
    with qtbot.waitSignal(window.around.names.changed):
        station.load_areas(AREAS, approximate=frozenset({"31.72.04.1001"}))
    window.queue.show_tab(Tab.ALL)
    window.queue.table.header.show_column(QueueColumn.AREA, shown=True)
    file = tmp_path / "antrean.csv"
    _export(window, qtbot, file, Format.CSV)
    said = {row["Wilayah"]: row["Batas perkiraan"] for row in read_csv(file)}
    assert said == {"Semper Barat": "ya", "Kali Baru": "", "Slipi": "", "Jatipulo": ""}


def _first_lines(file: Path, kind: Format) -> list[str]:
    """What a file says before its rows, in whatever place its format has for that."""
    if kind is Format.CSV:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
        return [line.removeprefix("# ") for line in lines if line.startswith("# ")]
    if kind is Format.XLSX:
        sheet = openpyxl.load_workbook(file).worksheets[0]
        assert sheet.freeze_panes is not None
        head = int(str(sheet.freeze_panes).removeprefix("A")) - 1
        return [str(sheet.cell(row, 1).value) for row in range(1, head)]
    if kind is Format.GEOJSON:
        return list(json.loads(file.read_bytes())["Keterangan"].values())
    with closing(sqlite3.connect(file)) as database:
        return [str(database.execute("SELECT description FROM gpkg_contents").fetchone()[0])]


@EVERY_FORMAT
def test_a_file_says_once_before_its_rows_what_of_them_is_made_up(
    filled: WorkstationWindow, qtbot: QtBot, tmp_path: Path, kind: Format
) -> None:
    file = tmp_path / f"antrean.{kind.value}"
    _export(filled, qtbot, file, kind)
    said = _first_lines(file, kind)
    assert sum("DATA SIMULASI: 1 dari 60 laporan" in line for line in said) == 1
    assert sum("Waktu 1 laporan direkonstruksi" in line for line in said) == 1
    assert not any("MASA LALU" in line for line in said)


@EVERY_FORMAT
def test_a_file_of_the_past_says_so_and_of_when(
    filled: WorkstationWindow, qtbot: QtBot, tmp_path: Path, kind: Format
) -> None:
    then = NOW - timedelta(hours=6)
    bar = filled.top.time
    with qtbot.waitSignal(bar.projector.moved):
        QTest.keyClick(filled, Qt.Key.Key_T)
    with qtbot.waitSignal(bar.projector.moved, check_params_cb=lambda at_ms: at_ms == to_ms(then)):
        bar.projector.go(to_ms(then))
    qtbot.waitUntil(lambda: 0 < len(filled.queue.model.ids) < 60)
    dialog = _dialog(filled)
    assert "laporan-yang-diketahui-pada-" in dialog.file_line.text()
    dialog.reject()
    file = tmp_path / f"antrean.{kind.value}"
    _export(filled, qtbot, file, kind)
    (said,) = (line for line in _first_lines(file, kind) if "MASA LALU" in line)
    assert f"{then.astimezone(WIB):%H.%M} WIB" in said


@pytest.mark.parametrize("kind", [Format.CSV, Format.XLSX], ids=lambda kind: kind.value)
def test_a_file_with_nothing_to_warn_of_begins_with_its_titles(
    window: WorkstationWindow, station: Station, qtbot: QtBot, tmp_path: Path, kind: Format
) -> None:
    window.queue.show_tab(Tab.ALL)
    file = tmp_path / f"antrean.{kind.value}"
    _export(window, qtbot, file, kind)
    assert _first_lines(file, kind) == []
    assert len(READ[kind](file)) == 60


def test_only_chosen_rows_are_exported_when_asked(filled: WorkstationWindow, qtbot: QtBot, tmp_path: Path) -> None:
    table = filled.queue.table
    _click_row(filled, 2)
    QTest.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    dialog = _export(filled, qtbot, tmp_path / "a.csv", Format.CSV)
    assert dialog.chosen_box.isChecked()
    assert [int(row["ID"]) for row in read_csv(tmp_path / "a.csv")] == _shown(filled)[2:5]


def test_nothing_of_a_reporter_can_be_in_a_file() -> None:
    private = {"reporter", "name", "phone", "email", "device", "account", "sender"}
    assert not private & {part for field in FIELDS[Entity.REPORT] for part in field.split("_")}


def test_rows_chosen_with_the_keyboard_are_copied_as_they_are_shown(filled: WorkstationWindow, qtbot: QtBot) -> None:
    table = filled.queue.table
    _click_row(filled, 0)
    QTest.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    QGuiApplication.clipboard().clear()
    QTest.keyClick(filled, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: bool(QGuiApplication.clipboard().text()))
    titles, *rows = [line.split("\t") for line in QGuiApplication.clipboard().text().splitlines()]
    assert titles[:3] == ["Umur", "Tenggat", "Status"]
    model = filled.queue.model
    at = titles.index("Isi")
    assert [row[at] for row in rows] == [model.words(row, QueueColumn.DESCRIPTION) for row in range(2)]
    assert [len(row) for row in rows] == [len(titles)] * 2
    assert filled.queue.notice.text() == "2 baris disalin."


def test_a_formula_is_copied_as_a_text(filled: WorkstationWindow, qtbot: QtBot) -> None:
    odd = _odd()[3]
    row = filled.queue.model.row_of(odd.id)
    assert row is not None
    _click_row(filled, row)
    QGuiApplication.clipboard().clear()
    filled.queue.outlet.copy()
    qtbot.waitUntil(lambda: bool(QGuiApplication.clipboard().text()))
    assert "\t'=HYPERLINK" in QGuiApplication.clipboard().text()


def test_more_rows_than_the_clipboard_takes_are_refused_with_the_way_out(
    filled: WorkstationWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(filled.queue.table), "chosen_rows", lambda _table: np.arange(MOST_COPIED + 1))
    filled.queue.outlet.copy()
    assert "Ctrl+E" in filled.queue.notice.text()


def test_a_fault_before_the_first_row_is_told_with_the_files_name(
    filled: WorkstationWindow, qtbot: QtBot, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    def fail() -> Export:
        raise ValueError

    with qtbot.waitSignal(filled.queue.outlet.exporter.failed) as failed:
        filled.queue.outlet.exporter.begin(tmp_path / "antrean.csv", fail)
    assert failed.args is not None
    assert failed.args[0].params["file"] == str(tmp_path / "antrean.csv")
    assert not filled.queue.outlet.exporter.is_busy
    assert "ended through a fault" in caplog.text


def test_a_folder_that_is_not_there_is_named(filled: WorkstationWindow, qtbot: QtBot, tmp_path: Path) -> None:
    dialog = _dialog(filled)
    dialog.file_line.setText(str(tmp_path / "tidak ada" / "antrean.xlsx"))
    with qtbot.waitSignal(filled.queue.outlet.exporter.failed):
        QTest.mouseClick(dialog.export_button, Qt.MouseButton.LeftButton)
    assert dialog.message.text().startswith("Berkas ")
    assert "tidak dapat ditulis" in dialog.message.text()
    assert dialog.export_button.isEnabled()
