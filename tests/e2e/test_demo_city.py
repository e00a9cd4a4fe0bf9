"""The demo's city from nothing: filled, served, going on, caught up after a pause, and gone with its process."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import requests
from sqlalchemy import func, select

from commandcenter.demo import DemoCity, DemoFiles, DemoStore, Wish, demo_city
from commandcenter.demo.city import _load, _set_up
from commandcenter.demo.history import PAST_DAYS, fill, load_city_areas
from commandcenter.models.instant import to_ms
from commandcenter.models.state import STATES
from commandcenter.models.table import areas, media, reports, transitions
from commandcenter.setting import Settings
from commandcenter.simulate import Simulation, SimulationOptions
from commandcenter.simulation.city import City, build_city
from commandcenter.simulation.poster import StorePoster
from commandcenter.store.database import reading
from tests.fixture.store import RunningStore

PATIENCE_S = 60


def _wait(what: Callable[[], bool]) -> None:
    """Look again and again at a state that must come; nothing tells us of it."""
    deadline = time.monotonic() + PATIENCE_S
    while not what():
        assert time.monotonic() < deadline, "it did not come to be"
        threading.Event().wait(0.1)


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

    def __init__(self, store: RunningStore, options: SimulationOptions) -> None:
        self._stop = threading.Event()
        self._poster = StorePoster(store.url, store.key())
        self._thread = threading.Thread(target=Simulation(self._poster, options, self._stop).run)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join(PATIENCE_S)
        self._poster.close()
        assert not self._thread.is_alive()


def test_the_live_city_reports_and_moves_on_and_leaves_real_reports_alone(running_store: RunningStore) -> None:
    real = running_store.new_report()

    def seen() -> list[dict[str, object]]:
        with running_store.engine.connect() as connection:
            return [dict(row) for row in connection.execute(select(reports)).mappings()]

    def has_lived() -> bool:
        states = {row["state"] for row in seen()}
        return {"done", "in_progress"} <= states

    with _LiveRun(running_store, SimulationOptions(seed=3, speed=3_000)):
        _wait(has_lived)
    for row in seen():
        if row["id"] == real:
            assert (row["state"], row["version"], row["simulated"]) == ("waiting", 1, False)
        else:
            assert row["simulated"]
            assert row["state"] in {state.value for state in STATES}
            assert row["channel"] in {"qlue", "jaki", "twitter", "lapor"}


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """A process that keeps a demo city until its input ends, and prints where it is."""
    script = (
        "import os, sys, json; from pathlib import Path; from commandcenter.demo import demo_city;"
        "from commandcenter.setting import Settings\n"
        f"with demo_city(Settings(home=Path({str(tmp_path)!r}))) as city:\n"
        "    print(json.dumps({'url': city.url, 'key': city.key('wall')}), flush=True)\n"
        "    sys.stdin.read()\n"
    )
    process = subprocess.Popen([sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            assert stream is not None
            stream.close()


def _children(pid: int) -> list[int]:
    listed = subprocess.run(["ps", "--ppid", str(pid), "-o", "pid="], capture_output=True, text=True, check=False)
    return [int(word) for word in listed.stdout.split()]


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"


@pytest.mark.parametrize(
    "number", [signal.SIGKILL, pytest.param(None, marks=pytest.mark.long)], ids=["killed", "ended"]
)
def test_the_city_can_be_joined_and_ends_with_its_process(
    demo: subprocess.Popen[str], tmp_path: Path, number: signal.Signals | None
) -> None:
    assert demo.stdout is not None
    assert demo.stdin is not None
    said = json.loads(demo.stdout.readline())
    with demo_city(Settings(home=tmp_path)) as joined:
        assert joined.url == said["url"]
        assert joined.key("wall") == said["key"]
        answer = requests.get(f"{joined.url}/v1/me", headers={"Authorization": f"Bearer {said['key']}"}, timeout=10)
        assert answer.json()["role"] == "wall"
    children = _children(demo.pid)
    assert len(children) == 2
    note = tmp_path / "demo" / "running.json"
    assert note.stat().st_mode & 0o077 == 0
    if number is None:
        demo.stdin.close()
        assert demo.wait(PATIENCE_S) == 0
        assert not note.exists()
    else:
        demo.send_signal(number)
        demo.wait()
        assert note.exists()
    _wait(lambda: not any(map(_lives, children)))
    with demo_city(Settings(home=tmp_path), DemoFiles(), Wish(simulated=False)) as fresh:
        assert isinstance(fresh, DemoCity)
        assert requests.get(f"{fresh.url}/readyz", timeout=10).status_code == 200
    assert not note.exists()
