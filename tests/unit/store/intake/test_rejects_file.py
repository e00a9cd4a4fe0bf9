"""The file of refused rows is kept for the person who puts it right."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from commandcenter.store.intake.bad_row import RowWithoutId
from commandcenter.store.intake.reject import Reject
from commandcenter.store.intake.rejects_file import RejectsFile

COLUMNS = ("id", "text")


@pytest.fixture(autouse=True)
def open_umask() -> Iterator[None]:
    before = os.umask(0o022)
    yield
    os.umask(before)


def refused(path: Path, text: str, columns: tuple[str, ...] = COLUMNS) -> Path:
    with RejectsFile(path, columns) as rejects:
        rejects.add(Reject(2, RowWithoutId(column="id"), {"id": "1", "text": text}))
    return rejects.path


def test_a_file_that_is_there_keeps_its_corrections_and_the_new_one_gets_a_number(tmp_path: Path) -> None:
    first = refused(tmp_path / "kota.rejects.csv", "lama")
    first.write_text("line,reason,id,text\n2,No time.,1,dibetulkan\n")
    second = refused(first, "lama")
    third = refused(first, "baru")
    assert [path.name for path in (second, third)] == ["kota.rejects-2.csv", "kota.rejects-3.csv"]
    assert "dibetulkan" in first.read_text()
    assert "lama" in second.read_text()
    assert "baru" in third.read_text()


def test_the_same_rejects_again_make_no_further_file(tmp_path: Path) -> None:
    path = tmp_path / "kota.rejects.csv"
    assert [refused(path, text).name for text in ("lama", "baru", "baru", "lama")] == [
        "kota.rejects.csv",
        "kota.rejects-2.csv",
        "kota.rejects-2.csv",
        "kota.rejects.csv",
    ]
    assert len(list(tmp_path.iterdir())) == 2


def test_nobody_else_can_read_it(tmp_path: Path) -> None:
    path = refused(tmp_path / "kota.rejects.csv", "nama pelapor")
    assert path.stat().st_mode & 0o777 == 0o600


def test_what_is_no_file_takes_them_as_it_is() -> None:
    assert refused(Path(os.devnull), "lama") == Path(os.devnull)


def test_rejects_of_corrected_rejects_can_be_put_right_and_imported_in_turn(tmp_path: Path) -> None:
    path = refused(tmp_path / "kota.rejects.rejects.csv", "lama", ("line", "reason", *COLUMNS))
    assert path.read_text().splitlines() == [
        "line,reason,id,text",
        "2,The row has no id. Give it one that stays the same.,1,lama",
    ]


def test_without_rejects_there_is_no_file(tmp_path: Path) -> None:
    with RejectsFile(tmp_path / "kota.rejects.csv", COLUMNS):
        pass
    assert list(tmp_path.iterdir()) == []


def test_half_a_character_from_json_is_spelled_out_and_the_next_rows_are_still_written(tmp_path: Path) -> None:
    path = refused(tmp_path / "kota.rejects.csv", "rusak \ud800", ("id", "text"))
    assert "rusak \\ud800" in path.read_text()
