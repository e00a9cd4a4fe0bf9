"""The list of all columns, for hands that stay on the keyboard: show, move, widen, sort."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from commandcenter.views.queue.column import FLEXIBLE, QueueColumn, title
from commandcenter.views.queue.column_layout import LEAST_PX, MOST_PX, ColumnPlace, Layout, moved, with_place
from commandcenter.views.queue.header import QueueHeader

_STEP_PX = 8
_FLAGS = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable
_AS_WIDE_AS_POSSIBLE = LEAST_PX - _STEP_PX


class ColumnDialog(QDialog):
    """Everything that the header does with the mouse. What is changed is seen at once."""

    def __init__(self, header: QueueHeader, parent: QWidget) -> None:
        """Show the columns of ``header``."""
        super().__init__(parent)
        self._header = header
        self.setWindowTitle(self.tr("Columns of the queue"))
        self.list = QListWidget(self)
        self.list.setAccessibleName(self.tr("Columns, from left to right"))
        self.width_box = QSpinBox(self)
        self.width_box.setRange(_AS_WIDE_AS_POSSIBLE, MOST_PX)
        self.width_box.setSingleStep(_STEP_PX)
        self.width_box.setSuffix(self.tr(" pixels"))
        self.width_box.setAccessibleName(self.tr("Width of the column"))
        self._lay_out()
        self._show(header.layout_now())
        self.list.setCurrentRow(0)
        self.list.itemChanged.connect(self._on_checked)
        self.list.currentRowChanged.connect(lambda _row: self._show_width())
        self.width_box.valueChanged.connect(self._on_width)
        header.arranged.connect(self._show)
        self.list.setFocus()

    @property
    def column(self) -> QueueColumn:
        """The column that the buttons act on."""
        return self._layout_now[max(self.list.currentRow(), 0)].column

    def _lay_out(self) -> None:
        hint = QLabel(self.tr("Space shows or hides a column, Alt+↑ and Alt+↓ move it."))
        hint.setWordWrap(True)
        sides = QVBoxLayout()
        for words, key, act in (
            (self.tr("Further left"), "Alt+Up", lambda: self._move(-1)),
            (self.tr("Further right"), "Alt+Down", lambda: self._move(1)),
            (self.tr("Sort upwards"), "Ctrl+Up", lambda: self._sort(descending=False)),
            (self.tr("Sort downwards"), "Ctrl+Down", lambda: self._sort(descending=True)),
            (self.tr("Add to the order"), "Ctrl+Shift+Up", lambda: self._sort(descending=False, add=True)),
            (self.tr("Reset columns"), "", lambda: self._header.arrange(None)),
        ):
            sides.addWidget(self._button(words, key, act))
        sides.addSpacing(8)
        sides.addWidget(QLabel(self.tr("Width")))
        sides.addWidget(self.width_box)
        sides.addStretch(1)
        row = QHBoxLayout()
        row.addWidget(self.list, 1)
        row.addLayout(sides)
        buttons = QDialogButtonBox()
        buttons.addButton(self.tr("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 14)
        column.addWidget(hint)
        column.addLayout(row, 1)
        column.addWidget(buttons)
        self.resize(460, 560)

    def _button(self, words: str, key: str, act: Callable[[], None]) -> QPushButton:
        button = QPushButton(words, self)
        button.setAutoDefault(False)
        button.clicked.connect(lambda _checked: act())
        if key:
            button.setToolTip(key)
            QShortcut(QKeySequence(key), self).activated.connect(act)
        return button

    def _show(self, layout: Layout) -> None:
        kept = self.column if self.list.count() else None
        self._layout_now = layout
        with QSignalBlocker(self.list):
            self.list.clear()
            for place in layout:
                item = QListWidgetItem(title(place.column), self.list)
                item.setFlags(
                    Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable
                )
                item.setCheckState(Qt.CheckState.Checked if place.shown else Qt.CheckState.Unchecked)
            at = next((n for n, place in enumerate(layout) if place.column is kept), 0)
            self.list.setCurrentRow(at)
        self._show_width()

    def _show_width(self) -> None:
        place = self._place()
        with QSignalBlocker(self.width_box):
            least = _AS_WIDE_AS_POSSIBLE if place.column is FLEXIBLE else LEAST_PX
            self.width_box.setMinimum(least)
            self.width_box.setSpecialValueText(self.tr("what is left") if place.column is FLEXIBLE else "")
            self.width_box.setValue(least if place.width_px is None else place.width_px)

    def _place(self) -> ColumnPlace:
        return next(place for place in self._layout_now if place.column is self.column)

    def _on_checked(self, item: QListWidgetItem) -> None:
        column = self._layout_now[self.list.row(item)].column
        self._header.show_column(column, shown=item.checkState() == Qt.CheckState.Checked)
        # The last one that is shown stays shown.
        self._show(self._header.layout_now())

    def _on_width(self, width_px: int) -> None:
        place = self._place()
        wanted = None if width_px < LEAST_PX else width_px
        self._header.arrange(with_place(self._layout_now, ColumnPlace(place.column, place.shown, wanted)))

    def _move(self, by: int) -> None:
        self._header.arrange(moved(self._layout_now, self.column, by))

    def _sort(self, *, descending: bool, add: bool = False) -> None:
        self._header.request_order(self.column, descending=descending, add=add)
