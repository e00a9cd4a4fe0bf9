"""Traits of all photos, in memory: which of them may show what a new one shows.

Owns the search, not the judgement: it names candidates with how the new photo would lie in each, and pixels decide
(``comparison``). Whole pictures are compared by brute force, one XOR each. Points are found by four tables, one per
quarter of their description: two that differ little are equal in one quarter at least (after Norouzi et al., "Fast
Exact Search in Hamming Space with Multi-Index Hashing", 2012). Photos added since the tables were sorted stand in a
tail that is compared as it is, and is merged once it is long.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from commandcenter.models.identity import MediaId
from commandcenter.store.photo.trait import Traits
from commandcenter.store.photo.trait_shelf import TraitShelf, empty_shelf

_WHOLE_BITS = 26
"""Whole pictures that differ in at most so many of their 128 bits are candidates."""

_TAIL_PHOTOS = 1_000
_MAX_CANDIDATES = 6
_MAX_VOTED = 24
_MIN_POINTS = 3
_NEAR_PX = 4.0
_MIN_APART_PX = 20.0
_SCALES = (0.3, 1.35)


@dataclass(frozen=True, slots=True)
class Candidate:
    """An earlier photo, and how the new one would lie in it: earlier = scale · new + (right, down), in gray pixels.

    Attributes:
        points: How many points agree on it; 0 where the whole pictures do.
    """

    media_id: MediaId
    scale: float
    right: float
    down: float
    points: int


class TraitIndex:
    """The traits of many photos. Not safe on several threads at once; whoever shares it locks it."""

    def __init__(self) -> None:
        """Begin without a photo."""
        self._ids: list[MediaId] = []
        self._known: set[MediaId] = set()
        self._sorted = empty_shelf()
        self._tail = empty_shelf()

    def __len__(self) -> int:
        """Return how many photos it knows."""
        return len(self._ids)

    def __contains__(self, media_id: MediaId) -> bool:
        """Return whether it knows a photo."""
        return media_id in self._known

    def add(self, photos: Iterable[tuple[MediaId, Traits]]) -> None:
        """Add photos; those that it knows already are passed over."""
        fresh = {media_id: traits for media_id, traits in photos if media_id not in self._known}
        if fresh:
            self._ids += fresh
            self._known.update(fresh)
            self._tail = self._tail.with_more(list(fresh.values()))

    def settle(self) -> None:
        """Sort what was added since in with the rest."""
        self._sorted, self._tail = self._sorted.joined(self._tail), empty_shelf()

    def candidates(self, traits: Traits) -> list[Candidate]:
        """Return photos that may show what this one shows, the likeliest first, each once."""
        if len(self._tail) > _TAIL_PHOTOS:
            self.settle()
        found: dict[MediaId, Candidate] = {}
        for shelf, first in ((self._sorted, 0), (self._tail, len(self._sorted))):
            for place, candidate in (*_by_points(shelf, traits.points), *_by_whole(shelf, traits.whole)):
                media_id = self._ids[first + place]
                found.setdefault(media_id, replace(candidate, media_id=media_id))
        return list(found.values())


def _by_whole(shelf: TraitShelf, whole: tuple[int, int]) -> list[tuple[int, Candidate]]:
    near, apart = shelf.near_wholes(whole, _WHOLE_BITS)
    nearest = near[np.argsort(apart, kind="stable")][:_MAX_CANDIDATES]
    return [(int(place), Candidate(MediaId(""), 1.0, 0.0, 0.0, 0)) for place in nearest]


def _by_points(shelf: TraitShelf, points: NDArray[np.void]) -> list[tuple[int, Candidate]]:
    """Return photos in which at least three points lie as they do in the new one, at one scale."""
    pairs = [shelf.near_points(bits) for bits in points["bits"]]
    theirs = np.concatenate([*pairs, np.empty(0, dtype=np.int64)])
    mine = np.repeat(np.arange(len(points)), [len(found) for found in pairs])
    owner = shelf.owner[theirs]
    places, votes = np.unique(owner, return_counts=True)
    places, votes = places[votes >= _MIN_POINTS], votes[votes >= _MIN_POINTS]
    found = []
    for place in places[np.argsort(-votes, kind="stable")][:_MAX_VOTED]:
        of_photo = owner == place
        placed = _placed(points[mine[of_photo]], shelf.points[theirs[of_photo]])
        if placed is not None:
            found.append((int(place), Candidate(MediaId(""), *placed)))
    return sorted(found, key=lambda pair: -pair[1].points)[:_MAX_CANDIDATES]


def _placed(mine: NDArray[np.void], theirs: NDArray[np.void]) -> tuple[float, float, float, int] | None:
    """Return scale, shift right and down that most pairs of points agree on, and how many; None: fewer than three.

    Every two pairs give one scale and shift: the distance of their points there by that here.
    """
    my_x, my_y, x, y = (side[name].astype(np.float64) for side in (mine, theirs) for name in ("x", "y"))
    first, second = np.triu_indices(len(mine), 1)
    apart = np.hypot(my_x[first] - my_x[second], my_y[first] - my_y[second])
    far = apart >= _MIN_APART_PX
    first, second, apart = first[far], second[far], apart[far]
    if not len(first):
        return None
    scale = np.hypot(x[first] - x[second], y[first] - y[second]) / apart
    right, down = x[first] - scale * my_x[first], y[first] - scale * my_y[first]
    errors = np.hypot(scale[:, None] * my_x + right[:, None] - x, scale[:, None] * my_y + down[:, None] - y)
    agreeing = (errors <= _NEAR_PX) & ((scale > _SCALES[0]) & (scale < _SCALES[1]))[:, None]
    best = agreeing[int(np.argmax(agreeing.sum(axis=1)))]
    count = len({(round(float(at[0])), round(float(at[1]))) for at in zip(my_x[best], my_y[best], strict=True)})
    if count < _MIN_POINTS:
        return None
    return (*_fitted(my_x[best], my_y[best], x[best], y[best]), count)


def _fitted(
    my_x: NDArray[np.float64], my_y: NDArray[np.float64], x: NDArray[np.float64], y: NDArray[np.float64]
) -> tuple[float, float, float]:
    """Return scale and shift with the least squared error."""
    here_x, here_y = my_x - my_x.mean(), my_y - my_y.mean()
    spread = float((here_x**2 + here_y**2).sum())
    scale = float((here_x * x + here_y * y).sum()) / spread if spread else 1.0
    return scale, float(x.mean() - scale * my_x.mean()), float(y.mean() - scale * my_y.mean())
