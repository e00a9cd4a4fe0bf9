"""A chart of lying bars: one for each category, area, state or range, with the unfiltered shape behind them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QScrollBar, QWidget

from commandcenter.models.board.filter import Filter
from commandcenter.views.charts.area_dimension import AreaDimension
from commandcenter.views.charts.bar_picture import HEAD_PX, INNER_PX, ROW_PX, BarPicture
from commandcenter.views.charts.brush import BrushedChart
from commandcenter.views.charts.counting import Counted, Counting
from commandcenter.views.charts.dimension import Bar, Dimension
from commandcenter.views.surroundings import Surroundings
from commandcenter.views.wording import number

_SCROLL_PX = 10


class BarList(BrushedChart):
    """The bars of one dimension, under one another, scrolled where there are many.

    Bars keep their places while the pointer is over them, whatever is counted meanwhile.
    """

    def __init__(
        self, dimension: Dimension, around: Surroundings, counting: Counting, parent: QWidget | None = None
    ) -> None:
        """Draw ``dimension``."""
        self.dimension = dimension
        self._bars: tuple[Bar, ...] = ()
        super().__init__(around, counting, parent)
        self._scroll = QScrollBar(Qt.Orientation.Vertical, self)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setSingleStep(ROW_PX)
        self._scroll.valueChanged.connect(lambda _value: self.update())
        self.setMinimumSize(150, 96)
        around.names.changed.connect(lambda: self.show_counts(counting.present))
        self.show_counts(counting.present)

    @property
    def bars(self) -> tuple[Bar, ...]:
        """What is drawn, from the top."""
        return self._bars

    def sizeHint(self) -> QSize:
        """Return a column."""
        return QSize(200, 170)

    def row_rect(self, bar: int) -> QRect:
        """Return where a bar is, in the widget's coordinates, also while it is scrolled out of sight."""
        width = self.width() - (_SCROLL_PX if self._scroll.isVisibleTo(self) else 0)
        return QRect(0, HEAD_PX + bar * ROW_PX - self._scroll.value(), width, ROW_PX)

    def show_counts(self, counted: Counted) -> None:
        """Draw another answer."""
        bars = self.dimension.bars(counted, self.around.desk.filter)
        if self.is_brushing or self.underMouse():
            places = {bar.keys: place for place, bar in enumerate(self._bars)}
            bars = tuple(sorted(bars, key=lambda bar: places.get(bar.keys, len(places))))
        self._bars = bars
        title = self.dimension.title()
        self.setAccessibleName(self.tr("Reports by: {title}").format(title=title))
        self._fit()
        self.update()

    def bar_at(self, at: QPoint, *, nearest: bool) -> int | None:
        """Return the bar at a point below the head."""
        if not self._bars or (at.y() < HEAD_PX and not nearest):
            return None
        bar = (at.y() - HEAD_PX + self._scroll.value()) // ROW_PX
        if nearest:
            return min(max(bar, 0), len(self._bars) - 1)
        return bar if bar < len(self._bars) else None

    def bar_beside(self, bar: int | None, key: Qt.Key) -> int | None:
        """Lead up and down, to both ends."""
        last = len(self._bars) - 1
        if last < 0:
            return None
        if key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            return 0 if key == Qt.Key.Key_Home else last
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(key)
        if step is None:
            return None
        found = min(max(bar + step, 0), last) if bar is not None else 0
        self._reveal(found)
        return found

    def filter_with(self, first: int, last: int) -> Filter:
        """Return the desk's filter with the bars between two, the first one first."""
        step = 1 if last >= first else -1
        chosen = [self._bars[bar] for bar in range(first, last + step, step)]
        return self.dimension.chosen(self.around.desk.filter, chosen)

    def filter_toggled(self, bar: int, *, add: bool) -> Filter:
        """Return the desk's filter with one bar chosen or let go; a range has no gaps and is begun anew."""
        wanted, one = self.around.desk.filter, self._bars[bar]
        others: Sequence[Bar] = [each for each in self._bars if each.chosen and each is not one]
        if add and not self.dimension.is_range:
            chosen = [*others] if one.chosen else [*others, one]
        else:
            chosen = [] if one.chosen and not others else [one]
        return self.dimension.chosen(wanted, chosen) if chosen else self.dimension.without(wanted)

    def clear(self) -> None:
        """Let all bars go."""
        self.drop_brush()
        self.around.desk.set_filter(self.dimension.without(self.around.desk.filter))

    def bar_words(self, bar: int) -> str:
        """Return what a bar counts, in words."""
        if bar >= len(self._bars):
            return ""
        each = self._bars[bar]
        words = self.tr("{label}: {shown} of {all}").format(
            label=each.label, shown=number(each.passing), all=number(each.everything)
        )
        return self.tr("{words}, chosen").format(words=words) if each.chosen else words

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go into an area at the mark behind its bar, and out of it at the head; else begin a brush."""
        at = event.position().toPoint()
        bar = self.bar_at(at, nearest=False)
        if bar is None and at.y() < HEAD_PX:
            self._leave()
        elif bar is not None and self._bars[bar].inner and at.x() >= self.row_rect(bar).right() - INNER_PX:
            self._enter(bar)
        else:
            super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go into an area with the right arrow, and out of it with the left one."""
        if event.key() == Qt.Key.Key_Right and self.cursor_bar is not None and self.cursor_bar < len(self._bars):
            self._enter(self.cursor_bar)
        elif event.key() == Qt.Key.Key_Left:
            self._leave()
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll, where there is more than fits."""
        if self._scroll.maximum() > 0 and event.angleDelta().y():
            self._scroll.setValue(self._scroll.value() - event.angleDelta().y() * ROW_PX // 60)
            event.accept()
        else:
            super().wheelEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the scroll bar at the right."""
        super().resizeEvent(event)
        self._fit()

    def paint(self, painter: QPainter) -> None:
        """Paint the chart."""
        cursor = self.cursor_bar if self.hasFocus() else None
        under_way = self.brush_under_way
        BarPicture(
            look=self.around.look,
            size=self.size(),
            rows=tuple((self.row_rect(place), bar) for place, bar in enumerate(self._bars)),
            under_way=None if under_way is None else (min(under_way), max(under_way)),
            cursor=cursor,
            title=self.dimension.title(),
            is_inner=isinstance(self.dimension, AreaDimension) and bool(self.dimension.within),
            hint=self.tr("n {count}").format(count=number(sum(bar.passing for bar in self._bars))),
            nothing=self.tr("No reports in this period."),
            ratio=self.devicePixelRatioF(),
            elide=self.dimension.elide,
        ).paint(painter)

    def _enter(self, bar: int) -> None:
        if isinstance(self.dimension, AreaDimension) and self._bars[bar].inner:
            self.dimension.enter(self._bars[bar].inner)
            self._show_level()

    def _leave(self) -> None:
        if isinstance(self.dimension, AreaDimension) and self.dimension.leave():
            self._show_level()

    def _show_level(self) -> None:
        self.cursor_bar = None
        self.drop_brush()
        self._bars = ()
        self.show_counts(self.counting.present)
        self._scroll.setValue(0)

    def _fit(self) -> None:
        seen = self.height() - HEAD_PX
        over = max(len(self._bars) * ROW_PX - seen, 0)
        self._scroll.setGeometry(self.width() - _SCROLL_PX, HEAD_PX, _SCROLL_PX, max(seen, 0))
        self._scroll.setPageStep(max(seen, ROW_PX))
        self._scroll.setRange(0, over)
        self._scroll.setVisible(over > 0)

    def _reveal(self, bar: int) -> None:
        top = bar * ROW_PX
        seen = self.height() - HEAD_PX
        self._scroll.setValue(min(max(self._scroll.value(), top + ROW_PX - seen), top))
