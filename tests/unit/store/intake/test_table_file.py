"""Files are what is in them, not what they are called."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from commandcenter.models.failure import Failure
from commandcenter.store.intake.opening import ColumnsMissing, MappingsFit, mapping_named, open_reports
from commandcenter.store.intake.reject import BadFile, Reject
from commandcenter.store.intake.table_file import TableFile
from tests.unit.store.intake.reading import NOW, reason, report, rows_of

COLUMNS = ("post_id", "post_date", "post_title", "post_desc", "post_images", "loc_lat", "loc_lng")
POSTS = [
    dict(
        zip(
            COLUMNS,
            ("1", "2017-02-20 09:00:00", "", "Air, naik", "https://x.example/1.jpg", "-6.2", "106.8"),
            strict=True,
        )
    ),
    dict(zip(COLUMNS, ("2", "2017-02-20 09:05:00", "Banjir", 'Di "RW" 5', "", "-6.21", "106.81"), strict=True)),
]


def divided(mark: str) -> str:
    def cell(text: str) -> str:
        return '"' + text.replace('"', '""') + '"'

    return "\n".join([mark.join(COLUMNS), *(mark.join(cell(post[name]) for name in COLUMNS) for post in POSTS)]) + "\n"


SHAPES = {
    "comma": divided(","),
    "tab": divided("\t"),
    "semicolon": divided(";"),
    "array": json.dumps(POSTS),
    "array over lines": json.dumps(POSTS, indent=2),
    "array in an object": json.dumps({"ok": True, "count": 2, "result": POSTS, "next": {"page": None}}),
    "object over lines": json.dumps({"result": POSTS, "status": "ok"}, indent=1),
    "lines": "\n".join(json.dumps(post) for post in POSTS) + "\n",
    "lines with blank ones": "\n\n".join(json.dumps(post) for post in POSTS),
}


@pytest.mark.parametrize("packed", [False, True], ids=["plain", "gzipped"])
@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["no mark", "byte order mark"])
@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_gives_the_same_reports(tmp_path: Path, shape: str, mark: str, packed: bool) -> None:
    content = (mark + SHAPES[shape]).encode()
    rows = rows_of(tmp_path / "file.dat", gzip.compress(content) if packed else content)
    first, second = (report(row) for row in rows)
    assert (first.external_id, first.description, first.photos[0].url) == ("1", "Air, naik", "https://x.example/1.jpg")
    assert (second.external_id, second.description, second.photos) == ("2", 'Banjir\nDi "RW" 5', ())
    assert (first.created_at.hour, first.category) == (2, "BANJIR")


def test_nested_values_are_columns_joined_by_a_dot_and_numbers_are_texts(tmp_path: Path) -> None:
    path = tmp_path / "nested.json"
    path.write_text('[{"id": 7, "at": {"lat": -6.5, "deep": {"x": true}}, "none": null, "photos": ["a", "b"]}]')
    with TableFile(path) as table:
        assert list(table.columns) == ["id", "at.lat", "at.deep.x", "none", "photos"]
        assert list(table.rows()) == [
            (1, {"id": "7", "at.lat": "-6.5", "at.deep.x": "true", "none": "", "photos": "a"})
        ]


def test_a_long_json_file_is_read_whole_and_entry_by_entry(tmp_path: Path) -> None:
    path = tmp_path / "long.json"
    path.write_text(json.dumps([{"id": number, "text": "ä" * (number % 200)} for number in range(3_000)]))
    with TableFile(path) as table:
        rows = [row for _, row in (entry for entry in table.rows() if not isinstance(entry, Reject))]
    assert [row["id"] for row in rows] == [str(number) for number in range(3_000)]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('[{"id": 1}, {"id": 2', "breaks off"),
        ('{"a": [{"id": 1}], "b": [{"id": 2}]}', "more than one list"),
        ('[{"id": 1}] rest', "follows its end"),
        ("[]", "no entries"),
        ("[" * 100_000, "nested too deeply"),
        ("a,b,a\n1,2,3\n", "'a' stands twice"),
        (gzip.compress(b"a,b\n1,2\n" * 5_000, mtime=0)[:-40], "damaged"),
        (b"\x1f\x8bnothing", "damaged"),
    ],
)
def test_a_broken_file_is_said_to_be_one(tmp_path: Path, content: bytes | str, said: str) -> None:
    path = tmp_path / "broken"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(BadFile, match=said), TableFile(path) as table:
        list(table.rows())


def test_a_line_that_is_no_json_is_rejected_and_the_others_are_read(tmp_path: Path) -> None:
    lines = [json.dumps(POSTS[0]), '{"post_id": ', "[1, 2]", json.dumps(POSTS[1])]
    first, second, third, fourth = rows_of(tmp_path / "posts.jsonl", "\n".join(lines))
    assert (report(first).external_id, report(fourth).external_id) == ("1", "2")
    assert "Line 2 is no JSON" in reason(second)
    assert "no object" in reason(third)


def test_rejects_of_json_lines_name_the_line_whatever_blank_ones_stand_before_it(tmp_path: Path) -> None:
    path = tmp_path / "posts.jsonl"
    path.write_text('\n{"id": 1}\n\n\n[2]\n{"id": \n{"id": 3}\n')
    with TableFile(path) as table:
        rows = list(table.rows())
    assert [row.line if isinstance(row, Reject) else row[0] for row in rows] == [2, 5, 6, 7]
    assert "Line 5 is no object" in str(rows[1].reason if isinstance(rows[1], Reject) else "")


def read(path: Path, content: str) -> tuple[list[str], list[dict[str, str] | str]]:
    path.write_text(content)
    with TableFile(path) as table:
        rows = [str(row.reason) if isinstance(row, Reject) else dict(row[1]) for row in table.rows()]
        return list(table.columns), rows


def test_empty_cells_that_a_sheet_leaves_behind_the_last_column_are_nothing(tmp_path: Path) -> None:
    columns, rows = read(tmp_path / "sheet.csv", "a,b,,,\n1,2,,,\n3,4,, ,\n5\n6,7\n")
    assert columns == ["a", "b"]
    assert rows == [{"a": "1", "b": "2"}, {"a": "3", "b": "4"}, {"a": "5", "b": ""}, {"a": "6", "b": "7"}]


def test_a_cell_behind_the_last_column_rejects_its_row(tmp_path: Path) -> None:
    _, rows = read(tmp_path / "sheet.csv", "a,b,,\n1,2,,\n1,left,over,\n1,2,,,\n")
    assert rows[0] == {"a": "1", "b": "2"}
    assert all("more cells than" in str(row) for row in rows[1:])


def test_a_column_without_a_name_before_a_named_one_is_left_out(tmp_path: Path) -> None:
    columns, rows = read(tmp_path / "index.csv", ",a,,b\n0,1,x,2\n1,3\n")
    assert columns == ["a", "b"]
    assert rows == [{"a": "1", "b": "2"}, {"a": "3", "b": ""}]


def test_a_mapping_that_was_asked_for_must_fit(tmp_path: Path) -> None:
    path = tmp_path / "posts.json"
    path.write_text(json.dumps(POSTS))
    with pytest.raises(ColumnsMissing, match="case_enquiry_id"):
        list(open_reports(path, mapping_named("boston-311"), NOW))


def test_where_two_mappings_fit_the_person_says_which(tmp_path: Path) -> None:
    both = [*dict.fromkeys([*mapping_named("boston-311").recognise, *mapping_named("qlue-feed").recognise])]
    path = tmp_path / "both.csv"
    path.write_text(",".join(both) + "\n")
    with pytest.raises(MappingsFit, match=r"boston-311, qlue-feed\. Say which with --mapping"):
        list(open_reports(path, None, NOW))
    assert list(open_reports(path, mapping_named("qlue-feed"), NOW)) == []


def test_a_file_nested_beyond_reading_is_said_to_be_broken(tmp_path: Path) -> None:
    with pytest.raises(Failure):
        rows_of(tmp_path / "file.json", '{"a":' * 50_000)
