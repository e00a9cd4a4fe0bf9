"""What the way from the store into the mirror costs, without a window: a real store, the real worker on its thread.

``sync.first load …`` is processor time a row until the worker hands over what it has committed: of its own thread, of
the process that writes the mirror, and of both; and the bytes that came for a row. ``sync.changes …`` is the same
thread's time for a report that changed and came through the feed. A snapshot's rows are all records that are sent: each
report here comes with the first entry of its timeline.
"""

from __future__ import annotations

import resource
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path

import requests

from commandcenter.bench.figure import Figure, figure_of
from commandcenter.bench.live_store import LiveStore, live_store, touch
from commandcenter.models.board.change_set import ChangeSet
from commandcenter.models.freshness import Phase
from commandcenter.models.mirror.folder import MirrorFolder
from commandcenter.protocol.bulk import SnapshotEnd, read_frames
from commandcenter.sync.status import Status
from commandcenter.sync.transport import StoreTransport
from commandcenter.sync.worker import Sinks, SyncWorker

LIMIT_S = 900
"""No wait of this benchmark is longer."""

_US = 1e6


class SyncStuckError(RuntimeError):
    """The worker did not come to the end of something."""


class _Watch:
    """Notes on the worker's thread what it has spent when something is done."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self.loaded = threading.Event()
        self.live = threading.Event()
        self.touched = threading.Event()
        self.reports = 0
        self.load_thread_s = self.load_process_s = self.load_passed_s = 0.0
        self.changes_thread_s = 0.0
        self._begun = time.perf_counter()
        self._children_s = _children_s()
        self._touched: set[int] = set()

    def on_changes(self, change: ChangeSet) -> None:
        """Note the end of the first load, and then when every report has changed."""
        if change.replaces_all:
            # What has ended since: the process that wrote the mirror alone.
            self.load_thread_s, self.load_process_s = time.thread_time(), _children_s() - self._children_s
            self.load_passed_s = time.perf_counter() - self._begun
            self.loaded.set()
        elif self.live.is_set():
            self._touched.update(change.upserts.ids.tolist())
            if len(self._touched) >= self.reports:
                self.changes_thread_s = time.thread_time() - self._live_thread_s
                self.touched.set()

    def on_status(self, status: Status) -> None:
        """Note when all is there, the text index included."""
        if status.phase is Phase.LIVE and status.text_searchable and not self.live.is_set():
            self._live_thread_s = time.thread_time()
            self.live.set()


def figures(reports: int) -> Iterator[Figure]:
    """Yield the figures of one run."""
    with tempfile.TemporaryDirectory(prefix="commandcenter-bench-") as folder:
        home = Path(folder)
        with live_store(home, reports) as store:
            rows, size = _snapshot_of(store)
            watch = _Watch()
            watch.reports = reports
            with _following(home, store, watch):
                _await(watch.loaded, "the first load")
                thread_us, process_us = (
                    spent_s / rows * _US for spent_s in (watch.load_thread_s, watch.load_process_s)
                )
                for whose, each_us in {
                    "of the sync thread": thread_us,
                    "of the writing process": process_us,
                    "in all": thread_us + process_us,
                }.items():
                    yield figure_of(f"sync.first load, processor time {whose}", "µs/row", reports, [each_us])
                yield figure_of("sync.first load, bytes", "bytes/row", reports, [size / rows])
                yield figure_of("sync.first load until it is on disk", "s", reports, [watch.load_passed_s])
                _await(watch.live, "the text index")
                _touch(store, reports)
                _await(watch.touched, "the changes")
                each_us = watch.changes_thread_s / reports * _US
                yield figure_of("sync.changes, processor time of the sync thread", "µs/report", reports, [each_us])


def _snapshot_of(store: LiveStore) -> tuple[int, int]:
    """Return the rows of a snapshot, and its bytes."""
    headers = {"Authorization": f"Bearer {store.token}"}
    with requests.get(f"{store.url}/v1/snapshot", headers=headers, stream=True, timeout=LIMIT_S) as answer:
        answer.raise_for_status()
        rows = sum(frame.rows for frame in read_frames(answer.raw) if isinstance(frame, SnapshotEnd))
        return rows, answer.raw.tell()


@contextmanager
def _following(home: Path, store: LiveStore, watch: _Watch) -> Iterator[None]:
    """Follow a store into a new mirror while the block runs."""
    folder = MirrorFolder.open(home / "mirror")
    worker = SyncWorker(
        writer=folder.writer,
        outbox=folder.outbox,
        transport=StoreTransport(store.url, lambda: store.token),
        sinks=Sinks(watch.on_changes, watch.on_status, lambda _result: None, lambda _pending: None),
    )
    threads = [threading.Thread(target=work) for work in (worker.run, worker.listener.run)]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        worker.stop()
        for thread in threads:
            thread.join()
        folder.close()


def _touch(store: LiveStore, reports: int) -> None:
    writer = get_context("spawn").Process(target=touch, args=(store.settings.database_url, reports))
    writer.start()
    writer.join()


def _await(event: threading.Event, what: str) -> None:
    if not event.wait(LIMIT_S):
        raise SyncStuckError(f"{what} took longer than {LIMIT_S} s")


def _children_s() -> float:
    """Return the processor time of this process's children that have ended, in seconds."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
