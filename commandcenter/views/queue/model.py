"""The queue as Qt's table sees it: an order of report ids over one generation of the board.

Owns the words of every cell. Keeps ids only; a line is read when it is painted and forgotten when the board goes
on. Refuses to decide which reports are in the queue and when the order may change; ``standing`` does.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
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
    moment,
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

_INSTANTS: Mapping[int, Callable[[Line], int | None]] = {
    QueueColumn.AGE: lambda line: line.created_s,
    QueueColumn.DUE: lambda line: line.due_s,
    QueueColumn.RESPONSE: lambda line: None if line.response_s is None else line.created_s + line.response_s,
    QueueColumn.CLOSED: lambda line: line.closed_s,
    QueueColumn.UPDATED: lambda line: line.updated_s,
}
"""Columns that say when something was or will be, and when that is, UTC seconds."""

ELLIPSIS = "…"


class QueueModel(QAbstractTableModel):
    """Rows are reports in the order given last; columns are ``QueueColumn``."""

    def __init__(self, around: Surroundings, parent: QObject | None = None) -> None:
        """Begin empty."""
        super().__init__(parent)
        self._around = around
        self._generation: Generation = around.desk.generation
        self._ids: NDArray[np.int64] = np.empty(0, np.int64)
        self._count = 0
        self._blocks: dict[int, list[Line | None]] = {}
        self._sayings = self._say()
        self._pending: Mapping[ReportId, tuple[Intent, ...]] = around.desk.pending
        around.texts.arrived.connect(self._on_texts)
        around.names.changed.connect(self._repaint)
        around.desk.pending_changed.connect(self._on_pending)

    @property
    def ids(self) -> NDArray[np.int64]:
        """The reports in the order shown, int64; the first of them while the rest is being ordered."""
        return self._ids

    @property
    def is_whole(self) -> bool:
        """Whether the order of all rows is known."""
        return len(self._ids) == self._count

    def set_order(self, generation: Generation, ids: NDArray[np.int64], count: int) -> None:
        """Show other reports, or the same in another order.

        Args:
            generation: What is known of them.
            ids: int64; all, or the first of them.
            count: How many there are; ``complete`` brings those that are missing.
        """
        is_reset = count != self._count
        if is_reset:
            self.beginResetModel()
        self._generation = generation
        self._ids, self._count = ids, count
        self._blocks.clear()
        if is_reset:
            self.endResetModel()
        else:
            # As many rows, all of which say something else: a reset would have the table count a million rows again.
            self._repaint()

    def complete(self, ids: NDArray[np.int64]) -> None:
        """Learn the order of all rows; those known before are where they were, and say what they said."""
        known = len(self._ids)
        self._ids = ids
        self._blocks.pop(known >> BLOCK_BITS, None)
        if known < self._count:
            self.dataChanged.emit(self.index(known, 0), self.index(self._count - 1, COUNT - 1))

    def fetch_texts(self, rows: int) -> None:
        """Have the texts of the first rows read, so that they are there when these are painted."""
        self._around.texts.fetch(self._ids[:rows].tolist())

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
        """Return a row's line; None if the report has left the board meanwhile, or the row's order is not known yet."""
        if row >= len(self._ids):
            return None
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
        return 0 if parent.isValid() else self._count

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
        if line is not None:
            return self.words_of(line, column)
        if row >= len(self._ids):
            return ELLIPSIS
        return self.tr("No longer here") if column == QueueColumn.STATE else ""

    def words_of(self, line: Line, column: int) -> str:
        """Return what a cell of a report's row says."""
        return self._sayings[column](line)

    def _say(self) -> dict[int, Callable[[Line], str]]:
        """Return what each column says of a line."""
        names, clock = self._around.names, self._around.clock
        return {
            QueueColumn.STATE: lambda line: state_word(line.state),
            QueueColumn.AGE: lambda line: age(clock.now_s() - line.created_s),
            QueueColumn.DUE: lambda line: self._due(line, clock.now_s()),
            QueueColumn.DESCRIPTION: self._description,
            QueueColumn.CATEGORY: lambda line: names.category(line.category),
            QueueColumn.AREA: lambda line: names.area(line.area) or self.tr("Outside all areas"),
            QueueColumn.NUMBER: self._number,
            QueueColumn.TAKEN_BY: self._taken_by,
            QueueColumn.SUPPORTERS: lambda line: number(line.supporters) if line.supporters else "",
            QueueColumn.PRIORITY: lambda line: priority_word(line.priority),
            QueueColumn.AGENCY: lambda line: names.agency(line.agency) or self.tr("Office of the area"),
            QueueColumn.RESPONSE: lambda line: "" if line.response_s is None else age(line.response_s),
            QueueColumn.CLOSED: lambda line: self._moment(line.closed_s),
            QueueColumn.UPDATED: lambda line: self._moment(line.updated_s),
            QueueColumn.PHOTO: lambda line: self.tr("yes") if line.has_photo else "",
            QueueColumn.ADDRESS: self._address,
            QueueColumn.CREW: lambda line: names.crew(line.crew),
            QueueColumn.INCIDENT: lambda line: "" if line.incident is None else names.incident(line.incident),
        }

    def _moment(self, at_s: int | None) -> str:
        return "" if at_s is None else moment(at_s, self._around.clock.now_s())

    def _taken_by(self, line: Line) -> str:
        return self.tr("You · waiting to be sent") if self.is_pending(line.report) else line.taker or ""

    def _due(self, line: Line, now_s: float) -> str:
        if line.due_s is not None:
            return due(line.due_s - now_s)
        return "" if line.state in CLOSED_STATES else self.tr("paused")

    def _number(self, line: Line) -> str:
        text = self._around.texts.get(line.report)
        return ELLIPSIS if text is None else text.number

    def _description(self, line: Line) -> str:
        text = self._around.texts.get(line.report)
        return ELLIPSIS if text is None else " ".join(text.description.split()) or self.tr("(no text)")

    def _address(self, line: Line) -> str:
        text = self._around.texts.get(line.report)
        return ELLIPSIS if text is None else " ".join((text.address or "").split())

    def _tool_tip(self, row: int, column: int) -> str:
        line = self.line(row)
        if line is None:
            return ""
        if column in _INSTANTS:
            at_s = _INSTANTS[column](line)
            return "" if at_s is None else exact_moment(at_s)
        if column == QueueColumn.AREA:
            return self._around.names.area_path(line.area)
        words = self.words(row, column)
        # Tool tips guess at markup, so a citizen's words are escaped and marked as what they are.
        return f"<qt>{escape(words)}</qt>"

    def _on_pending(self, pending: Mapping[ReportId, tuple[Intent, ...]]) -> None:
        self._pending = pending
        self._repaint()

    def _on_texts(self, reports: frozenset[int]) -> None:
        """Repaint the rows that were read lately and whose texts have come; nothing else has changed."""
        rows = [
            (number_ << BLOCK_BITS) + place
            for number_, block in self._blocks.items()
            for place, line in enumerate(block)
            if line is not None and line.report in reports
        ]
        if rows:
            self.dataChanged.emit(self.index(min(rows), 0), self.index(max(rows), COUNT - 1))

    def _repaint(self, *_: object) -> None:
        if self._count:
            self.dataChanged.emit(self.index(0, 0), self.index(self._count - 1, COUNT - 1))
