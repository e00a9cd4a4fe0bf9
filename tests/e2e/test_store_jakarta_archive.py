"""The real flood of 20–21 February 2017, from the files to the answers, by the commands that a person types."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import requests
from georeport import GeoReport

from commandcenter.models.record import Entity
from commandcenter.protocol.bulk import SnapshotRows, read_frames, records_of
from tests.fixture.store import TIMEOUT_S

ARCHIVE = "reports/petabencana_qlue_jakarta_2017-02-20_21.csv"
KELURAHAN = "boundaries/cahyadsn_dki_kelurahan.geojson"
COARSE_KECAMATAN = "boundaries/cahyadsn_dki_kecamatan.geojson"


class Shell:
    """Runs the store's commands in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._environment = {
            **os.environ,
            "COMMANDCENTER_HOME": str(folder),
            "COMMANDCENTER_DATABASE_URL": f"sqlite:///{folder / 'store.sqlite3'}",
            "PYTHONPATH": str(Path(__file__).resolve().parents[2]),
        }

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run one command to its end."""
        return subprocess.run(
            self._words(words), cwd=self.folder, env=self._environment, capture_output=True, text=True, check=False
        )

    def result(self, *words: str) -> dict[str, Any]:
        """Run one command with ``--json`` and return what it printed."""
        done = self.run(*words, "--json")
        assert done.returncode == 0, done.stderr
        body: dict[str, Any] = json.loads(done.stdout)
        return body

    @contextmanager
    def serving(self) -> Iterator[str]:
        """Serve on a free port while the block runs; gives the address."""
        reading, writing = os.pipe()
        words = self._words(("serve", "--port", "0", "--ready-file", f"/dev/fd/{writing}"))
        process = subprocess.Popen(words, cwd=self.folder, env=self._environment, pass_fds=(writing,))
        os.close(writing)
        try:
            with os.fdopen(reading) as ready:
                url = ready.readline().strip()
            assert url, "the store ended before it answered"
            yield url
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(TIMEOUT_S)

    def _words(self, words: tuple[str, ...]) -> list[str]:
        return [sys.executable, "-m", "commandcenter.cli", "store", *words]


@pytest.fixture(scope="module")
def shell(tmp_path_factory: pytest.TempPathFactory) -> Shell:
    return Shell(tmp_path_factory.mktemp("jakarta"))


@pytest.fixture(scope="module")
def loaded(shell: Shell, shared_data: Path) -> dict[str, Any]:
    """The store, set up and filled; gives what the first import said."""
    assert shell.result("init")["categories_changed"] == 27
    assert shell.result("areas", str(shared_data / KELURAHAN))["written"] == 267
    return shell.result("import", str(shared_data / ARCHIVE))


@pytest.fixture(scope="module")
def url(shell: Shell, loaded: dict[str, Any]) -> Iterator[str]:
    with shell.serving() as address:
        yield address


def test_every_row_is_in_the_store_and_every_cause_is_counted(loaded: dict[str, Any]) -> None:
    assert (loaded["read"], loaded["added"], loaded["rejected"]) == (1126, 1126, 0)
    assert loaded["in_the_one_area_named"] == 1023
    assert loaded["in_more_than_one_area"] == 4
    assert loaded["outside_every_area"] == 99
    assert loaded["differing_lines"] == []


def test_a_second_import_adds_nothing(shell: Shell, loaded: dict[str, Any], shared_data: Path) -> None:
    again = shell.result("import", str(shared_data / ARCHIVE))
    assert (again["read"], again["added"], again["already_there"]) == (1126, 0, 1126)


def test_the_same_areas_again_move_nothing(shell: Shell, loaded: dict[str, Any], shared_data: Path) -> None:
    again = shell.result("areas", str(shared_data / KELURAHAN))
    assert (again["written"], again["unchanged"], again["reports_moved"]) == (0, 267, 0)


def test_broken_geometry_is_repaired_and_named(shell: Shell, loaded: dict[str, Any], shared_data: Path) -> None:
    coarse = shell.result("areas", str(shared_data / COARSE_KECAMATAN), "--level", "kecamatan", "--approximate")
    assert coarse["read"] == 44
    assert len(coarse["repaired"]) == 1
    assert coarse["reports_moved"] == 0, "reports are placed in kelurahan, not in kecamatan"


def test_the_snapshot_holds_the_areas_that_the_file_names(
    shell: Shell, loaded: dict[str, Any], url: str, shared_data: Path
) -> None:
    key = shell.result("key", "add", "--name", "Pengelola", "--role", "manager")["key"]
    body = requests.get(f"{url}/v1/snapshot", headers={"Authorization": f"Bearer {key}"}, timeout=TIMEOUT_S).content
    records: dict[Entity, list[Any]] = {entity: [] for entity in Entity}
    for frame in read_frames(BytesIO(body)):
        if isinstance(frame, SnapshotRows):
            records[frame.entity] += records_of(frame)
    assert len(records[Entity.REPORT]) == len(records[Entity.TRANSITION]) == 1126
    assert len(records[Entity.MEDIA]) == 1075
    with (shared_data / ARCHIVE).open(encoding="utf-8", newline="") as file:
        named = sorted(row["kelurahan_kode"] or "" for row in csv.DictReader(file))
    assert sorted(record["area"] or "" for record in records[Entity.REPORT]) == named
    assert all(record["reconstructed"] and record["channel"] for record in records[Entity.REPORT])
    assert any(entry["note"] == "kedalaman 50 cm" for entry in records[Entity.TRANSITION])


def test_georeport_lists_services_and_reads_requests(url: str) -> None:
    client = GeoReport(f"{url}/open311/v2")
    services = client.get_service_list()
    assert {service["service_code"] for service in services} >= {"BANJIR", "POHON", "SAMPAH"}
    found = client.get_service_requests(
        service_code="BANJIR", start_date="2017-02-20T00:00:00+07:00", end_date="2017-02-20T23:59:59+07:00"
    )
    assert len(found) > 50
    assert all(request["requested_datetime"].startswith("2017-02-20T") for request in found)
    one = client.get_service_request(found[0]["service_request_id"])
    assert one == found[0]


def test_all_requests_of_the_flood_come_in_pages(url: str) -> None:
    numbers: list[str] = []
    for page in range(1, 5):
        answer = requests.get(
            f"{url}/open311/v2/requests.json",
            params={"start_date": "2017-02-01T00:00:00+07:00", "page": str(page), "page_size": "400"},
            timeout=TIMEOUT_S,
        )
        numbers += [request["service_request_id"] for request in answer.json()]
    assert len(numbers) == len(set(numbers)) == 1126


def test_bad_rows_go_to_a_file_with_line_and_reason(shell: Shell, loaded: dict[str, Any]) -> None:
    header = "report_id,created_at,source,lat,lon,title,text,flood_depth_cm,rw_geom_id,region,has_image"
    rows = [
        "B-1,2017-02-20T02:36:00,qlue,-6.2,106.9,,baik,,,,False",
        "B-2,2017-02-20T02:36:00,qlue,0,0,,nol,,,,False",
        "B-3,2017-02-20T02:36:00,qlue,106.9,-6.2,,tertukar,,,,False",
        "B-4,2117-02-20T02:36:00,qlue,-6.2,106.9,,nanti,,,,False",
        f"B-5,2017-02-20T02:36:00,qlue,-6.2,106.9,,{'x' * 4001},,,,False",
        ",2017-02-20T02:36:00,qlue,-6.2,106.9,,tanpa nomor,,,,False",
        "B-7,kemarin,qlue,-6.2,106.9,,waktu,,,,False",
        "B-8,2017-02-20T02:36:00,qlue,,,,tempat,,,,False",
        'B-9,2017-02-20T02:36:00,qlue,-6.2,106.9,,"dua\nbaris",,,,False',
        "B-10,2017-02-20T02:36:00,qlue,-6.2,106.9,,lebih,,,,False,satu,dua",
        "B-1,2017-02-20T02:36:00,qlue,-6.2,106.9,,lain,,,,False",
        f"B-11,2017-02-20T02:36:00,qlue,-6.2,106.9,,{'x' * 4000},,,,False",
    ]
    file = shell.folder / "buruk.csv"
    file.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    said = shell.result("import", str(file))
    assert (said["read"], said["added"], said["rejected"]) == (12, 4, 8)
    assert said["repeated_ids"] == ["B-1"]
    with (shell.folder / "buruk.rejects.csv").open(encoding="utf-8", newline="") as rejected:
        kept = list(csv.DictReader(rejected))
    assert [row["line"] for row in kept] == ["3", "4", "5", "6", "7", "8", "9", "12"]
    assert "(0, 0)" in kept[0]["reason"]
    assert "swapped" in kept[1]["reason"]
    assert "future" in kept[2]["reason"]
    assert "4001 characters" in kept[3]["reason"]
    assert kept[0]["report_id"] == "B-2"
    again = shell.result("import", str(file))
    assert (again["added"], again["already_there"], again["repeated_ids"]) == (0, 4, [])


@pytest.mark.parametrize(
    ("words", "exit_code", "said"),
    [
        (("import", "nowhere.csv"), 1, "nowhere.csv"),
        (("areas", "nowhere.geojson"), 1, "nowhere.geojson"),
        (("import", "wrong.csv"), 1, "mapping draft"),
        (("areas", "wrong.csv"), 1, "FeatureCollection"),
        (("key", "revoke", "nobody"), 1, "key list"),
        (("serve", "--port", "99999"), 2, "65535"),
        (("key", "add", "--name", "x", "--role", "king"), 2, "dispatcher"),
        (("init", "--database", "mysql://x/y"), 1, "sqlite:///"),
        (("init", "--database", "postgresql://nobody:hush@127.0.0.1:1/none"), 1, "does not answer"),
    ],
)
def test_what_goes_wrong_is_said_in_a_sentence(
    shell: Shell, loaded: dict[str, Any], words: tuple[str, ...], exit_code: int, said: str
) -> None:
    (shell.folder / "wrong.csv").write_text("a,b\n1,2\n")
    done = shell.run(*words)
    assert done.returncode == exit_code
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert "hush" not in done.stderr


def test_a_database_that_was_never_set_up_is_not_served(tmp_path: Path) -> None:
    done = Shell(tmp_path).run("serve", "--port", "0")
    assert done.returncode == 1
    assert "commandcenter store init" in done.stderr
