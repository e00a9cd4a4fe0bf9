"""The page is one tagged A4 page in the reader's language, the same bytes each time."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import get_args

import pikepdf
import pytest
from pdfua import validate
from PIL import Image

from commandcenter.resource import resource_path
from commandcenter.summary import page
from commandcenter.summary.page import PICTURE_PPI, PageNotSet, contents_of, pdf_of, picture_of
from commandcenter.summary.summary import Summary
from commandcenter.summary.wording import Language, Wording
from tests.unit.summary.summary_fixture import summary, told_everything

LANGUAGES: tuple[Language, ...] = get_args(Language)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("told", [summary(), told_everything()], ids=["plain", "with every notice"])
def test_it_is_one_accessible_page(language: Language, told: Summary, tmp_path: Path) -> None:
    file = tmp_path / "page.pdf"
    file.write_bytes(pdf_of(told, Wording(language)))
    report = validate(str(file))
    assert (report.exit_code, list(report.findings)) == (0, [])
    with pikepdf.open(file) as document:
        assert len(document.pages) == 1
        root = document.Root
        assert str(root.Lang) == language
        assert bool(root.MarkInfo.Marked)
        assert bool(root.ViewerPreferences.DisplayDocTitle)
        assert document.docinfo["/Title"] == contents_of(told, Wording(language))["title"]
        with document.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
        kinds = structure_of(root.StructTreeRoot)
        assert kinds.count("Table") == 2
        assert kinds.count("H1") == 1
        assert kinds.count("TH") == 11
        box = [float(edge) for edge in document.pages[0].mediabox]
        assert [round(edge) for edge in box] == [0, 0, 595, 842]


def structure_of(node: pikepdf.Object) -> list[str]:
    """Return the kinds of all structure elements."""
    kinds: list[str] = []
    waiting = [node]
    while waiting:
        at = waiting.pop()
        if isinstance(at, pikepdf.Array):
            waiting.extend(list(at))
        elif isinstance(at, pikepdf.Dictionary):
            if "/S" in at:
                kinds.append(str(at.S).lstrip("/"))
            if "/K" in at:
                waiting.append(at.K)
    return kinds


def test_its_fonts_are_the_program_s_own(tmp_path: Path) -> None:
    with pikepdf.open(BytesIO(pdf_of(summary(), Wording("id")))) as document:
        names = {str(font.BaseFont) for font in document.pages[0].Resources.Font.values()}
    assert names
    assert all("Inter-" in name for name in names)


def test_the_same_summary_gives_the_same_bytes() -> None:
    assert pdf_of(told_everything(), Wording("id")) == pdf_of(told_everything(), Wording("id"))
    assert pdf_of(told_everything(), Wording("id")) != pdf_of(summary(), Wording("id"))


def test_a_picture_of_it_has_the_size_of_the_page() -> None:
    with Image.open(BytesIO(picture_of(summary(), Wording("id")))) as image:
        assert image.size == (round(210 / 25.4 * PICTURE_PPI), round(297 / 25.4 * PICTURE_PPI))


def test_every_figure_stands_on_the_page_with_the_week_before_and_its_n() -> None:
    told = contents_of(summary(), Wording("id"))
    on_time = told["on_time"]
    assert (on_time["value"], on_time["n_told"], on_time["change"]) == ("78,4 %", "n = 13.990", "▼ turun 2,8 poin")
    assert on_time["compared"] == "sebelumnya 81,2 % (n = 13.800)"
    assert [tile["value"] for tile in told["tiles"]] == ["12.345", "10", "−355"]
    assert [row["value"] for row in told["rows"]][-1] == "–"
    assert sum(len(half) for half in told["definitions"]) == 16


def test_made_up_data_says_so_in_a_frame_and_nothing_does_for_real_data() -> None:
    assert contents_of(told_everything(), Wording("id"))["simulated"] == "DATA SIMULASI: 33.000 dari 34.000 laporan"
    assert contents_of(summary(), Wording("id"))["simulated"] == ""
    assert len(contents_of(told_everything(), Wording("id"))["notes"]) == 6
    assert contents_of(summary(), Wording("id"))["notes"] == []


def test_a_week_before_that_the_data_does_not_hold_whole_is_no_comparison() -> None:
    plain = summary()

    def notes(begins_at: datetime | None) -> str:
        told = summary(cut=replace(plain.cut, begins_at=begins_at))
        return " ".join(str(note) for note in contents_of(told, Wording("id"))["notes"])

    in_the_week_before = plain.week.before.start_at + timedelta(days=3)
    assert "Data dimulai Kamis, 12 Nov 2026: pekan sebelumnya tidak lengkap" in notes(in_the_week_before)
    assert "Data dimulai" not in notes(plain.week.before.start_at)
    assert "Data dimulai" not in notes(None)


def test_texts_from_outside_are_no_markup() -> None:
    name = '#panic("x") *a* $b$ \\ <c> @d'
    told = summary(scope=told_everything().scope.__class__("31", name))
    assert pdf_of(told, Wording("id")).startswith(b"%PDF")


def test_a_page_that_can_t_be_set_is_told_in_a_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "page.typ").write_text("#no-such-thing")
    monkeypatch.setattr(
        page, "resource_path", lambda *parts: tmp_path / "page.typ" if parts[0] == "summary" else resource_path(*parts)
    )
    with pytest.raises(PageNotSet, match=r"no-such-thing.*run \./run --setup"):
        pdf_of(summary(), Wording("id"))
