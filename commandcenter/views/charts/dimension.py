"""What a chart of bars is about: its bars, and what choosing some of them makes of the filter.

Owns the step from a count to bars with words, and from bars to conditions, for everything that is not time. Refuses to
paint and to listen; one widget, ``BarList``, does that for all of them.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from PySide6.QtCore import Qt

from commandcenter.models.board.condition import AgeRange, ResponseRange
from commandcenter.models.board.count import Counts
from commandcenter.models.board.filter import Filter
from commandcenter.models.state import STATES, State
from commandcenter.views.charts.counting import AGE_LIMITS_S, RESPONSE_LIMITS_S, Counted
from commandcenter.views.surroundings import Surroundings
from commandcenter.views.wording import duration_range, number, state_word, translate

LONGEST = 40
"""Bars of a chart at most; what is rarer stands together in one more."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar.

    Attributes:
        keys: What stands for it in a condition.
        label: What a person reads.
        everything: Reports of the shown period.
        passing: Those that the filter lets through.
        chosen: Whether the filter names it.
        state: Whose shape and colour it has, if it is a state.
        icon: Name of its icon, empty without one.
        inner: Code of the area whose parts can be shown instead, empty where there are none.
    """

    keys: frozenset[Any]
    label: str
    everything: int
    passing: int
    chosen: bool
    state: State | None = None
    icon: str = ""
    inner: str = ""


class Dimension(ABC):
    """One thing that reports are counted by."""

    is_range = False
    """Whether bars are chosen from one to another, without gaps."""

    elide = Qt.TextElideMode.ElideRight
    """Where names are cut that are too long."""

    def __init__(self, around: Surroundings) -> None:
        """Read names from ``around``."""
        self.around = around

    @abstractmethod
    def title(self) -> str:
        """Return what the chart shows, in words."""

    @abstractmethod
    def bars(self, counted: Counted, wanted: Filter) -> tuple[Bar, ...]:
        """Return the bars in their order."""

    @abstractmethod
    def chosen(self, wanted: Filter, bars: Sequence[Bar]) -> Filter:
        """Return the filter with these bars chosen and no others; never asked with none."""

    @abstractmethod
    def without(self, wanted: Filter) -> Filter:
        """Return the filter with no bar chosen."""


class StateDimension(Dimension):
    """Reports by state, in the order of the states' way."""

    def title(self) -> str:
        """Return the chart's title."""
        return translate("Charts", "State")

    def bars(self, counted: Counted, wanted: Filter) -> tuple[Bar, ...]:
        """Return a bar for each state."""
        return tuple(
            Bar(
                keys=frozenset({state}),
                label=state_word(state),
                everything=int(counted.everything.states[place]),
                passing=int(counted.passing.states[place]),
                chosen=wanted.states is not None and state in wanted.states,
                state=state,
            )
            for place, state in enumerate(STATES)
        )

    def chosen(self, wanted: Filter, bars: Sequence[Bar]) -> Filter:
        """Return the filter with some states."""
        return replace(wanted, states=joined(bars))

    def without(self, wanted: Filter) -> Filter:
        """Return the filter without states."""
        return wanted.without("states")


class CategoryDimension(Dimension):
    """Reports by category, the most frequent first; the rare ones together."""

    def title(self) -> str:
        """Return the chart's title."""
        return translate("Charts", "Category")

    def bars(self, counted: Counted, wanted: Filter) -> tuple[Bar, ...]:
        """Return a bar for each category."""
        names = self.around.names
        found = _by_word(counted.everything.categories, counted.passing.categories)
        return shortened(
            [
                Bar(
                    keys=frozenset({word}),
                    label=names.category(word),
                    everything=everything,
                    passing=passing,
                    chosen=wanted.categories is not None and word in wanted.categories,
                    icon=names.category_icon(word),
                )
                for word, everything, passing in found
                if word is not None
            ]
        )

    def chosen(self, wanted: Filter, bars: Sequence[Bar]) -> Filter:
        """Return the filter with some categories."""
        return replace(wanted, categories=joined(bars))

    def without(self, wanted: Filter) -> Filter:
        """Return the filter without categories."""
        return wanted.without("categories")


class AgeDimension(Dimension):
    """Reports by how long ago they were made."""

    is_range = True

    def title(self) -> str:
        """Return the chart's title."""
        return translate("Charts", "Age")

    def bars(self, counted: Counted, wanted: Filter) -> tuple[Bar, ...]:
        """Return a bar for each step of age."""
        held = None if wanted.age is None else (wanted.age.from_s, wanted.age.until_s)
        return _ranges(AGE_LIMITS_S, counted.everything.ages.tolist(), counted.passing.ages.tolist(), held)

    def chosen(self, wanted: Filter, bars: Sequence[Bar]) -> Filter:
        """Return the filter with a range of ages, taken now."""
        from_s, until_s = _hull(bars)
        at_s = int(self.around.clock.now_s()) // 60 * 60
        return replace(wanted, age=AgeRange(at_s, from_s, until_s))

    def without(self, wanted: Filter) -> Filter:
        """Return the filter without an age."""
        return wanted.without("age")


class ResponseDimension(Dimension):
    """Reports by how long they waited for a first response; last those that still wait."""

    is_range = True

    def title(self) -> str:
        """Return the chart's title."""
        return translate("Charts", "First response")

    def bars(self, counted: Counted, wanted: Filter) -> tuple[Bar, ...]:
        """Return a bar for each step of waiting, and one for those that nobody has taken on."""
        everything, passing = counted.everything.responses.tolist(), counted.passing.responses.tolist()
        held = None if wanted.response is None else (wanted.response.from_s, wanted.response.until_s)
        nobody = Bar(
            keys=frozenset(),
            label=translate("Charts", "None yet"),
            everything=everything[-1],
            passing=passing[-1],
            chosen=wanted.taken_on is False,
        )
        return (*_ranges(RESPONSE_LIMITS_S, everything, passing, held), nobody)

    def chosen(self, wanted: Filter, bars: Sequence[Bar]) -> Filter:
        """Return the filter with a range of waiting, or with those that still wait: no report is both."""
        plain = self.without(wanted)
        if not bars[0].keys:
            return replace(plain, taken_on=False)
        return replace(plain, response=ResponseRange(*_hull([bar for bar in bars if bar.keys])))

    def without(self, wanted: Filter) -> Filter:
        """Return the filter without a range of waiting, and without "not taken on"."""
        return replace(wanted, response=None, taken_on=None if wanted.taken_on is False else wanted.taken_on)


def joined(bars: Sequence[Bar]) -> frozenset[Any]:
    """Return all keys of some bars."""
    return frozenset().union(*(bar.keys for bar in bars))


def shortened(bars: Sequence[Bar]) -> tuple[Bar, ...]:
    """Return bars by how much they count, the rarest together in a last one where there are too many."""
    ordered = sorted(bars, key=lambda bar: (-bar.everything, bar.label.casefold()))
    if len(ordered) <= LONGEST + 1:
        return tuple(ordered)
    rest = ordered[LONGEST:]
    others = Bar(
        keys=joined(rest),
        label=translate("Charts", "Others ({count})").format(count=number(len(rest))),
        everything=sum(bar.everything for bar in rest),
        passing=sum(bar.passing for bar in rest),
        chosen=all(bar.chosen for bar in rest),
    )
    return (*ordered[:LONGEST], others)


def _by_word(everything: Counts, passing: Counts) -> list[tuple[str | None, int, int]]:
    """Return word, all and passing; what occurs nowhere in the shown period is left out."""
    pairs = zip(everything.words, everything.counts.tolist(), passing.counts.tolist(), strict=True)
    return [(word, found, shown) for word, found, shown in pairs if found or shown]


_Held = tuple[int | None, int | None] | None


def _ranges(limits_s: Sequence[int], everything: Sequence[int], passing: Sequence[int], held: _Held) -> tuple[Bar, ...]:
    edges: list[int | None] = [None, *limits_s, None]
    return tuple(
        Bar(
            keys=frozenset({(from_s, until_s)}),
            label=duration_range(from_s, until_s),
            everything=everything[place],
            passing=passing[place],
            chosen=held is not None and _lies_within(from_s, until_s, held),
        )
        for place, (from_s, until_s) in enumerate(pairwise(edges))
    )


def _lies_within(from_s: int | None, until_s: int | None, held: tuple[int | None, int | None]) -> bool:
    after = held[0] is None or (from_s is not None and from_s >= held[0])
    before = held[1] is None or (until_s is not None and until_s <= held[1])
    return after and before


def _hull(bars: Sequence[Bar]) -> tuple[int | None, int | None]:
    """Return the range from the least to the greatest of some bars; None where it has no end."""
    ranges = [key for bar in bars for key in bar.keys]
    starts, ends = [start for start, _ in ranges], [end for _, end in ranges]
    return (None if None in starts else min(starts)), (None if None in ends else max(ends))
