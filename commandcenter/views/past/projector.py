"""Shows the past on a desk, at any instant and at any speed: one question at a time, the newest wanted instant wins.

Owns the visit: reading every timeline once when it begins, going to instants, playing, and the way back; and the board
of that visit, since putting a million reports into one takes longer than the window may wait.

Thread: the interface thread; reading and walking run on threads of ``Reading``.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from commandcenter.models.board.board import Board
from commandcenter.models.board.change_set import ChangeSet
from commandcenter.models.board.generation import Generation
from commandcenter.models.mirror.reader import MirrorReader
from commandcenter.models.rewind.log import RewindLog
from commandcenter.models.rewind.playback import Playback
from commandcenter.models.spare_memory import give_back
from commandcenter.views.reading import Newest
from commandcenter.views.surroundings import Surroundings

SPEEDS = (1, 10, 60, 600, 3_600)
"""Seconds of the city's time a second."""

FRAME_MS = 100

_DAY_MS = 86_400_000


class Projector(QObject):
    """One desk's visits to the past.

    Emits:
        loading: The timelines are being read (True), or no more (False).
        opened: The past is there: first and last instant, milliseconds since 1970 UTC (int, int); Qt's own integers
            would be too short for them.
        moved: Another instant is shown (int, milliseconds since 1970 UTC).
        playing_changed: Whether time goes on by itself (bool).
        closed: The present is shown again.
        refused: There is no past to show: no report was ever loaded.
    """

    loading = Signal(bool)
    opened = Signal(object, object)
    moved = Signal(object)
    playing_changed = Signal(bool)
    closed = Signal()
    refused = Signal()

    def __init__(self, around: Surroundings, parent: QObject | None = None) -> None:
        """Show the present."""
        super().__init__(parent)
        self._around = around
        self._newest = Newest(around.reading, self)
        self._playback: Playback | None = None
        self._board: Board | None = None
        self._span_ms = (0, 0)
        self._wanted_ms: int | None = None
        self._is_under_way = False
        self._visit = 0
        self._visit_is_on = False
        self._speed = 600
        self._played_s = 0.0
        self._frame = QTimer(self)
        self._frame.setInterval(FRAME_MS)
        self._frame.timeout.connect(self._on_frame)

    @property
    def is_open(self) -> bool:
        """Whether the past is shown or being read."""
        return self._visit_is_on

    @property
    def is_playing(self) -> bool:
        """Whether time goes on by itself."""
        return self._frame.isActive()

    @property
    def span_ms(self) -> tuple[int, int]:
        """First and last instant that can be shown, milliseconds since 1970 UTC."""
        return self._span_ms

    @property
    def speed(self) -> int:
        """Seconds of the city's time a second."""
        return self._speed

    def open(self) -> None:
        """Begin a visit: read the timelines, then show the last instant but a day."""
        if self._visit_is_on:
            return
        self._visit_is_on = True
        self._visit += 1
        visit = self._visit
        self.loading.emit(True)
        self._around.reading.ask(_read, lambda log: self._on_log(visit, log), lambda: self._on_failed(visit))

    def go(self, at_ms: int) -> None:
        """Show an instant, held within what there is; of several only the last is shown if they come too fast."""
        if self._playback is None:
            return
        first, last = self._span_ms
        self._wanted_ms = min(max(at_ms, first), last)
        self._ask()

    def play(self, speed: int) -> None:
        """Let time go on by itself; from the beginning if it stands at the end.

        Args:
            speed: Seconds of the city's time a second.
        """
        self._speed = speed
        if self._playback is None:
            return
        if self._playback.at_ms >= self._span_ms[1]:
            self.go(self._span_ms[0])
        self._played_s = self._around.clock.monotonic_s()
        if not self._frame.isActive():
            self._frame.start()
            self.playing_changed.emit(True)

    def set_speed(self, speed: int) -> None:
        """Play faster or slower from now on."""
        self._speed = speed

    def pause(self) -> None:
        """Stand still."""
        if self._frame.isActive():
            self._frame.stop()
            self.playing_changed.emit(False)

    def close(self) -> None:
        """Show the present again; what is still being worked out is no longer wanted."""
        if not self._visit_is_on:
            return
        self.pause()
        self._visit_is_on = False
        self._visit += 1
        self._playback = self._board = None
        self._wanted_ms = None
        self._is_under_way = False
        self._around.desk.leave_past()
        self.closed.emit()
        # What a visit holds is as large as all that the present does.
        self._around.reading.ask(lambda _: give_back(), lambda _: None)

    def _on_log(self, visit: int, log: RewindLog) -> None:
        if visit != self._visit:
            return
        self.loading.emit(False)
        span = log.span_ms()
        if span is None:
            self._visit_is_on = False
            self.refused.emit()
            return
        self._playback, self._board = Playback(log), self._around.desk.board_of_past()
        self._span_ms = span[0], max(span[1], span[0] + 1)
        self.go(max(span[0], span[1] - _DAY_MS))
        self.opened.emit(*self._span_ms)

    def _on_failed(self, visit: int) -> None:
        if visit == self._visit:
            self._visit_is_on = False
            self.loading.emit(False)

    def _ask(self) -> None:
        playback, board, wanted_ms, visit = self._playback, self._board, self._wanted_ms, self._visit
        if self._is_under_way or playback is None or board is None or wanted_ms is None:
            return
        self._is_under_way = True
        self._wanted_ms = None
        self._around.reading.ask(
            lambda _reader: _gone(playback, board, wanted_ms),
            lambda there: self._on_there(visit, *there, wanted_ms),
            lambda: self._on_lost(visit),
        )

    def _on_there(self, visit: int, generation: Generation, change: ChangeSet, at_ms: int) -> None:
        if visit != self._visit:
            return
        self._is_under_way = False
        self._around.desk.show_past(generation, change, at_ms)
        self.moved.emit(at_ms)
        self._ask()

    def _on_lost(self, visit: int) -> None:
        if visit == self._visit:
            # The board lacks a change set, so it can only begin anew.
            self.close()

    def _on_frame(self) -> None:
        now_s = self._around.clock.monotonic_s()
        playback = self._playback
        if playback is None or self._is_under_way:
            # Time that could not be shown is not skipped.
            self._played_s = now_s
            return
        passed_ms = int((now_s - self._played_s) * 1000 * self._speed)
        self._played_s = now_s
        self.go(playback.at_ms + passed_ms)
        if playback.at_ms + passed_ms >= self._span_ms[1]:
            self.pause()


def _gone(playback: Playback, board: Board, at_ms: int) -> tuple[Generation, ChangeSet]:
    change = playback.go(at_ms)
    return board.apply(change), change


def _read(reader: MirrorReader) -> RewindLog:
    return reader.rewind_log()
