"""What evidence finds of re-used photos, and whom it flags wrongly: shares over a corpus that is made here.

Re-uses are drawn streets, and photos of a folder if there is one, each handed in again after something was done to it.
Honest pairs are two visits to one drawn street: another spot, light, angle and grain, what was reported is gone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from commandcenter.bench.figure import Figure, figure_of
from commandcenter.bench.photo_scene import RE_USES, Visit, draw_scene, hard_crop, second_visit
from commandcenter.models.identity import MediaId
from commandcenter.store.photo.comparison import SAME_SHARE, compare
from commandcenter.store.photo.rendition import take_in
from commandcenter.store.photo.trait import Floats, Traits, gray_of, mirrored, traits_both_ways, traits_of
from commandcenter.store.photo.trait_index import TraitIndex

HONEST = "honest second visit"
OTHER = "another photo of the corpus"
HARD_CROP = "cropped beyond what is promised"

_SEED = 20_170_220
_LEAST_PX = 200
_LEAST_CONTRAST = 4.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of the pairs of one kind.

    Attributes:
        kind: What was done to the photo.
        pairs: How many there were.
        flagged: How many were called copies.
    """

    kind: str
    pairs: int
    flagged: int

    @property
    def share(self) -> float:
        """Return the flagged share, 0 to 1."""
        return self.flagged / self.pairs


class Corpus:
    """Earlier photos, each known by its traits and its gray picture, as the store knows them."""

    def __init__(self, pictures: dict[MediaId, Image.Image]) -> None:
        """Describe all of them."""
        self.pictures = pictures
        self._grays = {media_id: gray_of(picture) for media_id, picture in pictures.items()}
        self._index = TraitIndex()
        self._index.add((media_id, traits_of(gray)) for media_id, gray in self._grays.items())
        self._index.settle()

    def copies_of(self, picture: Image.Image) -> set[MediaId]:
        """Return which earlier photos a new one is called a copy of."""
        gray = gray_of(picture)
        ways = zip((gray, mirrored(gray)), traits_both_ways(gray), strict=True)
        return {found for way, traits in ways for found in self._one_way(way, traits)}

    def _one_way(self, gray: Floats, traits: Traits) -> Iterator[MediaId]:
        for candidate in self._index.candidates(traits):
            if compare(gray, self._grays[candidate.media_id], candidate).share >= SAME_SHARE:
                yield candidate.media_id


def outcomes(scenes: int, photos: Sequence[Path] = ()) -> Iterator[Outcome]:
    """Make a corpus, hand everything in again, and say what was flagged, kind by kind.

    Args:
        scenes: How many drawn streets.
        photos: Real photos to add; those with next to nothing in them, or too small, are left out.
    """
    drawn = {MediaId(f"scene-{number}"): draw_scene(number, Visit(number + 1_000)) for number in range(scenes)}
    corpus = Corpus(drawn | _telling(photos))
    wrong = 0
    for kind, change in {**RE_USES, HARD_CROP: hard_crop}.items():
        rng = np.random.default_rng(_SEED)
        flagged = 0
        for media_id, picture in corpus.pictures.items():
            found = corpus.copies_of(change(picture, rng))
            flagged += media_id in found
            wrong += bool(found - {media_id})
        yield Outcome(kind, len(corpus.pictures), flagged)
    yield Outcome(OTHER, len(corpus.pictures) * (len(RE_USES) + 1), wrong)
    rng = np.random.default_rng(_SEED)
    visits = [corpus.copies_of(draw_scene(number, second_visit(rng))) for number in range(scenes)]
    yield Outcome(HONEST, scenes, sum(map(bool, visits)))


def figures(scenes: int) -> Iterator[Figure]:
    """Yield the share of every kind that was flagged, in percent: what was re-used should be, all else should not."""
    for outcome in outcomes(scenes):
        yield figure_of(f"evidence.{outcome.kind}", "% flagged", outcome.pairs, [100 * outcome.share])


def _telling(paths: Sequence[Path]) -> dict[MediaId, Image.Image]:
    """Return the photos that show something."""
    found: dict[MediaId, Image.Image] = {}
    for path in paths:
        picture = take_in(path.read_bytes()).upright
        if min(picture.size) >= _LEAST_PX and gray_of(picture).std() > _LEAST_CONTRAST:
            found[MediaId(path.name)] = picture
    return found
