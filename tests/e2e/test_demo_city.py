"""The demo's city from nothing: filled, served, going on, caught up after a pause, and gone with its process."""

from __future__ import annotations

import json
import os
import select as system
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import requests
from sqlalchemy import RowMapping, func, select

from commandcenter.demo import DemoCity, DemoFiles, DemoStore, Wish, demo_city
from commandcenter.demo.city import _load, _set_up
from commandcenter.demo.history import PAST_DAYS, fill, load_city_areas
from commandcenter.demo.lock import alone
from commandcenter.models.instant import to_ms
from commandcenter.models.report import REPLAY_MARK
from commandcenter.models.state import STATES
from commandcenter.models.table import areas, media, reports, transitions
from commandcenter.setting import Settings
from commandcenter.simulate import Simulation, SimulationOptions
from commandcenter.simulation.city import City, build_city
from commandcenter.simulation.day import Calendar, span
from commandcenter.simulation.poster import StorePoster
from commandcenter.store.area.load import load_areas
from commandcenter.store.database import reading, writing
from commandcenter.store.intake.archive import ImportCount, import_batch
from commandcenter.store.placement import Placement
from tests.fixture.event_stream import next_event, open_stream
from tests.fixture.store import TIMEOUT_S, RunningStore
from tests.fixture.template import area

PATIENCE_S = 60

_WHOLE_CITY = '{"type":"Polygon","coordinates":[[[106,-7],[107.5,-7],[107.5,-5],[106,-5],[106,-7]]]}'


@pytest.fixture(scope="module")
def city() -> City:
    return build_city(1)


@pytest.fixture
def empty(tmp_path: Path) -> DemoStore:
    store = DemoStore(tmp_path)
    _set_up(store)
    return store


def _counts(store: DemoStore) -> dict[str, int]:
    with store.engine() as engine, reading(engine) as connection:
        return {
            table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in (areas, reports, transitions, media)
        }


def test_a_first_start_writes_a_fortnight_and_a_later_one_what_was_missed(empty: DemoStore, city: City) -> None:
    now = datetime.now(UTC)
    load_city_areas(empty, city)
    load_city_areas(empty, city)
    filled = fill(empty, city, 1, now - timedelta(days=2))
    assert filled.added == pytest.approx(PAST_DAYS * 508, rel=0.2)
    first = _counts(empty)
    assert first["areas"] == 317
    assert first["reports"] == filled.added
    with empty.engine() as engine, reading(engine) as connection:
        simulated, outside = connection.execute(
            select(func.count().filter(reports.c.simulated), func.count().filter(reports.c.area.is_(None)))
        ).one()
        newest = connection.execute(select(func.max(transitions.c.acted_ms))).scalar_one()
    assert simulated == filled.added
    assert outside == 0
    assert newest <= to_ms(now - timedelta(days=2))
    again = fill(empty, city, 1, now - timedelta(days=2))
    assert again.added == 0
    assert again.lived_until <= now - timedelta(days=2)
    later = fill(empty, city, 1, now)
    assert later.added == pytest.approx(2 * 508, rel=0.35)
    assert _counts(empty)["reports"] == filled.added + later.added
    much_later = fill(empty, city, 1, now + timedelta(days=60))
    assert much_later.added < (PAST_DAYS + 1) * 600 + 500


def test_neither_a_redrawn_border_nor_a_replay_is_life_of_the_city(empty: DemoStore, city: City) -> None:
    now = datetime.now(UTC)
    lived_until, missed_until = now - timedelta(days=3), now - timedelta(days=2)
    calendar = Calendar(city, 1)
    after = lived_until - timedelta(hours=6)
    made = [calendar.past(arrival, lived_until) for arrival in span(calendar, after, lived_until, rain_day=date.min)]
    replayed = replace(
        made[0], external_id="R-1", channel="qlue" + REPLAY_MARK, created_at=now, steps=(), close_by=None
    )
    placement = Placement(empty.settings.city)
    with empty.engine() as engine, writing(engine) as connection:
        import_batch(connection, empty.settings, placement, "simulation", made, ImportCount())
        import_batch(connection, empty.settings, placement, "replay", [replayed], ImportCount())
        load = load_areas(connection, empty.settings, [area("31.01", _WHOLE_CITY)])
    assert len(load.moved) > len(made) / 2
    filled = fill(empty, city, 1, missed_until)
    assert lived_until - timedelta(hours=6) < filled.lived_until <= lived_until
    assert filled.added == pytest.approx(508, rel=0.35)


def test_real_borders_replace_the_stand_ins_of_every_level(empty: DemoStore, city: City, shared_data: Path) -> None:
    load_city_areas(empty, city)
    assert len(empty.stand_ins()) == 50
    _load(empty, DemoFiles(areas=shared_data / "boundaries/cahyadsn_dki_kelurahan.geojson"))
    with empty.engine() as engine, reading(engine) as connection:
        rows = connection.execute(select(areas.c.level, areas.c.approximate, areas.c.name, areas.c.code)).all()
    assert not any(row.approximate for row in rows)
    assert sum(row.level == "kelurahan" for row in rows) == 267
    assert {row.name for row in rows if row.code == "31.75.05"} == {"Pasar Rebo"}


class _LiveRun:
    """A simulator on a thread, against a store on loopback."""

    def __init__(self, store: RunningStore, options: SimulationOptions, url: str = "") -> None:
        self._stop = threading.Event()
        self._poster = StorePoster(url or store.url, store.key())
        self._thread = threading.Thread(target=Simulation(self._poster, options, self._stop).run)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join(PATIENCE_S)
        self._poster.close()
        assert not self._thread.is_alive()


def _reports(store: RunningStore) -> Sequence[RowMapping]:
    with reading(store.engine) as connection:
        return connection.execute(select(reports)).mappings().all()


def test_the_live_city_reports_and_moves_on_and_leaves_real_reports_alone(running_store: RunningStore) -> None:
    real = running_store.new_report()

    head = running_store.get("/readyz").headers["X-Commandcenter-Position"]
    awaited = {"done", "in_progress"}
    with (
        open_stream(running_store, head) as events,
        _LiveRun(running_store, SimulationOptions(seed=3, speed=3_000)),
    ):
        while awaited:
            page = next_event(events, "page").data
            awaited -= {row["record"]["state"] for row in page["rows"] if row["entity"] == "report"}
    for row in _reports(running_store):
        if row["id"] == real:
            assert (row["state"], row["version"], row["simulated"]) == ("waiting", 1, False)
        else:
            assert row["simulated"]
            assert row["state"] in {state.value for state in STATES}
            assert row["channel"] in {"qlue", "jaki", "twitter", "lapor"}


class _Loss:
    """What stands between a simulator and a store and garbles the answer to the first report that is sent.

    Attributes:
        got_over: Set when a later report was answered.
    """

    def __init__(self, store: RunningStore) -> None:
        self.got_over = threading.Event()
        self._store = store
        self._garbled = ""

    def answer(self, method: str, path: str, token: str, body: bytes) -> tuple[int, bytes]:
        """Ask the store, whatever is said of it afterwards."""
        headers = {"Authorization": token, "Content-Type": "application/json"}
        response = requests.request(method, self._store.url + path, data=body, headers=headers, timeout=TIMEOUT_S)
        if b'"submit_report"' in body:
            intent_id = json.loads(body)["intent_id"]
            if not self._garbled:
                self._garbled = intent_id
                return 200, b"<html>Bad gateway</html>"
            if intent_id != self._garbled:
                self.got_over.set()
        return response.status_code, response.content


@contextmanager
def _between(loss: _Loss) -> Iterator[str]:
    """Serve on loopback; gives the URL."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            status, answer = loss.answer(self.command, self.path, self.headers["Authorization"], body)
            self.send_response(status)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        do_POST = do_GET  # noqa: N815 - the name is the library's

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the library's
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()


def test_a_report_whose_answer_is_lost_is_not_there_twice(running_store: RunningStore) -> None:
    loss = _Loss(running_store)
    options = SimulationOptions(seed=3, speed=3_000)
    with _between(loss) as url, _LiveRun(running_store, options, url):
        assert loss.got_over.wait(PATIENCE_S), "the simulator did not get over it"
    rows = _reports(running_store)
    assert len(rows) > 1
    assert len({(row["created_ms"], row["description"], row["address"]) for row in rows}) == len(rows)


@contextmanager
def _demo_process(home: Path, arguments: str = "") -> Iterator[subprocess.Popen[str]]:
    """Start a process that keeps a demo city until its input ends, and prints where it is."""
    script = (
        "import sys, json; from pathlib import Path; from commandcenter.demo import DemoFiles, Wish, demo_city;"
        "from commandcenter.setting import Settings\n"
        f"with demo_city(Settings(home=Path({str(home)!r})){arguments}) as city:\n"
        "    print(json.dumps({'url': city.url, 'key': city.key('wall')}), flush=True)\n"
        "    sys.stdin.read()\n"
    )
    pipe = subprocess.PIPE
    with subprocess.Popen([sys.executable, "-c", script], stdin=pipe, stdout=pipe, stderr=pipe, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """A process that keeps a demo city."""
    with _demo_process(tmp_path) as process:
        yield process


def _said(process: subprocess.Popen[str]) -> dict[str, str]:
    """Return what a process of the demo prints when its city runs."""
    assert process.stdout is not None
    said: dict[str, str] = json.loads(process.stdout.readline())
    return said


def test_two_that_are_started_together_show_one_city(tmp_path: Path) -> None:
    home = tmp_path / "demo"
    home.mkdir()
    with ExitStack() as stack:
        with alone(home):
            both = [stack.enter_context(_demo_process(tmp_path, ", wish=Wish(simulated=False)")) for _ in range(2)]
            for process in both:
                assert process.stderr is not None
                assert "waiting for it" in process.stderr.readline()
        first, second = map(_said, both)
        assert first == second
        children = [len(_children(process.pid)) for process in both]
        assert sorted(children) == [0, 1], "one serves the store, the other joins"
        for process in sorted(both, key=lambda each: len(_children(each.pid))):
            assert process.stdin is not None
            process.stdin.close()
            assert process.wait(PATIENCE_S) == 0


def _children(pid: int) -> list[int]:
    # The kernel's own list: a bare machine has no `ps`.
    lists = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(word) for each in lists for word in each.read_text().split()]


@contextmanager
def _ending(pids: Sequence[int]) -> Iterator[None]:
    """Wait for the end of processes, whosever children they are by then, after the block."""
    handles = [os.pidfd_open(pid) for pid in pids]
    try:
        yield
        for handle in handles:
            ended, _, _ = system.select([handle], [], [], PATIENCE_S)
            assert ended, "it did not end"
    finally:
        for handle in handles:
            os.close(handle)


@pytest.mark.parametrize(
    "number", [signal.SIGKILL, pytest.param(None, marks=pytest.mark.long)], ids=["killed", "ended"]
)
def test_the_city_can_be_joined_and_ends_with_its_process(
    demo: subprocess.Popen[str], tmp_path: Path, number: signal.Signals | None
) -> None:
    assert demo.stdin is not None
    said = _said(demo)
    with demo_city(Settings(home=tmp_path)) as joined:
        assert joined.url == said["url"]
        assert joined.key("wall") == said["key"]
        answer = requests.get(f"{joined.url}/v1/me", headers={"Authorization": f"Bearer {said['key']}"}, timeout=10)
        assert answer.json()["role"] == "wall"
    children = _children(demo.pid)
    assert len(children) == 2
    note = tmp_path / "demo" / "running.json"
    assert note.stat().st_mode & 0o077 == 0
    with _ending(children):
        if number is None:
            demo.stdin.close()
            assert demo.wait(PATIENCE_S) == 0
            assert not note.exists()
        else:
            demo.send_signal(number)
            demo.wait()
            assert note.exists()
    with demo_city(Settings(home=tmp_path), DemoFiles(), Wish(simulated=False)) as fresh:
        assert isinstance(fresh, DemoCity)
        assert requests.get(f"{fresh.url}/readyz", timeout=10).status_code == 200
    assert not note.exists()
