"""The map as a widget: the page, what is sent to it, and what is done when it sends something.

Owns the page's life: loading, the handshake, falling over and standing up again, ending. What the page shows is
the feeds' matter: marks, borders, hints, places.

Thread: the interface thread.
"""

from __future__ import annotations

import logging

import shiboken6
from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtWebEngineCore import QWebEnginePage
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QStackedLayout, QWidget

from commandcenter.models.identity import ReportId
from commandcenter.models.place import LonLat
from commandcenter.resource import resource_path
from commandcenter.views.clock import Clock
from commandcenter.views.desk import Desk
from commandcenter.views.drawing import Look
from commandcenter.views.map.area_feed import AreaFeed
from commandcenter.views.map.base.base_map import BaseMap
from commandcenter.views.map.base.online import OnlineSource, discreet
from commandcenter.views.map.bridge import Bridge
from commandcenter.views.map.category_feed import CategoryFeed
from commandcenter.views.map.drawn_feed import DrawnFeed
from commandcenter.views.map.hint_feed import HintFeed
from commandcenter.views.map.layer.feed import LayerFeed
from commandcenter.views.map.layer.online_feed import TileKeys
from commandcenter.views.map.look import ON_A_DESK, map_texts, map_theme
from commandcenter.views.map.mark_feed import MarkFeed
from commandcenter.views.map.marking import world_box
from commandcenter.views.map.message import (
    AreaDrawn,
    AreasPainted,
    BaseMapPainted,
    ClusterOpened,
    FromPage,
    LayersPainted,
    Painted,
    Presentation,
    ReportChosen,
    ReportHovered,
    ResumeView,
    SetTexts,
    SetTheme,
    TilesPainted,
    ToolEnded,
    ToPage,
    Trouble,
    ViewportChanged,
    Welcome,
)
from commandcenter.views.map.notice import Notice
from commandcenter.views.map.page import PageHouse
from commandcenter.views.map.place_feed import PlaceFeed
from commandcenter.views.map.scheme import PAGE_URL
from commandcenter.views.map.source import sources_drawn
from commandcenter.views.map.typescript import protocol_version
from commandcenter.views.palette import Theme
from commandcenter.views.reading import Reading

_log = logging.getLogger(__name__)

HELLO_WITHIN_MS = 30_000
"""A page that has loaded and said nothing for so long will not speak any more."""

RELOADS = 3
"""A page that falls over more often than this before it ever paints again is left alone until somebody asks."""


class MapView(QWidget):
    """The map of a desk.

    ``register_scheme`` must have run before the application object was made. Call ``end`` before the application
    ends: the page must go before its profile does.

    Emits:
        ready: The page drew for the first time.
        painted: The page drew an answer of the board: number of the generation, and how many marks.
        answer_painted: The same, with all that the page tells of it (``Painted``).
        areas_painted: The page drew the borders (how many).
        layers_painted: The page drew other layers (their keys, from the ground up, parted by blanks).
        troubled: The page told of a fault in itself (``Trouble``); it is logged already.
        failed: The map is not there; the sentence that says so is on the screen (the sentence).
    """

    ready = Signal()
    painted = Signal(int, int)
    answer_painted = Signal(object)
    areas_painted = Signal(int)
    layers_painted = Signal(str)
    troubled = Signal(object)
    failed = Signal(str)

    def __init__(
        self,
        desk: Desk,
        parent: QWidget | None = None,
        *,
        look: Look | None = None,
        clock: Clock | None = None,
        reading: Reading | None = None,
        presentation: Presentation = ON_A_DESK,
        online: OnlineSource | None = None,
        keys: TileKeys | None = None,
    ) -> None:
        """Load the page.

        Args:
            desk: Whose board, filter and selection.
            parent: Parent widget.
            look: Theme of the window; a dark one of its own unless told.
            clock: The time; the computer's unless told.
            reading: Background questions to the mirror; a pool of its own unless told, ended with ``end``.
            presentation: How large marks and words are, and whether there are controls.
            online: Server of the base map that the page may reach; None: none.
            keys: Where the keys of layers' servers lie; None: they are forgotten when the program ends.
        """
        super().__init__(parent)
        clock = clock or Clock()
        self._desk = desk
        self._look = look or Look(parent=self)
        self._presentation = presentation
        used = reading if reading is not None else Reading(desk.reader, self)
        self._own_reading = used if reading is None else None
        self._marks_painted = 0
        self._painted_generation = -1
        self._is_ready = False
        self._falls = 0
        self._areas = AreaFeed(desk, used, self._send, self)
        self._areas_painted = 0
        self._categories = CategoryFeed(desk, used, self)
        self._marks = MarkFeed(desk, used, clock, self._categories, self._send, self)
        self._marks.set_scale(presentation.scale)
        self._hints = HintFeed(desk, used, clock, self._categories, self._send, self)
        self._places = PlaceFeed(desk, self._send, self)
        self._viewport: ViewportChanged | None = None
        self._resumes = False
        self.layers = LayerFeed(desk, used, clock, self._look, self._send, self, keys)
        self.base_map = BaseMap(self._send, online, self)
        self.drawn = DrawnFeed(desk, self._send, self)
        self._house = PageHouse(
            self._areas.content,
            self.layers.files.content,
            self._look.theme.background,
            self,
            shelf=self.base_map.shelf,
        )
        self._house.admit(self._origins())
        self._bridge = Bridge(self._house.page, self)
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(HELLO_WITHIN_MS)
        self._lay_out()
        self._connect()
        self._load()

    @property
    def marks_painted(self) -> int:
        """How many marks the page drew last."""
        return self._marks_painted

    @property
    def painted_generation(self) -> int:
        """Number of the board's generation that the page drew last; -1 before it drew."""
        return self._painted_generation

    @property
    def is_ready(self) -> bool:
        """Whether the page has drawn."""
        return self._is_ready

    @property
    def is_settled(self) -> bool:
        """Whether the page knows how big it is now and has drawn all it was asked for since, the ground too."""
        marks_settled = self._marks.is_settled(self._view.width(), self._view.height())
        ground_settled = self._areas.is_settled(self._areas_painted) and self.layers.is_settled
        return self._is_ready and marks_settled and ground_settled and self.base_map.is_settled

    @property
    def house(self) -> PageHouse:
        """The page and its guard, for those who watch it."""
        return self._house

    @property
    def sentence(self) -> str:
        """What stands where the map should be; empty while the map is there."""
        return self._notice.sentence if self._stack.currentWidget() is self._notice else ""

    @property
    def sources(self) -> str:
        """Whose all that is drawn is, as a sentence."""
        return sources_drawn(self.layers.plan, self.base_map.attribution, approximate=self._areas.is_approximate)

    def present(self, presentation: Presentation) -> None:
        """Draw marks and words at another size."""
        if presentation != self._presentation:
            self._presentation = presentation
            self._marks.set_scale(presentation.scale)
            self._on_theme(self._look.theme)

    def reload(self) -> None:
        """Load the page anew, as its button does: for screens that nobody stands before."""
        self._retry()

    def open_with(self, south_west: LonLat, north_east: LonLat) -> None:
        """Show a box whenever the page is loaded, until somebody moves the map."""
        self._places.open_with(south_west, north_east)

    def fit(self, south_west: LonLat, north_east: LonLat) -> None:
        """Show all of a box."""
        self._places.fit(south_west, north_east)

    def end(self) -> None:
        """End the page and then its profile; the widget is of no use afterwards. May be called again."""
        self._patience.stop()
        self._bridge.hang_up()
        if shiboken6.isValid(self._view):
            # Before its page: a view that loses its page makes itself another one, with the default profile.
            self.setFocusProxy(None)  # type: ignore[arg-type]  # Qt takes it, the stub does not
            shiboken6.delete(self._view)
        self._house.close()
        self.base_map.end()
        if self._own_reading is not None:
            self._own_reading.close()

    def changeEvent(self, event: QEvent) -> None:
        """Speak another language when the application does."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange and self._bridge.is_open:
            self._send(SetTexts(map_texts(), map_theme(self._look.theme, self._presentation)))

    def _lay_out(self) -> None:
        self._view = QWebEngineView(self)
        self._view.setPage(self._house.page)
        self._view.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self._view.setAcceptDrops(False)
        self._view.setAccessibleName(self.tr("Map of reports"))
        self._notice = Notice(self)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._view)
        self._stack.addWidget(self._notice)
        self.setFocusProxy(self._view)

    def _connect(self) -> None:
        self._house.page.loadFinished.connect(self._on_loaded)
        self._house.page.renderProcessTerminated.connect(self._on_fallen)
        self._bridge.greeted.connect(self._on_greeted)
        self._bridge.version_refused.connect(self._on_version_refused)
        self._bridge.received.connect(self._on_received)
        self._marks.painted.connect(self._on_painted)
        self._look.changed.connect(self._on_theme)
        self.layers.online.origins_changed.connect(self._on_origins)
        self._patience.timeout.connect(self._on_silence)
        self._notice.retried.connect(self._retry)

    def _send(self, message: ToPage) -> None:
        self._bridge.send(message)

    def _load(self) -> None:
        self._bridge.hang_up()
        self._marks.restart()
        self._patience.start()
        self._house.page.setUrl(PAGE_URL)

    def _retry(self) -> None:
        self._falls = 0
        self._stack.setCurrentWidget(self._view)
        self._load()

    def _fail(self, sentence: str, *, retry: bool = True) -> None:
        _log.error("%s", sentence)
        self._notice.tell(sentence, retry=retry)
        self._stack.setCurrentWidget(self._notice)
        self.failed.emit(sentence)

    def _on_loaded(self, succeeded: bool) -> None:
        if succeeded:
            return
        self._patience.stop()
        self._fail(
            self.tr(
                "The map could not be loaded: its files are missing or damaged ({folder}). Run ./run --setup, "
                "then load the map again."
            ).format(folder=resource_path("web", "map"))
        )

    def _origins(self) -> frozenset[str]:
        base = self.base_map.online
        return self.layers.online.origins | (frozenset() if base is None else {base.origin})

    def _on_origins(self) -> None:
        if self._house.admit(self._origins()):
            self._resumes = self._viewport is not None
            # In the next turn of the event loop: whoever changed the plan has not told the page of it yet.
            QTimer.singleShot(0, self, self._load)

    def _on_silence(self) -> None:
        self._fail(
            self.tr(
                "The map was loaded but does not answer. Load it again; if that does not help, run ./run --setup "
                "and start the program anew."
            )
        )

    def _on_version_refused(self, _version: str) -> None:
        self._patience.stop()
        self._fail(
            self.tr(
                "The map's files belong to another version of this program. Run ./run --setup, then load the map again."
            )
        )

    def _on_fallen(self, status: QWebEnginePage.RenderProcessTerminationStatus, code: int) -> None:
        if status == QWebEnginePage.RenderProcessTerminationStatus.NormalTerminationStatus:
            return
        self._falls += 1
        _log.error("the map's process ended: %s, code %s", status.name, code)
        if self._falls > RELOADS:
            self._patience.stop()
            self._fail(
                self.tr(
                    "The map stopped several times in a row. The rest of this window goes on working; load the map "
                    "again, or start the program anew."
                )
            )
            return
        self._fail(self.tr("The map stopped and is being loaded again. Nothing else is affected."), retry=False)
        # In the next turn of the event loop: a page must not be loaded while it reports its process's end.
        QTimer.singleShot(0, self, self._load)

    def _on_greeted(self) -> None:
        self._patience.stop()
        self._stack.setCurrentWidget(self._view)
        colours = map_theme(self._look.theme, self._presentation)
        self._bridge.welcome(Welcome(protocol_version(), map_texts(), colours))
        self.base_map.announce()
        self._areas.announce()
        self.layers.restart()
        self.drawn.restart()
        self._places.restart()
        if self._resumes and (view := self._viewport) is not None:
            box = world_box(view)
            self._send(ResumeView((box.min_x + box.max_x) / 2, (box.min_y + box.max_y) / 2, view.zoom))
        self._resumes = False

    def _on_received(self, message: FromPage) -> None:
        match message:
            case ViewportChanged():
                if not self._resumes:
                    self._viewport = message
                self._marks.show_viewport(message)
                self.layers.show_viewport(message)
            case Painted():
                self._marks.take_painted(message)
            case ReportChosen(report):
                self._desk.select(ReportId(int(report)))
            case ReportHovered(report):
                self._hints.hover(ReportId(int(report)))
            case ClusterOpened():
                if self._marks.marking is not None:
                    self._places.open_cluster(message, self._marks.marking)
            case AreasPainted(revision, areas):
                self._areas_painted = revision
                self.areas_painted.emit(areas)
            case AreaDrawn():
                self.drawn.take(message)
            case ToolEnded():
                self.drawn.end_tool(message)
            case LayersPainted(keys):
                self.layers_painted.emit(keys)
            case TilesPainted():
                self.layers.online.take_painted(message)
            case BaseMapPainted():
                self.base_map.take_painted(message)
            case Trouble(where, text):
                _log.error("fault in the map page (%s): %s", where, discreet(text))
                self.troubled.emit(message)

    def _on_painted(self, painted: Painted) -> None:
        self._marks_painted = painted.marks
        self._painted_generation = painted.generation
        self._falls = 0
        if not self._is_ready:
            self._is_ready = True
            self.ready.emit()
        self.painted.emit(painted.generation, painted.marks)
        self.answer_painted.emit(painted)

    def _on_theme(self, theme: Theme) -> None:
        if self._bridge.is_open:
            self._send(SetTheme(map_theme(theme, self._presentation)))
