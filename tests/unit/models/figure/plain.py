"""Figures in plain Python, one report at a time, to hold the columns against; and histories made of such reports."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np

from commandcenter.models.board.change_set import NO_TIME, coded
from commandcenter.models.figure.history import History
from commandcenter.models.state import CLOSED_STATES, STATE_CODE, State

DAY_S = 86_400


@dataclass(frozen=True, slots=True)
class PlainReport:
    """One report; instants in seconds. ``moves``: when, and to which state, in the order of its timeline.

    Its limit is what the store says of it after all moves, or, if imported, what its source said at the beginning.
    """

    created_s: int
    acknowledged_s: int | None = None
    respond_within_s: int = 6 * 3_600
    close_within_s: int = 24 * 3_600
    moves: tuple[tuple[int, State], ...] = ()
    area: str | None = None
    agency: str | None = None
    simulated: bool = False
    reconstructed: bool = False

    @property
    def close_by_s(self) -> int:
        """When closing is due, as the report says now."""
        return self.created_s + self.close_within_s if self.reconstructed else due_of(self, spells_of(self)[-1])


@dataclass(slots=True)
class Spell:
    """One time of being open."""

    start_s: int
    reopens_s: int | None = None
    end_s: int | None = None
    pauses: list[tuple[int, int | None]] = field(default_factory=list)

    @property
    def paused_s(self) -> int:
        """How long the pauses that are over lasted."""
        return sum(until_s - since_s for since_s, until_s in self.pauses if until_s is not None)


@dataclass(slots=True)
class Told:
    """What the brute force counts; durations are listed."""

    received: int = 0
    closed: int = 0
    on_time: int = 0
    overdue: int = 0
    reopened: int = 0
    paused_s: int = 0
    unknown: int = 0
    ages: list[int] = field(default_factory=lambda: [0, 0, 0, 0])
    responses_s: list[int] = field(default_factory=list)
    closings_s: list[int] = field(default_factory=list)


def history_of(reports: Sequence[PlainReport]) -> History:
    """Return the reports as columns; report i gets the id i + 1."""
    moves = [(row, at_s, state) for row, report in enumerate(reports) for at_s, state in report.moves]
    return History(
        ids=np.arange(1, len(reports) + 1, dtype=np.int64),
        created_s=np.array([report.created_s for report in reports], np.int64),
        acknowledged_s=np.array(
            [NO_TIME if report.acknowledged_s is None else report.acknowledged_s for report in reports], np.int64
        ),
        respond_by_s=np.array([report.created_s + report.respond_within_s for report in reports], np.int64),
        close_by_s=np.array([report.close_by_s for report in reports], np.int64),
        closing_s=np.array([report.close_within_s for report in reports], np.int64),
        closed=np.array([bool(r.moves) and r.moves[-1][1] in CLOSED_STATES for r in reports], np.bool_),
        areas=coded(report.area for report in reports),
        agencies=coded(report.agency for report in reports),
        simulated=np.array([report.simulated for report in reports], np.bool_),
        reconstructed=np.array([report.reconstructed for report in reports], np.bool_),
        move_rows=np.array([row for row, _, _ in moves], np.int64),
        moved_s=np.array([at_s for _, at_s, _ in moves], np.int64),
        moved_to=np.array([STATE_CODE[state] for _, _, state in moves], np.int8),
    )


def spells_of(report: PlainReport) -> list[Spell]:
    """Walk a timeline."""
    spells = [Spell(report.created_s)]
    state, since_s = State.WAITING, report.created_s
    for at_s, next_state in report.moves:
        now_s = max(at_s, since_s)
        was_closed, is_closed = state in CLOSED_STATES, next_state in CLOSED_STATES
        if state is State.ESTIMATED:
            spells[-1].pauses[-1] = (since_s, now_s)
        if is_closed and not was_closed:
            spells[-1].end_s = now_s
        if was_closed and not is_closed:
            spells.append(Spell(now_s, reopens_s=spells[-1].end_s))
        if next_state is State.ESTIMATED:
            spells[-1].pauses.append((now_s, None))
        state, since_s = next_state, now_s
    return spells


def due_of(report: PlainReport, spell: Spell) -> int:
    """Return when closing was due: as long after the beginning as allowed, and pauses as the store adds them."""
    due_s = spell.start_s + report.close_within_s
    for since_s, until_s in spell.pauses:
        if until_s is not None and since_s < due_s and not report.reconstructed:
            due_s += until_s - since_s
    return due_s


def stands_still(report: PlainReport, spell: Spell, at_s: int) -> bool:
    """Return whether a pause that goes on stops the clock at an instant."""
    since_s, until_s = spell.pauses[-1] if spell.pauses else (at_s, at_s)
    return until_s is None and since_s < at_s and since_s < due_of(report, spell)


def told(reports: Sequence[PlainReport], start_s: int, end_s: int) -> Told:
    """Count everything of a period."""
    sums = Told()
    for report in reports:
        sums.received += start_s <= report.created_s < end_s
        answered_s = report.acknowledged_s
        if answered_s is not None and start_s <= answered_s < end_s:
            sums.responses_s.append(max(answered_s - report.created_s, 0))
        unknown = False
        for spell in spells_of(report):
            due_s = due_of(report, spell)
            if spell.end_s is not None and start_s <= spell.end_s < end_s:
                sums.closed += 1
                sums.on_time += spell.end_s <= due_s
                sums.closings_s.append(spell.end_s - spell.start_s)
                sums.paused_s += spell.paused_s
                unknown = unknown or answered_s is None or answered_s >= end_s
            if spell.start_s < end_s and (spell.end_s is None or spell.end_s >= end_s):
                days = (end_s - report.created_s) // DAY_S
                sums.ages[0 if days < 2 else 1 if days < 8 else 2 if days < 31 else 3] += 1
                silent = answered_s is None or answered_s >= end_s
                late = due_s < end_s and not stands_still(report, spell, end_s)
                sums.overdue += late or (silent and report.created_s + report.respond_within_s < end_s)
            if spell.reopens_s is not None and start_s <= spell.start_s < end_s:
                sums.reopened += spell.start_s - spell.reopens_s <= 14 * DAY_S
        sums.unknown += unknown
    return sums


def percentile(values: Sequence[int], percent: int) -> int | None:
    """Interpolate between the nearest ranks, exactly, and round half up."""
    if not values:
        return None
    ordered = sorted(values)
    at = Fraction(percent, 100) * (len(ordered) - 1)
    low = int(at)
    high = min(low + 1, len(ordered) - 1)
    exact = ordered[low] + (ordered[high] - ordered[low]) * (at - low)
    return int(exact + Fraction(1, 2))
