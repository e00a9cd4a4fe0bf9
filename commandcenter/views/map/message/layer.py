"""What lies between the ground and the marks: layers, in an order and looks that somebody chose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class LayerLook:
    """How one layer is drawn.

    Attributes:
        key: Which.
        draws: From which message its content comes.
        opacity: 0 to 1.
        color: Of points and shapes, as ``#RRGGBB``.
        width: Pixels of lines.
    """

    key: str
    draws: Literal["heat", "shading", "points", "shapes", "tiles"]
    opacity: float
    color: str
    width: float


@dataclass(frozen=True, slots=True)
class SetLayers:
    """To the page: the layers that are shown, from the ground up; all others are hidden.

    Attributes:
        names_opacity: Of areas' names, 0 to 1.
        marks_opacity: Of marks, 0 to 1; at 0 they can't be clicked either.
    """

    layers: Sequence[LayerLook]
    names_opacity: float
    marks_opacity: float


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """One line of a legend.

    Attributes:
        color: As ``#RRGGBB``.
        hatched: Whether it stands for what can't be said.
    """

    label: str
    color: str
    hatched: bool


@dataclass(frozen=True, slots=True)
class SetHeat:
    """To the page: how densely reports lie, as a grid.

    Attributes:
        west: World units of the grid's corner.
        north: World units.
        cell: Side of a cell in world units.
        columns: How many, west to east.
        rows: How many, north to south.
        values: Base64 of one byte a cell, row after row: 0 for nothing, 255 for the last colour.
        colors: From sparse to dense, as ``#RRGGBB``.
        heading: What is shown.
        note: How it was made, and from how many reports.
        legend: From dense to sparse.
    """

    west: float
    north: float
    cell: float
    columns: int
    rows: int
    values: str
    colors: Sequence[str]
    heading: str
    note: str
    legend: Sequence[LegendEntry]


@dataclass(frozen=True, slots=True)
class SetShading:
    """To the page: a class for each area.

    Attributes:
        areas: Codes.
        classes: Places in ``legend``, one for each of ``areas``.
        heading: What is shown.
        note: Its definition, and from how many reports.
        legend: The classes, greatest first, and what can't be said.
    """

    areas: Sequence[str]
    classes: Sequence[int]
    heading: str
    note: str
    legend: Sequence[LegendEntry]


@dataclass(frozen=True, slots=True)
class SetPoints:
    """To the page: the points of one layer, as parallel arrays.

    Attributes:
        key: Which layer.
        x: World units.
        y: World units.
        icons: Names of the family's icons.
        words: A few characters beside each icon.
        colors: As ``#RRGGBB``.
        faded: 1 where what is known is old.
        hints: What stands beside a point under the pointer; lines parted by line feeds.
    """

    key: str
    x: Sequence[float]
    y: Sequence[float]
    icons: Sequence[str]
    words: Sequence[str]
    colors: Sequence[str]
    faded: Sequence[int]
    hints: Sequence[str]


@dataclass(frozen=True, slots=True)
class ReadShapes:
    """To the page: fetch the shapes of one layer, for they are ready or changed.

    Attributes:
        key: Which layer.
        revision: Number of the edition.
    """

    key: str
    revision: int


@dataclass(frozen=True, slots=True)
class SetTiles:
    """To the page: where the tiles of one layer are.

    Attributes:
        key: Which layer.
        revision: Number of the edition; ``TilesPainted`` repeats it.
        form: How the server is asked.
        address: Template with ``{z}``, ``{x}``, ``{y}`` or ``{-y}``; for a WMS its address.
        max_zoom: Nearest zoom with tiles, of tiles of 256 pixels; nearer, those are drawn larger.
        name: What the layer is called.
        attribution: Whose map it is; plain text, shown as long as the layer is.
    """

    key: str
    revision: int
    form: Literal["xyz", "wms"]
    address: str
    max_zoom: int
    name: str
    attribution: str


@dataclass(frozen=True, slots=True)
class TilesPainted:
    """From the page: all tiles of a layer that are in view have been asked for and dealt with.

    Attributes:
        key: Which layer.
        revision: Of the ``SetTiles``.
        drawn: How many are drawn.
        failed: How many could not be had.
    """

    key: str
    revision: int
    drawn: int
    failed: int


@dataclass(frozen=True, slots=True)
class LayersPainted:
    """From the page: layers are drawn.

    Attributes:
        keys: Of the layers that had something to draw, from the ground up, parted by blanks.
    """

    keys: str
