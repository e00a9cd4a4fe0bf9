"""Reading the mirror without holding the window up.

Owns a small pool of threads on which questions to the mirror run, and the few texts kept of what is on screen.
Answers come back as frozen values by signal. Refuses to write, and refuses to answer on the interface thread.

Thread: everything here is called on the interface thread; only ``Reading._run`` is not.
"""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Qt, QTimer, Signal

from commandcenter.models.failure import Failure
from commandcenter.models.identity import ReportId
from commandcenter.models.mirror.reader import MirrorReader, ReportText

_log = logging.getLogger(__name__)

Answer = TypeVar("Answer")

_THREADS = 2
KEPT_TEXTS = 4_096
"""Texts kept in memory: some eighty screens of a queue."""


class _Signals(QObject):
    done = Signal(object, object, object)


@dataclass(eq=False, slots=True)
class _Errand:
    """One question on its way.

    Its callables may hold widgets, so they are let go on the interface thread and never on a thread of the pool.
    """

    question: Callable[[], object]
    then: Callable[[Any], None]
    otherwise: Callable[[], None]


class Reading(QObject):
    """Asks the mirror in the background.

    Emits:
        failed: A question could not be answered (``Failure``).
    """

    failed = Signal(object)
    _answered = Signal(int, object, object)

    def __init__(self, reader: MirrorReader, parent: QObject | None = None) -> None:
        """Make the pool; ``close`` ends it."""
        super().__init__(parent)
        self.reader = reader
        self._pool = ThreadPoolExecutor(_THREADS, thread_name_prefix="reading")
        self._errands: dict[int, _Errand] = {}
        self._serial = 0
        self._is_closed = False
        self._answered.connect(self._on_answered, Qt.ConnectionType.QueuedConnection)

    def ask(
        self,
        question: Callable[[MirrorReader], Answer],
        then: Callable[[Answer], None],
        otherwise: Callable[[], None] = lambda: None,
    ) -> None:
        """Run a question in the background and hand its answer to ``then`` on the interface thread.

        Args:
            question: Gets the reader; runs on a thread of the pool, so it must not touch widgets.
            then: Gets the answer; not called after ``close``, or when the question failed.
            otherwise: Called instead when the question failed.
        """
        if self._is_closed:
            # A window that is being closed may still want a row painted.
            return
        reader = self.reader
        self._serial += 1
        self._errands[self._serial] = _Errand(lambda: question(reader), then, otherwise)
        self._pool.submit(self._run, self._serial)

    def close(self) -> None:
        """Drop what was not begun, wait for the rest, and take no question any more. May be called again."""
        self._is_closed = True
        self._pool.shutdown(cancel_futures=True)
        self._errands.clear()

    def _run(self, serial: int) -> None:
        """Ask, on a thread of the pool."""
        answer, error = self._ask(serial)
        self._answered.emit(serial, answer, error)

    def _ask(self, serial: int) -> tuple[object, Exception | None]:
        # In a frame of its own, which has let the question go before the interface thread hears of the answer.
        try:
            return self._errands[serial].question(), None
        except Exception as error:  # noqa: BLE001 - a pool would keep it to itself
            return None, error.with_traceback(None) if isinstance(error, Failure) else error

    def _on_answered(self, serial: int, answer: object, error: Exception | None) -> None:
        errand = self._errands.pop(serial, None)
        if errand is None:
            return
        if error is None:
            errand.then(answer)
            return
        if isinstance(error, Failure):
            self.failed.emit(error)
        else:
            _log.error("a question to the mirror ended through a fault", exc_info=error)
        errand.otherwise()


class Newest(QObject):
    """Asks one kind of question again and again and lets only the newest answer through.

    While one is on its way, further ones wait; of those that wait only the last is asked.
    """

    def __init__(self, reading: Reading, parent: QObject | None = None) -> None:
        """Use ``reading``'s pool."""
        super().__init__(parent)
        self._reading = reading
        self._serial = 0
        self._under_way = False
        self._waiting: Callable[[], None] | None = None

    def ask(self, question: Callable[[MirrorReader], Answer], then: Callable[[Answer], None]) -> None:
        """Ask; whatever was asked before is no longer wanted."""
        self._serial += 1
        serial = self._serial

        def start() -> None:
            self._under_way = True
            self._reading.ask(question, lambda answer: self._on_answer(serial, answer, then), self._go_on)

        if self._under_way:
            self._waiting = start
        else:
            start()

    @property
    def is_answered(self) -> bool:
        """Whether nothing that was asked is still without an answer."""
        return not self._under_way and self._waiting is None

    def drop(self) -> None:
        """Want no answer any more."""
        self._serial += 1
        self._waiting = None

    def _on_answer(self, serial: int, answer: Answer, then: Callable[[Answer], None]) -> None:
        if serial == self._serial:
            then(answer)
        self._go_on()

    def _go_on(self) -> None:
        self._under_way = False
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            waiting()


class TextCache(QObject):
    """Numbers and descriptions of the reports on screen.

    Emits:
        arrived: Texts of these reports are there now (``frozenset[int]``).
    """

    arrived = Signal(object)

    def __init__(self, reading: Reading, parent: QObject | None = None) -> None:
        """Begin empty."""
        super().__init__(parent)
        self._reading = reading
        self._kept: OrderedDict[int, ReportText] = OrderedDict()
        self._wanted: OrderedDict[int, None] = OrderedDict()
        self._asked: frozenset[int] = frozenset()
        self._void: set[int] = set()
        # One batch per turn of the event loop: a painted screen wants its rows one by one.
        self._batch = QTimer(self)
        self._batch.setSingleShot(True)
        self._batch.timeout.connect(self._send)

    def get(self, report: int) -> ReportText | None:
        """Return a report's texts, or None and have them fetched."""
        text = self._kept.get(report)
        if text is None:
            if report not in self._asked:
                self._wanted[report] = None
                self._wanted.move_to_end(report)
                if not self._batch.isActive():
                    self._batch.start(0)
            return None
        self._kept.move_to_end(report)
        return text

    def fetch(self, reports: Iterable[int]) -> None:
        """Have the texts of some reports read now, as far as they are not here."""
        for report in reports:
            self.get(report)
        self._batch.stop()
        self._send()

    def keep(self, texts: Mapping[ReportId, ReportText]) -> None:
        """Keep texts that were read for another purpose than the screen."""
        self._kept.update({int(report): text for report, text in texts.items()})
        while len(self._kept) > KEPT_TEXTS:
            self._kept.popitem(last=False)

    def forget(self, reports: NDArray[np.int64]) -> None:
        """Read these anew when they are wanted next; ids, shape (n,), of which few may be kept or under way."""
        known = np.fromiter((*self._kept, *self._asked), np.int64)
        for report in known[np.isin(known, reports)].tolist():
            self._kept.pop(report, None)
            if report in self._asked:
                self._void.add(report)

    def forget_all(self) -> None:
        """Read everything anew."""
        self._void |= self._asked
        self._kept.clear()

    def _send(self) -> None:
        if self._asked or not self._wanted:
            return
        newest = list(self._wanted)[-200:]
        self._wanted.clear()
        self._asked = frozenset(newest)
        self._reading.ask(lambda reader: reader.texts(newest), self._on_texts, self._on_failed)

    def _on_failed(self) -> None:
        self._asked = frozenset()
        self._void.clear()

    def _on_texts(self, texts: Mapping[ReportId, ReportText]) -> None:
        asked, self._asked = self._asked, frozenset()
        for report, text in texts.items():
            if report not in self._void:
                self._kept[report] = text
        while len(self._kept) > KEPT_TEXTS:
            self._kept.popitem(last=False)
        self._void.clear()
        self.arrived.emit(asked)
        if self._wanted:
            self._batch.start(0)
