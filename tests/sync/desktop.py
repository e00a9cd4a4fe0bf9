"""A desktop without a screen: a mirror folder, a sync worker on two threads, and what its sinks were told."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from commandcenter.models.board.change_set import ChangeSet
from commandcenter.models.freshness import Phase
from commandcenter.models.intent import Intent, IntentResult
from commandcenter.models.mirror.folder import MirrorFolder
from commandcenter.sync.status import Status
from commandcenter.sync.transport import StoreTransport, Timeouts
from commandcenter.sync.worker import Sinks, SyncWorker

PATIENCE_S = 20.0
STOP_S = 5.0


@dataclass
class Told:
    """What the sinks were told, in order; the lock is notified at every word."""

    changes: list[ChangeSet] = field(default_factory=list)
    statuses: list[Status] = field(default_factory=list)
    answers: list[IntentResult] = field(default_factory=list)
    pending: list[tuple[Intent, ...]] = field(default_factory=list)
    said: threading.Condition = field(default_factory=threading.Condition)

    def sinks(self) -> Sinks:
        return Sinks(
            on_changes=lambda value: self._add(lambda: self.changes.append(value)),
            on_status=lambda value: self._add(lambda: self.statuses.append(value)),
            on_answer=lambda value: self._add(lambda: self.answers.append(value)),
            on_pending=lambda value: self._add(lambda: self.pending.append(value)),
        )

    def wait(self, condition: Callable[[], bool], what: str) -> None:
        with self.said:
            reached = self.said.wait_for(condition, PATIENCE_S)
        assert reached, f"never: {what}; last status {self.statuses[-1:]}"

    def wait_phase(self, phase: Phase) -> Status:
        self.wait(lambda: bool(self.statuses) and self.statuses[-1].phase is phase, f"phase {phase}")
        return self.statuses[-1]

    def _add(self, add: Callable[[], None]) -> None:
        with self.said:
            add()
            self.said.notify_all()


class Desktop:
    def __init__(self, path: Path, url: str, token: str) -> None:
        self.folder = MirrorFolder.open(path)
        self.folder.bind(url, token)
        self.token = token
        self.told = Told()
        transport = StoreTransport(url, lambda: self.token, Timeouts(connect_s=2.0))
        self.worker = SyncWorker(
            writer=self.folder.writer,
            outbox=self.folder.outbox,
            transport=transport,
            sinks=self.told.sinks(),
            jitter=lambda: 0.0,
        )
        self._threads = [
            threading.Thread(target=self.worker.run, name="sync"),
            threading.Thread(target=self.worker.listener.run, name="listen"),
        ]
        self._stopped = False
        for thread in self._threads:
            thread.start()

    def act(self, intent: Intent) -> Intent:
        kept = self.folder.outbox.add(intent)
        self.worker.wake()
        return kept

    def stop(self) -> None:
        if self._stopped:
            return
        self._stopped = True
        self.worker.stop()
        for thread in self._threads:
            thread.join(STOP_S)
        alive = [thread.name for thread in self._threads if thread.is_alive()]
        self.folder.close()
        assert not alive, f"still running: {alive}"


Desktops: TypeAlias = Callable[[str, str, str], Desktop]
