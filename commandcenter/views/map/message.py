"""What the desktop and its map page say to each other.

Owns the messages as frozen values, and their JSON. ``web/src/bridge/message.ts`` is generated from this module
(``python -m commandcenter.views.map.typescript --write``), so both sides know the same fields. On the wire a message
is one JSON object with its fields and a ``kind``: the class's name in snake case.

World units are those of ``models.place``: Web Mercator, a square of 2^30, x eastwards, y southwards. Report ids are
text, because they don't fit a JavaScript number.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from enum import IntFlag
from typing import Any, Literal, TypeAlias, get_type_hints


class MarkFlag(IntFlag):
    """Bits of ``SetMarks.flags``."""

    OVERDUE = 1
    PENDING = 2


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
        areas_missing: What is shown when the borders could not be read.
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
    areas_missing: str


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
class Welcome:
    """To the page: its hello was right; from now on messages flow.

    Attributes:
        version: The messages' version, as in the page's hello.
    """

    version: str
    texts: Texts
    theme: MapTheme


@dataclass(frozen=True, slots=True)
class SetTexts:
    """To the page: another language; the theme comes along, because it holds the states' words."""

    texts: Texts
    theme: MapTheme


@dataclass(frozen=True, slots=True)
class SetTheme:
    """To the page: other colours."""

    theme: MapTheme


@dataclass(frozen=True, slots=True)
class SetMarks:
    """To the page: all marks of a viewport, as parallel arrays.

    Attributes:
        sequence: Number of the answer; ``Painted`` repeats it.
        generation: Number of the board's generation that was asked.
        zoom: Zoom that the marks were gathered for.
        x: World units.
        y: World units.
        totals: Reports behind each mark; 1 for a single one.
        counts: Reports by state, one row of ``len(states)`` numbers a mark, row after row.
        reports: Id of the report for a single, empty text for a cluster.
        flags: Bits: 1 overdue, 2 an act under way.
    """

    sequence: int
    generation: int
    zoom: float
    x: Sequence[float]
    y: Sequence[float]
    totals: Sequence[int]
    counts: Sequence[int]
    reports: Sequence[str]
    flags: Sequence[int]


@dataclass(frozen=True, slots=True)
class SetSelection:
    """To the page: another report is chosen.

    Attributes:
        report: Its id; empty text for none.
        x: World units; 0 without a place.
        y: World units.
        placed: Whether it has a place.
    """

    report: str
    x: float
    y: float
    placed: bool


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
class ReadAreas:
    """To the page: fetch the areas' borders, for they are ready or changed.

    Attributes:
        revision: Number of the edition; ``AreasPainted`` repeats it.
    """

    revision: int


@dataclass(frozen=True, slots=True)
class SetHint:
    """To the page: what stands beside a single mark under the pointer.

    Attributes:
        report: Whose hint.
        lines: Plain text, the first one most important.
    """

    report: str
    lines: Sequence[str]


@dataclass(frozen=True, slots=True)
class Hello:
    """From the page: it runs and knows this version of the messages."""

    version: str


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


@dataclass(frozen=True, slots=True)
class ReportChosen:
    """From the page: somebody clicked a single report."""

    report: str


@dataclass(frozen=True, slots=True)
class ClusterOpened:
    """From the page: somebody clicked a cluster.

    Attributes:
        x: World units.
        y: World units.
        deepest: Whether the map is at its deepest zoom, so that going nearer can't part the cluster.
    """

    x: float
    y: float
    deepest: bool


@dataclass(frozen=True, slots=True)
class ReportHovered:
    """From the page: a single report is under the pointer or has the focus, and its hint is wanted."""

    report: str


@dataclass(frozen=True, slots=True)
class Painted:
    """From the page: these marks are drawn.

    Attributes:
        sequence: Of the ``SetMarks``.
        generation: Of the ``SetMarks``.
        marks: How many were drawn.
        paint_ms: Milliseconds that drawing them took.
    """

    sequence: int
    generation: int
    marks: int
    paint_ms: float


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
class Trouble:
    """From the page: something went wrong there.

    Attributes:
        where: ``script``, ``policy`` or ``areas``.
        text: For the log, never for the screen.
    """

    where: Literal["script", "policy", "areas"]
    text: str


ToPage: TypeAlias = Welcome | SetTexts | SetTheme | SetMarks | SetSelection | Reveal | FitView | ReadAreas | SetHint
FromPage: TypeAlias = (
    Hello | ViewportChanged | ReportChosen | ClusterOpened | ReportHovered | Painted | AreasPainted | Trouble
)

PARTS: tuple[type, ...] = (StateLook, Texts, Presentation, MapTheme)
TO_PAGE: tuple[type, ...] = (
    Welcome,
    SetTexts,
    SetTheme,
    SetMarks,
    SetSelection,
    Reveal,
    FitView,
    ReadAreas,
    SetHint,
)
FROM_PAGE: tuple[type, ...] = (
    Hello,
    ViewportChanged,
    ReportChosen,
    ClusterOpened,
    ReportHovered,
    Painted,
    AreasPainted,
    Trouble,
)


class MessageMalformedError(ValueError):
    """What came from the page is none of the messages; a fault of ours, for the log."""


def kind_of(message_type: type) -> str:
    """Return the ``kind`` of a message: ``SetMarks`` is ``set_marks``."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", message_type.__name__).lower()


def encoded(message: ToPage) -> str:
    """Write a message as JSON."""
    return json.dumps({"kind": kind_of(type(message)), **_members(message)}, default=_members, separators=(",", ":"))


def decoded(text: str) -> FromPage:
    """Read a message of the page.

    Raises:
        MessageMalformedError: If it is no JSON object, of an unknown kind, or a field is missing, of another type
            or one too many.
    """
    try:
        content = json.loads(text)
    except ValueError as error:
        raise MessageMalformedError(f"not JSON: {error}") from error
    if not isinstance(content, dict):
        raise MessageMalformedError("not an object")
    kind = content.pop("kind", None)
    message_type = _FROM_PAGE_KINDS.get(kind) if isinstance(kind, str) else None
    if message_type is None:
        raise MessageMalformedError(f"unknown kind: {kind!r}")
    hints = get_type_hints(message_type)
    if content.keys() != hints.keys():
        raise MessageMalformedError(f"{kind}: fields {sorted(content)}, expected {sorted(hints)}")
    checked = {name: _checked(kind, name, content[name], hint) for name, hint in hints.items()}
    message: FromPage = message_type(**checked)
    return message


def _checked(kind: str, name: str, value: Any, hint: Any) -> Any:
    literals = getattr(hint, "__args__", ())
    if hint is float and type(value) in (int, float):
        return float(value)
    if (literals and value in literals) or type(value) is hint:
        return value
    raise MessageMalformedError(f"{kind}.{name}: {value!r} is no {hint}")


def _members(value: Any) -> Mapping[str, Any]:
    """Return a value's fields without copying what they hold, unlike ``dataclasses.asdict``."""
    if not is_dataclass(value):
        raise TypeError(f"{type(value).__name__} can't cross to the page")
    return {field.name: getattr(value, field.name) for field in fields(value)}


_FROM_PAGE_KINDS: dict[str, type] = {kind_of(each): each for each in FROM_PAGE}
