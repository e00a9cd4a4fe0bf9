"""Traits of photos laid side by side in memory: sorted into tables, or few enough to be compared one by one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from commandcenter.store.photo.trait import POINT, Traits

POINT_BITS = 10
"""Points that differ in at most so many of their 60 bits are taken for the same."""

_QUARTER_BITS = 15
_QUARTER_MASK = (1 << _QUARTER_BITS) - 1
_QUARTERS = 4
_LEAST_BUSY = 1_500
_BUSY_SHARE = 40
"""A quarter that more points share than one in so many photos tells nothing, such as a corner of the stamp that a
camera app prints on all of them."""


class TraitShelf:
    """Traits of some photos, never changed. Points are found by four tables, one per quarter of their description.

    Attributes:
        whole: Hashes of whole pictures, photos × 2.
        points: Points of all of them.
        owner: For each point its photo's place among the photos.
    """

    def __init__(self, whole: NDArray[np.uint64], points: NDArray[np.void], owner: NDArray[np.int32]) -> None:
        """Lay them down unsorted."""
        self.whole = whole
        self.points = points
        self.owner = owner
        self._order: list[NDArray[np.int32]] = []
        self._starts: list[NDArray[np.int64]] = []

    def __len__(self) -> int:
        """Return how many photos lie here."""
        return len(self.whole)

    def with_more(self, photos: Sequence[Traits]) -> TraitShelf:
        """Return these and more of them, unsorted."""
        first = len(self)
        owners = np.repeat(
            np.arange(first, first + len(photos), dtype=np.int32), [len(traits.points) for traits in photos]
        )
        return TraitShelf(
            np.concatenate([self.whole, np.array([traits.whole for traits in photos], dtype=np.uint64)]),
            np.concatenate([self.points, *(traits.points for traits in photos)]),
            np.concatenate([self.owner, owners]),
        )

    def joined(self, other: TraitShelf) -> TraitShelf:
        """Return both in one, sorted; the other's photos come behind these."""
        shelf = TraitShelf(
            np.concatenate([self.whole, other.whole]),
            np.concatenate([self.points, other.points]),
            np.concatenate([self.owner, other.owner + np.int32(len(self))]),
        )
        for quarter in range(_QUARTERS):
            keys = _quarter(shelf.points["bits"], quarter)
            order = np.argsort(keys, kind="stable").astype(np.int32)
            shelf._order.append(order)
            shelf._starts.append(np.searchsorted(keys[order], np.arange((1 << _QUARTER_BITS) + 1)))
        return shelf

    def near_points(self, bits: np.uint64) -> NDArray[np.int64]:
        """Return which points are described almost like this one.

        Of sorted ones those that have a quarter in common with it, which of two that differ little is almost always so.
        """
        if not self._order:
            return np.flatnonzero(np.bitwise_count(self.points["bits"] ^ bits) <= POINT_BITS)
        parts: list[NDArray[np.int32]] = []
        number = int(bits)
        for quarter in range(_QUARTERS):
            key = number >> quarter * _QUARTER_BITS & _QUARTER_MASK
            start, end = self._starts[quarter][key : key + 2]
            if end - start <= max(_LEAST_BUSY, len(self) // _BUSY_SHARE):
                parts.append(self._order[quarter][start:end])
        at = np.concatenate([*parts, np.empty(0, dtype=np.int32)])
        return np.unique(at[np.bitwise_count(self.points["bits"][at] ^ bits) <= POINT_BITS]).astype(np.int64)

    def near_wholes(self, whole: tuple[int, int], most_bits: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return which photos differ as a whole in at most so many of 128 bits, and in how many."""
        across, down = (
            np.bitwise_count(self.whole[:, word] ^ np.uint64(whole[word])).astype(np.int16) for word in (0, 1)
        )
        apart = across + down
        near = np.flatnonzero(apart <= most_bits)
        return near, apart[near].astype(np.int64)


def empty_shelf() -> TraitShelf:
    """Return a shelf without a photo."""
    return TraitShelf(np.empty((0, 2), dtype=np.uint64), np.empty(0, dtype=POINT), np.empty(0, dtype=np.int32))


def _quarter(bits: NDArray[np.uint64], quarter: int) -> NDArray[np.uint64]:
    shifted: NDArray[np.uint64] = np.right_shift(bits, np.uint64(quarter * _QUARTER_BITS))
    return shifted & np.uint64(_QUARTER_MASK)
