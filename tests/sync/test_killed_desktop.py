"""Kill -9 between pressing and sending: after the restart the act is sent, once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

from sqlalchemy import func, select

from commandcenter.models.freshness import Phase
from commandcenter.models.intent import IntentStatus
from commandcenter.models.role import Role
from commandcenter.models.table.feed import intents
from tests.fixture.store import RunningStore
from tests.sync.desktop import Desktop, Desktops

PRESS_AND_WAIT = """
import signal, sys
from datetime import UTC, datetime
from pathlib import Path
from commandcenter.models.identity import IntentId, ReportId
from commandcenter.models.intent import Intent, IntentKind
from commandcenter.models.mirror.folder import MirrorFolder
folder = MirrorFolder.open(Path(sys.argv[1]))
folder.bind(sys.argv[2], sys.argv[3])
intent = Intent(IntentId("pressed-then-killed"), IntentKind.TAKE_ON, ReportId(int(sys.argv[4])), 1, datetime.now(UTC))
folder.outbox.add(intent)
print("pressed", flush=True)
signal.pause()
"""


def press_and_kill(path: Path, url: str, token: str, report_id: int) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", PRESS_AND_WAIT, str(path), url, token, str(report_id)],
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        assert process.stdout is not None
        assert process.stdout.readline() == "pressed\n"
        os.kill(process.pid, signal.SIGKILL)
    assert process.returncode == -signal.SIGKILL


def wait_for_answer(desktop: Desktop) -> None:
    desktop.told.wait_phase(Phase.LIVE)
    desktop.told.wait(lambda: bool(desktop.told.answers), "the answer")


def test_the_act_of_a_killed_desktop_is_sent_once(
    running_store: RunningStore, desktops: Desktops, tmp_path: Path
) -> None:
    report_id = running_store.new_report()
    token = running_store.key(Role.DISPATCHER, "Meja 1")
    press_and_kill(tmp_path / "desktop-Meja 1", running_store.url, token, report_id)

    desktop = desktops("Meja 1", running_store.url, token)
    wait_for_answer(desktop)
    desktop.stop()
    again = desktops("Meja 1", running_store.url, token)
    again.told.wait_phase(Phase.LIVE)

    assert [answer.status for answer in desktop.told.answers] == [IntentStatus.APPLIED]
    assert again.told.answers == []
    details = again.folder.reader.details(report_id)
    assert details is not None
    assert [entry.kind.value for entry in details.timeline] == ["submitted", "taken_on"]
    with running_store.engine.connect() as connection:
        sent = select(func.count()).select_from(intents).where(intents.c.intent_id == "pressed-then-killed")
        assert connection.execute(sent).scalar_one() == 1
