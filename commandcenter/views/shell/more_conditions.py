"""The conditions that are wanted less often, behind one button."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QPushButton, QToolButton, QWidget

from commandcenter.models.board.filter import Filter, FilterPart
from commandcenter.models.report import Priority
from commandcenter.views.shell.choice import Option
from commandcenter.views.shell.condition_field import (
    ClosedField,
    ConditionField,
    DurationField,
    FlagField,
    KeysField,
    SupportersField,
    TruthField,
)
from commandcenter.views.surroundings import Surroundings
from commandcenter.views.wording import priority_word

PARTS: tuple[FilterPart, ...] = (
    "agencies",
    "crews",
    "takers",
    "priorities",
    "incidents",
    "has_photo",
    "with_place",
    "taken_on",
    "min_supporters",
    "age",
    "response",
    "closed_from_s",
    "closed_until_s",
    "overdue_at_s",
    "open_only",
)
"""What is set here; the rest has a button of its own, a chart, or the map."""

_FIELD_PX = 250


class MoreConditions(QToolButton):
    """A button that opens a form over the desk's filter; each control filters at once."""

    def __init__(self, around: Surroundings, parent: QWidget | None = None) -> None:
        """Show and change the desk's filter."""
        super().__init__(parent)
        self._around = around
        self.popup = QFrame(self, Qt.WindowType.Popup)
        self.popup.setObjectName("popup")
        self.agency = KeysField(self.tr("Agency"), "agencies")
        self.crew = KeysField(self.tr("Crew"), "crews")
        self.taker = KeysField(self.tr("Taken on by"), "takers")
        self.priority = KeysField(self.tr("Priority"), "priorities", int)
        self.incident = KeysField(self.tr("Incident"), "incidents", int)
        self.fields = self._fields()
        self._lay_out()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.clicked.connect(self.open)
        around.desk.filter_changed.connect(self._show)
        self._offer()
        self._show(around.desk.filter)

    def open(self) -> None:
        """Open the form under the button, with what there is to choose by now."""
        self._around.names.reload()
        self._offer()
        for field in self.fields:
            field.show_filter(self._around.desk.filter)
        self.popup.adjustSize()
        right = self.mapToGlobal(QPoint(0, self.height() + 2))
        over = right.x() + self.popup.width() - self.window().mapToGlobal(QPoint(self.window().width(), 0)).x()
        self.popup.move(right.x() - max(over, 0), right.y())
        self.popup.show()
        self.agency.widget.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open with the keys that open lists elsewhere."""
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.open()
            return
        super().keyPressEvent(event)

    def _fields(self) -> tuple[ConditionField, ...]:
        either = self.tr("Either")
        ends = (self.tr("from any"), self.tr("to any"))
        return (
            FlagField(self.tr("Late only"), lambda wanted: wanted.overdue_at_s is not None, self._with_late),
            FlagField(self.tr("Open only"), lambda wanted: wanted.open_only, _with_open),
            self.priority,
            TruthField(self.tr("Taken on"), "taken_on", (either, self.tr("Taken on"), self.tr("By nobody yet"))),
            self.taker,
            self.agency,
            self.crew,
            self.incident,
            TruthField(self.tr("Photo"), "has_photo", (either, self.tr("With a photo"), self.tr("Without a photo"))),
            TruthField(self.tr("Place"), "with_place", (either, self.tr("With a place"), self.tr("Without a place"))),
            SupportersField(self.tr("Supporters, at least"), self.tr("any number")),
            DurationField(self.tr("Age"), "age", self._now_s, ends),
            DurationField(self.tr("First response after"), "response", self._now_s, ends),
            ClosedField(self.tr("Closed on"), (self.tr("any day"), self.tr("any day"))),
        )

    def _lay_out(self) -> None:
        grid = QGridLayout(self.popup)
        grid.setContentsMargins(12, 10, 12, 10)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        for row, field in enumerate(self.fields):
            label = QLabel(field.title, self.popup)
            label.setBuddy(field.widget)
            grid.addWidget(label, row, 0)
            grid.addWidget(field.widget, row, 1)
            field.widget.setFixedWidth(_FIELD_PX)
            field.changed.connect(self._on_changed)
        self.nothing = QPushButton(self.tr("Remove all of these"), self.popup)
        self.nothing.clicked.connect(lambda: self._on_changed(lambda wanted: wanted.without(*PARTS)))
        grid.addWidget(self.nothing, len(self.fields), 1)

    def _on_changed(self, change: Callable[[Filter], Filter]) -> None:
        desk = self._around.desk
        desk.set_filter(change(desk.filter))

    def _offer(self) -> None:
        words, names = self._around.desk.generation.vocabularies, self._around.names
        own = Option(None, self.tr("The area's own office"))
        self.agency.offer([own, *_options(words["agencies"].words, names.agency)])
        self.crew.offer([Option(None, self.tr("No crew")), *_options(words["crews"].words, names.crew)])
        self.taker.offer([Option(None, self.tr("Nobody")), *_options(words["takers"].words, str)])
        self.priority.offer([Option(str(int(each)), priority_word(each)) for each in reversed(Priority)])
        incidents = sorted(names.incidents, key=int, reverse=True)
        self.incident.offer(
            [Option(None, self.tr("No incident")), *(Option(each, names.incident(int(each))) for each in incidents)]
        )

    def _show(self, wanted: Filter) -> None:
        if self.popup.isVisible():
            for field in self.fields:
                field.show_filter(wanted)
        made = len({part.partition("_from")[0].partition("_until")[0] for part in wanted.parts() if part in PARTS})
        words = self.tr("More conditions: {count}").format(count=made) if made else self.tr("More conditions")
        if words == self.accessibleName():
            return
        self.setText(words + " ▾")
        self.setAccessibleName(words)
        self.setProperty("active", made > 0)
        self.style().unpolish(self)
        self.style().polish(self)

    def _now_s(self) -> int:
        return int(self._around.clock.now_s())

    def _with_late(self, wanted: Filter, on: bool) -> Filter:
        return replace(wanted, overdue_at_s=self._now_s() if on else None)


def _with_open(wanted: Filter, on: bool) -> Filter:
    return replace(wanted, open_only=on)


def _options(keys: tuple[str, ...], name: Callable[[str], str]) -> list[Option]:
    return sorted((Option(key, name(key)) for key in keys), key=lambda option: option.label.casefold())
