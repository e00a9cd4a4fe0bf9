"""Files of gauges, read."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from commandcenter.models.gauge import Stage
from commandcenter.models.place import LonLat
from commandcenter.store.resource.failure import BadGaugeFile
from commandcenter.store.resource.gauge_file import Reading, read_gauge_file


def gate(**changes: object) -> dict[str, object]:
    """Return one gate as Jakarta's service answers with it."""
    properties: dict[str, object] = {
        "ketinggian": 680,
        "status_siaga": 4,
        "tanggal": "2024-05-07",
        "jam": "13:00:00",
        "pintu_air": {"id": 6, "name": "Manggarai BKB", "sistem_aliran": "Aliran Tengah"},
    }
    return {"properties": properties | changes, "geometry": {"coordinates": ["106.848439", "-6.207903"]}}


def test_a_gate_of_the_service_is_read_with_its_place_and_its_time_in_wib(tmp_path: Path) -> None:
    file = tmp_path / "gates.json"
    file.write_text(json.dumps([gate()]), "utf-8")
    (found,) = read_gauge_file(file).gauges
    assert (found.code, found.name, found.river) == ("MANGGARAI-BKB", "Manggarai BKB", "Aliran Tengah")
    assert found.place == LonLat(106.848439, -6.207903)
    assert found.readings == [Reading(datetime(2024, 5, 7, 6, tzinfo=UTC), 680, Stage.NORMAL)]


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"ketinggian": None}, "is no level"),
        ({"ketinggian": "nan"}, "is no level"),
        ({"status_siaga": 7}, "there is no stage 7"),
        ({"tanggal": "kemarin"}, "is no time"),
        ({"ketinggian": 0, "status_siaga": 2}, "contradict each other"),
    ],
)
def test_a_reading_that_is_none_costs_itself_and_says_why(tmp_path: Path, changes: dict[str, object], why: str) -> None:
    file = tmp_path / "gates.json"
    file.write_text(json.dumps([gate(**changes), gate()]), "utf-8")
    read = read_gauge_file(file)
    assert [len(found.readings) for found in read.gauges] == [1]
    ((where, reason),) = read.rejected
    assert where == "entry 1"
    assert why in reason


def test_a_table_has_a_column_for_each_gauge(tmp_path: Path) -> None:
    file = tmp_path / "levels.csv"
    file.write_text("datetime_wib,pintu_dua_cm,pintu_dua_siaga,karet_cm\n2024-02-15 01:00,650,3,\n", "utf-8")
    read = read_gauge_file(file, {"karet": "PA-5"})
    assert {found.code: len(found.readings) for found in read.gauges} == {"PINTU-DUA": 1, "PA-5": 0}
    assert read.gauges[0].readings[0] == Reading(datetime(2024, 2, 14, 18, tzinfo=UTC), 650, Stage.SIAGA_3)
    assert [where for where, _ in read.rejected] == ["line 2"]


@pytest.mark.parametrize("text", ["", "[", "[]", '{"a": 1}', "a,b\n1,2\n", "datetime_wib,x\n"])
def test_a_file_of_another_kind_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "other"
    file.write_text(text, "utf-8")
    with pytest.raises(BadGaugeFile):
        read_gauge_file(file)


def test_the_real_gates_are_all_read(shared_data: Path) -> None:
    read = read_gauge_file(shared_data / "hydrology" / "pantaubanjir_pintu_air.json")
    assert (len(read.gauges), len(read.rejected)) == (18, 0)
    assert all(found.place is not None and 106 < found.place.lon < 107 for found in read.gauges)


def test_the_real_hours_are_read_but_for_those_that_contradict_themselves(shared_data: Path) -> None:
    read = read_gauge_file(shared_data / "hydrology" / "water_level_hourly_istiqlal_manggarai_2024.csv")
    assert {found.code for found in read.gauges} == {"ISTIQLAL", "MANGGARAI"}
    assert sum(len(found.readings) for found in read.gauges) + len(read.rejected) == 2 * 2_465
    assert read.rejected
    assert all("contradict" in why for _, why in read.rejected)
