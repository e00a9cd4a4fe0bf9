"""A store that is lost and restored from a backup: desktops come to it by themselves, with their unsent acts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from commandcenter.cli import main
from commandcenter.models.freshness import Phase
from commandcenter.models.intent import IntentStatus
from commandcenter.models.mirror.folder import MIRROR_FILE
from commandcenter.models.role import Role
from commandcenter.models.table import intents
from commandcenter.store.backup.restoring import restore_backup
from commandcenter.store.backup.writing import write_backup
from commandcenter.store.database import open_engine, reading
from commandcenter.sync.comparison import compare
from commandcenter.sync.transport import StoreTransport
from tests.fixture.proxy import Proxy, Trouble
from tests.fixture.store import RunningStore, take_on
from tests.sync.desktop import Desktop, Desktops


@contextmanager
def restored(store: RunningStore, backup: Path, url: str) -> Iterator[None]:
    """Serve the backup's store, at the lost one's address, while the block runs."""
    engine = open_engine(url)
    restore_backup(engine, backup, None)
    lost, lost_engine = store.settings, store.engine
    store.settings, store.engine = replace(lost, database_url=url), engine
    try:
        store.start()
        yield
    finally:
        store.stop()
        engine.dispose()
        store.settings, store.engine = lost, lost_engine


def test_desktops_come_to_a_restored_store_by_themselves_and_keep_their_acts(
    running_store: RunningStore, desktops: Desktops, tmp_path: Path
) -> None:
    kept = running_store.new_report(description="Sudah tersimpan")
    desktop = desktops("Meja 1", running_store.url, running_store.key(Role.DISPATCHER, "Meja 1"))
    desktop.told.wait_phase(Phase.LIVE)
    write_backup(running_store.engine, tmp_path / "backup", None, datetime.now(UTC))
    lost = running_store.new_report(description="Setelah pencadangan")
    desktop.told.wait(lambda: any(lost in change.upserts.ids for change in desktop.told.changes), "the later report")
    running_store.stop()
    desktop.told.wait_phase(Phase.OFFLINE)
    desktop.act(take_on(kept))
    desktop.told.wait(lambda: desktop.told.statuses[-1].pending == 1, "one pending act")

    with restored(running_store, tmp_path / "backup", f"sqlite:///{tmp_path / 'restored.sqlite3'}"):
        desktop.worker.retry()
        desktop.told.wait(lambda: sum(change.replaces_all for change in desktop.told.changes) == 2, "a new snapshot")
        desktop.told.wait(lambda: bool(desktop.told.answers), "the answer")
        desktop.told.wait(lambda: desktop.told.pending[-1] == (), "no pending act")
        equal_to_store(desktop, running_store)

    assert [answer.status for answer in desktop.told.answers] == [IntentStatus.APPLIED]
    assert desktop.folder.reader.details(lost) is None
    details = desktop.folder.reader.details(kept)
    assert details is not None
    assert details.report.acknowledged_by == "Meja 1"


def test_an_act_whose_answer_was_lost_with_the_store_is_done_in_the_restored_one(
    running_store: RunningStore, desktops: Desktops, tmp_path: Path
) -> None:
    """The store has done it and is lost before it answers; the backup is older and does not know of it."""
    line = Proxy(running_store.url)
    try:
        kept = running_store.new_report(description="Sudah tersimpan")
        desktop = desktops("Meja 1", line.url, running_store.key(Role.DISPATCHER, "Meja 1"))
        desktop.told.wait_phase(Phase.LIVE)
        write_backup(running_store.engine, tmp_path / "backup", None, datetime.now(UTC))
        line.decide = lambda first: Trouble.DEAF if first.startswith("POST /v1/intents") else Trouble.NONE
        act = desktop.act(take_on(kept))
        desktop.told.wait(lambda: line.happened[Trouble.DEAF] > 0, "the lost answer")
        running_store.stop()
        desktop.told.wait_phase(Phase.OFFLINE)
        assert desktop.told.answers == []
        line.decide = lambda _: Trouble.NONE

        with restored(running_store, tmp_path / "backup", f"sqlite:///{tmp_path / 'restored.sqlite3'}"):
            desktop.worker.retry()
            desktop.told.wait(lambda: bool(desktop.told.answers), "the answer")
            desktop.told.wait(lambda: desktop.told.pending[-1] == (), "no pending act")
            with reading(running_store.engine) as connection:
                done = connection.execute(select(intents.c.result).where(intents.c.intent_id == act.intent_id))
                assert done.scalar_one()["status"] == "applied"
            equal_to_store(desktop, running_store)
        assert [answer.status for answer in desktop.told.answers] == [IntentStatus.APPLIED]
    finally:
        line.close()


def equal_to_store(desktop: Desktop, store: RunningStore) -> None:
    """Compare as ``commandcenter doctor`` does, once the desktop stands where the store stands."""
    desktop.told.wait(
        lambda: (
            desktop.told.statuses[-1].phase is Phase.LIVE
            and desktop.told.statuses[-1].position == desktop.told.statuses[-1].head
        ),
        "the store's position",
    )
    transport = StoreTransport(store.url, lambda: desktop.token)
    comparison = compare(desktop.folder.path / MIRROR_FILE, transport)
    assert comparison.records > 0
    assert comparison.differing == ()


def test_the_doctor_names_what_differs(
    running_store: RunningStore,
    desktops: Desktops,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    report_id = running_store.new_report()
    desktop = desktops("Meja 1", running_store.url, running_store.key(Role.DISPATCHER, "Meja 1"))
    desktop.told.wait_phase(Phase.LIVE)
    equal_to_store(desktop, running_store)
    monkeypatch.setenv("COMMANDCENTER_MIRROR", str(desktop.folder.path))
    monkeypatch.setenv("COMMANDCENTER_TOKEN", desktop.token)
    assert main(["doctor", "--store", running_store.url]) == 0
    assert "groups are equal" in capsys.readouterr().err
    desktop.stop()

    engine = open_engine(f"sqlite:///{desktop.folder.path / MIRROR_FILE}")
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE report SET supporters = supporters + 1 WHERE id = ?", (report_id,))
        connection.exec_driver_sql("DELETE FROM category WHERE code = 'BANJIR'")
    engine.dispose()
    assert main(["doctor", "--store", running_store.url, "--json"]) == 1
    said = capsys.readouterr().err
    assert "category differs between mirror and store" in said
    assert "report 31.01 20" in said


def test_a_desk_that_never_loaded_has_nothing_to_compare(
    running_store: RunningStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COMMANDCENTER_MIRROR", str(tmp_path / "nothing"))
    monkeypatch.setenv("COMMANDCENTER_TOKEN", running_store.key(Role.DISPATCHER))
    assert main(["doctor", "--store", running_store.url]) == 1
    assert "There is no mirror" in capsys.readouterr().err
