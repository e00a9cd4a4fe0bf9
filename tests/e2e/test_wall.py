"""The wall against a real store process: it follows, it says when it is cut off, it recovers; and its command."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from commandcenter.models.role import Role
from commandcenter.setting import Settings
from commandcenter.store_process import serving
from commandcenter.views.wall.truth import Look
from commandcenter.views.wall.window import WallWindow
from commandcenter.wall import open_wall
from tests.fixture.store import RunningStore

LIMIT_S = 4.0
DELAY_S = 5.0
"""What is shown must look old within its limit and so many seconds more."""

ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "QT_QPA_PLATFORM"}


IMPATIENT = """\
import commandcenter.picture as picture
from commandcenter.cli import main

picture.READY_LIMIT_S = 3
raise SystemExit(main())
"""


def look(wall: WallWindow) -> Look | None:
    return None if wall.truth is None else wall.truth.look


def test_a_wall_whose_store_is_stopped_looks_old_in_time_and_lives_again_with_it(
    qtbot: QtBot, tmp_path: Path, store_at: Callable[[Path], RunningStore]
) -> None:
    store = store_at(tmp_path)
    store.start()
    store.new_report()
    settings = Settings(
        home=tmp_path, store_url=store.url, token=store.key(Role.WALL), token_file=None, wall_limit_s=LIMIT_S
    )
    with open_wall(settings) as opened:
        wall = opened.window
        wall.resize(1_920, 1_080)
        wall.show()
        qtbot.waitUntil(lambda: look(wall) is Look.LIVE and opened.map.marks_painted == 1)
        stopped_s = time.monotonic()
        store.stop()
        qtbot.waitUntil(lambda: look(wall) is Look.STALE, timeout=int((LIMIT_S + DELAY_S) * 1_000))
        assert time.monotonic() - stopped_s <= LIMIT_S + DELAY_S
        assert wall.cover.isVisible()
        assert "DETIK LALU" in wall.cover.words[0].text
        store.start()
        store.new_report()
        qtbot.waitUntil(lambda: look(wall) is Look.LIVE and not wall.cover.isVisible())
        qtbot.waitUntil(lambda: wall.figures is not None and wall.figures.today.open == 2)


def test_a_wall_whose_store_process_ends_looks_old_in_time(
    qtbot: QtBot, tmp_path: Path, store_at: Callable[[Path], RunningStore]
) -> None:
    store = store_at(tmp_path)
    with ExitStack() as process:
        url = process.enter_context(serving(store.settings.database_url, ENVIRONMENT))
        settings = Settings(
            home=tmp_path, store_url=url, token=store.key(Role.WALL), token_file=None, wall_limit_s=LIMIT_S
        )
        with open_wall(settings) as opened:
            wall = opened.window
            wall.resize(1_920, 1_080)
            wall.show()
            qtbot.waitUntil(lambda: look(wall) is Look.LIVE)
            process.close()
            qtbot.waitUntil(lambda: look(wall) is Look.STALE, timeout=int((LIMIT_S + DELAY_S) * 1_000))
            assert wall.cover.isVisible()


def test_a_wall_whose_token_is_withdrawn_says_so_itself(
    qtbot: QtBot, tmp_path: Path, running_store: RunningStore
) -> None:
    settings = Settings(
        home=tmp_path,
        store_url=running_store.url,
        token=running_store.key(Role.WALL, "Dinding"),
        token_file=None,
        wall_limit_s=60,
    )
    with open_wall(settings) as opened:
        wall = opened.window
        wall.resize(1_920, 1_080)
        wall.show()
        qtbot.waitUntil(lambda: look(wall) is Look.LIVE)
        running_store.revoke("Dinding")
        running_store.stop()
        running_store.start()
        qtbot.waitUntil(lambda: look(wall) is Look.STALE)
        assert wall.cover.words[0].text == "AKSES DITOLAK"


def test_a_wall_sees_no_place_of_what_may_only_be_counted(
    qtbot: QtBot, tmp_path: Path, running_store: RunningStore
) -> None:
    running_store.new_report(category="KRIMINAL")
    running_store.new_report()
    for role in (Role.WALL, Role.DISPATCHER):
        settings = Settings(
            home=tmp_path / role.value, store_url=running_store.url, token=running_store.key(role), token_file=None
        )
        with open_wall(settings) as opened:
            wall = opened.window
            wall.resize(1_920, 1_080)
            wall.show()
            qtbot.waitUntil(lambda opened=opened: opened.map.marks_painted == 1)  # type: ignore[misc]
            qtbot.waitUntil(lambda wall=wall: wall.figures is not None and wall.figures.today.open == 2)  # type: ignore[misc]
            assert wall.figures is not None
            assert [each.category for each in wall.figures.newest] == ["BANJIR"]


def command(tmp_path: Path, store: RunningStore, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "commandcenter.cli", "wall", "--store", store.url, *words],
        env={
            **ENVIRONMENT,
            "COMMANDCENTER_HOME": str(tmp_path / "wall"),
            "COMMANDCENTER_TOKEN": store.key(Role.WALL),
            "PYTHONPATH": str(Path(__file__).resolve().parents[2]),
        },
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("size", [(1_920, 1_080), (5_760, 1_080)])
def test_the_command_draws_the_wall_and_tells_its_figures(
    tmp_path: Path, running_store: RunningStore, size: tuple[int, int]
) -> None:
    for _ in range(3):
        running_store.new_report()
    picture = tmp_path / "wall.png"
    done = command(
        tmp_path, running_store, "--screenshot", str(picture), "--size", f"{size[0]}x{size[1]}", "--after", "1"
    )
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout.splitlines()[-1])
    assert said["ready"]
    assert said["look"] == "live"
    assert said["figures"] == {
        "new": 3,
        "open": 3,
        "overdue": 0,
        "done": 0,
        "response_median_s": None,
        "responses": 0,
    }
    assert said["simulated"] == 0
    image = QImage(str(picture))
    assert (image.width(), image.height()) == size


def test_a_scene_that_the_farthest_seat_cannot_read_is_refused_with_the_reason(
    tmp_path: Path, running_store: RunningStore
) -> None:
    running_store.new_report()
    words = ("--screenshot", str(tmp_path / "wall.png"), "--size", "1366x768", "--height-cm", "17")
    refused = command(tmp_path, running_store, *words)
    assert refused.returncode == 1
    assert "can't be read from 8 m on a picture 17 cm high" in refused.stderr
    assert not (tmp_path / "wall.png").exists()
    near = command(tmp_path, running_store, *words, "--distance-m", "0.7")
    assert near.returncode == 0, near.stderr


def test_a_store_that_was_never_there_is_a_failure_and_not_a_picture_of_nothing(tmp_path: Path) -> None:
    store = RunningStore(f"sqlite:///{tmp_path / 'store.sqlite3'}")
    with serving(store.settings.database_url, ENVIRONMENT) as url:
        gone = url
    store.url = gone
    done = subprocess.run(
        [
            *(sys.executable, "-c"),
            IMPATIENT,
            *("wall", "--store", gone, "--screenshot", str(tmp_path / "wall.png")),
        ],
        env={
            **ENVIRONMENT,
            "COMMANDCENTER_HOME": str(tmp_path / "wall"),
            "COMMANDCENTER_TOKEN": store.key(Role.WALL),
            "PYTHONPATH": str(Path(__file__).resolve().parents[2]),
        },
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    store.close()
    assert done.returncode == 1
    said = json.loads(done.stdout.splitlines()[-1])
    assert (said["ready"], said["headline"]) == (False, "TIDAK ADA DATA")
