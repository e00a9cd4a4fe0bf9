"""The table says everything that the page says, to programs and spreadsheets."""

from __future__ import annotations

import csv
from dataclasses import replace
from io import StringIO

from commandcenter.models.figure.definition import FigureCode
from commandcenter.models.figure.period import Basis
from commandcenter.summary.summary import Scope, Summary, document_of
from commandcenter.summary.table import COLUMNS, table_of
from commandcenter.summary.wording import Wording
from tests.unit.summary.summary_fixture import summary, told_everything


def rows_of(told: Summary) -> dict[str, dict[str, str]]:
    text = table_of(told, Wording("id")).decode("utf-8-sig")
    return {row["code"]: row for row in csv.DictReader(StringIO(text, newline=""))}


def test_it_is_rfc_4180_in_utf_8_with_a_byte_order_mark() -> None:
    content = table_of(told_everything(), Wording("id"))
    assert content.startswith(b"\xef\xbb\xbfcode,name,value,n,before,before_n,unit,definition\r\n")
    assert content.count(b"\n") == content.count(b"\r\n")
    lines = list(csv.reader(StringIO(content.decode("utf-8-sig"), newline=""), strict=True))
    assert {len(line) for line in lines} == {len(COLUMNS)}


def test_each_figure_has_a_row_with_both_weeks_n_unit_and_definition() -> None:
    rows = rows_of(summary())
    assert list(rows)[: len(FigureCode)] == [code.value for code in FigureCode]
    on_time = rows["on_time"]
    assert [on_time[name] for name in ("name", "value", "n", "before", "before_n", "unit")] == [
        "Tepat waktu",
        "78.43",
        "13990",
        "81.2",
        "13800",
        "percent",
    ]
    assert "÷" in on_time["definition"]
    assert rows["net"]["value"] == "-355"
    assert (rows["reopened"]["value"], rows["reopened"]["n"]) == ("", "0")


def test_made_up_and_rebuilt_data_say_so() -> None:
    rows = rows_of(told_everything())
    assert rows["simulated"]["value"] == "33000"
    assert rows["simulated"]["definition"] == "DATA SIMULASI: 33.000 dari 34.000 laporan"
    assert rows["reconstructed"]["value"] == "1200"
    assert rows["approximate_borders"]["definition"] == "Batas wilayah ini hanya perkiraan."
    assert rows_of(summary())["simulated"]["definition"] == ""


def test_what_a_spreadsheet_would_run_is_defused() -> None:
    rows = rows_of(summary(scope=Scope("=1+1", "@SUM(A1)", "-2+3")))
    assert (rows["area"]["value"], rows["area"]["definition"]) == ("'=1+1", "'@SUM(A1)")
    assert rows["agency"]["value"] == "'-2+3"


def test_equal_figures_have_equal_hashes_whenever_they_were_computed() -> None:
    first = summary()
    later = replace(first, cut=replace(first.cut, position="e.9"), basis=Basis(1, 1, 1, 1))
    other = replace(
        first, now=replace(first.now, values={**first.now.values, FigureCode.OPEN: first.now.values[FigureCode.NET]})
    )
    assert first.digest == later.digest
    assert len({first.digest, other.digest, replace(first, scope=Scope("31.75")).digest}) == 3


def test_programs_get_the_same_figures() -> None:
    told = summary()
    document = document_of(told, "id")
    rows = rows_of(told)
    for figure in document["figures"]:
        value = figure["value"]
        assert rows[figure["code"]]["value"] == ("" if value is None else str(value))
    assert document["sha256"] == rows["sha256"]["value"]
