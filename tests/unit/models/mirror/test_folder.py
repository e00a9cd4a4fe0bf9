from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from commandcenter.models.mirror.failure import FolderUnusable, MirrorInUse, MirrorOfAnother, OutboxUnreadable
from commandcenter.models.mirror.folder import MIRROR_FILE, OUTBOX_FILE, MirrorFolder
from commandcenter.models.record import Entity
from tests.unit.models.mirror.record_fixture import NOW_MS, arrow, report, take_on

OPEN_IN_ANOTHER_PROCESS = """
import sys
from pathlib import Path
from commandcenter.models.mirror.failure import MirrorInUse
from commandcenter.models.mirror.folder import MirrorFolder
try:
    MirrorFolder.open(Path(sys.argv[1]))
except MirrorInUse as failure:
    print(failure.code, failure)
"""


def fill(folder: MirrorFolder) -> None:
    with folder.writer.snapshot() as load:
        load.append(Entity.REPORT, arrow(Entity.REPORT, [report(1)]))
        load.finish(position="e.1", current_ms=NOW_MS)


def change_file(path: Path, statement: str) -> None:
    connection = sqlite3.connect(path)
    connection.execute(statement)
    connection.commit()
    connection.close()


def test_a_second_process_is_refused_with_a_sentence_that_names_the_folder(folder: MirrorFolder) -> None:
    answer = subprocess.run(
        [sys.executable, "-c", OPEN_IN_ANOTHER_PROCESS, str(folder.path)], capture_output=True, text=True, check=True
    )
    assert answer.stdout.startswith("mirror_in_use ")
    assert str(folder.path) in answer.stdout
    assert "close it" in answer.stdout


def test_the_lock_ends_with_close(tmp_path: Path) -> None:
    first = MirrorFolder.open(tmp_path)
    with pytest.raises(MirrorInUse):
        MirrorFolder.open(tmp_path)
    first.close()
    MirrorFolder.open(tmp_path).close()


def test_a_folder_stays_with_its_store_and_principal(tmp_path: Path) -> None:
    folder = MirrorFolder.open(tmp_path)
    folder.bind("https://store.example.org/", "Meja 1")
    folder.close()
    folder = MirrorFolder.open(tmp_path)
    folder.bind("https://store.example.org", "Meja 1")
    for url, principal in (("https://store.example.org", "Meja 2"), ("https://other.example.org", "Meja 1")):
        with pytest.raises(MirrorOfAnother, match="not sent yet") as caught:
            folder.bind(url, principal)
        assert caught.value.code == "mirror_of_another"
    folder.close()


def test_a_mirror_of_another_version_is_made_anew_and_the_outbox_kept(tmp_path: Path) -> None:
    folder = MirrorFolder.open(tmp_path)
    fill(folder)
    kept = folder.outbox.add(take_on(1))
    folder.close()
    change_file(tmp_path / MIRROR_FILE, "PRAGMA user_version=999")

    folder = MirrorFolder.open(tmp_path)

    assert folder.reader.position() is None
    assert list(folder.reader.board_batches()) == []
    assert folder.outbox.pending() == (kept,)
    folder.close()


def test_a_damaged_mirror_is_made_anew_and_the_outbox_kept(tmp_path: Path) -> None:
    folder = MirrorFolder.open(tmp_path)
    kept = folder.outbox.add(take_on(1))
    folder.close()
    (tmp_path / MIRROR_FILE).write_bytes(b"this is no database, but long enough to look like a file" * 100)

    folder = MirrorFolder.open(tmp_path)

    assert folder.reader.position() is None
    assert folder.outbox.pending() == (kept,)
    folder.close()


@pytest.mark.parametrize("how", ["newer", "damaged"])
def test_an_outbox_that_cannot_be_read_is_reported_and_left_alone(tmp_path: Path, how: str) -> None:
    folder = MirrorFolder.open(tmp_path)
    folder.outbox.add(take_on(1))
    folder.close()
    if how == "newer":
        change_file(tmp_path / OUTBOX_FILE, "PRAGMA user_version=2")
    else:
        (tmp_path / OUTBOX_FILE).write_bytes(b"no database" * 1000)
    before = (tmp_path / OUTBOX_FILE).read_bytes()

    with pytest.raises(OutboxUnreadable, match="left as it is"):
        MirrorFolder.open(tmp_path)

    assert (tmp_path / OUTBOX_FILE).read_bytes() == before


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(FolderUnusable, match="disk is not full"):
        MirrorFolder.open(tmp_path / "file")


def test_the_folder_is_this_accounts_alone(tmp_path: Path) -> None:
    folder = MirrorFolder.open(tmp_path / "new")
    assert (tmp_path / "new").stat().st_mode & 0o077 == 0
    folder.close()
