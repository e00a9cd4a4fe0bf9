"""Reports by area: one level at a time, and into an area to see its parts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt

from commandcenter.models.area_tree import AreaTree
from commandcenter.models.board.filter import Filter
from commandcenter.models.identity import AreaCode
from commandcenter.views.charts.counting import Counted
from commandcenter.views.charts.dimension import Bar, Dimension, joined, shortened
from commandcenter.views.surroundings import Surroundings
from commandcenter.views.wording import translate


class AreaDimension(Dimension):
    """The areas of one level that lie in the same area above."""

    elide = Qt.TextElideMode.ElideMiddle
    """Areas of one level begin alike: what tells them apart stands last."""

    def __init__(self, around: Surroundings) -> None:
        """Begin at the top."""
        super().__init__(around)
        self._within: AreaCode | None = None
        self._known: tuple[AreaTree, tuple[str | None, ...], AreaCode | None] | None = None
        self._parts: tuple[AreaCode | None, ...] = ()
        self._inner: frozenset[AreaCode] = frozenset()

    @property
    def within(self) -> str:
        """The code of the area whose parts are shown; empty at the top."""
        return self._within or ""

    def title(self) -> str:
        """Return the chart's title; within an area its name."""
        return translate("Charts", "Area") if self._within is None else self.around.names.area(self._within)

    def enter(self, code: str) -> None:
        """Show the parts of an area."""
        self._within = AreaCode(code)

    def leave(self) -> bool:
        """Show the areas of the level above; False where there is none."""
        if self._within is None:
            return False
        steps = self.around.names.area_tree.steps(self._within)[1:]
        # A level with one area on it is passed over on the way in, and so on the way out.
        self._within = next((step for step in steps if len(self._split(step)) > 1), None)
        return True

    def bars(self, counted: Counted, wanted: Filter) -> tuple[Bar, ...]:
        """Return a bar for each area of the level; at the top one for what lies outside all areas too."""
        counts = counted.everything.areas
        self._sort_words(counts.words)
        everything: Counter[AreaCode | None] = Counter()
        passing: Counter[AreaCode | None] = Counter()
        shown = zip(self._parts, counts.counts.tolist(), counted.passing.areas.counts.tolist(), strict=True)
        for part, all_of_it, some in shown:
            everything[part] += all_of_it
            passing[part] += some
        found = [self._bar(part, everything[part], passing[part], wanted) for part in everything if part is not None]
        bars = shortened([bar for bar in found if bar.everything or bar.passing])
        outside = everything[None], passing[None]
        if self._within is not None or not any(outside):
            return bars
        chosen = wanted.areas is not None and None in wanted.areas
        label = translate("Charts", "Outside all areas")
        return (*bars, Bar(frozenset({None}), label, *outside, chosen=chosen))

    def chosen(self, wanted: Filter, bars: Sequence[Bar]) -> Filter:
        """Return the filter with some areas and all that lies in them."""
        keys = joined(bars)
        below = self.around.names.area_tree.below({key for key in keys if key is not None})
        return replace(wanted, areas=below | (keys & {None}))

    def without(self, wanted: Filter) -> Filter:
        """Return the filter without areas."""
        return wanted.without("areas")

    def _bar(self, code: AreaCode, everything: int, passing: int, wanted: Filter) -> Bar:
        held = wanted.areas is not None and any(
            step in wanted.areas for step in self.around.names.area_tree.steps(code)
        )
        inner = code if code in self._inner else ""
        return Bar(frozenset({code}), self.around.names.area(code), everything, passing, chosen=held, inner=inner)

    def _sort_words(self, words: tuple[str | None, ...]) -> None:
        """Note for each word of the board which part it lies in; None for those that lie elsewhere."""
        tree = self.around.names.area_tree
        if self._known == (tree, words, self._within):
            return
        self._known = tree, words, self._within
        self._words = words
        parts = self._split(self._within)
        if self._within is None and len(parts) == 1:
            # One area over all others says nothing.
            (only,) = parts
            inner = self._split(only)
            parts = inner or parts
        place = {word: part for part, members in parts.items() for word in members}
        self._parts = tuple(None if word is None else place.get(AreaCode(word)) for word in words)
        self._inner = frozenset(part for part, members in parts.items() if any(word != part for word in members))

    def _split(self, within: AreaCode | None) -> dict[AreaCode, list[AreaCode]]:
        """Return the parts of an area, None for the city, each with the board's words that lie in it."""
        tree = self.around.names.area_tree
        parts: dict[AreaCode, list[AreaCode]] = {}
        for word in self._words:
            if word is None:
                continue
            steps = tree.steps(AreaCode(word))
            at = len(steps) if within is None else steps.index(within) if within in steps else 0
            if at:
                parts.setdefault(steps[at - 1], []).append(AreaCode(word))
        return parts

    _words: tuple[str | None, ...] = ()
