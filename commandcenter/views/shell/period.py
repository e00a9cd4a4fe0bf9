"""The filter of time: the last hour, a day, a week, everything, or what the brush of the chart chose."""

from __future__ import annotations

from dataclasses import replace
from enum import Enum

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from commandcenter.models.board.filter import Filter
from commandcenter.views.shell.condition_words import time_range
from commandcenter.views.surroundings import Surroundings

_MINUTE_S = 60


class Period(Enum):
    """How far back; the value is the length in seconds, None for everything."""

    HOUR = 3_600
    DAY = 86_400
    WEEK = 604_800
    ALL = None


class PeriodButton(QToolButton):
    """A button with a menu of periods; a rolling one moves on every minute.

    Emits:
        period_changed: Another period is to be seen: from, until, UTC seconds or None (object, object).
    """

    period_changed = Signal(object, object)

    def __init__(self, around: Surroundings, parent: QWidget | None = None) -> None:
        """Begin with everything."""
        super().__init__(parent)
        self._around = around
        self._period = Period.ALL
        self._from_s: int | None = None
        self._is_compact = False
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self)
        group = QActionGroup(self)
        self.actions_of: dict[Period, QAction] = {}
        for period in Period:
            action = menu.addAction(self._words(period))
            action.setCheckable(True)
            action.triggered.connect(lambda _on, chosen=period: self.choose(chosen))
            group.addAction(action)
            self.actions_of[period] = action
        self.setMenu(menu)
        self._rolling = QTimer(self)
        self._rolling.setInterval(_MINUTE_S * 1000)
        self._rolling.timeout.connect(self._roll)
        self._rolling.start()
        around.desk.filter_changed.connect(self._show)
        # The past has a last hour of its own.
        around.desk.past_changed.connect(lambda _at_ms: self._roll())
        self._show(around.desk.filter)

    @property
    def rolling_s(self) -> int | None:
        """How many seconds back the filter reaches from now on and on; None where it does not move with the clock."""
        return None if self.is_custom(self._around.desk.filter) else self._period.value

    def choose(self, period: Period) -> None:
        """Filter by a period, whatever the brush had chosen."""
        self._period = period
        self.restore()

    def begin(self, period: Period) -> int | None:
        """Show a period from now on and return its first UTC second; the caller filters by it."""
        self._period = period
        self._from_s = self._start()
        self.period_changed.emit(self._from_s, None)
        return self._from_s

    def restore(self) -> None:
        """Filter by the chosen period again; takes the brush's range away."""
        from_s = self.begin(self._period)
        desk = self._around.desk
        desk.set_filter(replace(desk.filter, created_from_s=from_s, created_until_s=None))
        self._show(desk.filter)

    def set_compact(self, on: bool) -> None:
        """Say no more than that there is a range, where its origin would need too much room."""
        if on != self._is_compact:
            self._is_compact = on
            self._show(self._around.desk.filter)

    def is_custom(self, wanted: Filter) -> bool:
        """Return whether the filter holds another range than the chosen period."""
        return (wanted.created_from_s, wanted.created_until_s) != (self._from_s, None)

    def words(self, wanted: Filter) -> str:
        """Return a range in words."""
        if not self.is_custom(wanted):
            return self._words(self._period)
        return time_range(wanted.created_from_s, wanted.created_until_s, self._around.clock.now_s())

    def _start(self) -> int | None:
        if self._period.value is None:
            return None
        return int(self._around.clock.now_s() - self._period.value) // _MINUTE_S * _MINUTE_S

    def _roll(self) -> None:
        if self._period is not Period.ALL and not self.is_custom(self._around.desk.filter):
            self.restore()

    def _show(self, wanted: Filter) -> None:
        custom = self.is_custom(wanted)
        for period, action in self.actions_of.items():
            action.setChecked(period is self._period and not custom)
        own = self.tr("Range") if self._is_compact else self.tr("Range from chart")
        words = own if custom else self._words(self._period)
        if self.text() != words + " ▾":
            self.setText(words + " ▾")
        self.setToolTip(self.words(wanted))
        self.setAccessibleName(self.tr("Period: {words}").format(words=self.words(wanted)))
        active = custom or self._period is not Period.ALL
        if self.property("active") != active:
            self.setProperty("active", active)
            self.style().unpolish(self)
            self.style().polish(self)

    def _words(self, period: Period) -> str:
        return {
            Period.HOUR: self.tr("Last hour"),
            Period.DAY: self.tr("Last 24 h"),
            Period.WEEK: self.tr("Last 7 days"),
            Period.ALL: self.tr("All times"),
        }[period]
