"""Keeps the page's layers in step with the plan, the desk and the mirror.

Owns when each layer is made anew: heat and figures whenever filter, board or (heat) view change, one question at a time
and all of them in the background; gauges, facilities and crews are read when they change, and made anew each minute,
because what is known of them grows old; files and servers once.

Thread: the interface thread; everything that takes time runs on a thread of ``Reading``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QObject, QTimer, Signal

from commandcenter.models.area_tree import AreaTree
from commandcenter.models.board.area_figure import AreaFigure, area_values
from commandcenter.models.failure import Failure
from commandcenter.models.identity import AreaCode
from commandcenter.models.mirror.reader import MirrorReader
from commandcenter.models.record import Entity
from commandcenter.views.clock import Clock
from commandcenter.views.desk import Desk
from commandcenter.views.drawing import Look
from commandcenter.views.map.layer.file_feed import FileFeed
from commandcenter.views.map.layer.heat import heat_of
from commandcenter.views.map.layer.online_feed import NoKeys, OnlineFeed, TileKeys
from commandcenter.views.map.layer.plan import Layer, LayerKind, LayerPlan
from commandcenter.views.map.layer.point import POINT_KINDS, READ, Things, points_of, things_of
from commandcenter.views.map.layer.population import read_population
from commandcenter.views.map.layer.shading import shading_of
from commandcenter.views.map.layer.wording import density_value, figure_name, figure_note, figure_value
from commandcenter.views.map.message import (
    LayerLook,
    SetHeat,
    SetLayers,
    SetPoints,
    SetShading,
    ToPage,
    ViewportChanged,
)
from commandcenter.views.palette import Theme
from commandcenter.views.reading import Newest, Reading
from commandcenter.views.wording import translate

_MINUTE_MS = 60_000

_DRAWS: Mapping[LayerKind, Literal["heat", "shading", "points", "shapes", "tiles"]] = {
    LayerKind.SHADING: "shading",
    LayerKind.HEAT: "heat",
    LayerKind.CREWS: "points",
    LayerKind.GAUGES: "points",
    LayerKind.FACILITIES: "points",
    LayerKind.FILE: "shapes",
    LayerKind.ONLINE: "tiles",
}


class LayerFeed(QObject):
    """Sends what the layers of a plan are drawn from.

    Attributes:
        files: The files of somebody's own among them.
        online: The maps of servers among them.

    Emits:
        changed: The plan is another one (``LayerPlan``).
        population_failed: The table of people can't be read (``Failure``).
    """

    changed = Signal(object)
    population_failed = Signal(object)

    def __init__(
        self,
        desk: Desk,
        reading: Reading,
        clock: Clock,
        look: Look,
        send: Callable[[ToPage], None],
        parent: QObject | None = None,
        keys: TileKeys | None = None,
    ) -> None:
        """Begin with the plan that every map has at first.

        Args:
            desk: Whose board and filter.
            reading: Where questions run.
            clock: Judges what is overdue, and what is old.
            look: Whose colours.
            send: Takes the messages.
            parent: Owner.
            keys: Where the keys of servers lie; None: they are forgotten when the program ends.
        """
        super().__init__(parent)
        self._desk, self._reading, self._clock, self._look, self._send = desk, reading, clock, look, send
        self._plan = LayerPlan()
        self._viewport: ViewportChanged | None = None
        self.files = FileFeed(reading, send, self)
        self.online = OnlineFeed(reading, keys or NoKeys(), send, self)
        self._heat, self._shading = Newest(reading, self), Newest(reading, self)
        self._points = {kind: Newest(reading, self) for kind in POINT_KINDS}
        self._turn = _single_shot(self, self._ask_figures)
        self._things: dict[LayerKind, Things] = {}
        self._minute = QTimer(self)
        self._minute.setInterval(_MINUTE_MS)
        self._minute.timeout.connect(self._turn.start)
        self._minute.timeout.connect(self._ask_points)
        self._minute.start()
        for happened in (desk.board_changed, desk.filter_changed):
            happened.connect(self._turn_soon)
        desk.settings_changed.connect(self._read_points)
        desk.entities_changed.connect(self._read_changed)
        look.changed.connect(self._on_theme)

    @property
    def plan(self) -> LayerPlan:
        """The layers as they are now."""
        return self._plan

    @property
    def is_settled(self) -> bool:
        """Whether nothing that was asked for is still being made."""
        waiting = (self._heat, self._shading, *self._points.values())
        own_settled = self.files.is_settled and self.online.is_settled
        return not self._turn.isActive() and own_settled and all(each.is_answered for each in waiting)

    def set_plan(self, plan: LayerPlan) -> None:
        """Show other layers."""
        if plan == self._plan:
            return
        old, self._plan = self._plan, plan
        self.files.follow(plan)
        self.online.follow(plan)
        self._send_looks()
        if (old.figure, old.level, old.population_file) != (plan.figure, plan.level, plan.population_file):
            self._turn.start()
        if any(plan.shows(kind) and not old.shows(kind) for kind in (LayerKind.HEAT, LayerKind.SHADING)):
            self._turn.start()
        if any(plan.shows(kind) and not old.shows(kind) for kind in POINT_KINDS):
            self._ask_points()
        self.changed.emit(plan)

    def show_viewport(self, viewport: ViewportChanged) -> None:
        """Make the heat of another piece of the world."""
        self._viewport = viewport
        if self._plan.shows(LayerKind.HEAT):
            self._turn.start()

    def restart(self) -> None:
        """Tell a new page everything."""
        self._viewport = None
        self._send_looks()
        self.files.announce()
        self.online.announce()
        self._turn.start()
        self._ask_points()

    def _send_looks(self) -> None:
        plan = self._plan
        looks = [look for layer in plan.layers if (look := _look_of(layer)) is not None]
        names, marks = plan.of("names"), plan.of("marks")
        self._send(
            SetLayers(
                looks,
                names.opacity if names.visible else 0.0,
                marks.opacity if marks.visible else 0.0,
            )
        )

    def _turn_soon(self, *_changed: object) -> None:
        if self._plan.shows(LayerKind.HEAT) or self._plan.shows(LayerKind.SHADING):
            self._turn.start()

    def _on_theme(self, *_theme: object) -> None:
        self._turn_soon()
        self._ask_points()

    def _ask_figures(self) -> None:
        if self._plan.shows(LayerKind.HEAT) and self._viewport is not None:
            self._heat.ask(self._heat_question(self._viewport), self._send)
        if self._plan.shows(LayerKind.SHADING):
            self._shading.ask(self._shading_question(), self._on_shading)

    def _heat_question(self, viewport: ViewportChanged) -> Callable[[MirrorReader], SetHeat]:
        generation, selected, theme = self._desk.generation, self._desk.selected, self._look.theme.name
        heading = translate("MapLayers", "Density of reports")
        note = translate("MapLayers", "n = {count} in view and around it; each spread over {reach} pixels")
        return lambda _: heat_of(generation, selected, viewport, theme, heading, note, density_value)

    def _shading_question(self) -> Callable[[MirrorReader], SetShading | Failure]:
        generation, selected, theme = self._desk.generation, self._desk.selected, self._look.theme.name
        plan, at_s = self._plan, int(self._clock.now_s())

        def made(reader: MirrorReader) -> SetShading | Failure:
            tree = AreaTree(reader.areas())
            level = plan.level if plan.level in tree.levels else next(iter(tree.levels), "")
            population: Mapping[AreaCode, int] = {}
            if plan.figure is AreaFigure.PER_HEAD and plan.population_file:
                try:
                    population = read_population(Path(plan.population_file), tree)
                except Failure as failure:
                    return failure
            found = area_values(generation, selected, plan.figure, at_s, tree.ancestors(level), population)
            note = figure_note(plan.figure, int(found.basis.sum()), people_known=bool(population))
            unsaid = translate("MapLayers", "not known, or too few")
            heading = figure_name(plan.figure)
            return shading_of(
                found, plan.figure, theme, heading, note, unsaid, lambda value: figure_value(plan.figure, value)
            )

        return made

    def _on_shading(self, answer: SetShading | Failure) -> None:
        if isinstance(answer, Failure):
            self.population_failed.emit(answer)
            self.set_plan(replace(self._plan, population_file=""))
        else:
            self._send(answer)

    def _ask_points(self, *_theme: object) -> None:
        for kind in POINT_KINDS:
            self._ask_points_of(kind)

    def _ask_points_of(self, kind: LayerKind) -> None:
        if self._plan.shows(kind):
            now = datetime.fromtimestamp(self._clock.now_s(), UTC)
            question = _points_question(kind, self._things.get(kind), self._look.theme, now)
            self._points[kind].ask(question, self._on_points)

    def _on_points(self, answer: tuple[Things, SetPoints]) -> None:
        things, message = answer
        self._things[things.kind] = things
        self._send(message)

    def _read_points(self) -> None:
        """Read everything anew."""
        for kind in POINT_KINDS:
            self._read_again(kind)

    def _read_changed(self, changed: frozenset[Entity]) -> None:
        for kind in POINT_KINDS:
            if not changed.isdisjoint(READ[kind]):
                self._read_again(kind)

    def _read_again(self, kind: LayerKind) -> None:
        # What is on its way was read before.
        self._points[kind].drop()
        self._things.pop(kind, None)
        self._ask_points_of(kind)


def _look_of(layer: Layer) -> LayerLook | None:
    draws = _DRAWS.get(layer.kind)
    if draws is None or not layer.visible or layer.opacity <= 0:
        return None
    return LayerLook(layer.key, draws, layer.opacity, layer.color, layer.width)


def _points_question(
    kind: LayerKind, known: Things | None, theme: Theme, now: datetime
) -> Callable[[MirrorReader], tuple[Things, SetPoints]]:
    def made(reader: MirrorReader) -> tuple[Things, SetPoints]:
        things = things_of(kind, reader) if known is None else known
        return things, points_of(things, theme, now)

    return made


def _single_shot(parent: QObject, then: Callable[[], None]) -> QTimer:
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.setInterval(0)
    timer.timeout.connect(then)
    return timer
