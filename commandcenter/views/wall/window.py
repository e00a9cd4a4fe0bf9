"""The wall's window: a map that nobody touches, and around it what is painted here.

Owns the one tick that keeps it true: each second the age of the data is looked at, and the board is asked again if it
changed, or half a minute went by and more is overdue.

Thread: the interface thread.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QWidget

from commandcenter.models.board.filter import Filter
from commandcenter.models.failure import Failure
from commandcenter.models.freshness import Trouble
from commandcenter.models.place import LonLat
from commandcenter.views.clock import Clock
from commandcenter.views.desk import Desk
from commandcenter.views.drawing import Look as Dress
from commandcenter.views.drawing import interface_font
from commandcenter.views.map.heartbeat import EVERY_MS, Heartbeat
from commandcenter.views.map.map_view import MapView
from commandcenter.views.map.message import Presentation
from commandcenter.views.reading import Newest, Reading
from commandcenter.views.surroundings import surroundings
from commandcenter.views.wall.arrangement import Arrangement
from commandcenter.views.wall.city_box import city_box
from commandcenter.views.wall.cover import Cover
from commandcenter.views.wall.figures import Figures, figures_of, sensitive_codes
from commandcenter.views.wall.legibility import Viewing, is_too_small
from commandcenter.views.wall.lettering import wall_font
from commandcenter.views.wall.phrase import Phrases, phrases_of, unknown
from commandcenter.views.wall.scene import Mark, Outline, Scene, Side, arrangement_of, scene_of
from commandcenter.views.wall.truth import Truth, truth_of
from commandcenter.views.wording import trouble_sentence

TICK_MS = 1_000

RECOUNT_TICKS = 30
"""Without any change so often is asked again: time alone makes reports overdue."""

RELOAD_TICKS = 60
"""A map that is not there is loaded again so often; nobody stands before a wall to press a button."""

_MARKS_PER_WORD = 1 / 15
"""Size of the map's marks for a size of its words: bubbles just large enough for their numbers."""

_LEAST_ROOM = 16.0
"""A map narrower or lower than so many sizes of its words has no room for numbers: they would cover the city."""

_WORDLESS = 0.55

_ALIGNMENT = {
    Side.LEFT: Qt.AlignmentFlag.AlignLeft,
    Side.RIGHT: Qt.AlignmentFlag.AlignRight,
    Side.CENTRE: Qt.AlignmentFlag.AlignHCenter,
}


class WallWindow(QWidget):
    """One wall."""

    def __init__(
        self,
        desk: Desk,
        map_view: MapView,
        *,
        look: Dress,
        viewing: Viewing,
        limit_s: float,
        clock: Clock | None = None,
        reading: Reading | None = None,
        heartbeat_ms: int = EVERY_MS,
    ) -> None:
        """Build the wall; ``resize`` and ``show`` it afterwards.

        Args:
            desk: Whose board and freshness. Its filter is set here: on the map stands what is open, and what may only
                be counted is no mark.
            map_view: The map, made with the same look and clock.
            look: Colours.
            viewing: From where it is read.
            limit_s: Age in seconds beyond which the data looks old.
            clock: The time; the computer's unless told.
            reading: Background questions to the mirror, shared with the map and ended by whoever made it; a pool of
                its own unless given, ended with ``end``.
            heartbeat_ms: How often the map's page is asked whether it is alive.
        """
        super().__init__()
        self._clock = clock or Clock()
        self._desk, self._map, self._look = desk, map_view, look
        self._viewing, self._limit_s = viewing, limit_s
        self._is_changed = True
        self._ticks = self._map_gone_ticks = 0
        self._map_is_still = False
        desk.set_filter(Filter(categories=frozenset(), open_only=True))
        self._around = surroundings(desk, look, self._clock, self, reading)
        self._owns_reading = reading is None
        self._figures: Figures | None = None
        self._phrases: Phrases | None = None
        self._scene: Scene | None = None
        self._truth: Truth | None = None
        self._settle()
        self._heartbeat = Heartbeat(map_view.house.page, self._has_map, self, heartbeat_ms)
        self._heartbeat.stopped.connect(self._on_map_still)
        map_view.painted.connect(self._on_map_painted)
        map_view.base_map.refused.connect(self._on_base_map_refused)
        desk.board_changed.connect(self._on_change)
        self._around.names.changed.connect(self._on_names)
        self._boxes = Newest(self._around.reading, self)
        desk.freshness_changed.connect(self._show)
        self._tick = QTimer(self)
        self._tick.setInterval(TICK_MS)
        self._tick.timeout.connect(self._on_tick)
        self._tick.start()

    @property
    def figures(self) -> Figures | None:
        """What is on the wall, in numbers."""
        return self._figures

    @property
    def is_current(self) -> bool:
        """Whether the figures are of the newest data; they follow it within a second."""
        return not self._is_changed

    @property
    def scene(self) -> Scene | None:
        """What is painted; None where it does not fit."""
        return self._scene

    @property
    def truth(self) -> Truth | None:
        """What the wall says of itself."""
        return self._truth

    @property
    def cover(self) -> Cover:
        """What lies over the scene."""
        return self._cover

    def check(self, width: int, height: int) -> None:
        """Say nothing if the scene can be read at a size of picture.

        Raises:
            SceneUnreadable: If its letters would not find room.
            WallTooSmall: If it has too few pixels for any.
        """
        if self._arranged(width, height) is None:
            raise self._viewing.unreadable(width, height)

    def end(self) -> None:
        """Stop what goes on behind it; the map is ended by whoever made it."""
        self._tick.stop()
        self._heartbeat.end()
        if self._owns_reading:
            self._around.reading.close()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange everything anew."""
        super().resizeEvent(event)
        self._cover.setGeometry(self.rect())
        self._show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close with Ctrl+Q or Escape: there is no button."""
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() == Qt.Key.Key_Escape or (control and event.key() == Qt.Key.Key_Q):
            self.close()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Paint the scene, or why there is none."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = self._look.theme
        painter.fillRect(self.rect(), QColor(theme.background))
        if self._scene is None:
            refusal = self._viewing.unreadable(self.width(), self.height())
            painter.setPen(QColor(theme.text))
            painter.setFont(interface_font(16))
            sentence = trouble_sentence(Trouble(refusal.code, refusal.template, refusal.params))
            flags = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap)
            painter.drawText(self.rect().adjusted(24, 24, -24, -24), flags, sentence)
        else:
            _paint(painter, self._scene)
        painter.end()

    def _settle(self) -> None:
        self.setWindowTitle(self.tr("Wall of the command center"))
        self.setObjectName("wall")
        self.setCursor(Qt.CursorShape.BlankCursor)
        self._map.setParent(self)
        self._map.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._map.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._cover = Cover(self._look.theme, self)
        self.setFocus()

    def _on_change(self, *_: object) -> None:
        self._is_changed = True

    def _on_names(self) -> None:
        categories = self._around.names.categories
        allowed = frozenset(categories) - sensitive_codes(categories)
        self._desk.set_filter(Filter(categories=allowed, open_only=True))
        self._boxes.ask(lambda reader: city_box(reader.areas()), self._on_box)
        self._count()
        self._show()

    def _on_box(self, box: tuple[LonLat, LonLat] | None) -> None:
        if box is not None:
            self._map.open_with(*box)

    def _on_tick(self) -> None:
        self._ticks += 1
        if self._is_changed or self._ticks >= RECOUNT_TICKS:
            self._count()
        self._mind_the_map()
        self._show()

    def _count(self) -> Phrases:
        self._is_changed, self._ticks = False, 0
        names = self._around.names
        self._figures = figures_of(self._desk.generation, names.categories, names.area_tree, int(self._clock.now_s()))
        self._phrases = phrases_of(self._figures, names)
        return self._phrases

    def _show(self, *_: object) -> None:
        """Arrange and say what is known at this moment; paint only what changed."""
        truth = truth_of(
            self._desk.freshness,
            self._map_is_still,
            bool(self._map.sentence),
            self._limit_s,
            self._clock.monotonic_s(),
            self._clock.now_s(),
        )
        arrangement = self._arranged(self.width(), self.height())
        phrases = self._phrases or self._count()
        if not truth.is_known:
            phrases = unknown(phrases)
        scene = None if arrangement is None else scene_of(arrangement, phrases, truth, self._look.theme)
        if scene != self._scene:
            self._scene = scene
            self.update()
        self._truth = truth
        self._map.setVisible(arrangement is not None)
        if arrangement is not None:
            self._map.setGeometry(arrangement.map.toRect())
            self._map.present(presentation_of(arrangement))
            self._cover.show_truth(arrangement, truth)

    def _arranged(self, width: float, height: float) -> Arrangement | None:
        if is_too_small(width, height):
            return None
        return arrangement_of(width, height, self._viewing.letter_px(height), self._phrases or self._count())

    def _has_map(self) -> bool:
        return self._map.is_ready and not self._map.sentence

    def _on_map_still(self) -> None:
        self._map_is_still = True
        self._show()

    def _on_base_map_refused(self, failure: Failure) -> None:
        """Say it in the map's corner: a wall has no other place for it, and goes on without."""
        self._map.base_map.note(trouble_sentence(Trouble(failure.code, failure.template, failure.params)))

    def _on_map_painted(self, *_: object) -> None:
        if self._map_is_still:
            self._map_is_still = False
            self._show()

    def _mind_the_map(self) -> None:
        self._map_gone_ticks = self._map_gone_ticks + 1 if self._map.sentence else 0
        if self._map_gone_ticks >= RELOAD_TICKS:
            self._map_gone_ticks = 0
            self._map.reload()


def presentation_of(arrangement: Arrangement) -> Presentation:
    """Return how large the map's marks and words must be: its smallest words like the smallest of the scene.

    Where that would leave room for a few marks only, the map speaks by shapes and colours alone.
    """
    font_px = arrangement.font_px
    scale = max(1.0, font_px * _MARKS_PER_WORD)
    room = min(arrangement.map.width(), arrangement.map.height())
    if room >= _LEAST_ROOM * font_px:
        return Presentation(scale, float(font_px), words=True, controls=False)
    return Presentation(max(1.0, scale * _WORDLESS), 0.0, words=False, controls=False)


def _paint(painter: QPainter, scene: Scene) -> None:
    for bar in scene.bars:
        painter.fillRect(bar.box, QColor(bar.colour))
    for mark in scene.marks:
        _paint_mark(painter, mark)
    for words in scene.words:
        painter.setPen(QColor(words.colour))
        painter.setFont(wall_font(words.font_px, words.is_bold))
        flags = _ALIGNMENT[words.side] | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip
        painter.drawText(words.box, int(flags), words.text)


def _paint_mark(painter: QPainter, mark: Mark) -> None:
    box, colour = mark.box, QColor(mark.colour)
    if mark.outline is Outline.TRIANGLE:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawPolygon(QPolygonF([QPointF(box.center().x(), box.top()), box.bottomRight(), box.bottomLeft()]))
        return
    thick = box.width() / 6
    painter.setPen(QPen(colour, thick))
    painter.setBrush(colour if mark.outline is Outline.DISC else Qt.BrushStyle.NoBrush)
    painter.drawEllipse(QRectF(box).adjusted(thick / 2, thick / 2, -thick / 2, -thick / 2))
