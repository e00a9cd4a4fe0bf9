"""Marks of reports: where they are, what stands beside them, what somebody did to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntFlag


class MarkFlag(IntFlag):
    """Bits of ``SetMarks.flags``."""

    OVERDUE = 1
    PENDING = 2


@dataclass(frozen=True, slots=True)
class SetMarks:
    """To the page: all marks of a viewport, as parallel arrays.

    Attributes:
        sequence: Number of the answer; ``Painted`` repeats it.
        generation: Number of the board's generation that was asked.
        zoom: Zoom that the marks were gathered for.
        cell: Side of a cell in world units; each cell of the world's grid has one mark.
        x: World units.
        y: World units.
        totals: Reports behind each mark; 1 for a single one.
        counts: Reports by state, one row of ``len(states)`` numbers a mark, row after row.
        reports: Id of the report for a single, empty text for a cluster.
        flags: Bits: 1 overdue, 2 an act under way.
        icons: Icon of a single's category; empty text for a cluster, and from afar.
    """

    sequence: int
    generation: int
    zoom: float
    cell: float
    x: Sequence[float]
    y: Sequence[float]
    totals: Sequence[int]
    counts: Sequence[int]
    reports: Sequence[str]
    flags: Sequence[int]
    icons: Sequence[str]


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
class ReportChosen:
    """From the page: somebody clicked a single report."""

    report: str


@dataclass(frozen=True, slots=True)
class ReportHovered:
    """From the page: a single report is under the pointer or has the focus, and its hint is wanted."""

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
