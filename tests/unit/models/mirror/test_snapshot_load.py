"""A snapshot is taken in whole or not at all, whether the workstation writes it or a process of its own."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from commandcenter.models.identity import ReportId
from commandcenter.models.mirror import snapshot_load
from commandcenter.models.mirror.failure import MirrorDamaged, MirrorWriteFailed, RecordUnknown
from commandcenter.models.mirror.folder import MIRROR_FILE, MirrorFolder
from commandcenter.models.mirror.loading_process import LoadingProcess, LoadRefusedError
from commandcenter.models.mirror.schema import TABLES
from commandcenter.models.record import FIELDS, NULLABLE, Entity
from tests.unit.models.mirror.record_fixture import NOW_MS, arrow, photo, report, take_on, transition

WAYS = {"by the workstation": 1_000_000, "by a process": 1}


@pytest.fixture(params=list(WAYS))
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Who writes it."""
    monkeypatch.setattr(snapshot_load, "LARGE_ROWS", WAYS[request.param])
    return str(request.param)


@pytest.fixture
def by_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshot_load, "LARGE_ROWS", WAYS["by a process"])


def load(folder: MirrorFolder, *ids: int, position: str = "e.1") -> None:
    with folder.writer.snapshot() as snapshot:
        snapshot.append(Entity.REPORT, arrow(Entity.REPORT, [report(report_id) for report_id in ids]))
        snapshot.append(Entity.TRANSITION, arrow(Entity.TRANSITION, [transition(report_id) for report_id in ids]))
        snapshot.finish(position=position, current_ms=NOW_MS)


def ids(folder: MirrorFolder) -> list[int]:
    return [int(i) for batch in folder.reader.board_batches() for i in batch.ids]


def stored(folder: MirrorFolder) -> Mapping[str, list[Any]]:
    """Return the rows of all tables as SQLite keeps them, with the kind of each value."""
    with closing(sqlite3.connect(folder.path / MIRROR_FILE)) as connection:
        found = {}
        for table in (*(entity.value for entity in TABLES), "standing"):
            names = [row[1] for row in connection.execute(f"PRAGMA table_info([{table}])")]
            columns = ", ".join(f'"{name}", typeof("{name}")' for name in names)
            found[table] = connection.execute(f"SELECT {columns} FROM [{table}] ORDER BY 1, 3").fetchall()
        return found


def example(entity: Entity, number: int) -> dict[str, Any]:
    """Return a record with every kind of value; every other one with nothing where that is allowed."""
    plain = {"int64": 1 << 60, "int32": -5, "int8": 3, "float64": -6.2000000000000007, "bool": True}
    texts = ('it\'s "50 %"\n:kolon \\ 🌊', "")
    return {
        name: None
        if number % 2 and name in NULLABLE[entity]
        else f"{texts[number % 2]}{number}"
        if kind == "text"
        else plain[kind] + number
        if kind == "int64"
        else plain[kind]
        for name, kind in FIELDS[entity].items()
    }


def test_both_ways_write_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = {}
    for name, large in WAYS.items():
        monkeypatch.setattr(snapshot_load, "LARGE_ROWS", large)
        folder = MirrorFolder.open(tmp_path / f"{name} 100%?#")
        with folder.writer.snapshot() as snapshot:
            for entity in Entity:
                some = [report(n) if entity is Entity.REPORT else example(entity, n) for n in range(1, 4)]
                snapshot.append(entity, arrow(entity, some))
            snapshot.finish(position="e.1", current_ms=NOW_MS)
        found[name] = stored(folder)
        folder.close()
    here, there = found.values()
    assert all(here[entity.value] for entity in Entity)
    assert there == here


def test_a_snapshot_replaces_everything_and_its_first_change_set_says_so(folder: MirrorFolder, way: str) -> None:
    load(folder, 1, 2)
    with folder.writer.snapshot() as snapshot:
        snapshot.append(Entity.REPORT, arrow(Entity.REPORT, [report(3), report(4)]))
        snapshot.append(Entity.REPORT, arrow(Entity.REPORT, [report(5)]))
        changes = snapshot.finish(position="f.9", current_ms=NOW_MS)

    assert ids(folder) == [3, 4, 5]
    assert folder.reader.details(ReportId(1)) is None
    assert folder.reader.position() == "f.9"
    assert [change.replaces_all for change in changes] == [True, False]
    assert [list(change.upserts.ids) for change in changes] == [[3, 4], [5]]


def test_texts_are_searched_anew_after_a_snapshot(folder: MirrorFolder, way: str) -> None:
    load(folder, 1, 2)
    assert folder.writer.index_text(100)
    load(folder, 2, 3, position="f.9")
    assert not folder.reader.search_covers_all()
    assert folder.writer.index_text(100)
    assert list(folder.reader.search("lutut")) == [2, 3]


def test_readers_see_the_old_state_until_the_snapshot_is_whole(folder: MirrorFolder, way: str) -> None:
    load(folder, 1)
    with folder.writer.snapshot() as snapshot:
        for start in range(10, 10_010, 2_000):
            snapshot.append(Entity.REPORT, arrow(Entity.REPORT, [report(i) for i in range(start, start + 2_000)]))
            assert ids(folder) == [1]
            assert folder.reader.position() == "e.1"
        snapshot.finish(position="f.9", current_ms=NOW_MS)
    assert len(ids(folder)) == 10_000


def test_an_empty_snapshot_voids_what_was_known(folder: MirrorFolder) -> None:
    load(folder, 1)
    with folder.writer.snapshot() as snapshot:
        (change,) = snapshot.finish(position="f.0", current_ms=NOW_MS)
    assert change.replaces_all
    assert len(change.upserts) == 0
    assert ids(folder) == []


@pytest.mark.parametrize("how", ["left", "raised", "unknown"])
def test_a_snapshot_that_breaks_off_leaves_the_old_state(folder: MirrorFolder, way: str, how: str) -> None:
    load(folder, 1)
    folder.writer.index_text(100)
    kept = folder.outbox.add(take_on(1))

    def break_off() -> None:
        with folder.writer.snapshot() as snapshot:
            snapshot.append(Entity.REPORT, arrow(Entity.REPORT, [report(7)]))
            if how == "raised":
                raise EOFError
            if how == "unknown":
                snapshot.append(Entity.REPORT, arrow(Entity.REPORT, [report(8, state="teleported")]))

    if how == "left":
        break_off()
    else:
        with pytest.raises(EOFError if how == "raised" else RecordUnknown):
            break_off()

    assert ids(folder) == [1]
    assert folder.reader.position() == "e.1"
    assert list(folder.reader.search("lutut")) == [1]
    assert folder.outbox.pending() == (kept,)
    # Nothing is left in the way of what follows.
    load(folder, 5, position="e.2")
    assert ids(folder) == [5]


KILLED = """
import os, signal, sys
from pathlib import Path
from commandcenter.models.mirror import snapshot_load
from commandcenter.models.mirror.folder import MirrorFolder
from commandcenter.models.record import Entity
from tests.unit.models.mirror.record_fixture import arrow, report
snapshot_load.LARGE_ROWS = int(sys.argv[2])
folder = MirrorFolder.open(Path(sys.argv[1]))
with folder.writer.snapshot() as snapshot:
    for start in range(0, 8000, 2000):
        batch = [report(i, description="x" * 500) for i in range(start + 10, start + 2010)]
        snapshot.append(Entity.REPORT, arrow(Entity.REPORT, batch))
    if sys.argv[3] == "after":
        snapshot.finish(position="f.9", current_ms=0)
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.parametrize(("moment", "position", "count"), [("before", "e.1", 1), ("after", "f.9", 8_000)])
def test_a_workstation_killed_has_all_of_a_snapshot_or_nothing_of_it(
    tmp_path: Path, way: str, moment: str, position: str, count: int
) -> None:
    folder = MirrorFolder.open(tmp_path)
    load(folder, 1)
    folder.close()

    words = [sys.executable, "-c", KILLED, str(tmp_path), str(WAYS[way]), moment]
    killed = subprocess.run(words, check=False, stdout=subprocess.DEVNULL)

    assert killed.returncode < 0
    folder = MirrorFolder.open(tmp_path)
    assert (len(ids(folder)), folder.reader.position()) == (count, position)
    # The process that wrote has gone with it: the file is free.
    load(folder, 5, position="g.1")
    assert ids(folder) == [5]
    folder.close()


def test_a_writing_process_that_is_killed_is_told_and_leaves_the_old_state(
    folder: MirrorFolder, by_process: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(folder, 1)
    begun: list[LoadingProcess] = []

    class Noted(LoadingProcess):
        def __init__(self, *arguments: Any) -> None:
            super().__init__(*arguments)
            begun.append(self)

    monkeypatch.setattr(snapshot_load, "LoadingProcess", Noted)
    with folder.writer.snapshot() as snapshot:
        snapshot.append(Entity.REPORT, arrow(Entity.REPORT, [report(i) for i in range(10, 2_010)]))
        os.kill(begun[0]._process.pid, signal.SIGKILL)
        with pytest.raises(MirrorWriteFailed, match="the process that writes it ended"):
            snapshot.finish(position="f.9", current_ms=NOW_MS)
    assert ids(folder) == [1]
    assert folder.reader.position() == "e.1"


def test_a_full_disk_is_told_by_the_writing_process_and_nothing_is_lost(
    folder: MirrorFolder, by_process: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(folder, 1)
    monkeypatch.setattr(snapshot_load, "_OPENING", ("PRAGMA max_page_count = 60", *snapshot_load._OPENING))

    def fill() -> None:
        with folder.writer.snapshot() as snapshot:
            for start in range(10, 200_010, 2_000):
                some = [report(i, description="rahasia") for i in range(start, start + 2_000)]
                snapshot.append(Entity.REPORT, arrow(Entity.REPORT, some))

    with pytest.raises(MirrorWriteFailed, match=r"full.*Make room") as caught:
        fill()
    assert "rahasia" not in str(caught.value)
    assert ids(folder) == [1]


def test_a_record_sent_twice_is_told_by_the_writing_process(folder: MirrorFolder, by_process: None) -> None:
    with folder.writer.snapshot() as snapshot:
        snapshot.append(Entity.REPORT, arrow(Entity.REPORT, [report(1), report(1)]))
        with pytest.raises(MirrorWriteFailed, match="UNIQUE"):
            snapshot.finish(position="f.9", current_ms=NOW_MS)
    assert ids(folder) == []


def test_a_process_that_may_not_begin_says_why(tmp_path: Path) -> None:
    with (
        LoadingProcess(tmp_path / "nowhere" / "mirror.sqlite3", ["BEGIN IMMEDIATE"]) as process,
        pytest.raises(LoadRefusedError, match="open"),
    ):
        process.commit([])


def test_a_page_found_damaged_while_running_is_told_as_damage_and_the_next_opening_begins_anew(
    tmp_path: Path, way: str
) -> None:
    folder = MirrorFolder.open(tmp_path)
    load(folder, *range(1, 2_000))
    kept = folder.outbox.add(take_on(1))
    folder.close()
    folder = MirrorFolder.open(tmp_path)
    file = tmp_path / MIRROR_FILE
    size = file.stat().st_size
    with file.open("r+b") as damaged:
        # All but the pages that were read at the opening.
        damaged.seek(size // 2)
        damaged.write(b"\xff" * (size // 2))
    with pytest.raises(MirrorDamaged, match="start again"):
        load(folder, 1)
    folder.close()
    folder = MirrorFolder.open(tmp_path)
    assert folder.reader.position() is None
    assert folder.outbox.pending() == (kept,)
    folder.close()


def test_photos_come_with_a_snapshot(folder: MirrorFolder, way: str) -> None:
    with folder.writer.snapshot() as snapshot:
        snapshot.append(Entity.REPORT, arrow(Entity.REPORT, [report(1)]))
        snapshot.append(Entity.MEDIA, arrow(Entity.MEDIA, [photo("m-1", 1)]))
        snapshot.finish(position="e.1", current_ms=NOW_MS)
    details = folder.reader.details(ReportId(1))
    assert details is not None
    assert [media.id for media in details.media] == ["m-1"]
