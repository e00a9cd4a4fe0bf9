"""The chart of hours: reports by when they were reported, and a brush that filters all views while it is drawn.

Painted here rather than by a chart library: see docs/decisions/0052.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QToolTip, QWidget

from commandcenter.models.board.count import histogram
from commandcenter.models.board.filter import EVERYTHING, Filter
from commandcenter.models.board.mask import mask
from commandcenter.views.charts.bins import DAY_S, HOUR_S, WIB_OFFSET_S, Bins, bins_of
from commandcenter.views.charts.hours_picture import HoursPicture
from commandcenter.views.surroundings import Surroundings
from commandcenter.views.wording import age, clock_time, moment, number

_COALESCE_MS = 16
_LEFT_PX, _RIGHT_PX, _TOP_PX, _BOTTOM_PX = 48, 12, 24, 22
_DRAG_PX = 3


class HoursChart(QWidget):
    """Bars over time, the unfiltered shape behind them, and a brush.

    Keys: left and right move between bars, with Shift they draw the brush, Escape or Delete clears it.

    Emits:
        cleared: The brush was taken away by double click or key; whoever owns the period restores it.
    """

    cleared = Signal()

    def __init__(self, around: Surroundings, parent: QWidget | None = None) -> None:
        """Follow the desk's board and filter."""
        super().__init__(parent)
        self._around = around
        self._period: tuple[int, int | None] | None = None
        self._bins = bins_of(0, HOUR_S)
        self._all: NDArray[np.int64] = np.zeros(1, np.int64)
        self._passing: NDArray[np.int64] = np.zeros(1, np.int64)
        self._cursor: int | None = None
        self._anchor: int | None = None
        self._press: QPoint | None = None
        self._wanted: tuple[int, int] | None = None
        self._apply = QTimer(self)
        self._apply.setSingleShot(True)
        self._apply.setInterval(_COALESCE_MS)
        self._apply.timeout.connect(self._apply_brush)
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(_COALESCE_MS)
        self._again.timeout.connect(self.recount)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setMinimumHeight(96)
        self.setAccessibleName(self.tr("Reports over time"))
        self.setAccessibleDescription(
            self.tr("Left and right move between bars, with Shift they choose a range, Escape clears it.")
        )
        around.desk.board_changed.connect(lambda *_: self._again.start() if not self._again.isActive() else None)
        around.desk.filter_changed.connect(lambda _filter: self.recount())
        around.look.changed.connect(lambda _theme: self.update())
        self.recount()

    @property
    def bins(self) -> Bins:
        """How the period is cut."""
        return self._bins

    @property
    def passing(self) -> NDArray[np.int64]:
        """Reports of each bar that the filter lets through."""
        return self._passing

    @property
    def everything(self) -> NDArray[np.int64]:
        """All reports of each bar."""
        return self._all

    def sizeHint(self) -> QSize:
        """Return a strip."""
        return QSize(600, 140)

    def set_period(self, from_s: int | None, until_s: int | None) -> None:
        """Show a period, UTC seconds; None shows from the oldest to the newest report."""
        self._period = None if from_s is None else (from_s, until_s)
        self.recount()

    def recount(self) -> None:
        """Ask the board again."""
        generation = self._around.desk.generation
        self._bins = bins_of(*self._shown_period())
        bins = self._bins
        at = (bins.start_s, bins.step_s, bins.count, WIB_OFFSET_S)
        wanted = self._around.desk.filter
        everything = mask(generation, EVERYTHING)
        self._all = histogram(generation, everything, "created_s", *at).counts
        passing = mask(generation, wanted) if wanted else everything
        self._passing = histogram(generation, passing, "created_s", *at).counts
        self.update()

    def brush(self) -> tuple[int, int] | None:
        """Return the range drawn in the chart, UTC seconds, or None where the filter has another one or none."""
        wanted = self._around.desk.filter
        if wanted.created_from_s is None or wanted.created_until_s is None:
            return None
        return wanted.created_from_s, wanted.created_until_s

    def plot_rect(self) -> QRect:
        """Return where the bars are, in the widget's coordinates."""
        return self.rect().adjusted(_LEFT_PX, _TOP_PX, -_RIGHT_PX, -_BOTTOM_PX)

    def _shown_period(self) -> tuple[int, int]:
        now_s = int(self._around.clock.now_s())
        if self._period is not None:
            from_s, until_s = self._period
            return from_s, max(until_s if until_s is not None else now_s + 1, from_s + 1)
        spans = [chunk.spans["created_s"] for chunk in self._around.desk.generation.chunks if chunk.live]
        if not spans:
            return now_s - DAY_S, now_s + 1
        return min(first for first, _ in spans), max(last for _, last in spans) + 1

    def _bar_at_x(self, x: float) -> int:
        plot = self.plot_rect()
        share = (x - plot.left()) / max(plot.width(), 1)
        return min(max(int(share * self._bins.count), 0), self._bins.count - 1)

    def _choose(self, first: int, last: int) -> None:
        """Filter by the bars between two; many calls in a row become one."""
        self._wanted = self._bins.range_of(first, last)
        if not self._apply.isActive():
            self._apply.start()
        self.update()

    def _apply_brush(self) -> None:
        wanted, self._wanted = self._wanted, None
        if wanted is None:
            return
        desk = self._around.desk
        filtered: Filter = replace(desk.filter, created_from_s=wanted[0], created_until_s=wanted[1])
        desk.set_filter(filtered)

    def clear(self) -> None:
        """Take the brush away."""
        self._apply.stop()
        self._wanted = None
        self._anchor = None
        self.cleared.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a brush."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._press = event.position().toPoint()
            self._cursor = None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Draw the brush and filter meanwhile."""
        if self._press is not None and event.buttons() & Qt.MouseButton.LeftButton:
            at = event.position().toPoint()
            if abs(at.x() - self._press.x()) >= _DRAG_PX:
                self._choose(self._bar_at_x(self._press.x()), self._bar_at_x(at.x()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: ARG002 - Qt's signature
        """End the brush where the button was let go."""
        if self._press is not None and self._apply.isActive():
            self._apply.stop()
            self._apply_brush()
        self._press = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Take the brush away."""
        self._press = None
        self.clear()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move between bars, choose and clear."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is not None:
            start = self._cursor if self._cursor is not None else self._bins.count - 1 - max(step, 0)
            self._cursor = min(max(start + step, 0), self._bins.count - 1)
            if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                self._anchor = start if self._anchor is None else self._anchor
                self._choose(self._anchor, self._cursor)
            else:
                self._anchor = None
            self.setToolTip("")
            self.update()
        elif event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.clear()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Say what the bar under the pointer counts."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            if self.plot_rect().contains(event.pos()):
                QToolTip.showText(event.globalPos(), self.bar_words(self._bar_at_x(event.pos().x())), self)
            else:
                QToolTip.hideText()
            return True
        return super().event(event)

    def bar_words(self, bar: int) -> str:
        """Return what a bar counts, in words."""
        from_s, until_s = self._bins.range_of(bar, bar)
        now_s = self._around.clock.now_s()
        return self.tr("{start} – {end}: {shown} of {all}").format(
            start=moment(from_s, now_s),
            end=clock_time(until_s) if self._bins.step_s < DAY_S else moment(until_s, now_s),
            shown=number(int(self._passing[bar])),
            all=number(int(self._all[bar])),
        )

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Paint the chart."""
        cursor = min(self._cursor, self._bins.count - 1) if self._cursor is not None and self.hasFocus() else None
        brush = self._wanted or self.brush()
        painter = QPainter(self)
        picture = HoursPicture(
            theme=self._around.look.theme,
            size=self.size(),
            plot=self.plot_rect(),
            now_s=self._around.clock.now_s(),
            bins=self._bins,
            everything=self._all,
            passing=self._passing,
            brush=None if brush == self._period else brush,
            cursor=cursor,
            title=self.tr("Reports per {step}, WIB").format(step=age(self._bins.step_s)),
            hint=self._hint() if cursor is None else self.bar_words(cursor),
            nothing=self.tr("No reports in this period."),
        )
        picture.paint(painter)
        if self.hasFocus():
            painter.setPen(QPen(QColor(self._around.look.theme.accent), 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
        painter.end()

    def _hint(self) -> str:
        return self.tr("{shown} of {all} · drag to filter, double click clears").format(
            shown=number(int(self._passing.sum())), all=number(int(self._all.sum()))
        )
