"""What the rows of the Jakarta archive mean."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from commandcenter.models.past import PastReport
from commandcenter.store.intake.opening import NoMappingFits, open_reports
from commandcenter.store.intake.reject import BadFile, Reject

HEADER = "report_id,created_at,source,lat,lon,title,text,flood_depth_cm,has_image,kelurahan_kode"
NOW = datetime(2026, 11, 23, tzinfo=UTC)


def rows_of(folder: Path, *lines: bytes | str) -> list[PastReport | Reject]:
    path = folder / "archive.csv"
    encoded = [line if isinstance(line, bytes) else line.encode() for line in (HEADER, *lines)]
    path.write_bytes(b"\r\n".join(encoded) + b"\r\n")
    return list(open_reports(path, None, NOW))


def one(folder: Path, line: bytes | str) -> PastReport:
    (row,) = rows_of(folder, line)
    assert isinstance(row, PastReport), row
    return row


def reason(folder: Path, line: bytes | str) -> str:
    (row,) = rows_of(folder, line)
    assert isinstance(row, Reject), row
    return str(row.reason)


def test_a_naive_time_is_in_jakarta_and_one_with_an_offset_is_where_it_says(tmp_path: Path) -> None:
    assert one(tmp_path, "1,2017-02-20T02:36:00,qlue,-6.2,106.9,,x,,True,").created_at == datetime(
        2017, 2, 19, 19, 36, tzinfo=UTC
    )
    assert one(tmp_path, "1,2017-02-20T02:36:00Z,qlue,-6.2,106.9,,x,,True,").created_at.hour == 2


@pytest.mark.parametrize(
    ("title", "text", "description"),
    [
        ("Banjir", "Air naik", "Banjir\nAir naik"),
        (" ", "Air naik", "Air naik"),
        ("banjir", "Ada Banjir di sini", "Ada Banjir di sini"),
        ("Banjir", "", "Banjir"),
        ("", "", ""),
    ],
)
def test_title_and_text_become_one_description(tmp_path: Path, title: str, text: str, description: str) -> None:
    assert one(tmp_path, f"1,2017-02-20T02:36:00,qlue,-6.2,106.9,{title},{text},,,").description == description


def test_depth_photo_and_area_are_read_where_they_are_there(tmp_path: Path) -> None:
    full = one(tmp_path, "1,2017-02-20T02:36:00,qlue,-6.2,106.9,,x,50.0,True,31.75.06.1004")
    assert (full.submission_note, len(full.photos), full.named_area) == ("kedalaman 50 cm", 1, "31.75.06.1004")
    bare = one(tmp_path, "1,2017-02-20T02:36:00,qlue,-6.2,106.9,,x,,False,")
    assert (bare.submission_note, bare.photos, bare.named_area) == ("", (), "")


def test_the_content_and_nothing_else_makes_the_hash(tmp_path: Path) -> None:
    first = one(tmp_path, "1,2017-02-20T02:36:00,qlue,-6.2,106.9,,x,,True,31.75")
    moved = one(tmp_path, "2,2017-02-20T02:36:00,qlue,-6.2,106.9,,x,,True,31.76")
    other = one(tmp_path, "1,2017-02-20T02:36:00,qlue,-6.2,106.9,,y,,True,31.75")
    assert first.content_hash == moved.content_hash != other.content_hash


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("1,2017-02-20T02:36:00,qlue,0,0,,x,,,", "(0, 0)"),
        ("1,2017-02-20T02:36:00,qlue,106.9,-6.2,,x,,,", "swapped"),
        ("1,2017-02-20T02:36:00,qlue,enam,106.9,,x,,,", "no numbers"),
        ("1,2017-02-20T02:36:00,qlue,nan,106.9,,x,,,", "latitude"),
        ("1,2027-02-20T02:36:00,qlue,-6.2,106.9,,x,,,", "future"),
        ("1,1969-02-20T02:36:00,qlue,-6.2,106.9,,x,,,", "1970"),
        ("1,20/02/2017,qlue,-6.2,106.9,,x,,,", "no date and time"),
        (",2017-02-20T02:36:00,qlue,-6.2,106.9,,x,,,", "report_id"),
        (f"1,2017-02-20T02:36:00,qlue,-6.2,106.9,,{'x' * 4001},,,", "4001"),
        ("1,2017-02-20T02:36:00,qlue,-6.2,106.9,,x,,,,,", "more cells"),
        ("1", "no date and time"),
        (b"1,2017-02-20T02:36:00,qlue,-6.2,106.9,,\xe9,,,", "UTF-8"),
        (f"1,2017-02-20T02:36:00,qlue,-6.2,106.9,,{'x' * 200_000},,,", "quotes"),
    ],
)
def test_a_bad_row_is_refused_with_its_reason(tmp_path: Path, line: bytes | str, said: str) -> None:
    assert said in reason(tmp_path, line)


def test_lines_are_those_of_the_file_also_behind_texts_of_several_lines(tmp_path: Path) -> None:
    rows = rows_of(
        tmp_path,
        '1,2017-02-20T02:36:00,qlue,-6.2,106.9,,"a\nb",,,',
        "2,2017-02-20T02:36:00,qlue,0,0,,x,,,",
        "3,2017-02-20T02:36:00,qlue,-6.2,106.9,,x,,,",
    )
    assert [row.line for row in rows] == [2, 4, 5]


@pytest.mark.parametrize("text", ["", "\x00", "\n\n"])
def test_a_file_without_columns_is_said_to_be_none(tmp_path: Path, text: str) -> None:
    path = tmp_path / "other.csv"
    path.write_text(text)
    with pytest.raises(BadFile):
        list(open_reports(path, None, NOW))


def test_a_file_of_another_kind_is_told_which_kind_is_nearest(tmp_path: Path) -> None:
    path = tmp_path / "other.csv"
    path.write_text("report_id,created_at,lat,lon,text\n1,2,3,4,5\n")
    with pytest.raises(NoMappingFits, match="jakarta-flood, misses: source, title"):
        list(open_reports(path, None, NOW))


def test_what_was_imported_before_mappings_existed_is_known_again(tmp_path: Path) -> None:
    """Databases hold this hash: another one would bring every report in a second time."""
    row = one(tmp_path, "1,2017-02-20T02:36:00,qlue,-6.2,106.9, Banjir ,air,50.0,True,31.75")
    known = "2017-02-20T02:36:00|qlue|-6.2|106.9|Banjir|air|50.0|True".replace("|", "\x1f")
    assert row.content_hash == hashlib.sha256(known.encode()).hexdigest()
