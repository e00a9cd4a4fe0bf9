"""The composition root of the desktop: builds, wires, starts threads, and unwinds all of it in reverse.

Owns the order in which things begin and end, and every thread of the desktop. Views and sync meet here and nowhere
else; only frozen values pass between them, by queued signals.
"""

from __future__ import annotations

import gc
import logging
import os
import signal
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from threading import Lock

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QThread
from PySide6.QtWidgets import QApplication

from commandcenter.credential import NAME_FILE, mirror_folder, token_of
from commandcenter.models.board.change_set import ChangeSet, ReportBatch
from commandcenter.models.failure import Failure
from commandcenter.models.freshness import Freshness, Phase, Trouble
from commandcenter.models.identity import IntentId
from commandcenter.models.intent import Intent
from commandcenter.models.mirror.column import empty_batch
from commandcenter.models.mirror.failure import MirrorDamaged, MirrorReadFailed
from commandcenter.models.mirror.folder import MirrorFolder
from commandcenter.models.mirror.projection import pending_acts
from commandcenter.picture import Picture, PictureTaker
from commandcenter.setting import Settings
from commandcenter.sync import status as sync_status
from commandcenter.sync.moment import now
from commandcenter.sync.transport import StoreTransport, Timeouts
from commandcenter.sync.worker import Sinks, SyncWorker
from commandcenter.views.desk import Desk
from commandcenter.views.drawing import Look
from commandcenter.views.intake import Intake
from commandcenter.views.map.map_view import MapView
from commandcenter.views.map.scheme import register_scheme
from commandcenter.views.palette import THEMES, ThemeName
from commandcenter.views.shell.main_window import WorkstationWindow
from commandcenter.views.shell.memory import window_settings
from commandcenter.views.wording import install_translation

log = logging.getLogger(__name__)

_REFUSALS = {"token_missing", "token_unknown", "token_revoked", "not_allowed"}
"""Codes by which a store says that this token may not follow it."""

_DISPLAYS = {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}

BOARD_CHUNK_ROWS = 20_000
"""Reports handed to the interface thread at a time while the board is filled from the mirror."""

SWITCH_INTERVAL_S = 0.0005
"""How long one thread may hold the interpreter while another waits for it."""

STOP_LIMIT_MS = 5_000
"""How long a thread may take to end before that is logged as a failure."""


class NoDisplay(Failure):
    """There is no screen to open a window on."""

    code = "no_display"
    template = (
        "There is no display to open a window on (neither DISPLAY nor WAYLAND_DISPLAY is set). Start it from a "
        "desktop session, or ask for a picture: --screenshot FILE works without a display."
    )


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
            Failure: If there is no token, or the folder is in use, unusable, or somebody else's.
        """
        token = token_of(settings)
        self._ends = ExitStack()
        with ExitStack() as opening:
            self.folder = MirrorFolder.open(mirror_folder(settings, token, lambda: _name_of(settings, token)))
            opening.callback(self.folder.close)
            self.folder.bind(settings.store_url if settings.mirror is None else "", self.folder.path.name)
            self._ends.push(opening.pop_all())
        self._intake = Intake()
        self._desk: Desk | None = None
        self._transport = StoreTransport(settings.store_url, lambda: token)
        # A way of its own: a transport's questions are one thread's.
        self._asking_who = StoreTransport(settings.store_url, lambda: token)
        self._is_named = False
        self._telling_pending = Lock()
        self._worker = SyncWorker(
            writer=self.folder.writer,
            outbox=self.folder.outbox,
            transport=self._transport,
            sinks=Sinks(
                on_changes=lambda change: self._tell(lambda desk: desk.take_change(change)),
                on_status=self._on_status,
                on_answer=lambda result: self._tell(lambda desk: desk.take_answer(result)),
                on_pending=self._on_pending,
            ),
        )
        self._outbox_thread = ThreadPoolExecutor(1, thread_name_prefix="outbox")
        self._ends.callback(self._outbox_thread.shutdown)

    def start(self, desk: Desk) -> None:
        """Fill the desk's board from the mirror, then keep it equal to the store."""
        self._desk = desk
        for open_answer in self.folder.outbox.open_answers():
            desk.take_answer(open_answer.result)
        desk.set_pending(pending_acts(self.folder.outbox.pending()))
        desk.set_user_name(self._remembered_name())
        threads = (
            WorkThread("sync", self._load_then_sync),
            WorkThread("listener", self._worker.listener.run),
        )
        for thread in threads:
            self._ends.callback(thread.join)
        self._ends.callback(self._worker.stop)
        self._ends.callback(self._asking_who.close)
        for thread in threads:
            thread.start()

    def submit(self, intent: Intent) -> None:
        """Write an act to the outbox, off the interface thread, and wake the worker."""
        written = self._outbox_thread.submit(self._write, intent)
        written.add_done_callback(lambda done: self._on_written(intent, done))

    def dismiss(self, intent_id: IntentId) -> None:
        """Forget an answer that somebody has seen."""
        self._outbox_thread.submit(self.folder.outbox.dismiss, intent_id).add_done_callback(_log_failure)

    def close(self) -> None:
        """Stop the threads and give the folder back."""
        self._intake.close()
        self._desk = None
        self._ends.close()

    def _write(self, intent: Intent) -> None:
        # The worker's own word about this act must stand in line behind ours, or a mark could stay for ever.
        with self._telling_pending:
            kept = self.folder.outbox.add(intent)
            self._tell(lambda desk: desk.add_pending(kept))
        self._worker.wake()

    def _on_written(self, intent: Intent, done: Future[None]) -> None:
        error = done.exception()
        if isinstance(error, Failure):
            # It never left this machine: told like a refusal, so that nobody believes it was kept.
            trouble = Trouble(error.code, error.template, error.params)
            self._tell(lambda desk: desk.take_trouble(trouble, intent.subject))
        elif error is not None:
            log.error("an act could not be written", exc_info=error)

    def _tell(self, what: Callable[[Desk], None]) -> None:
        """Have something done to the desk, on the interface thread, after all that was told before."""
        desk = self._desk
        if desk is not None:
            self._intake.put(lambda: what(desk))

    def _on_pending(self, pending: tuple[Intent, ...]) -> None:
        acts = pending_acts(pending)
        with self._telling_pending:
            self._tell(lambda desk: desk.set_pending(acts))

    def _on_status(self, status: sync_status.Status) -> None:
        freshness = freshness_of(status)
        self._tell(lambda desk: desk.set_freshness(freshness))
        if status.phase is sync_status.Phase.LIVE and not self._is_named:
            self._is_named = True
            self._outbox_thread.submit(self._ask_name)

    def _ask_name(self) -> None:
        try:
            name = self._asking_who.bearer().name
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
            batches = self.folder.reader.board_batches(BOARD_CHUNK_ROWS)
            self._fill_board(batches, self.folder.reader.position() or "")
        except MirrorReadFailed:
            log.exception("the mirror can't be read; it will be made anew at the next start")
            self.folder.discard_mirror()
            damaged = Freshness(Phase.STOPPED, trouble=Trouble(MirrorDamaged.code, MirrorDamaged.template))
            self._tell(lambda desk: desk.set_freshness(damaged))
            return
        self._worker.run()

    def _fill_board(self, batches: Iterable[ReportBatch], position: str) -> None:
        first = True
        for batch in batches:
            change = ChangeSet(batch, empty_batch().ids, position, settings_changed=first, replaces_all=first)
            self._tell(partial(Desk.take_change, change=change))
            first = False


def freshness_of(status: sync_status.Status) -> Freshness:
    """Return what the screens show of the connection's status."""
    phases = {
        sync_status.Phase.CONNECTING: Phase.STARTING,
        sync_status.Phase.LOADING: Phase.LOADING,
        sync_status.Phase.CATCHING_UP: Phase.CATCHING_UP,
        sync_status.Phase.LIVE: Phase.LIVE,
        sync_status.Phase.OFFLINE: Phase.OFFLINE,
        sync_status.Phase.STOPPED: Phase.STOPPED,
    }
    age_s = status.age_s(now())
    note = status.failure or status.outbox_failure
    refused = status.phase is sync_status.Phase.STOPPED and note is not None and note.code in _REFUSALS
    return Freshness(
        phase=Phase.TOKEN_REFUSED if refused else phases[status.phase],
        # The sync side measures on a clock that runs on while the machine sleeps; views on one that may not.
        equal_at_s=None if age_s is None else time.monotonic() - age_s,
        equal_at_ms=None if status.current_at is None else status.current_at.wall_ms,
        position="" if status.position is None else str(status.position),
        loaded_rows=status.loaded_rows,
        clock_offset_ms=status.clock_offset_ms,
        text_searchable=status.text_searchable,
        pending_acts=status.pending,
        trouble=None if note is None else Trouble(note.code, note.template, dict(note.params)),
    )


def _name_of(settings: Settings, token: str) -> str:
    transport = StoreTransport(settings.store_url, lambda: token, Timeouts(answer_s=3.0))
    try:
        return transport.bearer().name
    finally:
        transport.close()


def _log_failure(done: Future[None]) -> None:
    error = done.exception()
    if error is not None:
        log.error("an answer could not be put away: %s", error)


@dataclass(frozen=True, slots=True)
class Workstation:
    """One open workstation.

    Attributes:
        desk: What its views share.
        window: The window, shown.
        map: The map in it.
        backstage: Mirror, outbox and threads.
    """

    desk: Desk
    window: WorkstationWindow
    map: MapView
    backstage: Backstage


def application(settings: Settings, *, needs_display: bool) -> QApplication:
    """Return the process's application object, made at the first call.

    Args:
        settings: The language of the windows.
        needs_display: Whether somebody must see them; pictures are drawn without a display as well.

    Raises:
        NoDisplay: If somebody must see the windows and there is no display.
    """
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    if sys.platform == "linux" and not _DISPLAYS & os.environ.keys():
        if needs_display:
            raise NoDisplay
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    if hasattr(os, "geteuid") and os.geteuid() == 0 and "QTWEBENGINE_DISABLE_SANDBOX" not in os.environ:
        log.warning("running as root: the map's page runs without its sandbox; use an ordinary account for real work")
        os.environ["QTWEBENGINE_DISABLE_SANDBOX"] = "1"
    # The worker's Python must not keep the interface waiting for the interpreter longer than a fraction of a frame.
    sys.setswitchinterval(SWITCH_INTERVAL_S)
    register_scheme()
    QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)
    made = QApplication(["commandcenter"])
    made.setApplicationName("commandcenter")
    install_translation(made, settings.language)
    return made


@contextmanager
def open_workstation(settings: Settings, size: tuple[int, int]) -> Iterator[Workstation]:
    """Open a workstation while the block runs; everything it started has ended afterwards.

    ``application`` must have been called.

    Raises:
        Failure: If there is no token, or the mirror's folder can't be had.
    """
    with ExitStack() as ends:
        backstage = Backstage(settings)
        ends.callback(backstage.close)
        desk = Desk(backstage.folder.reader, backstage.submit, dismiss=backstage.dismiss)
        look = Look()
        map_view = MapView(desk, look=look)
        ends.callback(_let_go, map_view)
        ends.callback(map_view.end)
        window = WorkstationWindow(desk, map_view, settings=window_settings(settings.home), look=look)
        ends.callback(window.close)
        if settings.theme is not None:
            look.set_theme(THEMES[ThemeName(settings.theme)])
        window.resize(*size)
        window.show()
        # Keyboard first: J, K and V work from the first moment.
        window.queue.table.setFocus()
        backstage.start(desk)
        # What stands now stands until the end. Walking all of it again and again stopped the interface for 70 to
        # 180 ms each time.
        gc.collect()
        gc.freeze()
        ends.callback(gc.unfreeze)
        yield Workstation(desk, window, map_view, backstage)


def run_workstation(settings: Settings, size: tuple[int, int], picture: Picture | None) -> int:
    """Open a workstation until its window is closed, or until the picture is taken.

    Returns:
        0; 1 when a picture was asked for and there was nothing true to see on it.

    Raises:
        Failure: If there is no display or no token, or the mirror's folder can't be had.
    """
    running = application(settings, needs_display=picture is None)
    for number in (signal.SIGINT, signal.SIGTERM):
        # Python runs handlers between its own instructions: the window's one-second tick sees to that.
        signal.signal(number, lambda *_: running.exit(0))
    with open_workstation(settings, size) as workstation:
        workstation.window.closed.connect(running.quit)
        if picture is not None:
            taker = PictureTaker(workstation.desk, workstation.window, workstation.map, picture)
            taker.taken.connect(running.exit)
        return running.exec()


def _let_go(widget: QObject) -> None:
    """Delete an object now: the page must be gone before its profile, and the profile before the application."""
    widget.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
