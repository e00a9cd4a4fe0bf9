"""A real workstation that follows somebody else's Open311 endpoint – here our own store's – and only reads."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from commandcenter.app import Workstation, application, open_workstation
from commandcenter.models.freshness import Phase
from commandcenter.models.identity import ReportId
from commandcenter.models.state import State
from commandcenter.picture import READY_LIMIT_S, Picture, PictureTaker
from commandcenter.setting import Settings
from tests.fixture.open311_city import City, city
from tests.fixture.store import RunningStore

__all__ = ["city"]

WAIT_MS = 60_000
SIZE = (1366, 768)


@pytest.fixture
def ends() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


def settings_of(url: str, home: Path) -> Settings:
    return Settings(home=home, source=f"open311:{url}", token="", token_file=None, poll_interval_s=5)


def opened(ends: ExitStack, settings: Settings) -> Workstation:
    application(settings, needs_display=False)
    return ends.enter_context(open_workstation(settings, SIZE))


def numbers(station: Workstation) -> dict[str, ReportId]:
    """Return the ids of the reports by their server's numbers."""
    return {number: ReportId(report_id) for report_id, number, _ in station.desk.reader.numbers()}


def test_a_report_posted_to_an_open311_server_is_painted_on_a_window_that_follows_it(
    running_store: RunningStore, tmp_path: Path, ends: ExitStack, qtbot: QtBot
) -> None:
    station = opened(ends, settings_of(f"{running_store.url}/open311/v2", tmp_path / "desk"))
    qtbot.waitUntil(lambda: station.desk.freshness.phase is Phase.LIVE and station.map.is_ready, timeout=WAIT_MS)
    assert numbers(station) == {}
    readers = [thread.name for thread in threading.enumerate() if thread.name.startswith("reading")]
    assert readers
    assert len(readers) == len(set(readers)), "map and window have a pool each"
    with qtbot.waitSignal(
        station.map.painted,
        timeout=WAIT_MS,
        check_params_cb=lambda generation, marks: marks == 1 and generation == station.desk.generation.number,
    ):
        number = running_store.post_report(description="Banjir di depan pasar").json()[0]["service_request_id"]
    assert numbers(station).keys() == {number}
    names = {str(category.code): category.name_id for category in station.desk.reader.categories()}
    assert names["BANJIR"] == "Bencana banjir"


def test_an_act_is_refused_at_once_with_a_sentence_and_nothing_waits_to_be_sent(
    running_store: RunningStore, tmp_path: Path, ends: ExitStack, qtbot: QtBot
) -> None:
    running_store.post_report()
    station = opened(ends, settings_of(f"{running_store.url}/open311/v2", tmp_path / "desk"))
    qtbot.waitUntil(lambda: len(station.desk.generation) == 1, timeout=WAIT_MS)
    assert station.window.top.user.text() == "hanya baca · 127.0.0.1"
    station.desk.select(*numbers(station).values())
    station.window.activateWindow()
    qtbot.waitUntil(station.window.isActiveWindow, timeout=WAIT_MS)
    QTest.keyClick(station.window, Qt.Key.Key_V)
    qtbot.waitUntil(lambda: bool(station.window.top.answers.unread), timeout=WAIT_MS)
    assert "hanya membaca dari 127.0.0.1" in station.window.top.answers.unread[0]
    assert station.desk.pending == {}
    assert station.backstage.folder.outbox.pending() == ()


@pytest.mark.parametrize("wrong", ["nobody there", "something else"])
def test_a_picture_of_a_source_with_a_wrong_address_says_at_once_what_is_wrong(
    city: City, tmp_path: Path, ends: ExitStack, qtbot: QtBot, capsys: pytest.CaptureFixture[str], wrong: str
) -> None:
    if wrong == "nobody there":
        with socket.create_server(("127.0.0.1", 0)) as taken:
            url, said = f"http://127.0.0.1:{taken.getsockname()[1]}/open311/v2", "can't be reached"
    else:
        url, said = city.url.replace("/open311/v2", "/elsewhere"), "Check the address given with --source"
    station = opened(ends, settings_of(url, tmp_path / "desk"))
    taker = PictureTaker(station.desk, station.window, station.map, Picture(tmp_path / "picture.png", 0.0))
    with qtbot.waitSignal(taker.taken, timeout=READY_LIMIT_S * 500) as taken_picture:
        pass
    assert taken_picture.args == [1]
    told = json.loads(capsys.readouterr().out)
    assert said in told["problem"]
    assert not told["ready"]


def test_a_window_shows_the_last_state_and_its_age_when_the_source_is_away(
    city: City, tmp_path: Path, qtbot: QtBot
) -> None:
    # This window's clocks are the machine's.
    city.now = datetime.now(UTC)
    city.add("4711", status="closed")
    settings = settings_of(city.url, tmp_path / "desk")
    with ExitStack() as first:
        station = opened(first, settings)
        qtbot.waitUntil(lambda: station.desk.freshness.phase is Phase.LIVE, timeout=WAIT_MS)
        qtbot.waitUntil(lambda: len(station.desk.generation) == 1, timeout=WAIT_MS)
        assert station.desk.freshness.limit_s == 35
    city.manners.failures += [(503, {"Retry-After": "3600"}, b"")]
    with ExitStack() as second:
        station = opened(second, settings)
        qtbot.waitUntil(lambda: station.desk.freshness.phase is Phase.OFFLINE, timeout=WAIT_MS)
        qtbot.waitUntil(lambda: len(station.desk.generation) == 1, timeout=WAIT_MS)
        details = station.desk.reader.details(numbers(station)["4711"])
        assert details is not None
        assert details.report.state is State.DONE
        assert station.desk.freshness.equal_at_ms is not None
        assert station.desk.freshness.trouble is not None
        assert station.desk.freshness.trouble.code == "source_busy"
        qtbot.waitUntil(lambda: "3600 detik" in station.window.top.banner.label.text(), timeout=WAIT_MS)
