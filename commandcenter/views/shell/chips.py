"""The row of conditions in force, each of which a click takes away."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from commandcenter.models.board.filter import Filter
from commandcenter.views.shell.condition_words import condition_words
from commandcenter.views.shell.flow import FlowLayout
from commandcenter.views.shell.period import Period, PeriodButton
from commandcenter.views.surroundings import Surroundings


class Chips(QWidget):
    """The conditions of the desk's filter; a click on one takes it away.

    Emits:
        removed: The part with this name was taken out (str).
    """

    removed = Signal(str)

    def __init__(self, around: Surroundings, period: PeriodButton, parent: QWidget | None = None) -> None:
        """Show the desk's filter; ``period`` knows what a time of reporting is called."""
        super().__init__(parent)
        self.setObjectName("chipRow")
        self._around = around
        self._period = period
        self._shown: dict[str, QPushButton] = {}
        self._row = FlowLayout(self, 6)
        self._row.setContentsMargins(10, 4, 10, 4)
        around.desk.filter_changed.connect(self._show)
        around.names.changed.connect(lambda: self._show(around.desk.filter))
        self._show(around.desk.filter)

    def chips(self) -> dict[str, QPushButton]:
        """Return the buttons by the name of the part that they take away."""
        return dict(self._shown)

    def _show(self, wanted: Filter) -> None:
        created = self._period.words(wanted)
        words = dict(condition_words(wanted, self._around.names, self._around.clock.now_s(), created))
        if list(words) != list(self._shown):
            self._build(list(words))
        for part, chip in self._shown.items():
            shown = self.fontMetrics().elidedText(words[part], Qt.TextElideMode.ElideRight, 280)
            chip.setText(f"{shown}  ✕")
            chip.setToolTip(self.tr("Remove: {words}").format(words=words[part]))
            chip.setAccessibleName(self.tr("Remove: {words}").format(words=words[part]))
        self.setVisible(bool(words))

    def _build(self, parts: list[str]) -> None:
        """Put other chips into the row; while a brush moves, only their words change."""
        while (item := self._row.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.setParent(None)
                widget.deleteLater()
        self._shown = {part: self._chip(part) for part in parts}
        if len(parts) > 1:
            everything = QPushButton(self.tr("Clear all"), self)
            everything.setObjectName("clearChips")
            everything.clicked.connect(self._clear)
            self._row.addWidget(everything)

    def _chip(self, part: str) -> QPushButton:
        chip = QPushButton(self)
        chip.setObjectName("chip")
        chip.setProperty("part", part)
        chip.clicked.connect(lambda: self._remove(part))
        self._row.addWidget(chip)
        return chip

    def _remove(self, part: str) -> None:
        desk = self._around.desk
        if part == "created":
            if self._period.is_custom(desk.filter):
                self._period.restore()
            else:
                self._period.choose(Period.ALL)
        else:
            desk.set_filter(desk.filter.without(part))  # type: ignore[arg-type] # made by ``condition_words``
        self.removed.emit(part)

    def _clear(self) -> None:
        self._around.desk.set_filter(Filter())
        self._period.choose(Period.ALL)
