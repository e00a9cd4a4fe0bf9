"""The queue's table: paints its cells itself and keeps the row a person looks at where it is."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QObject,
    QPointF,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFocusEvent, QFontMetrics, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from commandcenter.models.report import Priority
from commandcenter.views.drawing import Look, interface_font, paint_state
from commandcenter.views.palette import Theme
from commandcenter.views.queue.column import COLUMNS, RIGHT_ALIGNED, QueueColumn
from commandcenter.views.queue.line import Line
from commandcenter.views.queue.model import Index, QueueModel
from commandcenter.views.queue.sorting import QueueKey
from commandcenter.views.surroundings import Surroundings

ROW_PX = 30
_PAD_PX = 8
_ICON_PX = 16
_SOON_S = 3_600


class QueueDelegate(QStyledItemDelegate):
    """Paints one cell: the words of the model, with shapes, icons and what is late."""

    def __init__(self, model: QueueModel, around: Surroundings, parent: QObject) -> None:
        """Paint what ``model`` says in the window's theme."""
        super().__init__(parent)
        self._model = model
        self._around = around
        self._font = interface_font(13)
        self._bold = interface_font(13, self._font.Weight.DemiBold)
        self._metrics = QFontMetrics(self._font)
        self._bold_metrics = QFontMetrics(self._bold)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002 - Qt's signature
        """Return the size of every cell; rows are all equally high."""
        return QSize(40, ROW_PX)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: Index,
    ) -> None:
        """Paint a cell."""
        theme = self._around.look.theme
        rect: QRect = option.rect
        state = option.state
        column = index.column()
        painter.save()
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        painter.fillRect(rect, QColor(theme.selection if chosen else theme.surface))
        painter.setPen(QPen(QColor(theme.line), 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        if chosen and column == QueueColumn.STATE:
            painter.fillRect(QRect(rect.left(), rect.top(), 3, rect.height()), QColor(theme.accent))
        line = self._model.line(index.row())
        inner = rect.adjusted(_PAD_PX, 0, -_PAD_PX, 0)
        if line is not None and column == QueueColumn.STATE:
            centre = QPointF(inner.left() + 6, rect.center().y() + 0.5)
            paint_state(painter, line.state, centre, 6, self._around.look.colour(line.state))
            inner.setLeft(inner.left() + 20)
        elif line is not None and column == QueueColumn.CATEGORY:
            self._paint_icon(painter, inner, line, theme)
            inner.setLeft(inner.left() + _ICON_PX + 8)
        self._paint_words(painter, inner, index.row(), column, line)
        painter.restore()

    def _paint_icon(self, painter: QPainter, inner: QRect, line: Line, theme: Theme) -> None:
        ratio = painter.device().devicePixelRatioF()
        name = self._around.names.category_icon(line.category)
        picture = self._around.look.picture(name, theme.dim_text, _ICON_PX, ratio)
        painter.drawPixmap(QPointF(inner.left(), inner.center().y() - _ICON_PX / 2 + 1), picture)

    def _paint_words(self, painter: QPainter, inner: QRect, row: int, column: int, line: Line | None) -> None:
        theme = self._around.look.theme
        words = self._model.words(row, column)
        colour, bold = theme.text, False
        if line is None:
            colour = theme.dim_text
        elif column == QueueColumn.STATE:
            colour = theme.state_hex(line.state)
        elif column == QueueColumn.DUE and line.due_s is not None:
            left_s = line.due_s - self._around.clock.now_s()
            bold = left_s < 0
            colour = theme.alert if bold else theme.caution if left_s < _SOON_S else theme.dim_text
        elif column == QueueColumn.PRIORITY:
            bold = line.priority >= Priority.HIGH
            colour = theme.text if bold else theme.dim_text
        elif column == QueueColumn.TAKEN_BY and self._model.is_pending(line.report):
            colour = theme.caution
        elif column in (QueueColumn.AREA, QueueColumn.NUMBER, QueueColumn.TAKEN_BY):
            colour = theme.dim_text
        painter.setFont(self._bold if bold else self._font)
        painter.setPen(QColor(colour))
        metrics = self._bold_metrics if bold else self._metrics
        shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, inner.width())
        side = Qt.AlignmentFlag.AlignRight if column in RIGHT_ALIGNED else Qt.AlignmentFlag.AlignLeft
        painter.drawText(inner, int(side | Qt.AlignmentFlag.AlignVCenter), shown)


class QueueHeader(QHeaderView):
    """The header: a click sorts, with Shift it adds a key; arrows and places show the keys.

    Emits:
        sort_requested: Sort by this column (int), adding it to the keys or not (bool).
    """

    sort_requested = Signal(int, bool)

    def __init__(self, look: Look, parent: QWidget) -> None:
        """Begin without keys."""
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._look = look
        self._keys: tuple[QueueKey, ...] = ()
        self._pressed_at = -1
        self.setSectionsMovable(True)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(48)
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.setFixedHeight(ROW_PX)
        self.setAccessibleName(self.tr("Columns of the queue; Shift-click adds one to the order"))

    def show_keys(self, keys: Sequence[QueueKey]) -> None:
        """Show what the queue is sorted by."""
        self._keys = tuple(keys)
        self.viewport().update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember where the press was, to tell a click from a moved or widened column."""
        self._pressed_at = event.position().toPoint().x()
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Sort if it was a click."""
        super().mouseReleaseEvent(event)
        at = event.position().toPoint().x()
        resizing = self.cursor().shape() == Qt.CursorShape.SplitHCursor
        if abs(at - self._pressed_at) < 4 and not resizing and self.logicalIndexAt(at) >= 0:
            adding = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.sort_requested.emit(self.logicalIndexAt(at), adding)

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:  # noqa: N803
        """Paint a column's name and, where it is a key, its direction and place."""
        theme = self._look.theme
        painter.save()
        painter.fillRect(rect, QColor(theme.raised))
        painter.setPen(QPen(QColor(theme.line), 1))
        painter.drawLine(rect.topRight(), rect.bottomRight())
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        place = next((n for n, key in enumerate(self._keys) if key.column == logicalIndex), None)
        painter.setPen(QColor(theme.dim_text if place is None else theme.text))
        painter.setFont(interface_font(12, self.font().Weight.DemiBold))
        inner = rect.adjusted(_PAD_PX, 0, -_PAD_PX, 0)
        if place is not None:
            arrow = "▼" if self._keys[place].descending else "▲"
            mark = f"{arrow}{place + 1}" if len(self._keys) > 1 else arrow
            painter.drawText(inner, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), mark)
            inner.setRight(inner.right() - 20)
        name = str(self.model().headerData(logicalIndex, Qt.Orientation.Horizontal))
        shown = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, inner.width())
        right = logicalIndex in RIGHT_ALIGNED and place is None
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        painter.drawText(inner, int(side | Qt.AlignmentFlag.AlignVCenter), shown)
        painter.restore()


class QueueTable(QTableView):
    """The table of the queue.

    Emits:
        engaged: Whether somebody is working in it, so that rows must not move (bool).
        report_chosen: Another report is current (``ReportId``).
    """

    engaged = Signal(bool)
    report_chosen = Signal(object)

    def __init__(self, model: QueueModel, around: Surroundings, parent: QWidget | None = None) -> None:
        """Show ``model``."""
        super().__init__(parent)
        self._queue = model
        self._around = around
        self._restoring = False
        self.header = QueueHeader(around.look, self)
        self.setHorizontalHeader(self.header)
        self.setModel(model)
        self.setItemDelegate(QueueDelegate(model, around, self))
        self._set_up()
        for column, spec in COLUMNS.items():
            self.setColumnWidth(column, spec.width_px)
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
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setMouseTracking(True)
        self.setAccessibleName(self.tr("Queue of reports"))

    def selectAll(self) -> None:
        """Do nothing: selecting a million rows one by one would stop the window for 20 s."""

    def show_order(self, generation: object, ids: object) -> None:
        """Put another order into the model, keeping the current report and the scrolled place."""
        current = self._around.desk.selection
        top = self.verticalScrollBar().value()
        self._restoring = True
        self._queue.set_order(generation, ids)  # type: ignore[arg-type] # Qt's signals carry objects
        self.choose(current, scroll=False)
        self.verticalScrollBar().setValue(top)
        self._restoring = False
        self._tell_engaged()

    def choose(self, report: int | None, *, scroll: bool = True) -> None:
        """Make a report the current one, if it stands here."""
        row = None if report is None else self._queue.row_of(report)
        selection = self.selectionModel()
        if row is None:
            selection.clear()
        elif self.currentIndex().row() != row or not selection.hasSelection():
            index = self._queue.index(row, max(self.currentIndex().column(), 0))
            flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
            was, self._restoring = self._restoring, True
            selection.setCurrentIndex(index, flags)
            self._restoring = was
            if scroll:
                self.scrollTo(index)
        self._tell_engaged()

    def step(self, by: int) -> None:
        """Go to the next or the previous report; from nowhere to the first."""
        count = self._queue.rowCount()
        if not count:
            return
        current = self.currentIndex()
        row = min(max(current.row() + by, 0), count - 1) if current.isValid() else 0
        index = self._queue.index(row, max(current.column(), 0))
        self.setCurrentIndex(index)
        self.scrollTo(index)

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Tell which report is current now."""
        super().currentChanged(current, previous)
        report = self._queue.report_at(current.row()) if current.isValid() else None
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

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notice the pointer coming and going."""
        if event.type() in (QEvent.Type.Enter, QEvent.Type.Leave):
            self._tell_engaged(over=event.type() == QEvent.Type.Enter)
        return super().eventFilter(watched, event)

    def _tell_engaged(self, over: bool | None = None) -> None:
        if self._restoring:
            return
        pointed = self.viewport().underMouse() if over is None else over
        scrolled = self.verticalScrollBar().value() > 0
        self.engaged.emit(pointed or scrolled or self.selectionModel().hasSelection())
