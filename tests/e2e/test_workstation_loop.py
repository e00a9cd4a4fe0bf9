"""The loop, end to end: real store, real workstations, real web engine."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import TypeAlias

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from commandcenter.app import Workstation, application, open_workstation
from commandcenter.models.board.filter import Filter
from commandcenter.models.freshness import Phase
from commandcenter.models.identity import ReportId
from commandcenter.models.intent import IntentResult, IntentStatus
from commandcenter.models.mirror.failure import MirrorInUse
from commandcenter.models.role import Role
from commandcenter.setting import Settings
from commandcenter.store.central import CentralStore
from tests.fixture.store import RunningStore, take_on

WAIT_MS = 60_000
SIZE = (1366, 768)

Open: TypeAlias = Callable[[str], Workstation]


@pytest.fixture
def opened(running_store: RunningStore, tmp_path: Path, qtbot: QtBot) -> Iterator[Open]:
    """Open workstations of desks by name; each has a home of its own, and all end with the test."""
    with ExitStack() as ends:

        def open_one(desk: str) -> Workstation:
            settings = settings_of(running_store, tmp_path, desk)
            application(settings, needs_display=False)
            workstation = ends.enter_context(open_workstation(settings, SIZE))
            qtbot.waitUntil(lambda: is_live(workstation), timeout=WAIT_MS)
            return workstation

        yield open_one


def settings_of(store: RunningStore, tmp_path: Path, desk: str) -> Settings:
    return Settings(home=tmp_path / desk, store_url=store.url, token=store.key(Role.DISPATCHER, desk), token_file=None)


def is_live(workstation: Workstation) -> bool:
    return workstation.desk.freshness.phase is Phase.LIVE and workstation.map.is_ready


def holds(workstation: Workstation, report: ReportId) -> bool:
    return workstation.desk.generation.row_of(report) is not None


def taker(workstation: Workstation, report: ReportId) -> str | None:
    generation = workstation.desk.generation
    row = generation.row_of(report)
    return None if row is None else generation.word("takers", row)


def test_a_posted_report_is_painted_on_an_open_map(opened: Open, running_store: RunningStore, qtbot: QtBot) -> None:
    station = opened("Meja 1")
    with qtbot.waitSignal(
        station.map.painted,
        timeout=WAIT_MS,
        check_params_cb=lambda generation, marks: marks == 1 and generation == station.desk.generation.number,
    ):
        answer = running_store.post_report(description="Banjir di depan pasar")
        assert answer.status_code == 200
    assert len(station.desk.generation) == 1


def test_taking_on_in_one_workstation_shows_in_another_with_who_and_when(
    opened: Open, running_store: RunningStore, qtbot: QtBot
) -> None:
    report = running_store.new_report()
    one, two = opened("Meja 1"), opened("Meja 2")
    for station in (one, two):
        qtbot.waitUntil(partial(holds, station, report), timeout=WAIT_MS)
        station.desk.select(report)
    one.window.activateWindow()
    qtbot.waitUntil(one.window.isActiveWindow, timeout=WAIT_MS)
    QTest.keyClick(one.window, Qt.Key.Key_V)
    qtbot.waitUntil(lambda: taker(two, report) == "Meja 1", timeout=WAIT_MS)
    details = two.desk.reader.details(report)
    assert details is not None
    assert details.report.acknowledged_by == "Meja 1"
    assert [entry.actor for entry in details.timeline][-1:] == ["Meja 1"]
    qtbot.waitUntil(lambda: "Meja 1" in all_text(two), timeout=WAIT_MS)
    qtbot.waitUntil(lambda: not one.desk.pending, timeout=WAIT_MS)


def test_of_two_who_take_the_same_report_on_at_once_one_is_told(
    opened: Open, running_store: RunningStore, qtbot: QtBot
) -> None:
    report = running_store.new_report()
    stations = [opened("Meja 1"), opened("Meja 2")]
    answers: list[tuple[str, IntentResult]] = []
    for station in stations:
        qtbot.waitUntil(partial(holds, station, report), timeout=WAIT_MS)
        name = station.desk.user_name
        station.desk.answer_arrived.connect(lambda result, name=name: answers.append((name, result)))
    for station in stations:
        station.desk.take_on(report)
    qtbot.waitUntil(lambda: len(answers) == 2, timeout=WAIT_MS)
    told = {result.status: (name, result) for name, result in answers}
    assert told.keys() == {IntentStatus.APPLIED, IntentStatus.CONFLICT}
    winner, loser = told[IntentStatus.APPLIED][0], told[IntentStatus.CONFLICT]
    assert loser[1].theirs is not None
    assert loser[1].theirs.actor == winner != loser[0]
    losing = next(station for station in stations if station.desk.user_name == loser[0])
    qtbot.waitUntil(lambda: bool(losing.window.top.answers.unread), timeout=WAIT_MS)
    assert winner in losing.window.top.answers.unread[0]


def test_an_unread_conflict_is_still_there_after_a_restart_and_gone_once_read(
    running_store: RunningStore, tmp_path: Path, qtbot: QtBot
) -> None:
    report = running_store.new_report()
    settings = settings_of(running_store, tmp_path, "Meja 1")
    application(settings, needs_display=False)
    with open_workstation(settings, SIZE) as station:
        qtbot.waitUntil(lambda: holds(station, report), timeout=WAIT_MS)
        running_store.stop()
        station.desk.take_on(report)
        qtbot.waitUntil(lambda: bool(station.desk.pending), timeout=WAIT_MS)
        somebody_else_acts(running_store, report)
        running_store.start()
        qtbot.waitUntil(lambda: len(station.window.top.answers.unread) == 1, timeout=WAIT_MS)
    for expected in (1, 0):
        with open_workstation(settings, SIZE) as station:
            assert len(station.window.top.answers.unread) == expected
            station.window.top.answers.dismiss()


def somebody_else_acts(store: RunningStore, report: ReportId) -> None:
    """Take a report on in another desk's name, on the store's own side, while it serves nobody."""
    key = store.key(Role.DISPATCHER, "Meja 2")
    central = CentralStore(store.settings)
    assert central.apply(take_on(report), central.principal(key)).status is IntentStatus.APPLIED
    central.close()


def test_an_act_survives_the_desktop_being_killed_between_pressing_and_sending(
    running_store: RunningStore, tmp_path: Path, qtbot: QtBot
) -> None:
    report = running_store.new_report()
    settings = settings_of(running_store, tmp_path, "Meja 1")
    application(settings, needs_display=False)
    with open_workstation(settings, SIZE) as station:
        qtbot.waitUntil(lambda: holds(station, report), timeout=WAIT_MS)
    running_store.stop()
    press_and_be_killed(settings, report)
    running_store.start()
    with open_workstation(settings, SIZE) as station:
        qtbot.waitUntil(lambda: taker(station, report) == "Meja 1", timeout=WAIT_MS)
        qtbot.waitUntil(lambda: not station.desk.pending, timeout=WAIT_MS)
        details = station.desk.reader.details(report)
    assert details is not None
    assert [entry.kind.value for entry in details.timeline] == ["submitted", "taken_on"]


def press_and_be_killed(settings: Settings, report: ReportId) -> None:
    """Run a real workstation in a process of its own, press, and kill it with signal 9 once the act is kept."""
    script = textwrap.dedent(
        """
        import sys
        from pathlib import Path
        from commandcenter.app import application, open_workstation
        from commandcenter.setting import Settings

        home, url, token, report = sys.argv[1:]
        settings = Settings(home=Path(home), store_url=url, token=token, token_file=None)
        running = application(settings, needs_display=False)
        with open_workstation(settings, (1366, 768)) as station:
            desk = station.desk
            desk.pending_changed.connect(lambda acts: acts and print("kept", flush=True))
            desk.board_changed.connect(lambda *_: desk.take_on(int(report)))
            running.exec()
        """
    )
    words = [str(settings.home), settings.store_url, settings.token, str(report)]
    process = subprocess.Popen(
        [sys.executable, "-c", script, *words],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])},
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "kept\n"
    process.send_signal(signal.SIGKILL)
    process.stdout.close()
    assert process.wait() == -signal.SIGKILL


def test_a_second_desktop_on_the_same_mirror_folder_is_told_what_to_do(
    opened: Open, running_store: RunningStore, tmp_path: Path
) -> None:
    opened("Meja 1")
    with (
        pytest.raises(MirrorInUse, match="Go on in that window"),
        open_workstation(settings_of(running_store, tmp_path, "Meja 1"), SIZE),
    ):
        pass


def test_a_store_that_vanishes_and_returns_costs_nothing_that_was_accepted(
    opened: Open, running_store: RunningStore, qtbot: QtBot
) -> None:
    report = running_store.new_report()
    station = opened("Meja 1")
    qtbot.waitUntil(lambda: holds(station, report), timeout=WAIT_MS)
    running_store.stop()
    qtbot.waitUntil(lambda: station.desk.freshness.phase is Phase.OFFLINE, timeout=WAIT_MS)
    assert station.desk.freshness.trouble is not None
    station.desk.take_on(report)
    qtbot.waitUntil(lambda: bool(station.desk.pending), timeout=WAIT_MS)
    running_store.start()
    qtbot.waitUntil(lambda: taker(station, report) == "Meja 1", timeout=WAIT_MS)
    qtbot.waitUntil(lambda: station.desk.freshness.phase is Phase.LIVE, timeout=WAIT_MS)


def test_a_revoked_token_is_said_on_the_screen_and_the_data_stays(
    opened: Open, running_store: RunningStore, qtbot: QtBot
) -> None:
    report = running_store.new_report()
    station = opened("Meja 1")
    qtbot.waitUntil(lambda: holds(station, report), timeout=WAIT_MS)
    running_store.revoke("Meja 1")
    qtbot.waitUntil(lambda: station.desk.freshness.phase is Phase.TOKEN_REFUSED, timeout=WAIT_MS)
    assert station.desk.freshness.trouble is not None
    assert station.desk.freshness.trouble.code == "token_revoked"
    assert holds(station, report)


def test_nothing_runs_on_after_a_workstation_was_closed_in_the_middle_of_its_work(
    running_store: RunningStore, tmp_path: Path, qtbot: QtBot
) -> None:
    settings = settings_of(running_store, tmp_path, "Meja 1")
    application(settings, needs_display=False)
    before = set(threading.enumerate())
    with open_workstation(settings, SIZE) as station:
        station.desk.set_filter(Filter(open_only=True))
    assert {thread for thread in set(threading.enumerate()) - before if not thread.daemon} == set()
    # The folder is free again at once.
    with open_workstation(settings, SIZE) as station:
        qtbot.waitUntil(lambda: is_live(station), timeout=WAIT_MS)


def all_text(station: Workstation) -> str:
    """Return everything that the report's panel says."""
    return "\n".join(label.text() for label in station.window.report.findChildren(QLabel))
