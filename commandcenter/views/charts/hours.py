"""The chart of hours: reports by when they were reported.

Painted here rather than by a chart library: see docs/decisions/0052.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from commandcenter.models.board.filter import Filter
from commandcenter.views.charts.backdrop import Backdrop
from commandcenter.views.charts.bins import DAY_S, Bins
from commandcenter.views.charts.brush import BrushedChart
from commandcenter.views.charts.counting import Counted, Counting
from commandcenter.views.charts.hours_picture import HoursPicture
from commandcenter.views.surroundings import Surroundings
from commandcenter.views.wording import age, clock_time, moment, number

_LEFT_PX, _RIGHT_PX, _TOP_PX, _BOTTOM_PX = 48, 12, 24, 22


class HoursChart(BrushedChart):
    """Bars over time, the unfiltered shape behind them, and a brush.

    Emits:
        cleared: The brush was taken away by double click or key; whoever owns the period restores it.
    """

    cleared = Signal()

    def __init__(self, around: Surroundings, counting: Counting, parent: QWidget | None = None) -> None:
        """Draw what ``counting`` counts."""
        super().__init__(around, counting, parent)
        self._backdrop = Backdrop()
        self.setMinimumSize(260, 96)
        self.setAccessibleName(self.tr("Reports over time"))

    @property
    def bins(self) -> Bins:
        """How the period is cut."""
        return self.counting.present.bins

    @property
    def passing(self) -> NDArray[np.int64]:
        """Reports of each bar that the filter lets through."""
        return self.counting.present.passing.over_time

    @property
    def everything(self) -> NDArray[np.int64]:
        """All reports of each bar."""
        return self.counting.present.everything.over_time

    def sizeHint(self) -> QSize:
        """Return a strip."""
        return QSize(420, 140)

    def brush(self) -> tuple[int, int] | None:
        """Return the range drawn in the chart, UTC seconds, or None where the filter has another one or none."""
        wanted = self.around.desk.filter
        if wanted.created_from_s is None or wanted.created_until_s is None:
            return None
        return wanted.created_from_s, wanted.created_until_s

    def plot_rect(self) -> QRect:
        """Return where the bars are, in the widget's coordinates."""
        return self.rect().adjusted(_LEFT_PX, _TOP_PX, -_RIGHT_PX, -_BOTTOM_PX)

    def show_counts(self, _counted: Counted) -> None:
        """Draw another answer."""
        self.update()

    def bar_at(self, at: QPoint, *, nearest: bool) -> int | None:
        """Return the bar at a point."""
        plot = self.plot_rect()
        if not nearest and not plot.contains(at):
            return None
        share = (at.x() - plot.left()) / max(plot.width(), 1)
        return min(max(int(share * self.bins.count), 0), self.bins.count - 1)

    def bar_beside(self, bar: int | None, key: Qt.Key) -> int | None:
        """Lead left and right; at first from the newest bar."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(key)
        if step is None:
            return None
        last = self.bins.count - 1
        return min(max((last if bar is None else bar) + step, 0), last)

    def filter_with(self, first: int, last: int) -> Filter:
        """Return the desk's filter with the hours of some bars."""
        from_s, until_s = self.bins.range_of(first, last)
        return replace(self.around.desk.filter, created_from_s=from_s, created_until_s=until_s)

    def filter_toggled(self, bar: int, *, add: bool) -> Filter:  # noqa: ARG002 - a range has no gaps
        """Return the desk's filter with the hours of one bar."""
        return self.filter_with(bar, bar)

    def clear(self) -> None:
        """Take the brush away."""
        self.drop_brush()
        self.cleared.emit()

    def bar_words(self, bar: int) -> str:
        """Return what a bar counts, in words."""
        from_s, until_s = self.bins.range_of(bar, bar)
        now_s = self.around.clock.now_s()
        return self.tr("{start} – {end}: {shown} of {all}").format(
            start=moment(from_s, now_s),
            end=clock_time(until_s) if self.bins.step_s < DAY_S else moment(until_s, now_s),
            shown=number(int(self.passing[bar])),
            all=number(int(self.everything[bar])),
        )

    def paint(self, painter: QPainter) -> None:
        """Paint the chart."""
        cursor = min(self.cursor_bar, self.bins.count - 1) if self.cursor_bar is not None and self.hasFocus() else None
        under_way = self.brush_under_way
        brush = self.bins.range_of(*under_way) if under_way is not None else self.brush()
        HoursPicture(
            theme=self.around.look.theme,
            size=self.size(),
            plot=self.plot_rect(),
            now_s=self.around.clock.now_s(),
            bins=self.bins,
            everything=self.everything,
            passing=self.passing,
            brush=None if brush == self.counting.period else brush,
            cursor=cursor,
            title=self.tr("Reports per {step}, WIB").format(step=age(self.bins.step_s)),
            hint=self._hint() if cursor is None else self.bar_words(cursor),
            nothing=self.tr("No reports in this period."),
        ).paint(painter, self._backdrop, self.devicePixelRatioF())

    def _hint(self) -> str:
        return self.tr("n {shown} of {all}").format(
            shown=number(int(self.passing.sum())), all=number(int(self.everything.sum()))
        )
