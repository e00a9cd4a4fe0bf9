"""What the page looks and reads like: words, colours, sizes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class StateLook:
    """How one state is drawn; its place in the list is its code.

    Attributes:
        word: The state in the reader's language.
        shape: The outline that carries the state where colour can't.
        color: Of the theme, as ``#RRGGBB``.
    """

    word: str
    shape: Literal["triangle", "diamond", "pentagon", "circle", "hourglass", "check", "cross", "loop"]
    color: str


@dataclass(frozen=True, slots=True)
class Texts:
    """The words of the page, in the reader's language; ``{name}`` stands for a value.

    Attributes:
        language: BCP 47 tag; it decides separators.
        map_name: What the map is, for screen readers.
        keys: How to use it without a pointer, for screen readers.
        zoom_in: Of the button.
        zoom_out: Of the button.
        reports: A number of reports: ``{count}``.
        overdue: The word beside an overdue report.
        pending: The words beside a report with an act that the store has not answered.
        approximate: The note about borders that are stand-ins.
        north: Letters behind a latitude north of the equator.
        south: Letters behind a southern one.
        east: Letters behind a longitude east of Greenwich.
        west: Letters behind a western one.
        legend: Heading of what the marks' colours and shapes mean.
        legend_ring: What the ring around a number shares out.
        draw_help: How an area is drawn.
        measure_help: How something is measured.
        measured_length: A length: ``{length}``.
        measured_area: A length and the area inside: ``{length}``, ``{area}``.
        areas_missing: What is shown when the borders could not be read.
        base_map_failing: What is shown when the base map's tiles can't be had.
    """

    language: str
    map_name: str
    keys: str
    zoom_in: str
    zoom_out: str
    reports: str
    overdue: str
    pending: str
    approximate: str
    north: str
    south: str
    east: str
    west: str
    legend: str
    legend_ring: str
    draw_help: str
    measure_help: str
    measured_length: str
    measured_area: str
    areas_missing: str
    base_map_failing: str


@dataclass(frozen=True, slots=True)
class Presentation:
    """How large the map is drawn, and for whom.

    Attributes:
        scale: Size of marks, 1 on a desk.
        least_word_px: No word is smaller than this, in pixels; 0 on a desk, where words have their own sizes.
        words: Whether bubbles carry numbers and areas names; without them only shapes and colours speak.
        controls: Whether there is anybody to use buttons, the scale line and the readout.
    """

    scale: float
    least_word_px: float
    words: bool
    controls: bool


@dataclass(frozen=True, slots=True)
class MapTheme:
    """The colours of the map, as ``#RRGGBB``, and how large it is drawn.

    Attributes:
        name: Which of the two looks.
        sea: Outside every area.
        land: Inside an area.
        border: Between areas.
        coast: Around all of them.
        label: Names of areas.
        core: Inside of bubbles, and the rim that parts a mark from the map.
        surface: Panels.
        line: Borders of panels.
        hover: A button under the pointer.
        text: Numbers and words.
        dim_text: Secondary words.
        accent: The chosen report, and focus.
        states: How the states are drawn, in the order of their codes.
        presentation: How large, and for whom.
    """

    name: Literal["dark", "light"]
    sea: str
    land: str
    border: str
    coast: str
    label: str
    core: str
    surface: str
    line: str
    hover: str
    text: str
    dim_text: str
    accent: str
    states: Sequence[StateLook]
    presentation: Presentation


@dataclass(frozen=True, slots=True)
class SetTexts:
    """To the page: another language; the theme comes along, because it holds the states' words."""

    texts: Texts
    theme: MapTheme


@dataclass(frozen=True, slots=True)
class SetTheme:
    """To the page: other colours."""

    theme: MapTheme
