"""The chart of the week: reports by weekday and hour, as shades."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from commandcenter.models.board.condition import WeekHours
from commandcenter.models.board.filter import Filter
from commandcenter.views.charts.backdrop import Backdrop
from commandcenter.views.charts.bins import WIB_OFFSET_S
from commandcenter.views.charts.brush import BrushedChart
from commandcenter.views.charts.counting import Counted, Counting
from commandcenter.views.charts.week_picture import DAYS, HOURS, WeekPicture
from commandcenter.views.surroundings import Surroundings
from commandcenter.views.wording import number, week_hour

_LEFT_PX, _RIGHT_PX, _TOP_PX, _BOTTOM_PX = 34, 8, 24, 16
_LEADS = {Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1), Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0)}


class WeekChart(BrushedChart):
    """Seven rows of twenty-four hours in WIB; a brush chooses a rectangle of them."""

    def __init__(self, around: Surroundings, counting: Counting, parent: QWidget | None = None) -> None:
        """Draw what ``counting`` counts."""
        super().__init__(around, counting, parent)
        self._backdrop = Backdrop()
        self.setMinimumSize(210, 96)
        self.setAccessibleName(self.tr("Reports by weekday and hour"))

    @property
    def passing(self) -> NDArray[np.int64]:
        """Reports of each hour of the week that the filter lets through, shape (168,)."""
        return self.counting.present.passing.week_hours

    @property
    def everything(self) -> NDArray[np.int64]:
        """All reports of each hour of the week, shape (168,)."""
        return self.counting.present.everything.week_hours

    def sizeHint(self) -> QSize:
        """Return a square that lies."""
        return QSize(250, 170)

    def plot_rect(self) -> QRect:
        """Return where the shades are, in the widget's coordinates."""
        return self.rect().adjusted(_LEFT_PX, _TOP_PX, -_RIGHT_PX, -_BOTTOM_PX)

    def show_counts(self, _counted: Counted) -> None:
        """Draw another answer."""
        self.update()

    def bar_at(self, at: QPoint, *, nearest: bool) -> int | None:
        """Return the hour of the week at a point."""
        plot = self.plot_rect()
        if not nearest and not plot.contains(at):
            return None
        hour = int((at.x() - plot.left()) * HOURS // max(plot.width(), 1))
        day = int((at.y() - plot.top()) * DAYS // max(plot.height(), 1))
        return min(max(day, 0), DAYS - 1) * HOURS + min(max(hour, 0), HOURS - 1)

    def bar_beside(self, bar: int | None, key: Qt.Key) -> int | None:
        """Lead to all four sides."""
        lead = _LEADS.get(key)
        if lead is None:
            return None
        if bar is None:
            return 0
        day, hour = divmod(bar, HOURS)
        return min(max(day + lead[0], 0), DAYS - 1) * HOURS + min(max(hour + lead[1], 0), HOURS - 1)

    def filter_with(self, first: int, last: int) -> Filter:
        """Return the desk's filter with the rectangle between two hours of the week."""
        return self._filter(_rectangle(first, last))

    def filter_toggled(self, bar: int, *, add: bool) -> Filter:
        """Return the desk's filter with one hour of the week chosen or let go."""
        held = self._held()
        if add:
            return self._filter(held ^ {bar})
        return self._filter(frozenset() if held == {bar} else frozenset({bar}))

    def clear(self) -> None:
        """Let all hours of the week go."""
        self.drop_brush()
        self.around.desk.set_filter(self._filter(frozenset()))

    def bar_words(self, bar: int) -> str:
        """Return what an hour of the week counts, in words."""
        return self.tr("{hour}: {shown} of {all}").format(
            hour=week_hour(bar), shown=number(int(self.passing[bar])), all=number(int(self.everything[bar]))
        )

    def paint(self, painter: QPainter) -> None:
        """Paint the chart."""
        under_way = self.brush_under_way
        cursor = self.cursor_bar if self.hasFocus() else None
        WeekPicture(
            theme=self.around.look.theme,
            size=self.size(),
            plot=self.plot_rect(),
            everything=self.everything,
            passing=self.passing,
            chosen=self._held() if under_way is None else _rectangle(*under_way),
            cursor=cursor,
            title=self.tr("Weekday and hour"),
            hint=self._hint() if cursor is None else self.bar_words(cursor),
        ).paint(painter, self._backdrop, self.devicePixelRatioF())

    def _hint(self) -> str:
        return self.tr("n {count}").format(count=number(int(self.passing.sum())))

    def _held(self) -> frozenset[int]:
        wanted = self.around.desk.filter.week_hours
        return frozenset() if wanted is None else wanted.hours

    def _filter(self, hours: frozenset[int]) -> Filter:
        return replace(self.around.desk.filter, week_hours=WeekHours(hours, WIB_OFFSET_S) if hours else None)


def _rectangle(first: int, last: int) -> frozenset[int]:
    """Return the hours of the week between two corners, both included."""
    (day, hour), (other_day, other_hour) = divmod(first, HOURS), divmod(last, HOURS)
    days = range(min(day, other_day), max(day, other_day) + 1)
    hours = range(min(hour, other_hour), max(hour, other_hour) + 1)
    return frozenset(HOURS * each + at for each in days for at in hours)
