"""Keeps conditions that mean "now" at the present: what is late, and how old something is."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, QTimer

from commandcenter.views.surroundings import Surroundings

_MINUTE_S = 60


class RollingConditions(QObject):
    """Once a minute takes the desk's "late" and its ages anew, by the clock."""

    def __init__(self, around: Surroundings, parent: QObject | None = None) -> None:
        """Begin to roll."""
        super().__init__(parent)
        self._around = around
        self._minute = QTimer(self)
        self._minute.setInterval(_MINUTE_S * 1000)
        self._minute.timeout.connect(self.roll)
        self._minute.start()

    def roll(self) -> None:
        """Take them at the present minute."""
        desk = self._around.desk
        wanted, at_s = desk.filter, int(self._around.clock.now_s()) // _MINUTE_S * _MINUTE_S
        if wanted.overdue_at_s is not None:
            wanted = replace(wanted, overdue_at_s=at_s)
        if wanted.age is not None:
            wanted = replace(wanted, age=replace(wanted.age, at_s=at_s))
        desk.set_filter(wanted)
