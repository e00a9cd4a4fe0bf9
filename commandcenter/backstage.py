"""What goes on behind one desk: the mirror, the worker's two threads, and the thread that writes acts.

Owns those threads, and what passes between them and the desk: frozen values, by queued calls on the interface thread.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, suppress
from functools import partial
from threading import Lock

from PySide6.QtCore import QThread

from commandcenter.credential import NAME_FILE
from commandcenter.models.board.change_set import ChangeSet, ReportBatch
from commandcenter.models.failure import Failure
from commandcenter.models.freshness import DEFAULT_LIMIT_S, Freshness, Phase, Trouble
from commandcenter.models.identity import IntentId
from commandcenter.models.intent import Intent
from commandcenter.models.mirror.board_file import take_board_file, write_board_file
from commandcenter.models.mirror.column import empty_batch
from commandcenter.models.mirror.failure import MirrorDamaged, MirrorReadFailed
from commandcenter.models.mirror.projection import pending_acts
from commandcenter.models.spare_memory import give_back
from commandcenter.setting import Settings
from commandcenter.sync.moment import now
from commandcenter.sync.open311.failure import SourceReadOnly
from commandcenter.sync.source import Source, StoreSource
from commandcenter.sync.status import Status
from commandcenter.sync.worker import Sinks
from commandcenter.views.desk import Desk
from commandcenter.views.report.photo import decode_photo

log = logging.getLogger(__name__)

_REFUSALS = {"token_missing", "token_unknown", "token_revoked", "token_expired", "not_allowed"}
"""Codes by which a store says that this token may not follow it."""

BOARD_CHUNK_ROWS = 20_000
"""Reports handed to the interface thread at a time while the board is filled from the mirror."""

PHOTO_LIMIT_BYTES = 12 * 1024 * 1024
"""A photo of more bytes is not loaded."""

STOP_LIMIT_MS = 5_000
"""How long a thread may take to end before that is logged as a failure."""


class WorkThread(QThread):
    """A thread that runs one callable to its end."""

    def __init__(self, name: str, work: Callable[[], None]) -> None:
        """Name the thread; ``start`` begins it."""
        super().__init__()
        self.setObjectName(name)
        self._work = work

    def run(self) -> None:
        """Run the work; what it lets through goes to the hook of uncaught errors."""
        try:
            self._work()
        except Exception:
            log.exception("thread %s ended with an error", self.objectName())
            raise

    def join(self) -> None:
        """Wait for the end; log if it takes longer than it may."""
        if not self.wait(STOP_LIMIT_MS):
            log.error("thread %s did not end within %d ms", self.objectName(), STOP_LIMIT_MS)


class Backstage:
    """What goes on behind one desk: the mirror, the worker's two threads, and the thread that writes acts.

    ``start`` begins it, ``close`` ends it in reverse. The desk's ``submit`` is ``self.submit``.
    """

    def __init__(self, settings: Settings) -> None:
        """Open the mirror's folder and hold it.

        Raises:
            Failure: If there is no token, no such source, or the folder is in use, unusable, or somebody else's.
        """
        self._source = _source_of(settings)
        self._desk: Desk | None = None
        self._is_named = False
        self._is_whole = self._is_settled = False
        self._telling_pending = Lock()
        sinks = Sinks(
            on_changes=lambda change: self._tell(lambda desk: desk.take_change(change)),
            on_status=self._on_status,
            on_answer=lambda result: self._tell(lambda desk: desk.take_answer(result)),
            on_pending=self._on_pending,
        )
        with ExitStack() as opening:
            self.folder = self._source.open_folder()
            opening.callback(self.folder.close)
            opening.callback(self._keep_board)
            self._following = self._source.follow(self.folder, sinks)
            self._ends = opening.pop_all()
        # A thread of its own: a slow photo must hold up neither acts nor the feed.
        self._photo_thread = ThreadPoolExecutor(1, thread_name_prefix="photos")
        self._ends.callback(self._photo_thread.shutdown, cancel_futures=True)
        self._outbox_thread = ThreadPoolExecutor(1, thread_name_prefix="outbox")
        self._ends.callback(self._outbox_thread.shutdown)

    @property
    def read_only_name(self) -> str:
        """What to call a source that takes no acts; empty: it takes them."""
        return self._source.read_only_name

    def start(self, desk: Desk) -> None:
        """Fill the desk's board from the mirror, then keep it equal to the source."""
        self._desk = desk
        for open_answer in self.folder.outbox.open_answers():
            desk.take_answer(open_answer.result)
        desk.set_pending(pending_acts(self.folder.outbox.pending()))
        desk.set_user_name(self._remembered_name())
        threads = (
            WorkThread("sync", self._load_then_sync),
            *(WorkThread(name, work) for name, work in self._following.beside.items()),
        )
        for thread in threads:
            self._ends.callback(thread.join)
        self._ends.callback(self._following.stop)
        for thread in threads:
            thread.start()

    def submit(self, intent: Intent) -> None:
        """Write an act to the outbox, off the interface thread, and wake the worker.

        A read-only source takes none: that is said at once, since in an outbox the act would wait for ever.
        """
        if self.read_only_name:
            refused = SourceReadOnly(source=self.read_only_name)
            self._on_kept_nowhere(Trouble(refused.code, refused.template, refused.params), intent)
            return
        written = self._outbox_thread.submit(self._write, intent)
        written.add_done_callback(lambda done: self._on_written(intent, done))

    def dismiss(self, intent_id: IntentId) -> None:
        """Forget an answer that somebody has seen."""
        self._outbox_thread.submit(self.folder.outbox.dismiss, intent_id).add_done_callback(_log_failure)

    def ask_photo(self, url: str) -> None:
        """Fetch a photo of the store and have the desk take it."""
        fetch = self._following.photo
        if fetch is None:
            self._tell(lambda desk: desk.take_photo(url, None))
            return
        self._photo_thread.submit(self._fetch_photo, fetch, url).add_done_callback(_log_photo_failure)

    def close(self) -> None:
        """Stop the threads, keep the board's columns for the next start, and give the folder back."""
        self._ends.close()
        if self._desk is not None:
            self._desk.intake.close()
        self._desk = None

    def _keep_board(self) -> None:
        """Write the columns of a board that has all that the mirror has; the threads have ended."""
        desk = self._desk
        if desk is None or self.read_only_name:
            return
        # The windows are closed: nobody needs to hear of the last changes.
        desk.blockSignals(True)
        desk.intake.finish()
        try:
            if desk.present.position == self.folder.reader.position():
                write_board_file(self.folder.path, desk.present)
        except (Failure, OSError) as error:
            log.warning("the board's columns could not be kept; the next start reads the mirror instead: %s", error)

    def _write(self, intent: Intent) -> None:
        # The worker's own word about this act must stand in line behind ours, or a mark could stay for ever.
        with self._telling_pending:
            kept = self.folder.outbox.add(intent)
            self._tell(lambda desk: desk.add_pending(kept))
        self._following.wake()

    def _on_written(self, intent: Intent, done: Future[None]) -> None:
        error = done.exception()
        if isinstance(error, Failure):
            self._on_kept_nowhere(Trouble(error.code, error.template, error.params), intent)
        elif error is not None:
            log.error("an act could not be written", exc_info=error)

    def _on_kept_nowhere(self, trouble: Trouble, intent: Intent) -> None:
        """An act never left this machine: told like a refusal, so that nobody believes it was kept."""
        self._tell(lambda desk: desk.take_trouble(trouble, intent.subject))

    def _tell(self, what: Callable[[Desk], None]) -> None:
        """Have something done to the desk, on the interface thread, after all that was told before."""
        desk = self._desk
        if desk is not None:
            desk.intake.put(lambda: what(desk))

    def _on_pending(self, pending: tuple[Intent, ...]) -> None:
        acts = pending_acts(pending)
        with self._telling_pending:
            self._tell(lambda desk: desk.set_pending(acts))

    def _fetch_photo(self, fetch: Callable[[str, int], bytes], url: str) -> None:
        try:
            image = decode_photo(fetch(url, PHOTO_LIMIT_BYTES))
        except Failure as failure:
            log.warning("a photo could not be loaded: %s", failure)
            image = None
        self._tell(lambda desk: desk.take_photo(url, image))

    def _on_status(self, status: Status) -> None:
        freshness = freshness_of(status, self._source.stale_after_s)
        self._tell(lambda desk: desk.set_freshness(freshness))
        if status.phase is Phase.LIVE and self._following.who is not None and not self._is_named:
            self._is_named = True
            self._outbox_thread.submit(self._ask_name)
        if status.phase is Phase.LIVE and (not self._is_whole or (status.text_searchable and not self._is_settled)):
            # What a load took memory for is done: first the board, last the index of texts.
            self._is_whole, self._is_settled = True, status.text_searchable
            # Behind all that was told before, so that the board has taken it in.
            self._tell(lambda _desk: self._give_back())

    def _give_back(self) -> None:
        with suppress(RuntimeError):
            # Closed meanwhile: then everything is given back soon.
            self._outbox_thread.submit(give_back)

    def _ask_name(self) -> None:
        if self._following.who is None:
            return
        try:
            name = self._following.who()
            (self.folder.path / NAME_FILE).write_text(name, encoding="utf-8")
        except (Failure, OSError) as error:
            # Asked again when the feed is live again; acts do not need it.
            self._is_named = False
            log.warning("the store did not say whose token this is: %s", error)
        else:
            self._tell(lambda desk: desk.set_user_name(name))

    def _remembered_name(self) -> str:
        try:
            return (self.folder.path / NAME_FILE).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            return ""

    def _load_then_sync(self) -> None:
        try:
            position = self.folder.reader.position()
            kept = take_board_file(self.folder.path, position)
            batches = self.folder.reader.board_batches(BOARD_CHUNK_ROWS) if kept is None else kept
            self._fill_board(batches, position or "")
        except MirrorReadFailed:
            log.exception("the mirror can't be read; it will be made anew at the next start")
            self.folder.discard_mirror()
            damaged = Freshness(Phase.STOPPED, trouble=Trouble(MirrorDamaged.code, MirrorDamaged.template))
            self._tell(lambda desk: desk.set_freshness(damaged))
            return
        self._following.run()

    def _fill_board(self, batches: Iterable[ReportBatch], position: str) -> None:
        first = True
        for batch in batches:
            change = ChangeSet(batch, empty_batch().ids, position, settings_changed=first, replaces_all=first)
            self._tell(partial(Desk.take_change, change=change))
            first = False


def _source_of(settings: Settings) -> Source:
    """Return what the desk follows."""
    if not settings.source:
        return StoreSource(settings)
    # Only now: reading other systems' answers takes libraries that a desk of a store never needs.
    from commandcenter.sync.open311.source import ReadOnlySource

    return ReadOnlySource(settings)


def freshness_of(status: Status, limit_s: float = DEFAULT_LIMIT_S) -> Freshness:
    """Return what the screens show of the connection's status; beyond ``limit_s`` seconds data looks stale."""
    age_s = status.age_s(now())
    note = status.failure or status.outbox_failure
    refused = status.phase is Phase.STOPPED and note is not None and note.code in _REFUSALS
    return Freshness(
        phase=Phase.TOKEN_REFUSED if refused else status.phase,
        # The sync side measures on a clock that runs on while the machine sleeps; views on one that may not.
        equal_at_s=None if age_s is None else time.monotonic() - age_s,
        equal_at_ms=None if status.current_at is None else status.current_at.wall_ms,
        position="" if status.position is None else str(status.position),
        loaded_rows=status.loaded_rows,
        clock_offset_ms=status.clock_offset_ms,
        text_searchable=status.text_searchable,
        pending_acts=status.pending,
        trouble=None if note is None else Trouble(note.code, note.template, dict(note.params)),
        limit_s=limit_s,
    )


def _log_failure(done: Future[None]) -> None:
    error = done.exception()
    if error is not None:
        log.error("an answer could not be put away: %s", error)


def _log_photo_failure(done: Future[None]) -> None:
    error = None if done.cancelled() else done.exception()
    if error is not None:
        log.error("a photo could not be shown", exc_info=error)
