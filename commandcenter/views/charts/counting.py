"""What all charts count, asked of the board once for all of them.

Owns when to count: the filter, the board or the shown period changed, or a minute passed and everything is older.
Charts only draw what stands here; so a brush costs one pass over the board, however many charts there are.

Thread: the interface thread.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal

from commandcenter.models.board.filter import Filter
from commandcenter.models.board.generation import Generation
from commandcenter.models.board.mask import mask
from commandcenter.models.board.tally import Axes, Tallier, Tally
from commandcenter.views.charts.bins import DAY_S, HOUR_S, WIB_OFFSET_S, Bins, bins_of
from commandcenter.views.surroundings import Surroundings

AGE_LIMITS_S = (HOUR_S, 6 * HOUR_S, DAY_S, 3 * DAY_S, 7 * DAY_S, 30 * DAY_S)
RESPONSE_LIMITS_S = (900, HOUR_S, 3 * HOUR_S, 6 * HOUR_S, DAY_S)

_COALESCE_MS = 16
_MINUTE_S = 60


@dataclass(frozen=True, slots=True, eq=False)
class Counted:
    """One answer for all charts.

    Attributes:
        bins: How the shown period is cut.
        at_s: UTC second at which ages were taken, a whole minute.
        everything: All reports of the shown period.
        passing: Those that the filter lets through.
    """

    bins: Bins
    at_s: int
    everything: Tally
    passing: Tally


class Counting(QObject):
    """Counts for the charts of one window.

    Emits:
        counted: There is a new answer (``Counted``).
    """

    counted = Signal(object)

    def __init__(self, around: Surroundings, parent: QObject | None = None) -> None:
        """Follow the desk's board and filter."""
        super().__init__(parent)
        self._around = around
        self._period: tuple[int, int | None] | None = None
        self._tallier = Tallier(RESPONSE_LIMITS_S, WIB_OFFSET_S)
        self._everything: tuple[Generation, Filter, Axes, Tally] | None = None
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(_COALESCE_MS)
        self._again.timeout.connect(lambda: around.desk.turns.take(self, self._recount_for_changes))
        self._minute = QTimer(self)
        self._minute.setInterval(_MINUTE_S * 1000)
        self._minute.timeout.connect(self.recount)
        self._minute.start()
        desk = around.desk
        desk.board_changed.connect(lambda *_: self._again.start() if not self._again.isActive() else None)
        desk.filter_changed.connect(lambda _filter: self.recount())
        self.present = self._count()

    @property
    def period(self) -> tuple[int, int | None] | None:
        """The period shown, UTC seconds; an end of None is now, None from the oldest to the newest report."""
        return self._period

    def set_period(self, from_s: int | None, until_s: int | None) -> None:
        """Show a period, UTC seconds; a beginning of None shows from the oldest to the newest report."""
        self._period = None if from_s is None else (from_s, until_s)
        self.recount()

    def recount(self) -> None:
        """Ask the board again."""
        self._again.stop()
        self._around.desk.turns.drop(self)
        self.present = self._count()
        self.counted.emit(self.present)

    def _recount_for_changes(self) -> None:
        began_s = time.perf_counter()
        self.recount()
        # Under a stream of changes at most a third of the time goes into counting.
        self._again.setInterval(max(_COALESCE_MS, int(2_000 * (time.perf_counter() - began_s))))

    def _count(self) -> Counted:
        desk = self._around.desk
        generation = desk.generation
        at_s = int(self._around.clock.now_s()) // _MINUTE_S * _MINUTE_S
        bins = bins_of(*self._shown_period())
        axes = Axes(bins.start_s, bins.step_s, bins.count, at_s, AGE_LIMITS_S)
        from_s, until_s = self._period or (None, None)
        base = Filter(created_from_s=from_s, created_until_s=until_s)
        known = self._everything
        if known is None or known[0] is not generation or known[1:3] != (base, axes):
            known = generation, base, axes, self._tallier.tally(generation, mask(generation, base), axes)
            self._everything = known
        everything = passing = known[3]
        if desk.filter != base:
            passing = self._tallier.tally(generation, desk.selected, axes)
        return Counted(bins, at_s, everything, passing)

    def _shown_period(self) -> tuple[int, int]:
        now_s = int(self._around.clock.now_s())
        if self._period is not None:
            from_s, until_s = self._period
            return from_s, max(until_s if until_s is not None else now_s + 1, from_s + 1)
        spans = [chunk.spans["created_s"] for chunk in self._around.desk.generation.chunks if chunk.live]
        if not spans:
            return now_s - DAY_S, now_s + 1
        return min(first for first, _ in spans), max(last for _, last in spans) + 1
