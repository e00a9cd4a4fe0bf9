"""The piece of the world that is in view."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reveal:
    """To the page: bring a place into view, if it is not.

    Attributes:
        x: World units.
        y: World units.
        zoom: Least zoom to arrive at.
    """

    x: float
    y: float
    zoom: float


@dataclass(frozen=True, slots=True)
class FitView:
    """To the page: show all of a box.

    Attributes:
        west: Degrees, EPSG:4326, as the other three.
        max_zoom: Nearest zoom to arrive at.
        opening: Whether this is only what a fresh map shows: nothing happens once somebody moved it.
    """

    west: float
    south: float
    east: float
    north: float
    max_zoom: float
    opening: bool


@dataclass(frozen=True, slots=True)
class ResumeView:
    """To the page: show what the page before it showed.

    Attributes:
        x: World units of the middle.
        y: World units.
        zoom: Of 256-pixel tiles; may have a fraction.
    """

    x: float
    y: float
    zoom: float


@dataclass(frozen=True, slots=True)
class ViewportChanged:
    """From the page: it shows, or is about to show, another piece of the world.

    Attributes:
        west: Degrees, EPSG:4326, as the other three.
        zoom: Of 256-pixel tiles; may have a fraction.
        width: Pixels of the map, without the device's ratio.
        height: Pixels.
    """

    west: float
    south: float
    east: float
    north: float
    zoom: float
    width: float
    height: float
