"""What is aimed at: the lines that a run of all benchmarks ends with, and the limits of single figures.

Owns the list of aims, for a million reports on two cores. An aim judges nothing: a run that misses one has not failed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from commandcenter.bench.figure import Figure

Statistic = Literal["median", "p95", "p99", "max"]


@dataclass(frozen=True, slots=True)
class Aim:
    """One limit.

    Attributes:
        line: What it is about, in words.
        figure: Regular expression of the whole name of the figures that it limits.
        of: Which value of a figure.
        limit: In the figure's unit; the value must not be above it.
    """

    line: str
    figure: str
    of: Statistic
    limit: float

    def is_for(self, name: str) -> bool:
        """Return whether it limits the figure of a name."""
        return re.fullmatch(self.figure, name) is not None


@dataclass(frozen=True, slots=True)
class PeerAim:
    """How many times less than a peer something should take in the same run.

    Attributes:
        line: What it is about, in words.
        own: Regular expression of the name of our figure.
        peer: Regular expression of the name of the peer's.
        times: At least so many times.
    """

    line: str
    own: str
    peer: str
    times: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came out for one line.

    Attributes:
        line: What it is about, in words.
        aim: The limit, with its unit.
        came_out: The value of the figure that is furthest from the aim; None: it was not measured.
        figure: That figure's name; empty without one.
        reports: Reports behind it.
        n: Measurements behind it.
        reached: Whether it keeps the limit; None: it was not measured.
    """

    line: str
    aim: str
    came_out: float | None
    figure: str
    reports: int
    n: int
    reached: bool | None


AIMS: tuple[Aim, ...] = (
    Aim("start until the window is there", "start.window with kept columns", "median", 2),
    Aim("start until it is usable", "start.usable with kept columns", "median", 4),
    Aim("mask and clusters of a viewport after a filter change", "board.mask and clusters .*", "median", 25),
    Aim("filter or brush until queue, map and seven charts have repainted", "linked.any brush .*", "median", 60),
    Aim("filter or brush until all have repainted, 95 %", "linked.any brush .*", "p95", 100),
    Aim("sort by any column, painted", r"queue.sort by (?!three).*, painted", "median", 80),
    Aim("a scrolled frame of the queue", "queue.scroll [^,]*", "median", 8),
    Aim("a moved map's marks", "map.marks of a moved view, .*", "median", 16),
    Aim("posting until painted at 50 reports a second, 99 %", "loop.post to paint at .*", "p99", 1_000),
    Aim("longest pause of the interface while 100,000 reports change", "loop.pause while the changes came", "max", 50),
    Aim("sync, store to mirror, time", "sync.first load, processor time in all", "median", 9),
    Aim("sync, store to mirror, size", "sync.first load, bytes", "median", 65),
    Aim("first load over loopback until the board is usable", "loop.first load", "median", 12),
    Aim("resident memory of the Python process", "start.memory .*", "median", 600),
    Aim("weekly summary, all formats", "summary.all", "median", 10_000),
)

PEER_AIMS: tuple[PeerAim, ...] = (
    PeerAim("a supercluster rebuild against mask and clusters", "peer.board, .*", "peer.supercluster rebuild", 65),
    PeerAim(
        "a proxy model's sort of fewer rows against ours", "queue.sort by age, painted", "queue.peer QSort.*", 2_000
    ),
)


def limits_of(figure: Figure) -> dict[str, float]:
    """Return what a figure's values must not be above, by the value's name; empty for a figure without an aim."""
    return {aim.of: aim.limit for aim in AIMS if aim.is_for(figure.name)}


def verdicts(figures: Iterable[Figure]) -> Sequence[Verdict]:
    """Return what came out for every line, in their order; of several figures the one furthest from the aim."""
    known = tuple(figures)
    return [*(_verdict(aim, known) for aim in AIMS), *(_against_peer(aim, known) for aim in PEER_AIMS)]


def _verdict(aim: Aim, figures: Sequence[Figure]) -> Verdict:
    found = [figure for figure in figures if aim.is_for(figure.name)]
    if not found:
        return Verdict(aim.line, f"≤ {aim.limit:g}", None, "", 0, 0, None)
    worst = max(found, key=lambda figure: value_of(figure, aim.of))
    came_out = value_of(worst, aim.of)
    limit = f"≤ {aim.limit:g} {worst.unit}"
    return Verdict(aim.line, limit, came_out, worst.name, worst.reports, worst.n, came_out <= aim.limit)


def _against_peer(aim: PeerAim, figures: Sequence[Figure]) -> Verdict:
    own = next((figure for figure in figures if re.fullmatch(aim.own, figure.name)), None)
    peer = next((figure for figure in figures if re.fullmatch(aim.peer, figure.name)), None)
    if own is None or peer is None or not own.median:
        return Verdict(aim.line, f"≥ {aim.times:g} times", None, "", 0, 0, None)
    times = peer.median / own.median
    return Verdict(aim.line, f"≥ {aim.times:g} times", times, peer.name, peer.reports, peer.n, times >= aim.times)


def value_of(figure: Figure, statistic: Statistic) -> float:
    """Return one of a figure's values."""
    values: dict[Statistic, float] = {
        "median": figure.median,
        "p95": figure.p95,
        "p99": figure.p99,
        "max": figure.max,
    }
    return values[statistic]
