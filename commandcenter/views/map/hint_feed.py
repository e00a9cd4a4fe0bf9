"""The words beside a single mark: what it is about, its number, its age, the beginning of its text.

Owns which words. They come from the mirror in the background; until then the page shows the state alone.

Thread: the interface thread.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from commandcenter.models.board.change_set import ChangeSet
from commandcenter.models.identity import ReportId
from commandcenter.views.clock import Clock
from commandcenter.views.desk import Desk
from commandcenter.views.map.category_feed import CategoryFeed
from commandcenter.views.map.message import SetHint
from commandcenter.views.reading import Reading, TextCache
from commandcenter.views.wording import age, category_name

_MOST_CHARACTERS = 140


class HintFeed(QObject):
    """Answers the page's question about the report under the pointer."""

    def __init__(
        self,
        desk: Desk,
        reading: Reading,
        clock: Clock,
        categories: CategoryFeed,
        send: Callable[[SetHint], None],
        parent: QObject | None = None,
    ) -> None:
        """Follow the board.

        Args:
            desk: Whose board.
            reading: Reads texts.
            clock: Measures ages.
            categories: Their names.
            send: Takes the answers.
            parent: Owner.
        """
        super().__init__(parent)
        self._desk = desk
        self._clock = clock
        self._send = send
        self._texts = TextCache(reading, self)
        self._texts.arrived.connect(self._on_texts)
        self._categories = categories
        self._hovered: ReportId | None = None
        desk.board_changed.connect(self._on_board)

    def hover(self, report: ReportId) -> None:
        """Send the words of a report, as far as they are here, and the rest when it arrives."""
        self._hovered = report
        row = self._desk.generation.row_of(report)
        if row is None:
            return
        code = self._desk.generation.word("categories", row) or ""
        old = age(self._clock.now_s() - self._desk.generation.value("created_s", row))
        lines = [category_name(self._categories.by_code.get(code), code)]
        text = self._texts.get(report)
        if text is None:
            lines.append(old)
        else:
            lines.append(f"{text.number} · {old}")
            lines.extend(_shortened(each) for each in (text.description, text.address) if each)
        self._send(SetHint(str(report), tuple(lines)))

    def _on_texts(self, reports: frozenset[int]) -> None:
        if self._hovered in reports and self._hovered is not None:
            self.hover(self._hovered)

    def _on_board(self, _generation: object, change: ChangeSet) -> None:
        if change.replaces_all:
            self._texts.forget_all()
        else:
            self._texts.forget(change.upserts.ids)


def _shortened(text: str) -> str:
    """Return a text on one line, cut where it is too long to read at a glance."""
    line = " ".join(text.split())
    return line if len(line) <= _MOST_CHARACTERS else f"{line[:_MOST_CHARACTERS].rstrip()}…"
