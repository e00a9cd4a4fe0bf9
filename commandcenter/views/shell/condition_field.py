"""The controls of the conditions that are wanted less often, each of them over one part of the filter.

A field shows its part of a filter and says how another value changes a filter; it keeps nothing itself.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any, Literal

from PySide6.QtCore import QDate, QLocale, QObject, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QDateEdit, QHBoxLayout, QLabel, QSpinBox, QWidget

from commandcenter.models.board.condition import AgeRange, ResponseRange
from commandcenter.models.board.filter import Filter
from commandcenter.models.instant import WIB
from commandcenter.views.charts.bins import DAY_S, HOUR_S
from commandcenter.views.shell.choice import Choice, Option
from commandcenter.views.wording import age

KeysPart = Literal["agencies", "crews", "takers", "priorities", "incidents"]
TruthPart = Literal["has_photo", "with_place", "taken_on"]

_STEPS_S = (900, HOUR_S, 3 * HOUR_S, 6 * HOUR_S, DAY_S, 3 * DAY_S, 7 * DAY_S, 30 * DAY_S, 90 * DAY_S)
_NO_DAY = QDate(2000, 1, 1)
_MOST_SUPPORTERS = 9_999


class ConditionField(QObject):
    """One condition's control.

    Emits:
        changed: Somebody set it: what makes the new filter of the present one (``Callable[[Filter], Filter]``).
    """

    changed = Signal(object)

    def __init__(self, title: str, widget: QWidget) -> None:
        """Name the control for people and for screen readers."""
        super().__init__(widget)
        self.title = title
        self.widget = widget
        if not widget.accessibleName():
            widget.setAccessibleName(title)

    @abstractmethod
    def show_filter(self, wanted: Filter) -> None:
        """Show the condition of a filter, without saying so to anybody."""


class KeysField(ConditionField):
    """Any of some keys."""

    def __init__(self, title: str, part: KeysPart, of: Callable[[str], Any] = str) -> None:
        """Begin without options.

        Args:
            title: What it is called.
            part: The filter's field.
            of: Makes a member of the filter's field of an option's key.
        """
        self.choice = Choice(title)
        super().__init__(title, self.choice)
        self._part = part
        self._of = of
        self.choice.chosen.connect(self._on_chosen)

    def offer(self, options: Sequence[Option]) -> None:
        """Offer these."""
        self.choice.set_options(options)

    def show_filter(self, wanted: Filter) -> None:
        """Tick what the filter names."""
        keys = getattr(wanted, self._part)
        self.choice.show_ticked(None if keys is None else frozenset(None if key is None else str(key) for key in keys))

    def _on_chosen(self, keys: frozenset[str | None] | None) -> None:
        members = None if keys is None else frozenset(None if key is None else self._of(key) for key in keys)
        values: dict[str, Any] = {self._part: members}
        self.changed.emit(lambda wanted: replace(wanted, **values))


class TruthField(ConditionField):
    """Yes, no, or either."""

    def __init__(self, title: str, part: TruthPart, words: tuple[str, str, str]) -> None:
        """Offer three words: either, yes, no."""
        self._box = QComboBox()
        super().__init__(title, self._box)
        self._part = part
        for word, value in zip(words, (None, True, False), strict=True):
            self._box.addItem(word, value)
        self._box.activated.connect(self._on_activated)

    def show_filter(self, wanted: Filter) -> None:
        """Show what the filter says."""
        self._box.setCurrentIndex({None: 0, True: 1, False: 2}[getattr(wanted, self._part)])

    def _on_activated(self, index: int) -> None:
        values: dict[str, Any] = {self._part: self._box.itemData(index)}
        self.changed.emit(lambda wanted: replace(wanted, **values))


class FlagField(ConditionField):
    """Made or not made."""

    def __init__(self, title: str, holds: Callable[[Filter], bool], make: Callable[[Filter, bool], Filter]) -> None:
        """Show ``holds`` as a tick; ``make`` sets it."""
        self._box = QCheckBox(title)
        super().__init__("", self._box)
        self._box.setAccessibleName(title)
        self._holds = holds
        self._box.clicked.connect(lambda on: self.changed.emit(lambda wanted: make(wanted, on)))

    def show_filter(self, wanted: Filter) -> None:
        """Tick it if the filter holds it."""
        self._box.setChecked(self._holds(wanted))


class SupportersField(ConditionField):
    """At least so many supporters; 0 makes no condition."""

    def __init__(self, title: str, none: str) -> None:
        """Call the value 0 ``none``."""
        self._box = QSpinBox()
        super().__init__(title, self._box)
        self._box.setRange(0, _MOST_SUPPORTERS)
        self._box.setSpecialValueText(none)
        self._box.valueChanged.connect(self._on_value)

    def show_filter(self, wanted: Filter) -> None:
        """Show the filter's number."""
        was = self._box.blockSignals(True)
        self._box.setValue(wanted.min_supporters or 0)
        self._box.blockSignals(was)

    def _on_value(self, value: int) -> None:
        self.changed.emit(lambda wanted: replace(wanted, min_supporters=value or None))


class DurationField(ConditionField):
    """A duration from one step to another, open at both ends."""

    def __init__(
        self, title: str, part: Literal["age", "response"], at_s: Callable[[], int], words: tuple[str, str]
    ) -> None:
        """Offer the steps.

        Args:
            title: What it is called.
            part: The filter's field.
            at_s: The present UTC second, at which ages are taken.
            words: What an open beginning and an open end are called.
        """
        row = QWidget()
        self._from, self._until = QComboBox(row), QComboBox(row)
        super().__init__(title, row)
        self._part = part
        self._at_s = at_s
        layout = _row(row)
        for box, word in ((self._from, words[0]), (self._until, words[1])):
            box.addItem(word, None)
            for step_s in _STEPS_S:
                box.addItem(age(step_s), step_s)
            box.setAccessibleName(f"{title}: {word}")
            box.activated.connect(lambda _index: self._on_activated())
            layout.addWidget(box, 1)
        layout.insertWidget(1, QLabel("–", row))

    def show_filter(self, wanted: Filter) -> None:
        """Show the filter's range; an end between two steps is offered too."""
        held = getattr(wanted, self._part)
        for box, end_s in ((self._from, held and held.from_s), (self._until, held and held.until_s)):
            if box.findData(end_s) < 0:
                box.addItem(age(end_s), end_s)
            box.setCurrentIndex(max(box.findData(end_s), 0))

    def _on_activated(self) -> None:
        from_s, until_s = self._from.currentData(), self._until.currentData()
        held: Any = None
        if from_s is not None or until_s is not None:
            made = AgeRange(self._at_s(), from_s, until_s)
            held = made if self._part == "age" else ResponseRange(from_s, until_s)
        values = {self._part: held}
        self.changed.emit(lambda wanted: replace(wanted, **values))


class ClosedField(ConditionField):
    """Closed on these days, by the clocks of WIB; both days included."""

    def __init__(self, title: str, words: tuple[str, str]) -> None:
        """Call an open beginning and an open end ``words``."""
        row = QWidget()
        self._from, self._until = QDateEdit(row), QDateEdit(row)
        super().__init__(title, row)
        layout = _row(row)
        for edit, word in ((self._from, words[0]), (self._until, words[1])):
            edit.setMinimumDate(_NO_DAY)
            edit.setSpecialValueText(word)
            edit.setDate(_NO_DAY)
            edit.setCalendarPopup(True)
            edit.setDisplayFormat("d MMM yyyy")
            edit.setLocale(QLocale())
            edit.setAccessibleName(f"{title}: {word}")
            edit.dateChanged.connect(lambda _date: self._on_changed())
            layout.addWidget(edit, 1)
        layout.insertWidget(1, QLabel("–", row))

    def show_filter(self, wanted: Filter) -> None:
        """Show the days of the filter's range."""
        last_s = None if wanted.closed_until_s is None else wanted.closed_until_s - 1
        for edit, at_s in ((self._from, wanted.closed_from_s), (self._until, last_s)):
            was = edit.blockSignals(True)
            edit.setDate(_NO_DAY if at_s is None else _qdate(datetime.fromtimestamp(at_s, WIB).date()))
            edit.blockSignals(was)

    def _on_changed(self) -> None:
        first, last = (_day(edit.date()) for edit in (self._from, self._until))
        from_s = None if first is None else _midnight_s(first)
        until_s = None if last is None else _midnight_s(last + timedelta(days=1))
        self.changed.emit(lambda wanted: replace(wanted, closed_from_s=from_s, closed_until_s=until_s))


def _row(widget: QWidget) -> QHBoxLayout:
    layout = QHBoxLayout(widget)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(6)
    layout.setAlignment(Qt.AlignmentFlag.AlignVCenter)
    return layout


def _day(day: QDate) -> date | None:
    return None if day == _NO_DAY else date(day.year(), day.month(), day.day())


def _qdate(day: date) -> QDate:
    return QDate(day.year, day.month, day.day)


def _midnight_s(day: date) -> int:
    return int(datetime.combine(day, time(), WIB).timestamp())
