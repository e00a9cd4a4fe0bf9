"""The queue's header: sorts by a click, and lets columns be hidden, shown, moved and widened.

Owns how the columns stand. Until somebody arranges them they follow the width of the table, and the text takes what
the others leave; afterwards they stay as they were put.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QColor, QContextMenuEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QHeaderView, QMenu, QWidget

from commandcenter.views.drawing import Look, interface_font
from commandcenter.views.queue.column import FLEXIBLE, RIGHT_ALIGNED, QueueColumn, title
from commandcenter.views.queue.column_layout import (
    LEAST_PX,
    ColumnPlace,
    Layout,
    first_layout,
    flexible_px,
    with_place,
)
from commandcenter.views.queue.painting import PAD_PX, ROW_PX
from commandcenter.views.queue.sorting import QueueKey


class QueueHeader(QHeaderView):
    """The header: a click sorts, with Shift it adds a key; arrows and places show the keys.

    Emits:
        sort_requested: Sort by this column (int), adding it to the keys or not (bool).
        keys_chosen: Sort by these (``tuple[QueueKey, ...]``).
        arranging_requested: Somebody wants the list of all columns.
        arranged: The columns stand differently (``Layout``).
    """

    sort_requested = Signal(int, bool)
    keys_chosen = Signal(object)
    arranging_requested = Signal()
    arranged = Signal(object)

    def __init__(self, look: Look, parent: QWidget) -> None:
        """Begin without keys."""
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._look = look
        self._keys: tuple[QueueKey, ...] = ()
        self._pressed_at = -1
        self._table_px = 0
        self._is_arranging = False
        self._own: Layout | None = None
        self.setSectionsMovable(True)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(LEAST_PX)
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.setFixedHeight(ROW_PX)
        self.setAccessibleName(self.tr("Columns of the queue; Shift-click adds one to the order"))
        self.sectionMoved.connect(self._on_moved)
        self.sectionResized.connect(self._on_resized)

    @property
    def own(self) -> Layout | None:
        """How somebody has arranged the columns; None if nobody has."""
        return self._own

    @property
    def keys(self) -> tuple[QueueKey, ...]:
        """What the queue is sorted by."""
        return self._keys

    def layout_now(self) -> Layout:
        """Return how the columns stand."""
        return first_layout(self._table_px) if self._own is None else self._own

    def show_keys(self, keys: Sequence[QueueKey]) -> None:
        """Show what the queue is sorted by."""
        self._keys = tuple(keys)
        self.viewport().update()

    def arrange(self, layout: Layout | None) -> None:
        """Put the columns as somebody wants them; None: as they stand at first."""
        self._own = layout
        self._apply()
        self.arranged.emit(self.layout_now())

    def fit(self, table_px: int) -> None:
        """Follow the width of the table."""
        if table_px != self._table_px:
            self._table_px = table_px
            self._apply()

    def show_column(self, column: QueueColumn, *, shown: bool) -> None:
        """Show or hide a column; the last one that is shown stays."""
        place = self._place(column)
        if place.shown != shown and (shown or self.count() - self.hiddenSectionCount() > 1):
            self.arrange(with_place(self.layout_now(), ColumnPlace(column, shown, place.width_px)))

    def request_order(self, column: QueueColumn, *, descending: bool, add: bool = False) -> None:
        """Have the queue sorted by a column in one direction.

        Args:
            column: Which.
            descending: The largest first.
            add: Keep the present keys and let this one decide among equals.
        """
        kept = tuple(key for key in self._keys if key.column is not column) if add else ()
        self.keys_chosen.emit((*kept, QueueKey(column, descending)))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember where the press was, to tell a click from a moved or widened column."""
        self._pressed_at = event.position().toPoint().x()
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Sort if it was a click."""
        super().mouseReleaseEvent(event)
        at = event.position().toPoint().x()
        resizing = self.cursor().shape() == Qt.CursorShape.SplitHCursor
        is_left = event.button() == Qt.MouseButton.LeftButton
        if is_left and abs(at - self._pressed_at) < 4 and not resizing and self.logicalIndexAt(at) >= 0:
            adding = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.sort_requested.emit(self.logicalIndexAt(at), adding)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done with the column under the pointer, and all columns."""
        logical = self.logicalIndexAt(event.pos())
        menu = self.menu(QueueColumn(logical) if logical >= 0 else None)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())
        event.accept()

    def menu(self, column: QueueColumn | None) -> QMenu:
        """Return the menu of a column, or of none in particular."""
        menu = QMenu(self)
        if column is not None:
            menu.addAction(self.tr("Sort upwards"), lambda: self.request_order(column, descending=False))
            menu.addAction(self.tr("Sort downwards"), lambda: self.request_order(column, descending=True))
            if self._keys and self._keys[0].column is not column:
                words = self.tr("Add to the order\tShift-click")
                menu.addAction(words, lambda: self.request_order(column, descending=False, add=True))
            hide = menu.addAction(self.tr("Hide this column"), lambda: self.show_column(column, shown=False))
            hide.setEnabled(self.count() - self.hiddenSectionCount() > 1)
            menu.addSeparator()
        for place in self.layout_now():
            action = menu.addAction(title(place.column))
            action.setCheckable(True)
            action.setChecked(place.shown)
            action.toggled.connect(lambda on, which=place.column: self.show_column(which, shown=on))
        menu.addSeparator()
        menu.addAction(self.tr("Arrange columns…\tC"), self.arranging_requested.emit)
        menu.addAction(self.tr("Reset columns"), lambda: self.arrange(None))
        return menu

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
        inner = rect.adjusted(PAD_PX, 0, -PAD_PX, 0)
        if place is not None:
            arrow = "▼" if self._keys[place].descending else "▲"
            mark = f"{arrow}{place + 1}" if len(self._keys) > 1 else arrow
            painter.drawText(inner, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), mark)
            inner.setRight(inner.right() - 20)
        name = title(QueueColumn(logicalIndex))
        shown = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, inner.width())
        right = logicalIndex in RIGHT_ALIGNED and place is None
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        painter.drawText(inner, int(side | Qt.AlignmentFlag.AlignVCenter), shown)
        painter.restore()

    def _place(self, column: QueueColumn) -> ColumnPlace:
        return next(place for place in self.layout_now() if place.column is column)

    def _apply(self) -> None:
        """Put Qt's sections where the layout has them."""
        layout = self.layout_now()
        self._is_arranging = True
        for visual, place in enumerate(layout):
            self.moveSection(self.visualIndex(place.column), visual)
            self.setSectionHidden(place.column, not place.shown)
            width_px = flexible_px(layout, self._table_px) if place.width_px is None else place.width_px
            if place.shown:
                self.resizeSection(place.column, width_px)
        self._is_arranging = False

    def _on_moved(self, *_: int) -> None:
        if not self._is_arranging:
            places = {place.column: place for place in self.layout_now()}
            order = [QueueColumn(self.logicalIndex(visual)) for visual in range(self.count())]
            self.arrange(tuple(places[column] for column in order))

    def _on_resized(self, logical: int, _old_px: int, new_px: int) -> None:
        if self._is_arranging or new_px == 0:
            return
        column = QueueColumn(logical)
        self._own = with_place(self.layout_now(), ColumnPlace(column, shown=True, width_px=new_px))
        if column is not FLEXIBLE:
            self._apply()
        self.arranged.emit(self._own)
