"""The queue's table: keeps the row a person looks at where it is, whatever arrives, and lets rows be chosen.

One report is the desk's selection, the current one; several may be chosen besides, for copying and exporting.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QObject, QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from commandcenter.views.queue.column import COUNT, QueueColumn
from commandcenter.views.queue.header import QueueHeader
from commandcenter.views.queue.model import Index, QueueModel
from commandcenter.views.queue.painting import ROW_PX, Place, QueuePainter, Span
from commandcenter.views.queue.standing import Arrangement
from commandcenter.views.surroundings import Surroundings

_Flag = QItemSelectionModel.SelectionFlag


class QueueTable(QTableView):
    """The table of the queue.

    Emits:
        engaged: Whether somebody is working in it, so that rows must not move (bool).
        report_chosen: Another report is current (``ReportId``).
        rest_wanted: Somebody looks at rows whose order is not known yet.
    """

    engaged = Signal(bool)
    report_chosen = Signal(object)
    rest_wanted = Signal()

    def __init__(self, model: QueueModel, around: Surroundings, parent: QWidget | None = None) -> None:
        """Show ``model``."""
        super().__init__(parent)
        self.queue = model
        self._around = around
        self._restoring = False
        self.header = QueueHeader(around.look, self)
        self.setHorizontalHeader(self.header)
        self.setModel(model)
        self._painter = QueuePainter(model, around)
        self._set_up()
        self.verticalScrollBar().valueChanged.connect(lambda _value: self._tell_engaged())
        self.viewport().installEventFilter(self)
        around.look.changed.connect(lambda _theme: self.viewport().update())

    def _set_up(self) -> None:
        rows = self.verticalHeader()
        rows.setVisible(False)
        # Fixed and equal heights: a million rows need no measuring.
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setMinimumSectionSize(ROW_PX)
        rows.setDefaultSectionSize(ROW_PX)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setMouseTracking(True)
        # Every pixel is painted here; Qt need not paint what lies below it first.
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName(self.tr("Queue of reports"))

    def chosen_rows(self) -> NDArray[np.int64]:
        """Return the rows that are chosen, int64, ascending."""
        # By ranges: an index for each of a million chosen rows would stop the window for seconds.
        chosen = self.selectionModel().selection()
        ranges = (chosen.at(at) for at in range(chosen.count()))
        parts = [np.arange(part.top(), part.bottom() + 1, dtype=np.int64) for part in ranges]
        return np.unique(np.concatenate(parts)) if parts else np.empty(0, np.int64)

    def selectAll(self) -> None:
        """Choose every row as one range: one by one, a million would stop the window for 20 s."""
        if self.queue.rowCount():
            last = self.queue.index(self.queue.rowCount() - 1, COUNT - 1)
            self.selectionModel().select(QItemSelection(self.queue.index(0, 0), last), _Flag.ClearAndSelect)

    def show_order(self, arrangement: Arrangement) -> None:
        """Put another order into the model, from its top, keeping the current report."""
        was, self._restoring = self._restoring, True
        self.selectionModel().clear()
        self.queue.set_order(arrangement.generation, arrangement.ids, arrangement.count)
        self.verticalScrollBar().setValue(0)
        self.queue.fetch_texts(self.viewport().height() // ROW_PX + 1)
        self.choose(self._around.desk.selection, scroll=False)
        self._restoring = was
        self._tell_engaged()

    def complete(self, ids: NDArray[np.int64]) -> None:
        """Learn the order of all rows, and find the current report among them."""
        was, self._restoring = self._restoring, True
        self.queue.complete(ids)
        if not self.selectionModel().hasSelection():
            self.choose(self._around.desk.selection, scroll=False)
        self._restoring = was
        self._tell_engaged()

    def choose(self, report: int | None, *, scroll: bool = True) -> None:
        """Make a report the current one, if it stands here."""
        row = None if report is None else self.queue.row_of(report)
        selection = self.selectionModel()
        if row is None:
            selection.clear()
        elif self.currentIndex().row() != row or not selection.hasSelection():
            index = self.queue.index(row, max(self.currentIndex().column(), 0))
            was, self._restoring = self._restoring, True
            selection.setCurrentIndex(index, _Flag.ClearAndSelect | _Flag.Rows)
            self._restoring = was
            if scroll:
                self.scrollTo(index)
        self._tell_engaged()

    def step(self, by: int) -> None:
        """Go to the next or the previous report; from nowhere to the first."""
        count = self.queue.rowCount()
        if not count:
            return
        current = self.currentIndex()
        row = min(max(current.row() + by, 0), count - 1) if current.isValid() else 0
        index = self.queue.index(row, max(current.column(), 0))
        self.setCurrentIndex(index)
        self.scrollTo(index)

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Tell which report is current now."""
        super().currentChanged(current, previous)
        report = self.queue.report_at(current.row()) if current.isValid() else None
        if report is not None and not self._restoring:
            self.report_chosen.emit(report)
        self._tell_engaged()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Take the keyboard without choosing a report: Qt would make the first row current."""
        had_current = self.currentIndex().isValid()
        self._restoring = True
        super().focusInEvent(event)
        if not had_current:
            self.selectionModel().clear()
        self._restoring = False

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the columns follow the width."""
        super().resizeEvent(event)
        self.header.fit(self.viewport().width())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the rows that are to be seen."""
        seen = event.rect()
        first, count = max(self.rowAt(seen.top()), 0), self.queue.rowCount()
        top = self.rowViewportPosition(first) if count else 0
        places: list[Place] = []
        selection = self.selectionModel()
        while top <= seen.bottom() and first + len(places) < count:
            row = first + len(places)
            places.append(Place(row, top, selection.isRowSelected(row)))
            top += ROW_PX
        painter = QPainter(self.viewport())
        self._painter.paint(painter, seen, places, self._spans(seen), self.header.length())
        painter.end()
        if places and places[-1].row >= len(self.queue.ids):
            self.rest_wanted.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notice the pointer coming and going."""
        if event.type() in (QEvent.Type.Enter, QEvent.Type.Leave):
            self._tell_engaged(over=event.type() == QEvent.Type.Enter)
        return super().eventFilter(watched, event)

    def _spans(self, seen: QRect) -> list[Span]:
        """Return the columns that a part of the viewport shows, from left to right."""
        header, spans = self.header, []
        for visual in range(header.count()):
            logical = header.logicalIndex(visual)
            left, width = header.sectionViewportPosition(logical), header.sectionSize(logical)
            if width and left <= seen.right() and left + width > seen.left():
                spans.append(Span(QueueColumn(logical), left, width))
        return spans

    def _tell_engaged(self, over: bool | None = None) -> None:
        if self._restoring:
            return
        pointed = self.viewport().underMouse() if over is None else over
        scrolled = self.verticalScrollBar().value() > 0
        self.engaged.emit(pointed or scrolled or self._has_chosen())

    def _has_chosen(self) -> bool:
        # While the rest is being ordered, the chosen report may stand in it.
        is_ahead = not self.queue.is_whole and self._around.desk.selection is not None
        return is_ahead or self.selectionModel().hasSelection()
