"""A picture of a window for scripts: wait until it shows the truth, draw it, and say what is on it.

Owns the meaning of "ready": the feed is live and the map has painted the board's present generation. Texts on screen
are read in the background and have arrived when ``SETTLE_MS`` are over, on any machine seen so far. Works without a
display.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from commandcenter.models.board.mask import mask
from commandcenter.models.freshness import Phase
from commandcenter.sync.failure import AddressUnusable, CertificateRefused, NotAStore
from commandcenter.sync.open311.failure import (
    AnswerUnreadable,
    QuestionRefused,
    SourceAddressUnusable,
    SourceUnreachable,
)
from commandcenter.views.desk import Desk
from commandcenter.views.map.map_view import MapView

_OF_THE_ADDRESS = frozenset(
    failure.code
    for failure in (
        AddressUnusable,
        AnswerUnreadable,
        CertificateRefused,
        NotAStore,
        QuestionRefused,
        SourceAddressUnusable,
        SourceUnreachable,
    )
)
"""Failures by which a wrong address is known, if nothing ever came from it. A source is asked again only after a
minute; a store that can't be reached may be just beginning, and is waited for."""

READY_LIMIT_S = 60
"""How long a window may take to become ready before the picture is taken as it is, and called a failure."""

SETTLE_MS = 400
"""Quiet time before drawing: the web engine hands a painted frame to its window a little after saying so."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture to take instead of working.

    Attributes:
        file: Where to save it; the ending says how (``.png``).
        after_s: How long to wait once the window is ready.
    """

    file: Path
    after_s: float


class PictureTaker(QObject):
    """Takes one picture of a window.

    Emits:
        taken: It is saved and described on standard output; the exit code (0 ready, 1 not).
    """

    taken = Signal(int)

    def __init__(
        self,
        desk: Desk,
        window: QWidget,
        map_view: MapView,
        picture: Picture,
        told: Callable[[], Mapping[str, object]] = dict,
        is_current: Callable[[], bool] = lambda: True,
    ) -> None:
        """Begin to wait.

        Args:
            desk: Whose board and freshness say what is true.
            window: What is drawn.
            map_view: The map in it.
            picture: Where the picture goes, and when.
            told: What else the window has to tell of itself; asked when it is drawn.
            is_current: Whether what the window says beside its map is of the newest data.
        """
        super().__init__(window)
        self._desk = desk
        self._window = window
        self._map = map_view
        self._picture = picture
        self._told = told
        self._is_current = is_current
        self._painted = (-1, 0)
        self._ready = False
        map_view.painted.connect(self._on_painted)
        map_view.areas_painted.connect(self._look)
        desk.freshness_changed.connect(self._look)
        self._limit = QTimer(self)
        self._limit.setSingleShot(True)
        self._limit.timeout.connect(self._draw)
        self._limit.start(READY_LIMIT_S * 1000)

    def _on_painted(self, generation: int, marks: int) -> None:
        self._painted = (generation, marks)
        self._look()

    def _problem(self) -> str:
        freshness = self._desk.freshness
        if freshness.phase is not Phase.LIVE:
            why = (
                ""
                if freshness.trouble is None
                else f": {freshness.trouble.template.format(**freshness.trouble.params)}"
            )
            return f"the feed was not live ({freshness.phase}){why}"
        if not self._map.is_ready:
            return "the map page was not ready"
        if self._painted[1] == 0:
            return "nothing was painted: there are no reports with a place"
        if self._painted[0] != self._desk.generation.number:
            return "the map had not painted the newest data"
        return ""

    def _look(self, *_: object) -> None:
        if self._is_hopeless() and self._limit.isActive():
            # Waiting longer brings nothing.
            self._limit.stop()
            self._draw()
        # On a slow machine the page learns its size late, and fits the city into it only then.
        if not self._ready and not self._problem() and self._map.is_settled and self._is_current():
            self._ready = True
            self._limit.stop()
            QTimer.singleShot(round(self._picture.after_s * 1000) + SETTLE_MS, self._draw)

    def _is_hopeless(self) -> bool:
        """Return whether nothing will come by itself: access is refused, or the address is wrong."""
        freshness = self._desk.freshness
        if freshness.phase in (Phase.TOKEN_REFUSED, Phase.STOPPED):
            return True
        never_came = freshness.phase is Phase.OFFLINE and freshness.equal_at_ms is None and not freshness.loaded_rows
        return never_came and freshness.trouble is not None and freshness.trouble.code in _OF_THE_ADDRESS

    def _draw(self) -> None:
        problem = self._problem()
        saved = self._window.grab().save(str(self._picture.file))
        if not saved:
            problem = problem or f"the picture could not be saved as {self._picture.file}"
        generation = self._desk.generation
        age_s = self._desk.freshness.age_s(time.monotonic())
        shown = {
            "picture": str(self._picture.file),
            "reports": len(generation),
            "shown": mask(generation, self._desk.filter).count,
            "marks": self._painted[1],
            "phase": self._desk.freshness.phase.value,
            "age_s": None if age_s is None else round(age_s, 1),
            "ready": not problem,
            "problem": problem,
            **self._told(),
        }
        print(json.dumps(shown, ensure_ascii=False), flush=True)
        self.taken.emit(1 if problem else 0)
