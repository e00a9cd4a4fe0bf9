"""Which layers there are, in which order and looks; a value that is remembered as text.

Refuses to know what the layers are drawn from.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from typing import Any, Self, TypeVar

from commandcenter.models.board.area_figure import AreaFigure
from commandcenter.views.map.base.online import OnlineSourceUnusable, tile_origin


class LayerKind(StrEnum):
    """What a layer shows; every kind but those of ``OWN`` exists once, under its own name as key."""

    NAMES = "names"
    SHADING = "shading"
    HEAT = "heat"
    CREWS = "crews"
    GAUGES = "gauges"
    FACILITIES = "facilities"
    MARKS = "marks"
    FILE = "file"
    ONLINE = "online"


_Plan = TypeVar("_Plan", bound="LayerPlan")

FIXED = (LayerKind.NAMES, LayerKind.MARKS)
"""Names lie below and marks above all others, always."""

OWN = frozenset({LayerKind.FILE, LayerKind.ONLINE})
"""What somebody laid over the map themselves, and may take away again."""

MAX_FILES = 12
MAX_ONLINE = 6


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer.

    Attributes:
        key: Unique; the kind's name, or ``file-N`` or ``online-N``.
        kind: What it shows.
        visible: Whether it is drawn.
        opacity: 0 to 1.
        color: As ``#RRGGBB``; of points and shapes.
        width: Pixels of lines; of shapes.
        file: Path of a file of one's own; empty for others.
        part: Which layer of a file that has several; empty for its only one.
        name: What a server's map is called here.
        address: Of a server, as ``base.online`` reads it; ``{key}`` stands where its key belongs.
        attribution: Whose map a server's is.
        max_zoom: Nearest zoom that a server has tiles of.
    """

    key: str
    kind: LayerKind
    visible: bool = False
    opacity: float = 1.0
    color: str = "#5AB0FF"
    width: float = 1.5
    file: str = ""
    part: str = ""
    name: str = ""
    address: str = field(default="", repr=False)
    attribution: str = ""
    max_zoom: int = 19


_FIRST = (
    Layer("names", LayerKind.NAMES, visible=True),
    Layer("shading", LayerKind.SHADING, opacity=0.7),
    Layer("heat", LayerKind.HEAT, opacity=0.85),
    Layer("crews", LayerKind.CREWS),
    Layer("gauges", LayerKind.GAUGES),
    Layer("facilities", LayerKind.FACILITIES),
    Layer("marks", LayerKind.MARKS, visible=True),
)


@dataclass(frozen=True, slots=True)
class LayerPlan:
    """All layers, from the ground up.

    Attributes:
        layers: Of every kind but those of ``OWN`` exactly one, names first, marks last.
        figure: What areas are shaded by.
        level: Level of the areas that are shaded; empty for the lowest.
        population_file: Path of a table of people by area; empty without one.
    """

    layers: tuple[Layer, ...] = _FIRST
    figure: AreaFigure = AreaFigure.OPEN
    level: str = ""
    population_file: str = ""

    def of(self, key: str) -> Layer:
        """Return one layer.

        Raises:
            KeyError: If there is none of that key.
        """
        found = next((layer for layer in self.layers if layer.key == key), None)
        if found is None:
            raise KeyError(key)
        return found

    def shows(self, kind: LayerKind) -> bool:
        """Return whether a layer of a kind is drawn."""
        return bool(self.visible(kind))

    def visible(self, kind: LayerKind) -> frozenset[str]:
        """Return the keys of the layers of a kind that are drawn."""
        return frozenset(each.key for each in self.layers if each.visible and each.opacity > 0 and each.kind is kind)

    def changed(self, key: str, **changes: Any) -> Self:
        """Return the plan with other looks of one layer."""
        layers = tuple(replace(layer, **changes) if layer.key == key else layer for layer in self.layers)
        return replace(self, layers=layers)

    def moved(self, key: str, steps: int) -> Self:
        """Return the plan with one layer further up (positive) or down, never below names or above marks."""
        layers = list(self.layers)
        at = layers.index(self.of(key))
        to = min(max(at + steps, 1), len(layers) - 2)
        if layers[at].kind in FIXED:
            return self
        layers.insert(to, layers.pop(at))
        return replace(self, layers=tuple(layers))

    def with_file(self, path: str, part: str = "") -> Self:
        """Return the plan with a file of one's own on top, shown; the same file again replaces itself.

        Raises:
            ValueError: If there are ``MAX_FILES`` already.
        """
        others = self.without_file(path, part)
        if sum(layer.kind is LayerKind.FILE for layer in others.layers) >= MAX_FILES:
            raise ValueError(f"no more than {MAX_FILES} files")
        return _with(
            others, Layer(_free_key(others, LayerKind.FILE), LayerKind.FILE, visible=True, file=path, part=part)
        )

    def without_file(self, path: str, part: str = "") -> Self:
        """Return the plan without a file."""
        kept = tuple(layer for layer in self.layers if (layer.file, layer.part) != (path, part) or not layer.file)
        return replace(self, layers=kept)

    def with_online(self, name: str, address: str, attribution: str, max_zoom: int) -> Self:
        """Return the plan with a server's map on top, shown; the same address again replaces itself.

        Raises:
            ValueError: If there are ``MAX_ONLINE`` already.
        """
        kept = tuple(layer for layer in self.layers if layer.address != address)
        others = replace(self, layers=kept)
        if sum(layer.kind is LayerKind.ONLINE for layer in kept) >= MAX_ONLINE:
            raise ValueError(f"no more than {MAX_ONLINE} servers")
        kind = LayerKind.ONLINE
        own = Layer(
            _free_key(others, kind),
            kind,
            visible=True,
            name=name,
            address=address,
            attribution=attribution,
            max_zoom=max_zoom,
        )
        return _with(others, own)

    def without(self, key: str) -> Self:
        """Return the plan without a layer of somebody's own; all others stay."""
        return replace(self, layers=tuple(each for each in self.layers if each.key != key or each.kind not in OWN))

    def text(self) -> str:
        """Return the plan as it is remembered."""
        return json.dumps(asdict(self), separators=(",", ":"))


def _with(plan: _Plan, own: Layer) -> _Plan:
    return replace(plan, layers=(*plan.layers[:-1], own, plan.layers[-1]))


def _free_key(plan: LayerPlan, kind: LayerKind) -> str:
    taken = {layer.key for layer in plan.layers}
    return next(key for n in range(1, len(taken) + 2) if (key := f"{kind.value}-{n}") not in taken)


def plan_of(text: str) -> LayerPlan:
    """Return a remembered plan; what is missing, unknown or out of range in it is as at first."""
    try:
        content = json.loads(text)
        listed = content["layers"]
        read = [_layer(each) for each in listed if isinstance(each, dict)]
    except (ValueError, TypeError, KeyError):
        return LayerPlan()
    known = {layer.key: layer for layer in read if layer is not None}
    middle = [layer for layer in known.values() if layer.kind not in FIXED]
    present = {layer.kind for layer in middle}
    middle += [layer for layer in _FIRST if layer.kind not in (*FIXED, *present)]
    ends = [known.get(layer.key, layer) for layer in _FIRST if layer.kind in FIXED]
    return LayerPlan(
        layers=(ends[0], *middle, ends[1]),
        figure=_read(content, "figure", AreaFigure, AreaFigure.OPEN),
        level=_read(content, "level", str, ""),
        population_file=_read(content, "population_file", str, ""),
    )


def _layer(content: dict[str, Any]) -> Layer | None:
    kind = _read(content, "kind", LayerKind, None)
    key = str(content.get("key"))
    if kind is None or (key != kind.value if kind not in OWN else not key.startswith(f"{kind.value}-")):
        return None
    address = _read(content, "address", str, "")
    if kind is LayerKind.ONLINE and not _is_address(address):
        return None
    plain = Layer(key, kind)
    color = _read(content, "color", str, plain.color)
    return replace(
        plain,
        visible=content.get("visible") is True,
        opacity=min(max(_read(content, "opacity", float, 1.0), 0.0), 1.0),
        color=color if _is_color(color) else plain.color,
        width=min(max(_read(content, "width", float, 1.5), 0.25), 20.0),
        file=_read(content, "file", str, ""),
        part=_read(content, "part", str, ""),
        name=_read(content, "name", str, ""),
        address=address,
        attribution=_read(content, "attribution", str, ""),
        max_zoom=min(max(_read(content, "max_zoom", int, plain.max_zoom), 0), 22),
    )


def _is_address(address: str) -> bool:
    try:
        tile_origin(address)
    except OnlineSourceUnusable:
        return False
    return True


def _is_color(text: str) -> bool:
    return len(text) == 7 and text[0] == "#" and all(each in "0123456789abcdefABCDEF" for each in text[1:])


def _read(content: dict[str, Any], name: str, kind: Callable[[Any], Any], otherwise: Any) -> Any:
    try:
        return kind(content[name])
    except (KeyError, TypeError, ValueError):
        return otherwise
