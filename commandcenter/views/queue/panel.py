"""The queue's panel: tabs with counts, the bar of new arrivals, the table, and what to say when it is empty."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSettings, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QPushButton, QStackedLayout, QTabBar, QVBoxLayout, QWidget

from commandcenter.models.freshness import Phase
from commandcenter.models.identity import ReportId
from commandcenter.views.drawing import emphasise
from commandcenter.views.queue import column_layout
from commandcenter.views.queue.column import QueueColumn
from commandcenter.views.queue.column_dialog import ColumnDialog
from commandcenter.views.queue.model import QueueModel
from commandcenter.views.queue.outlet import Outlet
from commandcenter.views.queue.sorting import keys_as_text, keys_from_text
from commandcenter.views.queue.standing import Arrangement, Standing
from commandcenter.views.queue.tab import AnyTab, SavedFilters, SavedTab, Tab
from commandcenter.views.queue.table import QueueTable
from commandcenter.views.surroundings import Surroundings
from commandcenter.views.wording import number

_NOTICE_MS = 8_000
_COLUMNS_KEY, _SORT_KEY = "queue/columns", "queue/sort"
_LONGEST_TAB = 24
"""Letters of a saved tab's name that are shown; its tooltip has them all."""


class QueuePanel(QWidget):
    """The queue with everything around it."""

    def __init__(self, around: Surroundings, settings: QSettings, parent: QWidget | None = None) -> None:
        """Show the desk's reports; columns and the order of rows are remembered in ``settings``."""
        super().__init__(parent)
        self.setObjectName("queue")
        self._around = around
        self._settings = settings
        self._shown_tabs: tuple[AnyTab, ...] = tuple(Tab)
        self.model = QueueModel(around, self)
        self.standing = Standing(around, self)
        self.table = QueueTable(self.model, around, self)
        self.tabs = QTabBar(self)
        self.arrivals = QPushButton(self)
        self.empty = QLabel(self)
        self.notice = QLabel(self)
        self.outlet = Outlet(self.table, self.standing, around, settings, self)
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(_NOTICE_MS)
        self._quiet.timeout.connect(self.notice.hide)
        self._lay_out()
        self._connect()
        self._show_counts(dict.fromkeys(Tab, 0))
        self.table.header.arrange(column_layout.from_text(str(settings.value(_COLUMNS_KEY, ""))))
        self.standing.sort(keys_from_text(str(settings.value(_SORT_KEY, ""))))

    def save(self) -> None:
        """Remember the columns and the order."""
        own = self.table.header.own
        if own is None:
            self._settings.remove(_COLUMNS_KEY)
        else:
            self._settings.setValue(_COLUMNS_KEY, column_layout.as_text(own))
        self._settings.setValue(_SORT_KEY, keys_as_text(self.standing.keys))

    def reset_columns(self) -> None:
        """Put the columns back where they stood at first."""
        self.table.header.arrange(None)

    def arrange_columns(self) -> None:
        """Show the list of all columns."""
        dialog = ColumnDialog(self.table.header, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def show_tab(self, tab: AnyTab) -> None:
        """Show another queue; nothing happens if there is no such tab."""
        if tab in self._shown_tabs:
            self.tabs.setCurrentIndex(self._shown_tabs.index(tab))

    def say(self, words: str) -> None:
        """Show a sentence below the rows for a while."""
        self.notice.setText(words)
        self.notice.show()
        self._quiet.start()

    def follow_saved(self, saved: SavedFilters) -> None:
        """Show saved filters as tabs behind the others."""
        self.standing.follow_saved(saved)
        saved.names_changed.connect(self._show_saved)
        self._show_saved(saved.names)

    def show_arrivals(self) -> None:
        """Let waiting arrivals in and go to the top."""
        self.standing.adopt()
        self.table.scrollToTop()

    def _lay_out(self) -> None:
        for _tab in self._shown_tabs:
            self.tabs.addTab("")
        self.tabs.setCurrentIndex(self._shown_tabs.index(self.standing.tab))
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.setElideMode(Qt.TextElideMode.ElideNone)
        self.tabs.setAccessibleName(self.tr("Queues"))
        self.arrivals.setObjectName("arrivals")
        self.arrivals.hide()
        for widget in (self.tabs, self.arrivals):
            emphasise(widget)
        self.notice.setObjectName("notice")
        self.notice.setWordWrap(True)
        self.notice.setTextFormat(Qt.TextFormat.PlainText)
        self.notice.hide()
        self.empty.setObjectName("empty")
        self.empty.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setTextFormat(Qt.TextFormat.PlainText)
        self._stack = QStackedLayout()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.tabs)
        column.addWidget(self.arrivals)
        column.addLayout(self._stack, 1)
        column.addWidget(self.notice)

    def _connect(self) -> None:
        standing, table, desk = self.standing, self.table, self._around.desk
        standing.ordered.connect(self._on_ordered)
        standing.completed.connect(table.complete)
        self.outlet.said.connect(self.say)
        standing.refreshed.connect(self.model.set_generation)
        standing.counts_changed.connect(self._show_counts)
        standing.arrivals_changed.connect(self._show_arrivals_bar)
        standing.keys_changed.connect(table.header.show_keys)
        standing.ranking_changed.connect(self._on_ranking)
        table.header.sort_requested.connect(lambda column, add: standing.sort_by(QueueColumn(column), add=add))
        table.header.keys_chosen.connect(standing.sort)
        table.header.arranging_requested.connect(self.arrange_columns)
        table.engaged.connect(standing.hold)
        table.rest_wanted.connect(standing.complete)
        table.report_chosen.connect(lambda report: desk.select(report, reveal=True))
        self.tabs.currentChanged.connect(lambda index: standing.show_tab(self._shown_tabs[index]))
        self.arrivals.clicked.connect(self.show_arrivals)
        desk.selection_changed.connect(self._on_selection)
        desk.freshness_changed.connect(lambda _freshness: self._show_empty())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape lets the chosen report go, so that the queue flows again."""
        if event.key() == Qt.Key.Key_Escape and self._around.desk.selection is not None:
            self._around.desk.select(None)
            return
        super().keyPressEvent(event)

    def _on_ordered(self, arrangement: Arrangement) -> None:
        self.table.show_order(arrangement)
        self._show_empty()

    def _on_selection(self, report: ReportId | None) -> None:
        self.table.choose(report)

    def _on_ranking(self, under_way: bool) -> None:
        self.table.header.setToolTip(self.tr("Sorting…") if under_way else "")

    def _show_saved(self, names: tuple[str, ...]) -> None:
        """Put other saved tabs behind the fixed ones; who stood on one that is gone stands on "all"."""
        present = self.standing.tab
        was = self.tabs.blockSignals(True)
        while self.tabs.count() > len(Tab):
            self.tabs.removeTab(self.tabs.count() - 1)
        self._shown_tabs = (*Tab, *map(SavedTab, names))
        for name in names:
            at = self.tabs.addTab(_shortened(name))
            self.tabs.setTabToolTip(at, name)
        there = present if present in self._shown_tabs else Tab.ALL
        self.tabs.setCurrentIndex(self._shown_tabs.index(there))
        self.tabs.blockSignals(was)
        if there != present:
            self.standing.show_tab(there)

    def _show_counts(self, counts: Mapping[AnyTab, int]) -> None:
        names = {
            Tab.NEW: (self.tr("New"), self.tr("Waiting, and nobody has taken it on")),
            Tab.LATE: (self.tr("Late"), self.tr("Open, and beyond the time of first response or closing")),
            Tab.MINE: (self.tr("Mine"), self.tr("Open, and taken on by you")),
            Tab.ALL: (self.tr("All"), self.tr("Everything that the filter lets through")),
        }
        for index, tab in enumerate(self._shown_tabs):
            name, tip = (_shortened(tab.name), tab.name) if isinstance(tab, SavedTab) else names[tab]
            if tab in counts:
                self.tabs.setTabText(index, f"{name}  {number(counts[tab])}")
            self.tabs.setTabToolTip(index, tip)

    def _show_arrivals_bar(self, count: int) -> None:
        self.arrivals.setText(self.tr("↑ %n new – show", "", count))
        self.arrivals.setVisible(count > 0)

    def _show_empty(self) -> None:
        if self.model.rowCount():
            self._stack.setCurrentWidget(self.table)
            return
        self.empty.setText(self._why_empty())
        self._stack.setCurrentWidget(self.empty)

    def _why_empty(self) -> str:
        desk = self._around.desk
        if not len(desk.generation):
            if desk.freshness.phase in (Phase.STARTING, Phase.LOADING):
                return self.tr("Reports are being loaded…")
            if desk.freshness.phase in (Phase.OFFLINE, Phase.STOPPED, Phase.TOKEN_REFUSED):
                return self.tr("Nothing has been loaded yet. What is wrong and what to do stands above.")
            return self.tr("No reports yet. New ones appear here by themselves as soon as somebody reports.")
        tab = self.standing.tab
        if tab is Tab.NEW and not desk.filter:
            return self.tr("Nothing is waiting. Every report has been taken on.")
        if tab is Tab.LATE and not desk.filter:
            return self.tr("Nothing is late.")
        if tab is Tab.MINE:
            return self.tr("You have not taken anything on. Choose a report under “New” and press V.")
        return self.tr("No report passes the filter. Remove one of the conditions above, or clear the filter.")


def _shortened(name: str) -> str:
    return name if len(name) <= _LONGEST_TAB else name[: _LONGEST_TAB - 1] + "…"
