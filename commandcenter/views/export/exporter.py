"""One export at a time, written by a process of its own while the window goes on.

Thread: everything here is called on the interface thread; only ``_run`` is not.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from multiprocessing import get_context
from pathlib import Path
from threading import Event

from PySide6.QtCore import QObject, Qt, Signal

from commandcenter.models.freshness import Trouble
from commandcenter.models.mirror.reader import MirrorReader
from commandcenter.views.export.content import Export
from commandcenter.views.export.failure import ExportBroken
from commandcenter.views.reading import Reading

_log = logging.getLogger(__name__)

_LOOK_S = 0.1
"""How long it takes at most until a wish to cancel is passed on."""


class Exporter(QObject):
    """Has exports written.

    Emits:
        progressed: So many rows are written (int).
        finished: The file is there (``Export``).
        failed: There is no file, and why (``Trouble``).
    """

    progressed = Signal(int)
    finished = Signal(object)
    failed = Signal(object)
    _told = Signal(int)

    def __init__(self, reader: MirrorReader, parent: QObject | None = None) -> None:
        """Begin with nothing to do. ``reader`` is of the mirror that the exports' texts come from."""
        super().__init__(parent)
        # A pool of its own, which has no thread before the first export: texts for the screen never wait behind one.
        self._reading = Reading(reader, self)
        self._stop = Event()
        self.is_busy = False
        self._told.connect(self.progressed, Qt.ConnectionType.QueuedConnection)

    def begin(self, file: Path, make: Callable[[], Export]) -> None:
        """Write a file; nothing happens while another one is being written.

        Args:
            file: Which, for what must be said if not even gathering works.
            make: Gathers what goes into it; called on a thread of the pool.
        """
        if self.is_busy:
            return
        self.is_busy = True
        self._stop = Event()
        stop = self._stop
        self._reading.ask(lambda _reader: self._run(make, stop), self._on_answer, lambda: self._on_fault(file))

    def cancel(self) -> None:
        """Have the writing end without a file; ``failed`` follows."""
        self._stop.set()

    def close(self) -> None:
        """End what is being written and wait for it. May be called again."""
        self._stop.set()
        self._reading.close()

    def _run(self, make: Callable[[], Export], stop: Event) -> tuple[Export, Trouble | None]:
        # Here, on this thread: what writes four formats takes long to import, and many a shift exports nothing.
        from commandcenter.views.export.writing import STOP, serve

        export = make()
        ours, theirs = get_context("spawn").Pipe()
        process = get_context("spawn").Process(target=serve, args=(theirs,), name="export", daemon=True)
        process.start()
        theirs.close()
        try:
            ours.send(export)
            is_told = False
            while True:
                if ours.poll(_LOOK_S):
                    answer = ours.recv()
                    if answer is None or isinstance(answer, Trouble):
                        return export, answer
                    self._told.emit(answer)
                if stop.is_set() and not is_told:
                    ours.send(STOP)
                    is_told = True
        except (EOFError, OSError) as error:
            _log.error("the writing process ended without an answer", exc_info=error)
            failure = ExportBroken(file=str(export.target), reason="the writing process ended")
            return export, Trouble(failure.code, failure.template, failure.params)
        finally:
            ours.close()
            process.join()

    def _on_answer(self, answer: tuple[Export, Trouble | None]) -> None:
        export, trouble = answer
        self.is_busy = False
        if trouble is None:
            self.finished.emit(export)
        else:
            self.failed.emit(trouble)

    def _on_fault(self, file: Path) -> None:
        self.is_busy = False
        failure = ExportBroken(file=str(file), reason="a fault of the program; see its log")
        self.failed.emit(Trouble(failure.code, failure.template, failure.params))
