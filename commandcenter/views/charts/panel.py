"""All charts side by side: over time at the left, always in sight, and six smaller ones beside it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QWidget

from commandcenter.views.charts.area_dimension import AreaDimension
from commandcenter.views.charts.bar_list import BarList
from commandcenter.views.charts.brush import BrushedChart
from commandcenter.views.charts.counting import Counting
from commandcenter.views.charts.dimension import AgeDimension, CategoryDimension, ResponseDimension, StateDimension
from commandcenter.views.charts.hours import HoursChart
from commandcenter.views.charts.week import WeekChart
from commandcenter.views.surroundings import Surroundings


class ChartsPanel(QWidget):
    """Seven linked charts; where they do not fit, the small ones scroll sideways."""

    def __init__(self, around: Surroundings, parent: QWidget | None = None) -> None:
        """Make the charts of one window."""
        super().__init__(parent)
        self.counting = Counting(around, self)
        self.hours = HoursChart(around, self.counting, self)
        self.category = BarList(CategoryDimension(around), around, self.counting)
        self.area = BarList(AreaDimension(around), around, self.counting)
        self.state = BarList(StateDimension(around), around, self.counting)
        self.age = BarList(AgeDimension(around), around, self.counting)
        self.response = BarList(ResponseDimension(around), around, self.counting)
        self.week = WeekChart(around, self.counting)
        self.strip = QScrollArea(self)
        self._lay_out()

    @property
    def charts(self) -> tuple[BrushedChart, ...]:
        """The charts from left to right."""
        return self.hours, self.category, self.area, self.state, self.age, self.response, self.week

    def _lay_out(self) -> None:
        inside = QWidget()
        for ground in (self, inside):
            ground.setObjectName("chartGround")
            ground.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        beside = QHBoxLayout(inside)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(1)
        # Long names need room; ranges and states do not.
        for chart, least_px, share in (
            (self.category, 185, 5),
            (self.area, 185, 5),
            (self.state, 172, 4),
            (self.age, 165, 4),
            (self.response, 172, 4),
            (self.week, 212, 6),
        ):
            chart.setMinimumWidth(least_px)
            beside.addWidget(chart, share)
        self.strip.setWidget(inside)
        self.strip.setWidgetResizable(True)
        self.strip.setFrameShape(QFrame.Shape.NoFrame)
        self.strip.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.strip.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(1)
        row.addWidget(self.hours, 4)
        row.addWidget(self.strip, 11)
