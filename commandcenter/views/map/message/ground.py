"""What lies under the marks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class ReadAreas:
    """To the page: fetch the areas' borders, for they are ready or changed.

    Attributes:
        revision: Number of the edition; ``AreasPainted`` repeats it.
    """

    revision: int


@dataclass(frozen=True, slots=True)
class AreasPainted:
    """From the page: the borders are drawn.

    Attributes:
        revision: Of the ``ReadAreas``.
        areas: How many.
        paint_ms: Milliseconds that drawing them took.
    """

    revision: int
    areas: int
    paint_ms: float


@dataclass(frozen=True, slots=True)
class SetBaseMap:
    """To the page: another base map, or none, lies under everything.

    Attributes:
        revision: Number of this choice; ``BaseMapPainted`` repeats it.
        form: ``none``; tiles of an archive, ``vector`` or ``raster``; or those of a server, ``xyz`` or ``wms``.
        scheme: Whose layers vector tiles hold; empty for pictures.
        address: Template with ``{z}``, ``{x}``, ``{y}`` or ``{-y}``; for a WMS its address.
        tile_px: Side of a tile's picture in pixels; a tile of 512 pixels is drawn as large as four of 256.
        min_zoom: Farthest zoom with tiles, of tiles of 256 pixels.
        max_zoom: Nearest zoom with tiles; nearer, those are drawn larger.
        west: Degrees, EPSG:4326, as the other three: the box that has tiles.
        attribution: Whose map it is; plain text, always shown.
        note: What is wrong with the map that was wanted, a sentence; empty if nothing is.
    """

    revision: int
    form: Literal["none", "vector", "raster", "xyz", "wms"]
    scheme: Literal["", "protomaps", "openmaptiles"]
    address: str
    tile_px: int
    min_zoom: int
    max_zoom: int
    west: float
    south: float
    east: float
    north: float
    attribution: str
    note: str


@dataclass(frozen=True, slots=True)
class BaseMapPainted:
    """From the page: all tiles of the base map that are in view have been asked for and dealt with.

    Attributes:
        revision: Of the ``SetBaseMap``.
        drawn: How many are drawn.
        failed: How many could not be had.
    """

    revision: int
    drawn: int
    failed: int
