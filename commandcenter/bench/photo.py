"""How fast a photo is taken in, and how fast it is looked up among all earlier ones.

The earlier ones are drawn streets' traits with a part of their bits changed at random: so they crowd where real ones
do, rather than lie evenly. Looking up means both ways round, the photo and its mirror image; comparing pixels with the
few candidates is a figure of its own. On a machine that does other work as well, the processor's time tells more.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from io import BytesIO
from time import perf_counter, thread_time

import numpy as np
from PIL import Image

from commandcenter.bench.figure import Figure, elapsed_ms, figure_of, timed
from commandcenter.bench.photo_scene import Visit, draw_scene, hard_crop
from commandcenter.models.identity import MediaId
from commandcenter.store.photo.comparison import compare
from commandcenter.store.photo.rendition import take_in
from commandcenter.store.photo.trait import MAX_POINTS, POINT, Traits, gray_of, traits_both_ways, traits_of
from commandcenter.store.photo.trait_index import TraitIndex

_SEED = 20_170_220
_SCENES = 40
_ASKED = 30
_CHANGED = 0.2
"""Share of bits that are changed in what stands for another photo."""

_BATCH = 10_000
_PHONE_PX = (4_000, 3_000)
_BITS = 60


def figures(photos: int) -> Iterator[Figure]:
    """Measure, and check on the way that cropped photos are still found among so many.

    Args:
        photos: How many earlier ones.

    Raises:
        ArithmeticError: If fewer than nine of ten crops are found: then no figure means anything.
    """
    grays = [gray_of(draw_scene(scene, Visit(scene))) for scene in range(_SCENES)]
    own = [traits_of(gray) for gray in grays]
    index = TraitIndex()
    begun = perf_counter()
    index.add((MediaId(f"scene-{at}"), traits) for at, traits in enumerate(own))
    for start in range(0, photos, _BATCH):
        index.add(_others(own, start, min(photos, start + _BATCH)))
    index.settle()
    yield figure_of("photo.index, built", "s", photos, [perf_counter() - begun])

    rng = np.random.default_rng(_SEED)
    asked = [gray_of(hard_crop(draw_scene(scene, Visit(scene)), rng, least=0.7)) for scene in range(_ASKED)]
    both = [traits_both_ways(gray) for gray in asked]
    index.candidates(both[0][0])
    took_ms, busy_ms = [], []
    for pair in both:
        began_s = thread_time()
        took_ms.append(elapsed_ms(partial(_look_up, index, pair)))
        busy_ms.append((thread_time() - began_s) * 1_000)
    yield figure_of("photo.look up, both ways round", "ms", photos, took_ms)
    yield figure_of("photo.look up, processor's time of it", "ms", photos, busy_ms)
    found = [
        {candidate.media_id: candidate for candidate in index.candidates(straight)}.get(MediaId(f"scene-{at}"))
        for at, (straight, _) in enumerate(both)
    ]
    hit = [(asked[at], grays[at], candidate) for at, candidate in enumerate(found) if candidate is not None]
    yield figure_of("photo.crops found", "%", photos, [100 * len(hit) / _ASKED])
    if len(hit) < 0.9 * _ASKED:
        raise ArithmeticError(f"only {len(hit)} of {_ASKED} cropped photos were found among {photos}")
    yield timed("photo.compare with one candidate", photos, lambda: compare(*hit[0]))
    yield timed("photo.describe, both ways round", photos, lambda: traits_both_ways(grays[0]))
    data = _as_of_a_phone(rng)
    yield timed(f"photo.take in {len(data) / 1e6:.1f} MB, 12 million pixels", photos, lambda: take_in(data), repeats=10)


def _look_up(index: TraitIndex, ways: tuple[Traits, Traits]) -> None:
    for traits in ways:
        index.candidates(traits)


def _others(own: list[Traits], start: int, end: int) -> Iterator[tuple[MediaId, Traits]]:
    rng = np.random.default_rng([_SEED, start])
    for number in range(start, end):
        pattern = own[number % len(own)]
        points = np.zeros(MAX_POINTS, dtype=POINT)
        points["bits"] = np.resize(pattern.points["bits"], MAX_POINTS) ^ _flips(rng, MAX_POINTS, _BITS)
        points["x"], points["y"] = rng.uniform(8, 248, MAX_POINTS), rng.uniform(8, 184, MAX_POINTS)
        across, down = (int(word) ^ int(flip) for word, flip in zip(pattern.whole, _flips(rng, 2, 64), strict=True))
        yield MediaId(f"other-{number}"), Traits((across, down), points)


def _flips(rng: np.random.Generator, count: int, bits: int) -> np.ndarray:
    """Return numbers whose bits are set with a chance of ``_CHANGED``."""
    chosen = np.zeros((count, 64), dtype=np.uint8)
    chosen[:, 64 - bits :] = rng.random((count, bits)) < _CHANGED
    flips: np.ndarray = np.packbits(chosen, axis=1).view(">u8").astype(np.uint64).ravel()
    return flips


def _as_of_a_phone(rng: np.random.Generator) -> bytes:
    picture = draw_scene(1, Visit(1)).resize(_PHONE_PX, Image.Resampling.BICUBIC)
    grain = rng.integers(0, 14, (_PHONE_PX[1], _PHONE_PX[0], 1), dtype=np.uint8)
    grained = np.minimum(np.asarray(picture, dtype=np.uint16) + grain, 255).astype(np.uint8)
    buffer = BytesIO()
    Image.fromarray(grained).save(buffer, "JPEG", quality=88)
    return buffer.getvalue()
