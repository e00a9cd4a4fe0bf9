"""A draft understands what it can prove, and asks for the rest."""

from __future__ import annotations

from pathlib import Path

import pytest

from commandcenter.models.state import State
from commandcenter.store.intake.drafting import DateOrderUnclear, Draft, DraftImpossible, draft_mapping
from commandcenter.store.intake.mapping import Order, read_mapping
from commandcenter.store.intake.opening import ColumnsMissing, open_reports
from commandcenter.store.intake.table_file import TableFile
from commandcenter.store.intake.understanding import understand
from tests.unit.store.intake.reading import NOW, report

HEADER = "Nomor,Tanggal,Kategori,Status,Lintang,Bujur,Alamat,Uraian,Petugas\n"
ROW = "{},{},Sampah,{},-6.2,106.8,Jalan Satu,Menumpuk,Budi\n"


def drafted(folder: Path, *rows: tuple[str, str], order: Order | None = None, **columns: str) -> Draft:
    path = folder / "laporan.csv"
    path.write_text(HEADER + "".join(ROW.format(at, date, status) for at, (date, status) in enumerate(rows)))
    with TableFile(path) as table:
        return draft_mapping(table, zone="Asia/Jakarta", order=order, columns=columns)


def test_one_day_above_twelve_proves_the_order_of_the_whole_file(tmp_path: Path) -> None:
    draft = drafted(tmp_path, ("01/02/2017", "Menunggu"), ("13/02/2017", "Menunggu"), ("03/02/2017", "Menunggu"))
    assert draft.mapping.time.order == "day-first"
    assert draft.evidence.startswith("Line 3 (13/02/2017)")
    draft = drafted(tmp_path, ("01/02/2017", "Menunggu"), ("02/13/2017", "Menunggu"))
    assert draft.mapping.time.order == "month-first"
    first = next(iter(open_reports(tmp_path / "laporan.csv", draft.mapping, NOW)))
    assert (report(first).created_at.month, report(first).created_at.day) == (1, 1)  # midnight WIB is the day before


def test_where_nothing_proves_it_a_person_must_say_it(tmp_path: Path) -> None:
    with pytest.raises(DateOrderUnclear, match=r"no day is greater than 12. Say --date-order day\|month"):
        drafted(tmp_path, ("01/02/2017", "Menunggu"), ("03/02/2017", "Menunggu"))
    said = drafted(tmp_path, ("01/02/2017", "Menunggu"), order="day-first")
    assert said.mapping.time.order == "day-first"


def test_dates_that_contradict_each_other_are_never_read_row_by_row(tmp_path: Path) -> None:
    rows = (("13/02/2017", "Menunggu"), ("02/13/2017", "Menunggu"))
    with pytest.raises(DateOrderUnclear, match=r"line 2 \(13/02/2017\) is day-first but line 3"):
        drafted(tmp_path, *rows)
    said = drafted(tmp_path, *rows, order="day-first")
    with TableFile(tmp_path / "laporan.csv") as table:
        found = understand(table, said.mapping, NOW)
    assert (found.reports, found.rejected) == (1, 1)


def test_a_person_who_says_what_the_file_disproves_is_told(tmp_path: Path) -> None:
    with pytest.raises(DateOrderUnclear, match="is day-first"):
        drafted(tmp_path, ("13/02/2017", "Menunggu"), order="month-first")


def test_columns_statuses_and_types_are_understood_and_the_unknown_left_open(tmp_path: Path) -> None:
    draft = drafted(tmp_path, ("2017-02-13", "Menunggu"), ("2017-02-13", "Selesai"), ("2017-02-13", "Entah"))
    mapping = draft.mapping
    assert (mapping.id, mapping.created, mapping.place.lat, mapping.status.column) == (
        "Nomor",
        "Tanggal",
        "Lintang",
        "Status",
    )
    waiting = mapping.status.table["Menunggu"]
    assert waiting is not None
    assert waiting.state is State.WAITING
    assert mapping.status.table["Entah"] is None
    assert mapping.status.table["Selesai"] is None, "no column says when it was closed"
    assert mapping.category.table == {"Sampah": "SAMPAH"}
    assert list(draft.unused) == ["Petugas"]
    path = tmp_path / "m.json"
    path.write_text(mapping.model_dump_json())
    assert read_mapping(path) == mapping


def test_a_column_that_is_called_otherwise_can_be_named(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("nr,wann,lat,lon\n1,2017-02-13,-6.2,106.8\n")
    with TableFile(path) as table:
        with pytest.raises(DraftImpossible, match="--column id=NAME"):
            draft_mapping(table, zone="Asia/Jakarta")
        with pytest.raises(ColumnsMissing, match="nummer"):
            draft_mapping(table, zone="Asia/Jakarta", columns={"id": "nummer"})
        named = draft_mapping(table, zone="Asia/Jakarta", columns={"id": "nr", "created": "wann"})
    assert (named.mapping.id, named.mapping.created) == ("nr", "wann")
