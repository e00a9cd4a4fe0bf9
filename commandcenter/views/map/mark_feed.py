"""Keeps the page's marks in step with the desk: one question to the board at a time, the newest wins.

Owns when to ask: the viewport, the filter, the board or the acts changed, or a minute passed and more is overdue.
A question is answered when the page has painted it; what changes meanwhile is asked once, afterwards, so that a
storm of changes costs one answer per picture.

Thread: the interface thread; the question itself may run on a thread of ``Reading``.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from commandcenter.models.board.mask import Mask, mask
from commandcenter.views.clock import Clock
from commandcenter.views.desk import Desk
from commandcenter.views.map.category_feed import CategoryFeed
from commandcenter.views.map.marking import Marking, marking_of
from commandcenter.views.map.message import Painted, SetMarks, ViewportChanged
from commandcenter.views.reading import Reading

BACKGROUND_ROWS = 1_500_000
"""From this many reports on a question is asked in the background; below, it takes 5 to 15 ms, and asking it at once
shows a picture sooner."""

LEISURE_ROWS = 100_000
"""From this many reports on a question that no hand has asked, because reports changed, is asked in
the background: while changes come one after the other, such questions are most of what would hold the window up."""

_OVERDUE_EVERY_MS = 60_000


class MarkFeed(QObject):
    """Sends marks of the newest viewport.

    Emits:
        painted: The page drew an answer (``Painted``).
    """

    painted = Signal(object)

    def __init__(
        self,
        desk: Desk,
        reading: Reading,
        clock: Clock,
        categories: CategoryFeed,
        send: Callable[[SetMarks], None],
        parent: QObject | None = None,
    ) -> None:
        """Follow a desk; nothing is asked before the page's first viewport.

        Args:
            desk: Whose board, filter and acts.
            reading: Its pool answers questions to big boards.
            clock: Judges what is overdue.
            categories: Their icons.
            send: Takes the answers.
            parent: Owner.
        """
        super().__init__(parent)
        self._desk = desk
        self._reading = reading
        self._clock = clock
        self._categories = categories
        self._send = send
        self._viewport: ViewportChanged | None = None
        self._marking: Marking | None = None
        self._sequence = 0
        self._doublings = 0
        self._under_way = False
        self._stale = False
        self._is_urgent = False
        self._turn = QTimer(self)
        self._turn.setSingleShot(True)
        self._turn.setInterval(0)
        self._turn.timeout.connect(self._ask)
        self._minute = QTimer(self)
        self._minute.setInterval(_OVERDUE_EVERY_MS)
        self._minute.timeout.connect(self.refresh)
        self._minute.start()
        desk.filter_changed.connect(self._refresh_at_once)
        for changed in (desk.board_changed, desk.pending_changed, categories.changed):
            changed.connect(self.refresh)

    @property
    def marking(self) -> Marking | None:
        """The answer that was sent last."""
        return self._marking

    def set_scale(self, scale: float) -> None:
        """Gather marks in wider cells, because they are drawn larger; 1 on a desk."""
        self._doublings = max(0, math.ceil(math.log2(scale)))
        self.refresh()

    def is_settled(self, width_px: int, height_px: int) -> bool:
        """Return whether the page has painted the newest answer, for a viewport of this size."""
        viewport = self._viewport
        if viewport is None or self._under_way or self._stale or self._turn.isActive():
            return False
        # A screen with a fractional scale makes whole pixels of them.
        return abs(viewport.width - width_px) <= 1 and abs(viewport.height - height_px) <= 1

    def show_viewport(self, viewport: ViewportChanged) -> None:
        """Ask for another piece of the world."""
        self._viewport = viewport
        self._is_urgent = True
        self.refresh()

    def refresh(self, *_changed: object) -> None:
        """Ask again: in the next turn of the event loop, or after the question under way."""
        if self._under_way:
            self._stale = True
        else:
            self._turn.start()

    def _refresh_at_once(self, *_changed: object) -> None:
        """Ask now if no question is under way: the page's process paints while the other views do what is theirs."""
        self._is_urgent = True
        self.refresh()
        if self._turn.isActive():
            self._turn.stop()
            self._ask()

    def take_painted(self, painted: Painted) -> None:
        """Note that the page drew; ask for what changed meanwhile."""
        if painted.sequence != self._sequence:
            return
        self._under_way = False
        self.painted.emit(painted)
        if self._stale:
            self._turn.start()

    def restart(self) -> None:
        """Forget the page's viewport and the question under way: the page ended."""
        self._viewport = None
        self._marking = None
        self._under_way = False
        self._stale = False
        self._is_urgent = False
        self._sequence += 1
        self._turn.stop()

    def _ask(self) -> None:
        viewport = self._viewport
        if viewport is None:
            return
        self._stale = False
        self._under_way = True
        self._sequence += 1
        desk, sequence, at_s = self._desk, self._sequence, int(self._clock.now_s())
        doublings, icons = self._doublings, self._categories.icons
        generation, wanted, pending = desk.generation, desk.filter, frozenset(desk.pending)

        def marking(selected: Mask) -> Marking:
            return marking_of(generation, selected, viewport, pending, at_s, sequence, doublings, icons)

        is_urgent, self._is_urgent = self._is_urgent, False
        if len(generation) < (BACKGROUND_ROWS if is_urgent else LEISURE_ROWS):
            self._answer(marking(desk.selected))
        else:
            self._reading.ask(
                lambda _: marking(mask(generation, wanted)), self._answer, lambda: self._go_without(sequence)
            )

    def _go_without(self, sequence: int) -> None:
        """Let the map show what it has, since a question failed; whatever changes next asks anew."""
        if sequence == self._sequence:
            self._under_way = False
            if self._stale:
                self._turn.start()

    def _answer(self, marking: Marking) -> None:
        if marking.message.sequence != self._sequence:
            return
        self._marking = marking
        self._send(marking.message)
