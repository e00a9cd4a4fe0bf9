"""Loading facilities and gauges as somebody types it, whichever database is underneath."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from commandcenter.cli import main
from commandcenter.models.record import Entity
from commandcenter.models.table import gauge_readings
from commandcenter.store.central import CentralStore
from commandcenter.store.database import reading
from tests.contract.client import Copy
from tests.fixture.crew import Room


@pytest.fixture
def room(central: CentralStore) -> Room:
    return Room(central)


def typed(room: Room, capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    """Run a command against the room's database and return what it prints."""
    capsys.readouterr()
    assert main(["store", *words, "--database", room.central.settings.database_url, "--json"]) == 0
    said: dict[str, Any] = json.loads(capsys.readouterr().out)
    return said


def test_the_real_hospitals_are_loaded_once_and_told_in_the_feed(
    room: Room, shared_data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = Copy()
    copy.load(room.central.snapshot(room.dispatcher))
    file = str(shared_data / "facilities" / "big_rbi_jakarta_rumahsakit.geojson")
    words = ("facilities", "import", file, "--prefix", "RS-")
    said = typed(room, capsys, *words)
    assert (said["found"], said["written"], said["rejected"]) == (191, 191, 0)
    assert typed(room, capsys, *words)["written"] == 0
    assert copy.position is not None
    copy.apply(room.central.page(copy.position, room.dispatcher))
    assert sorted(copy.of(Entity.FACILITY), key=str) == sorted(room.records(Entity.FACILITY), key=str)
    record = room.record(Entity.FACILITY, code="RS-453")
    assert (record["name"], record["kind"], record["simulated"]) == ("RS Abdi Waluyo", "hospital", False)
    assert typed(room, capsys, *words, "--simulated")["written"] == 191
    assert room.record(Entity.FACILITY, code="RS-453")["version"] == 2


def test_the_real_gates_and_hours_are_loaded_once_and_a_gauge_shows_the_last(
    room: Room, shared_data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gates = str(shared_data / "hydrology" / "pantaubanjir_pintu_air.json")
    hours = str(shared_data / "hydrology" / "water_level_hourly_istiqlal_manggarai_2024.csv")
    first = typed(room, capsys, "gauges", "import", gates)
    assert (first["found"], first["written"], first["readings"]) == (18, 18, 18)
    gauge = room.record(Entity.GAUGE, code="MANGGARAI-BKB")
    assert (gauge["level_cm"], gauge["stage"], gauge["said_by"]) == (680, 4, "Impor")
    words = ("gauges", "import", hours, "--gauge", "manggarai=MANGGARAI-BKB")
    second = typed(room, capsys, *words)
    assert second["found"] == 2
    both_have = 2  # the hour that the list of gates is of, at both gauges
    assert second["readings"] + second["rejected"] == 2 * 2_465 - both_have
    assert room.record(Entity.GAUGE, code="MANGGARAI-BKB")["measured_ms"] > gauge["measured_ms"]
    again = typed(room, capsys, *words)
    assert (again["written"], again["readings"]) == (0, 0)
    with reading(room.central.engine) as connection:
        kept = connection.execute(select(func.count()).select_from(gauge_readings)).scalar_one()
    assert kept == first["readings"] + second["readings"]


def test_a_file_that_is_none_is_said_so_and_nothing_is_written(
    room: Room, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "other.txt"
    file.write_text("hello", "utf-8")
    head = room.central.head()
    for what in ("facilities", "gauges"):
        assert main(["store", what, "import", str(file), "--database", room.central.settings.database_url]) == 1
        assert "can't be read as" in capsys.readouterr().err
    assert main(["store", "gauges", "import", str(tmp_path / "none"), "--database", "sqlite://"]) == 1
    assert room.central.head() == head
