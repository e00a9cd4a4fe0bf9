"""The workstation: queue, map, report and chart around one desk, for somebody who sits there all shift."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QEvent, QObject, QRect, QSettings, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QCloseEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QDockWidget, QMainWindow, QWidget

from commandcenter.views.charts.panel import ChartsPanel
from commandcenter.views.clock import Clock
from commandcenter.views.desk import Desk
from commandcenter.views.drawing import Look, emphasise
from commandcenter.views.map.base.base_map import BaseMap
from commandcenter.views.map.panel import MapPanel
from commandcenter.views.palette import DARK, LIGHT, Theme
from commandcenter.views.past.banner import PastFrame
from commandcenter.views.queue.panel import QueuePanel
from commandcenter.views.reading import Reading
from commandcenter.views.report.panel import ReportPanel
from commandcenter.views.saved.library import Library
from commandcenter.views.saved.tabs import SavedTabs
from commandcenter.views.shell.base_map_menu import BaseMapMenu
from commandcenter.views.shell.freshness import FreshnessWatch, Veil
from commandcenter.views.shell.keys import Key, KeyDialog, bind
from commandcenter.views.shell.memory import remember_theme, remembered_theme
from commandcenter.views.shell.style import dress
from commandcenter.views.shell.top_bar import TopBar
from commandcenter.views.surroundings import surroundings
from commandcenter.views.wording import QT_TRANSLATE_NOOP

_LAYOUT_VERSION = 1
_GEOMETRY_KEY, _STATE_KEY = "window/geometry", "window/state"
_WIDE_PX = 1_700


class WorkstationWindow(QMainWindow):
    """The dispatcher's window.

    Emits:
        theme_changed: The look is another one (``Theme``); for parts that do not share ``look``.
        closed: The window was closed and has remembered its layout.
    """

    theme_changed = Signal(object)
    closed = Signal()

    def __init__(
        self,
        desk: Desk,
        map_widget: QWidget,
        *,
        settings: QSettings,
        look: Look | None = None,
        clock: Clock | None = None,
        reading: Reading | None = None,
    ) -> None:
        """Build the window; ``show`` it afterwards.

        Args:
            desk: What all views share.
            map_widget: The map, or whatever stands in its place.
            settings: Where layout, columns and theme are remembered (``memory.window_settings``).
            look: Shared with the map, so that both change together; one of its own unless given. The remembered
                theme is put into it.
            clock: The time; the computer's unless given.
            reading: Background questions to the mirror, shared with the map and ended by whoever made it; a pool of
                its own unless given, ended when the window is closed.
        """
        super().__init__()
        self._settings = settings
        self._owns_reading = reading is None
        self.look = look if look is not None else Look(parent=self)
        self.look.set_theme(remembered_theme(settings))
        self.around = surroundings(desk, self.look, clock or Clock(), self, reading)
        self._dress(self.look.theme)
        self.look.changed.connect(self._dress)
        self.library = Library(settings, self)
        self.top = TopBar(self.around, self.library, self)
        self.map = map_widget
        self.queue = QueuePanel(self.around, settings, self)
        self.report = ReportPanel(self.around, self)
        self.charts = ChartsPanel(self.around, self)
        self.chart = self.charts.hours
        self._build()
        self._connect()
        self._fill_menu()
        self._default_state = QByteArray()
        self._is_remembered = False
        self._restore()

    def set_theme(self, theme: Theme) -> None:
        """Change the look of everything and remember it."""
        remember_theme(self._settings, theme)
        self.look.set_theme(theme)

    def reset_layout(self) -> None:
        """Put docks and columns back where they stood at first."""
        self.restoreState(self._default_state, _LAYOUT_VERSION)
        self._size_docks()
        self.queue.reset_columns()

    def offer_base_maps(self, base_map: BaseMap, wanted: Path | None) -> BaseMapMenu:
        """Let the base map of the window's map be chosen, and begin with one.

        Args:
            base_map: Of the map that the window was made with.
            wanted: A file for this run; None: what was chosen last.
        """
        menu = BaseMapMenu(base_map, self._settings, self.top.answers.say, self)
        self.top.menu.insertMenu(self._keys_action, menu)
        self.top.menu.insertSeparator(self._keys_action)
        menu.begin(wanted)
        return menu

    def show_keys(self) -> None:
        """Show the list of keys."""
        dialog = KeyDialog(self.bound_keys(), self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def bound_keys(self) -> tuple[Key, ...]:
        """Return the window's keys."""
        return (
            Key(("J",), QT_TRANSLATE_NOOP("Keys", "next report"), lambda: self.queue.table.step(1)),
            Key(("K",), QT_TRANSLATE_NOOP("Keys", "previous report"), lambda: self.queue.table.step(-1)),
            Key(("Return", "Enter"), QT_TRANSLATE_NOOP("Keys", "open the chosen report"), self._open),
            Key(("V",), QT_TRANSLATE_NOOP("Keys", "take the chosen report on"), self.report.take_on),
            Key(("A",), QT_TRANSLATE_NOOP("Keys", "send the chosen report to a crew"), self.report.send_to_crew),
            Key(("B",), QT_TRANSLATE_NOOP("Keys", "show new arrivals"), self.queue.show_arrivals),
            Key(("C",), QT_TRANSLATE_NOOP("Keys", "arrange the columns of the queue"), self.queue.arrange_columns),
            Key(("Ctrl+C",), QT_TRANSLATE_NOOP("Keys", "copy the chosen rows"), self.queue.outlet.copy),
            Key(("Ctrl+E",), QT_TRANSLATE_NOOP("Keys", "export the rows that are shown"), self.queue.outlet.export),
            Key(("Ctrl+F", "/"), QT_TRANSLATE_NOOP("Keys", "search"), self.top.filters.begin_search),
            Key(("T",), QT_TRANSLATE_NOOP("Keys", "show the past, or return from it"), self.top.time.toggle),
            *self._map_keys(),
            Key(("Ctrl+D",), QT_TRANSLATE_NOOP("Keys", "put the newest message away"), self.top.answers.dismiss),
            Key(("F1", "?"), QT_TRANSLATE_NOOP("Keys", "show these keys"), self.show_keys),
        )

    def _map_keys(self) -> tuple[Key, ...]:
        if not isinstance(self.map, MapPanel):
            return ()
        meaning = QT_TRANSLATE_NOOP("Keys", "go to a place, address or report number")
        return (Key(("Ctrl+G",), meaning, self.map.begin_go_to),)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember the layout and end what runs in the background."""
        self._settings.setValue(_GEOMETRY_KEY, self.saveGeometry())
        self._settings.setValue(_STATE_KEY, self.saveState(_LAYOUT_VERSION))
        self.queue.save()
        self.queue.outlet.close()
        self._settings.sync()
        if self._owns_reading:
            self.around.reading.close()
        super().closeEvent(event)
        self.closed.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the veil over everything below the bar; before it is seen, a new window divides what it is given."""
        super().resizeEvent(event)
        if not self.isVisible() and not self._is_remembered:
            self._size_docks()
        self._cover()

    def _build(self) -> None:
        self.setWindowTitle(self.tr("Command center"))
        self.setMenuWidget(self.top)
        self.setCentralWidget(self.map)
        self.map.setMinimumSize(420, 160)
        self.setDockNestingEnabled(True)
        self.setCorner(Qt.Corner.BottomLeftCorner, Qt.DockWidgetArea.BottomDockWidgetArea)
        self.setCorner(Qt.Corner.BottomRightCorner, Qt.DockWidgetArea.RightDockWidgetArea)
        area = Qt.DockWidgetArea
        self.docks = {
            "queueDock": self._dock("queueDock", self.tr("Queue"), self.queue, area.LeftDockWidgetArea),
            "reportDock": self._dock("reportDock", self.tr("Report"), self.report, area.RightDockWidgetArea),
            "chartsDock": self._dock("chartsDock", self.tr("Charts"), self.charts, area.BottomDockWidgetArea),
        }
        self.queue.setMinimumWidth(300)
        self.report.setMinimumWidth(300)
        self._veil = Veil(self.around, self)
        self._past_frame = PastFrame(self.around, self)
        self.top.installEventFilter(self)
        self._watch = FreshnessWatch(self.around, self.top.mark, self.top.banner, self._veil)

    def _dock(self, name: str, title: str, widget: QWidget, area: Qt.DockWidgetArea) -> QDockWidget:
        dock = QDockWidget(title, self)
        dock.setObjectName(name)
        emphasise(dock, 12)
        dock.setWidget(widget)
        self.addDockWidget(area, dock)
        return dock

    def _connect(self) -> None:
        self.queue.follow_saved(SavedTabs(self.library, self.around, self))
        self._shortcuts = bind(self, self.bound_keys())
        period = self.top.filters.period
        period.period_changed.connect(self.charts.counting.set_period)
        self.chart.cleared.connect(period.restore)

    def _fill_menu(self) -> None:
        menu = self.top.menu
        group = QActionGroup(self)
        for words, theme in ((self.tr("Dark"), DARK), (self.tr("Light"), LIGHT)):
            action = QAction(words, menu)
            action.setCheckable(True)
            action.setChecked(theme == self.look.theme)
            action.triggered.connect(lambda _on, chosen=theme: self.set_theme(chosen))
            group.addAction(action)
            menu.addAction(action)
        menu.addSeparator()
        for dock in self.docks.values():
            menu.addAction(dock.toggleViewAction())
        menu.addAction(self.tr("Reset layout"), self.reset_layout)
        menu.addAction(self.tr("Columns of the queue…") + "\tC", self.queue.arrange_columns)
        menu.addAction(self.tr("Export the queue…") + "\tCtrl+E", self.queue.outlet.export)
        menu.addSeparator()
        menu.addAction(self.tr("The past") + "\tT", self.top.time.toggle)
        menu.addSeparator()
        self._keys_action = menu.addAction(self.tr("Keys") + "\t?", self.show_keys)

    def _restore(self) -> None:
        self.resize(1_366, 768)
        geometry, state = self._settings.value(_GEOMETRY_KEY), self._settings.value(_STATE_KEY)
        if geometry is not None:
            self.restoreGeometry(geometry)
        self._size_docks()
        self._is_remembered = state is not None
        self._default_state = self.saveState(_LAYOUT_VERSION)
        if state is not None:
            self.restoreState(state, _LAYOUT_VERSION)
        self.queue.table.setFocus()

    def _size_docks(self) -> None:
        wide = self.width() >= _WIDE_PX
        sides = [self.docks["queueDock"], self.docks["reportDock"]]
        self.resizeDocks(sides, [780, 400] if wide else [540, 330], Qt.Orientation.Horizontal)
        self.resizeDocks([self.docks["chartsDock"]], [206 if wide else 190], Qt.Orientation.Vertical)

    def _open(self) -> None:
        """Show the chosen report and put the keyboard into it."""
        report = self.around.desk.selection
        if report is None:
            self.queue.table.step(0)
            return
        self.docks["reportDock"].show()
        self.docks["reportDock"].raise_()
        self.around.desk.select(report, reveal=True)
        self.report.take_on_button.setFocus()

    def _dress(self, theme: Theme) -> None:
        application = QApplication.instance()
        if isinstance(application, QApplication):
            dress(application, theme)
        self.theme_changed.emit(theme)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the bar's height: messages and chips come and go."""
        if watched is self.top and event.type() == QEvent.Type.Resize:
            self._cover()
        return super().eventFilter(watched, event)

    def _cover(self) -> None:
        self._past_frame.setGeometry(self.rect())
        below = self.top.geometry().bottom() + 1
        self._veil.setGeometry(QRect(0, below, self.width(), self.height() - below))
