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
        self._row = FlowLayout(self, 6)
        self._row.setContentsMargins(10, 4, 10, 4)
        around.desk.filter_changed.connect(self._show)
        around.names.changed.connect(lambda: self._show(around.desk.filter))
        self._show(around.desk.filter)

    def chips(self) -> dict[str, QPushButton]:
        """Return the buttons by the name of the part that they take away."""
        return {chip.property("part"): chip for chip in self.findChildren(QPushButton, "chip")}

    def _show(self, wanted: Filter) -> None:
        while (item := self._row.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.setParent(None)
                widget.deleteLater()
        created = self._period.words(wanted)
        parts = list(condition_words(wanted, self._around.names, self._around.clock.now_s(), created))
        for part, words in parts:
            self._add(part, words)
        if len(parts) > 1:
            everything = QPushButton(self.tr("Clear all"), self)
            everything.setObjectName("clearChips")
            everything.clicked.connect(self._clear)
            self._row.addWidget(everything)
        self.setVisible(bool(parts))

    def _add(self, part: str, words: str) -> None:
        shown = self.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, 280)
        chip = QPushButton(f"{shown}  ✕", self)
        chip.setObjectName("chip")
        chip.setProperty("part", part)
        chip.setToolTip(self.tr("Remove: {words}").format(words=words))
        chip.setAccessibleName(self.tr("Remove: {words}").format(words=words))
        chip.clicked.connect(lambda: self._remove(part))
        self._row.addWidget(chip)

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
