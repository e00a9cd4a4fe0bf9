"""Old reports replayed into a real store, by the command that a person types."""

from __future__ import annotations

import io
import json
import os
import re
import signal
import subprocess
import sys
from contextlib import closing, redirect_stdout
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from commandcenter.cli import main
from commandcenter.models.identity import AgencyCode, CategoryCode, ReportId
from commandcenter.models.instant import WIB, to_ms
from commandcenter.models.past import PastPhoto, PastReport, PastStep
from commandcenter.models.place import LonLat
from commandcenter.models.report import REPLAY_MARK, TransitionKind
from commandcenter.models.role import Role
from commandcenter.models.state import State
from commandcenter.models.table import media, reports, transitions
from commandcenter.store.database import reading
from commandcenter.store.intake.opening import open_reports
from commandcenter.store.intake.rhythm import DueAct, Span, rhythm_of
from commandcenter.store.replay.door import StoreDoor
from commandcenter.store.replay.replay import RealPace, Replay
from commandcenter.store.replay.wording import Run
from tests.fixture.event_stream import next_event, open_stream
from tests.fixture.store import TIMEOUT_S, RunningStore, take_on

ARCHIVE = "reports/petabencana_qlue_jakarta_2017-02-20_21.csv"
HEADER = "report_id,created_at,source,lat,lon,title,text,flood_depth_cm,rw_geom_id,region,has_image"
DESK = "Putar ulang"


class Typist:
    """Types ``store replay`` for one store."""

    def __init__(self, store: RunningStore, folder: Path) -> None:
        self._folder = folder
        self.environment = {
            "COMMANDCENTER_HOME": str(folder),
            "COMMANDCENTER_STORE_URL": store.url,
            "COMMANDCENTER_TOKEN": store.key(Role.DISPATCHER, DESK),
        }

    def begin(self, *words: str) -> subprocess.Popen[str]:
        """Begin to run the command."""
        return subprocess.Popen(
            [sys.executable, "-m", "commandcenter.cli", "store", "replay", *words],
            cwd=self._folder,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2]), **self.environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def result(self, *words: str) -> dict[str, Any]:
        """Run the command in this process, which is quicker, and return what it printed for programs."""
        said = io.StringIO()
        with pytest.MonkeyPatch.context() as patch, redirect_stdout(said):
            for name, value in self.environment.items():
                patch.setenv(name, value)
            assert main(["store", "replay", *words, "--json"]) == 0
        body: dict[str, Any] = json.loads(said.getvalue())
        return body


@pytest.fixture
def typist(running_store: RunningStore, tmp_path: Path) -> Typist:
    return Typist(running_store, tmp_path)


def rows_of(store: RunningStore) -> list[Any]:
    """Return the reports in the order in which the store recorded them."""
    with reading(store.engine) as connection:
        return list(connection.execute(select(reports).order_by(reports.c.recorded_ms, reports.c.number)))


def entries_of(store: RunningStore, report_id: int) -> list[Any]:
    """Return a report's timeline."""
    with reading(store.engine) as connection:
        of_report = select(transitions).where(transitions.c.report_id == report_id).order_by(transitions.c.sequence)
        return list(connection.execute(of_report))


def due_acts(file: Path, speed: float, span: Span) -> list[DueAct]:
    """Return what the command must do, read a second time."""
    pasts = [row for row in open_reports(file, None, datetime.now(UTC)) if isinstance(row, PastReport)]
    return list(rhythm_of(pasts, speed, span).acts)


def made_up_file(folder: Path, count: int) -> Path:
    """Write a file with a report every minute."""
    begin_at = datetime(2017, 2, 21, 4, 0, tzinfo=WIB)
    lines = [
        f"R-{number},{begin_at + timedelta(minutes=number):%Y-%m-%dT%H:%M:%S},qlue,-6.25,106.85,,Air {number},,,,False"
        for number in range(count)
    ]
    file = folder / "hujan.csv"
    file.write_text("\n".join([HEADER, *lines]) + "\n", encoding="utf-8")
    return file


def test_the_flood_comes_in_again_in_its_order_and_at_its_rhythm(
    typist: Typist, running_store: RunningStore, shared_data: Path
) -> None:
    file = shared_data / ARCHIVE
    begun_at = datetime.now(UTC)
    done = typist.result(str(file), "--speed", "1200", "--from", "2017-02-21T04:00", "--limit", "40")
    assert (done["reports"], done["decided"], done["outside"]) == (40, 40, 1126 - 40)
    acts = due_acts(file, 1200, Span(datetime(2017, 2, 21, 4, 0, tzinfo=WIB), reports=40))
    rows = rows_of(running_store)
    assert [row.description for row in rows] == [act.past.description for act in acts]
    assert [row.created_ms - rows[0].created_ms for row in rows] == [
        pytest.approx(act.due_s * 1000, abs=1) for act in acts
    ]
    assert to_ms(begun_at) <= rows[0].created_ms
    assert all(row.created_ms <= row.recorded_ms for row in rows)
    assert acts[-1].due_s > 2


def test_what_is_replayed_says_so_everywhere_it_is_kept(
    typist: Typist, running_store: RunningStore, shared_data: Path
) -> None:
    typist.result(str(shared_data / ARCHIVE), "--speed", "100000", "--limit", "3")
    first = rows_of(running_store)[0]
    assert first.simulated
    assert not first.reconstructed
    assert first.channel == "qlue" + REPLAY_MARK
    assert first.has_photo
    (entry,) = entries_of(running_store, first.id)
    assert (entry.actor, entry.note) == (DESK, "Putar ulang dari 20.02.2017 02.36 WIB")


@pytest.mark.long
def test_all_1126_reports_of_the_flood_arrive(typist: Typist, running_store: RunningStore, shared_data: Path) -> None:
    done = typist.result(str(shared_data / ARCHIVE), "--speed", "1000000")
    assert (done["reports"], done["acts"], done["refused"]) == (1126, 1126, {})
    rows = rows_of(running_store)
    acts = due_acts(shared_data / ARCHIVE, 1_000_000, Span())
    assert [row.description for row in rows] == [act.past.description for act in acts]


def test_an_interrupted_replay_says_how_far_it_came_and_goes_on_without_doubles(
    typist: Typist, running_store: RunningStore, tmp_path: Path
) -> None:
    file = made_up_file(tmp_path, 40)
    head = running_store.get("/readyz").headers["X-Commandcenter-Position"]
    process = typist.begin(str(file), "--speed", "100")
    with open_stream(running_store, head) as events:
        arrived = 0
        while arrived < 5:
            rows = next_event(events, "page").data["rows"]
            arrived += sum(row["entity"] == "report" for row in rows)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=TIMEOUT_S)
    assert process.returncode == 130
    assert "Traceback" not in err
    came = len(rows_of(running_store))
    assert 5 <= came < 40
    assert re.search(rf"\b({came - 1}|{came}) of 40 acts, to 21\.02\.2017 04\.\d\d WIB", err)
    resumed = re.search(r"Continue with: --resume (\S+)", err)
    assert resumed is not None
    done = typist.result(str(file), "--speed", "6000", "--resume", resumed[1])
    assert (done["already"], done["reports"]) == (came, 40 - came)
    assert [row.description for row in rows_of(running_store)] == [f"Air {number}" for number in range(40)]
    again = typist.result(str(file), "--speed", "6000", "--resume", resumed[1])
    assert (again["already"], again["reports"]) == (40, 0)
    assert len(rows_of(running_store)) == 40


@pytest.mark.parametrize(
    ("words", "environment", "said"),
    [
        ((), {"COMMANDCENTER_TOKEN": "cc_wrong"}, "does not know this key"),
        ((), {"COMMANDCENTER_STORE_URL": "http://127.0.0.1:1"}, "does not answer"),
        (("--from", "2018-01-01"), {}, "no report to replay"),
    ],
)
def test_what_goes_wrong_is_said_in_a_sentence(
    typist: Typist,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: tuple[str, ...],
    environment: dict[str, str],
    said: str,
) -> None:
    for name, value in (typist.environment | environment).items():
        monkeypatch.setenv(name, value)
    assert main(["store", "replay", str(made_up_file(tmp_path, 2)), *words]) == 1
    err = capsys.readouterr().err
    assert said in err
    assert "Continue with" not in err


def test_a_key_that_only_looks_can_not_replay(
    typist: Typist,
    running_store: RunningStore,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for name, value in typist.environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("COMMANDCENTER_TOKEN", running_store.key(Role.WALL))
    assert main(["store", "replay", str(made_up_file(tmp_path, 2))]) == 1
    assert "--role dispatcher" in capsys.readouterr().err
    assert rows_of(running_store) == []


@pytest.mark.parametrize("speed", ["0", "-1", "cepat", "nan", "inf"])
def test_a_speed_is_a_number_above_zero(speed: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["store", "replay", "hujan.csv", f"--speed={speed}"])
    assert ended.value.code == 2
    assert "is no speed" in capsys.readouterr().err


BULK = """\
service_request_id,requested_datetime,updated_datetime,closed_date,status_description,status_notes,source,service_name,\
service_subtype,description,agency_responsible,address,lat,long
B-1,2017-02-21T04:00:00+07:00,,2017-02-21T04:10:00+07:00,Closed,Sudah surut,qlue,BANJIR,,Air naik,DSDA,,-6.25,106.85
B-2,2017-02-21T04:02:00+07:00,2017-02-21T04:06:00+07:00,,Processing,,qlue,BANJIR,,Air masuk rumah,DSDA,,-6.25,106.85
B-3,2017-02-21T04:04:00+07:00,,,Open,,qlue,BANJIR,,Genangan,DSDA,,-6.25,106.85
"""


def test_a_file_that_tells_how_its_reports_went_on_is_replayed_to_the_end(
    typist: Typist, running_store: RunningStore, tmp_path: Path
) -> None:
    file = tmp_path / "bulk.csv"
    file.write_text(BULK, encoding="utf-8")
    done = typist.result(str(file), "--speed", "1200", "--mapping", "georeport-bulk")
    assert (done["reports"], done["steps"], done["refused"]) == (3, 2, {})
    rows = {row.description: row for row in rows_of(running_store)}
    assert {text: row.state for text, row in rows.items()} == {
        "Air naik": "done",
        "Air masuk rumah": "in_progress",
        "Genangan": "waiting",
    }
    came, ended = entries_of(running_store, rows["Air naik"].id)
    assert ended.acted_ms - came.acted_ms == pytest.approx(500, abs=1)
    assert ended.note.startswith("Sudah surut\nPutar ulang: ")


THEN = datetime(2017, 2, 20, 19, 36, tzinfo=UTC)


def with_steps(name: str, *steps: tuple[State | None, float], photos: tuple[PastPhoto, ...] = ()) -> PastReport:
    """Return a report with moves at minutes; None stands for taking it on."""
    return PastReport(
        line=2,
        external_id=name,
        content_hash=name,
        created_at=THEN,
        channel="qlue",
        category=CategoryCode("BANJIR"),
        place=LonLat(106.85, -6.25),
        description=f"Banjir {name}",
        agency=AgencyCode("DSDA"),
        photos=photos,
        steps=tuple(
            PastStep(
                TransitionKind.TAKEN_ON if state is None else TransitionKind.MOVED,
                state or State.WAITING,
                "Lurah Cakung Timur",
                "",
                THEN + timedelta(minutes=minutes),
            )
            for state, minutes in steps
        ),
    )


def replayed(store: RunningStore, pasts: list[PastReport], run: str = "latihan", speed: float = 6_000) -> Replay:
    """Replay reports into a store and return the ended replay."""
    door = StoreDoor(store.url, store.key(Role.DISPATCHER, DESK))
    with closing(door):
        replay = Replay(Run(run, "buatan"), door.send, RealPace())
        replay.go(rhythm_of(pasts, speed).acts)
    return replay


def test_every_state_that_a_file_tells_of_is_gone_through_again(running_store: RunningStore) -> None:
    way = [State.COORDINATING, State.DELEGATED, State.ESTIMATED, State.IN_PROGRESS, State.DONE, State.REOPENED]
    steps = [(None, 1.0), *((state, 2.0 + at) for at, state in enumerate(way)), (State.REJECTED, 20.0)]
    photo = PastPhoto("after", None, THEN)
    tally = replayed(running_store, [with_steps("a", *steps, photos=(photo,)), with_steps("b", (State.DONE, 3))]).tally
    assert (tally.reports, tally.steps, dict(tally.refused), tally.left_to_people) == (2, 9, {}, 0)
    rows = {row.description: row for row in rows_of(running_store)}
    assert {name: row.state for name, row in rows.items()} == {"Banjir a": "rejected", "Banjir b": "done"}
    first = rows["Banjir a"]
    assert (first.agency, first.acknowledged_by, first.version) == ("DSDA", DESK, 9)
    entries = entries_of(running_store, first.id)
    assert [entry.to_state for entry in entries] == ["waiting", "waiting", *(state.value for state in way), "rejected"]
    assert "Putar ulang: Lurah Cakung Timur, 21.02.2017 02.38 WIB" in entries[2].note
    assert entries[6].note.endswith("Tanpa foto sesudah: Foto hanya ada di sumber.")
    with reading(running_store.engine) as connection:
        assert connection.execute(select(media)).all() == []


def test_steps_follow_their_report_at_the_files_rhythm(running_store: RunningStore) -> None:
    replayed(running_store, [with_steps("a", (State.IN_PROGRESS, 2), (State.DONE, 5))], speed=600)
    (row,) = rows_of(running_store)
    came, begun, ended = entries_of(running_store, row.id)
    assert begun.acted_ms - came.acted_ms == pytest.approx(200, abs=1)
    assert ended.acted_ms - came.acted_ms == pytest.approx(500, abs=1)


def test_what_a_desk_has_taken_on_is_left_to_that_desk(running_store: RunningStore) -> None:
    door = StoreDoor(running_store.url, running_store.key(Role.DISPATCHER, DESK))
    desk: list[dict[str, Any]] = []

    def send(intent: Any) -> Any:
        result = door.send(intent)
        if not desk:
            desk.append(running_store.send(take_on(ReportId(result.subject or 0)), Role.DISPATCHER, "Meja 1"))
        return result

    with closing(door):
        replay = Replay(Run("latihan", "buatan"), send, RealPace())
        tally = replay.go(rhythm_of([with_steps("a", (State.IN_PROGRESS, 1), (State.DONE, 2))], 6_000).acts)
    assert desk[0]["status"] == "applied"
    assert (tally.reports, tally.steps, tally.left_to_people) == (1, 0, 2)
    (row,) = rows_of(running_store)
    assert (row.state, row.acknowledged_by) == ("waiting", "Meja 1")


def test_a_netrc_entry_does_not_replace_the_key(
    running_store: RunningStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login somebody password else\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    with closing(StoreDoor(running_store.url, running_store.key(Role.DISPATCHER, DESK))) as door:
        assert door.bearer().name == DESK
