"""What the rules of a mapping do to a row."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from commandcenter.models.past import PastReport
from commandcenter.models.state import State
from commandcenter.store.intake.mapping import BadMapping, ReportMapping, read_mapping
from commandcenter.store.intake.opening import MappingUnknown, mapping_named, shipped_mappings
from tests.unit.store.intake.reading import reason, report, rows_of

CITY: dict[str, Any] = {
    "name": "city",
    "title": "A city",
    "source": "city",
    "recognise": ["id", "opened"],
    "id": "id",
    "content": ["opened", "changed", "closed", "due", "state", "kind", "words", "lat", "lon"],
    "created": "opened",
    "updated": "changed",
    "closed": "closed",
    "close_by": "due",
    "time": {"zone": "Asia/Jakarta", "early_closing_s": 60},
    "place": {"lat": "lat", "lon": "lon", "missing": "keep"},
    "address": {"columns": ["street"]},
    "description": {"columns": ["words"]},
    "category": {"column": "kind", "table": {"Rubbish": "SAMPAH", "Spam": None}, "default": "FASUM"},
    "categories": ["SAMPAH", "FASUM"],
    "status": {
        "column": "state",
        "table": {
            "New": {"state": "waiting"},
            "New - Dup": {"state": "waiting", "note": "a duplicate"},
            "Works": {"state": "in_progress"},
            "Shut": {"state": "done"},
            "Shut - Dup": {"state": "done", "note": "a duplicate"},
            "Test": None,
        },
        "note": "why",
    },
    "agency": "office",
    "channel": {"default": "city"},
}
BASE = {"id": "1", "opened": "2017-02-20 08:00", "state": "New", "kind": "Rubbish", "words": "Sampah", "office": "LH"}


def mapping(**changed: Any) -> ReportMapping:
    return ReportMapping.model_validate({**CITY, **changed})


def read(folder: Path, rules: ReportMapping, **cells: str) -> Any:
    (row,) = rows_of(folder / "city.json", json.dumps([{**BASE, **cells}]), rules)
    return row


def taken(folder: Path, **cells: str) -> PastReport:
    return report(read(folder, mapping(), **cells))


def state(past: PastReport) -> tuple[State, str]:
    return (past.steps[0].to_state, past.steps[0].note) if past.steps else (State.WAITING, past.submission_note)


@pytest.mark.parametrize(
    ("cells", "becomes"),
    [
        ({"state": "New"}, (State.WAITING, "")),
        ({"state": "new - dup"}, (State.WAITING, "a duplicate")),
        ({"state": "Works"}, (State.IN_PROGRESS, "")),
        ({"state": "Shut", "closed": "2017-02-21", "why": "Diangkut"}, (State.DONE, "Diangkut")),
        ({"state": "Shut - Dup", "closed": "2017-02-21", "why": "x"}, (State.DONE, "a duplicate\nx")),
        ({"state": "New", "closed": "2017-02-21"}, (State.WAITING, "")),
    ],
)
def test_a_status_becomes_a_state_with_its_reason(
    tmp_path: Path, cells: dict[str, str], becomes: tuple[State, str]
) -> None:
    assert state(taken(tmp_path, **cells)) == becomes


def test_a_step_is_dated_by_the_closing_else_by_the_last_change_else_by_the_reporting(tmp_path: Path) -> None:
    closed = taken(tmp_path, state="Shut", closed="2017-02-20 10:00", changed="2017-02-20 12:00")
    changed = taken(tmp_path, state="Shut", changed="2017-02-20 12:00")
    works = taken(tmp_path, state="Works")
    older = taken(tmp_path, state="Works", changed="2017-02-01")
    assert [past.steps[0].acted_at.hour for past in (closed, changed, works, older)] == [3, 5, 1, 1]
    assert works.steps[0].acted_at == works.created_at
    assert works.steps[0].actor == "LH"


def test_a_closing_just_before_the_reporting_is_its_moment(tmp_path: Path) -> None:
    just = taken(tmp_path, state="Shut", closed="2017-02-20 07:59:01")
    assert just.steps[0].acted_at == just.created_at


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"state": "Test"}, "status 'Test' has no state"),
        ({"state": "?"}, "status '?' has no state"),
        ({"kind": "Spam"}, "type 'Spam' has no category"),
        ({"state": "Shut"}, "closed, but closed does not say when"),
        ({"state": "Shut", "closed": "2017-02-20 07:00"}, "closed lies before opened"),
        ({"state": "Shut", "closed": "2027-02-20"}, "closed (2027-02-20) lies in the future"),
        ({"due": "2017-02-19"}, "due lies before opened"),
        ({"lat": "-6.2"}, "are no numbers"),
        ({"lat": "106.8", "lon": "-6.2"}, "swapped"),
        ({"id": " "}, "no id"),
        ({"id": "x" * 201}, "more than 200 characters"),
    ],
)
def test_a_row_that_a_rule_can_not_read_is_refused(tmp_path: Path, cells: dict[str, str], said: str) -> None:
    assert said in reason(read(tmp_path, mapping(), **cells))


def test_a_type_that_the_table_lacks_is_of_the_default(tmp_path: Path) -> None:
    assert taken(tmp_path, kind="rubbish").category == "SAMPAH"
    assert taken(tmp_path, kind="anything").category == "FASUM"


def test_without_a_place_a_row_is_kept_or_refused_as_the_mapping_says(tmp_path: Path) -> None:
    assert taken(tmp_path).place is None
    assert taken(tmp_path, lat="0", lon="0.0").place is None
    strict = mapping(place={"lat": "lat", "lon": "lon", "missing": "reject"})
    assert "no numbers" in reason(read(tmp_path, strict))
    assert "(0, 0)" in reason(read(tmp_path, strict, lat="0", lon="0"))


def test_the_citys_own_target_is_believed(tmp_path: Path) -> None:
    due = taken(tmp_path, due="2017-02-23 08:00").close_by
    assert due is not None
    assert (due.day, due.hour) == (23, 1)
    assert taken(tmp_path).close_by is None
    assert taken(tmp_path, due="9999-12-31 00:00").close_by is None


def test_only_listed_columns_are_content(tmp_path: Path) -> None:
    first, more, other = taken(tmp_path), taken(tmp_path, extra="x"), taken(tmp_path, state="Works")
    assert first.content_hash == more.content_hash != other.content_hash


def test_a_georeport_bulk_row_is_read(tmp_path: Path) -> None:
    row = {
        "service_request_id": "JK1",
        "requested_datetime": "2026-01-02T03:04:05+07:00",
        "updated_datetime": "2026-01-02T05:00:00+07:00",
        "closed_date": "null",
        "status_description": "Hold",
        "status_notes": "Menunggu suku cadang",
        "source": "web",
        "service_name": "street light",
        "description": "Lampu padam",
        "agency_responsible": "Bina Marga",
        "address": "Jalan Satu",
        "lat": "-6.2",
        "long": "106.8",
    }
    (past,) = (report(one) for one in rows_of(tmp_path / "bulk.json", json.dumps([row])))
    assert (past.category, past.address, past.channel, past.agency) == ("PJU", "Jalan Satu", "web", "Bina Marga")
    assert past.steps[0].to_state is State.ESTIMATED
    assert past.steps[0].note.endswith("Menunggu suku cadang")


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"time": {"zone": "Mars/Olympus"}}, "Mars/Olympus"),
        ({"colour": "red"}, "colour"),
        ({"status": {"column": "state", "table": {"Shut": {"state": "shut"}}}}, "state"),
        ({"closed": "", "updated": ""}, "no column says when"),
        ({"categories": ["SAMPAH", "KUDA"]}, "KUDA"),
    ],
)
def test_a_mapping_that_does_not_hold_together_is_refused(tmp_path: Path, changed: dict[str, Any], said: str) -> None:
    path = tmp_path / "city.json"
    path.write_text(json.dumps({**CITY, **changed}))
    with pytest.raises(BadMapping, match=said):
        read_mapping(path)


def test_a_file_of_no_json_is_no_mapping(tmp_path: Path) -> None:
    path = tmp_path / "city.json"
    path.write_text("name: city")
    with pytest.raises(BadMapping, match="JSON"):
        mapping_named(str(path))
    with pytest.raises(MappingUnknown, match="boston-311"):
        mapping_named("boston")


def test_every_category_that_a_shipped_mapping_gives_comes_with_it() -> None:
    for one in shipped_mappings():
        assert one.categories_in_use() <= {category.code for category in one.new_categories()}, one.name
        assert one.id not in one.content
