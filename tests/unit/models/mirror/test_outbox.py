from __future__ import annotations

import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from commandcenter.models.identity import ReportId
from commandcenter.models.intent import ConflictSide, Intent, IntentKind, IntentResult, IntentStatus, new_intent_id
from commandcenter.models.mirror.failure import OutboxWriteFailed
from commandcenter.models.mirror.folder import MirrorFolder
from commandcenter.models.mirror.projection import pending_acts
from tests.unit.models.mirror.record_fixture import NOW, take_on


def answer(intent: Intent, status: IntentStatus, version: int | None = None) -> IntentResult:
    return IntentResult(intent.intent_id, status, intent.subject, version=version)


def test_acts_come_back_as_they_were_made_and_in_that_order(folder: MirrorFolder) -> None:
    new = Intent(
        new_intent_id(), IntentKind.SUBMIT_REPORT, None, None, NOW, payload={"lon": 106.8, "text": "é", "n": [1, None]}
    )
    move = Intent(
        new_intent_id(), IntentKind.MOVE, ReportId(4), 1, NOW, payload={"to_state": "rejected", "note": "Di luar kota"}
    )
    acts = [folder.outbox.add(intent) for intent in (take_on(5), new, move)]
    assert folder.outbox.pending() == tuple(acts)
    assert acts[1] == new


def test_an_act_on_top_of_a_pending_one_names_it(folder: MirrorFolder) -> None:
    first = folder.outbox.add(take_on(5))
    other = folder.outbox.add(take_on(6))
    second = folder.outbox.add(take_on(5))
    third = folder.outbox.add(take_on(5))
    assert (first.after_intent, other.after_intent) == (None, None)
    assert second.after_intent == first.intent_id
    assert third.after_intent == second.intent_id


def test_an_act_on_top_of_one_that_was_applied_but_not_yet_seen_names_it(folder: MirrorFolder) -> None:
    first = folder.outbox.add(take_on(5, base_version=1))
    folder.outbox.answered(answer(first, IntentStatus.APPLIED, version=2))
    unseen = folder.outbox.add(take_on(5, base_version=1))
    assert unseen.after_intent == first.intent_id
    folder.outbox.answered(answer(unseen, IntentStatus.APPLIED, version=3))
    seen = folder.outbox.add(take_on(5, base_version=3))
    assert seen.after_intent is None


@pytest.mark.parametrize("status", [IntentStatus.APPLIED, IntentStatus.REPEATED])
def test_an_applied_act_is_forgotten(folder: MirrorFolder, status: IntentStatus) -> None:
    act = folder.outbox.add(take_on(5))
    assert folder.outbox.answered(answer(act, status, version=2))
    assert folder.outbox.pending() == ()
    assert folder.outbox.open_answers() == ()
    assert not folder.outbox.answered(answer(act, status, version=2))


def test_a_conflict_is_kept_until_somebody_dismisses_it(folder: MirrorFolder) -> None:
    act = folder.outbox.add(take_on(5))
    theirs = ConflictSide("Meja 2", "Meja 2", NOW)
    result = replace(
        answer(act, IntentStatus.CONFLICT),
        code="already_taken_on",
        sentence={"id": "sudah"},
        mine="saya",
        theirs=theirs,
    )
    folder.outbox.answered(result)
    assert folder.outbox.pending() == ()
    (kept,) = folder.outbox.open_answers()
    assert (kept.intent, kept.result) == (act, result)
    folder.outbox.dismiss(act.intent_id)
    assert folder.outbox.open_answers() == ()


def test_acts_of_many_threads_are_all_kept(folder: MirrorFolder) -> None:
    def add() -> None:
        for n in range(10):
            folder.outbox.add(take_on(n))

    threads = [threading.Thread(target=add) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    pending = folder.outbox.pending()
    assert len({act.intent_id for act in pending}) == 40
    assert all(len({act.after_intent for act in acts}) == 4 for acts in pending_acts(pending).values())


def test_an_act_that_cannot_be_kept_is_told(folder: MirrorFolder) -> None:
    with folder.outbox._engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE pending")
    with pytest.raises(OutboxWriteFailed, match="nothing was sent"):
        folder.outbox.add(take_on(1))


ADD_AND_DIE = """
import os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from commandcenter.models.identity import IntentId, ReportId
from commandcenter.models.intent import Intent, IntentKind
from commandcenter.models.mirror.folder import MirrorFolder
folder = MirrorFolder.open(Path(sys.argv[1]))
folder.outbox.add(Intent(IntentId("pressed-before"), IntentKind.TAKE_ON, ReportId(5), 1, datetime.now(UTC)))
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_an_act_survives_the_process_that_made_it(tmp_path: Path) -> None:
    killed = subprocess.run([sys.executable, "-c", ADD_AND_DIE, str(tmp_path)], check=False)
    assert killed.returncode < 0
    folder = MirrorFolder.open(tmp_path)
    assert [act.intent_id for act in folder.outbox.pending()] == ["pressed-before"]
    folder.close()


def test_pending_acts_are_laid_over_their_report_in_order() -> None:
    acts = (take_on(5), take_on(6), take_on(5))
    new = Intent(new_intent_id(), IntentKind.SUBMIT_REPORT, None, None, NOW)
    assert pending_acts((*acts, new)) == {ReportId(5): (acts[0], acts[2]), ReportId(6): (acts[1],)}
