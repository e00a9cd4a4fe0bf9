"""The queue as Qt's table sees it: an order of report ids over one generation of the board.

Owns the words of every cell. Keeps ids only; a line is read when it is painted and forgotten when the board goes
on. Refuses to decide which reports are in the queue and when the order may change; ``standing`` does.
"""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from commandcenter.models.board.generation import Generation
from commandcenter.models.identity import ReportId
from commandcenter.models.intent import Intent, IntentKind
from commandcenter.models.state import CLOSED_STATES
from commandcenter.views.queue.column import COUNT, RIGHT_ALIGNED, QueueColumn, title
from commandcenter.views.queue.line import BLOCK_BITS, Line, lines
from commandcenter.views.surroundings import Surroundings
from commandcenter.views.wording import (
    age,
    due,
    exact_moment,
    number,
    priority_word,
    state_word,
)

Index = QModelIndex | QPersistentModelIndex

# Roles as plain ints: looking an enumeration up costs ten times the comparison, for every cell painted.
DISPLAY = int(Qt.ItemDataRole.DisplayRole)
TOOL_TIP = int(Qt.ItemDataRole.ToolTipRole)
ACCESSIBLE = int(Qt.ItemDataRole.AccessibleTextRole)
ALIGNMENT = int(Qt.ItemDataRole.TextAlignmentRole)
HORIZONTAL = Qt.Orientation.Horizontal

_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_NO_INDEX = QModelIndex()
ELLIPSIS = "…"


class QueueModel(QAbstractTableModel):
    """Rows are reports in the order given last; columns are ``QueueColumn``."""

    def __init__(self, around: Surroundings, parent: QObject | None = None) -> None:
        """Begin empty."""
        super().__init__(parent)
        self._around = around
        self._generation: Generation = around.desk.generation
        self._ids: NDArray[np.int64] = np.empty(0, np.int64)
        self._blocks: dict[int, list[Line | None]] = {}
        self._pending: Mapping[ReportId, tuple[Intent, ...]] = around.desk.pending
        around.texts.arrived.connect(self._repaint)
        around.names.changed.connect(self._repaint)
        around.desk.pending_changed.connect(self._on_pending)

    @property
    def ids(self) -> NDArray[np.int64]:
        """The reports in the order shown, int64."""
        return self._ids

    def set_order(self, generation: Generation, ids: NDArray[np.int64]) -> None:
        """Show other reports, or the same in another order."""
        self.beginResetModel()
        self._generation = generation
        self._ids = ids
        self._blocks.clear()
        self.endResetModel()

    def set_generation(self, generation: Generation) -> None:
        """Show the same rows as a newer generation knows them; nothing moves."""
        self._generation = generation
        self._blocks.clear()
        self._repaint()

    def report_at(self, row: int) -> ReportId | None:
        """Return the report in a row, or None beyond the end."""
        return ReportId(int(self._ids[row])) if 0 <= row < len(self._ids) else None

    def row_of(self, report: int) -> int | None:
        """Return where a report stands, or None if it does not."""
        found = np.flatnonzero(self._ids == report)
        return int(found[0]) if len(found) else None

    def line(self, row: int) -> Line | None:
        """Return a row's line; None if the report has left the board meanwhile."""
        number_ = row >> BLOCK_BITS
        block = self._blocks.get(number_)
        if block is None:
            start = number_ << BLOCK_BITS
            block = lines(self._generation, self._ids[start : start + (1 << BLOCK_BITS)])
            self._blocks[number_] = block
            if len(self._blocks) > 64:
                self._blocks.pop(next(iter(self._blocks)))
        return block[row & ((1 << BLOCK_BITS) - 1)]

    def is_pending(self, report: int) -> bool:
        """Return whether taking this report on waits for the store's answer."""
        acts = self._pending.get(ReportId(report), ())
        return any(intent.kind is IntentKind.TAKE_ON for intent in acts)

    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        """Return the number of reports."""
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: Index = _NO_INDEX) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else COUNT

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = DISPLAY) -> Any:
        """Return a column's name."""
        if orientation == HORIZONTAL and role in (DISPLAY, ACCESSIBLE, TOOL_TIP):
            return title(QueueColumn(section))
        if orientation == HORIZONTAL and role == ALIGNMENT:
            return _RIGHT if section in RIGHT_ALIGNED else _LEFT
        return None

    def data(self, index: Index, role: int = DISPLAY) -> Any:
        """Return a cell's words, or how they are aligned."""
        if role == ALIGNMENT:
            return _RIGHT if index.column() in RIGHT_ALIGNED else _LEFT
        if role in (DISPLAY, ACCESSIBLE):
            return self.words(index.row(), index.column())
        if role == TOOL_TIP:
            return self._tool_tip(index.row(), index.column())
        return None

    def words(self, row: int, column: int) -> str:
        """Return what a cell says."""
        line = self.line(row)
        if line is None:
            return self.tr("No longer here") if column == QueueColumn.STATE else ""
        now_s = self._around.clock.now_s()
        if column == QueueColumn.STATE:
            return state_word(line.state)
        if column == QueueColumn.AGE:
            return age(now_s - line.created_s)
        if column == QueueColumn.DUE:
            return self._due(line, now_s)
        if column == QueueColumn.CATEGORY:
            return self._around.names.category(line.category)
        if column == QueueColumn.AREA:
            return self._around.names.area(line.area) or self.tr("Outside all areas")
        if column == QueueColumn.SUPPORTERS:
            return number(line.supporters) if line.supporters else ""
        if column == QueueColumn.PRIORITY:
            return priority_word(line.priority)
        if column == QueueColumn.TAKEN_BY:
            return self.tr("You · waiting to be sent") if self.is_pending(line.report) else line.taker or ""
        return self._text(line, column)

    def _due(self, line: Line, now_s: float) -> str:
        if line.due_s is not None:
            return due(line.due_s - now_s)
        return "" if line.state in CLOSED_STATES else self.tr("paused")

    def _text(self, line: Line, column: int) -> str:
        text = self._around.texts.get(line.report)
        if text is None:
            return ELLIPSIS
        if column == QueueColumn.NUMBER:
            return text.number
        return " ".join(text.description.split()) or self.tr("(no text)")

    def _tool_tip(self, row: int, column: int) -> str:
        line = self.line(row)
        if line is None:
            return ""
        if column == QueueColumn.AGE:
            return exact_moment(line.created_s)
        if column == QueueColumn.DUE:
            return "" if line.due_s is None else exact_moment(line.due_s)
        if column == QueueColumn.AREA:
            return self._around.names.area_path(line.area)
        words = self.words(row, column)
        # Tool tips guess at markup, so a citizen's words are escaped and marked as what they are.
        return f"<qt>{escape(words)}</qt>"

    def _on_pending(self, pending: Mapping[ReportId, tuple[Intent, ...]]) -> None:
        self._pending = pending
        self._repaint()

    def _repaint(self, *_: object) -> None:
        if len(self._ids):
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._ids) - 1, COUNT - 1))
