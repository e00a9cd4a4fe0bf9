"""By what a photo is recognised, whatever was done to the file: a hash of the whole picture, and its striking points.

The hash of the whole (difference hash: is a cell brighter than the next one, across and down) finds a photo that was
saved again, scaled, brightened, stamped. Points find one that was cropped: each is described by the brightness of its
surroundings in a grid that grows with the point, so that it is described alike in another resolution. Points are the
extremes of differences of Gaussians over place and scale (after Lowe, "Distinctive Image Features from Scale-Invariant
Keypoints", 2004, section 3); their descriptions are bits, after Calonder et al., "BRIEF" (2010).

A mirrored photo is recognised by describing the mirrored picture as well, when it is looked up.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Floats: TypeAlias = NDArray[np.float32]

GRAY_LONG_PX = 256
"""Longer side of the gray picture that all of this is done on; coordinates of points are its pixels."""

MAX_POINTS = 28
"""Points kept of a photo. More find smaller crops, and cost memory and time for every photo ever kept."""

POINT = np.dtype([("bits", "<u8"), ("x", "<f4"), ("y", "<f4"), ("level", "u1")])
"""A point: description (60 bits), place (px), level of scale."""

_SIGMA_0 = 1.6
_PER_OCTAVE = 3
LEVELS = 7
"""Scales at which points are found; from one to the next they grow by the third root of two."""

_MIN_CONTRAST = 1.2
_MAX_EDGE_RATIO = 10.0
_GRID = 6
_SPACING = 2.0
_NEAR_PX = 4.0
_WHOLE_CELLS = 8
_CUBE = np.indices((3, 3, 3)).reshape(3, 27)
"""Steps in level, row and column to a point and all its neighbours, from the first of them."""


@dataclass(frozen=True, slots=True)
class Traits:
    """By what a photo is recognised.

    Attributes:
        whole: Hash of the whole picture: 64 bits across, 64 bits down.
        points: At most ``MAX_POINTS`` of ``POINT``, the most striking first.
    """

    whole: tuple[int, int]
    points: NDArray[np.void]

    def to_bytes(self) -> bytes:
        """Return them as they are kept: two little-endian 64-bit numbers, then the points."""
        return np.array(self.whole, dtype="<u8").tobytes() + self.points.tobytes()


def traits_of_bytes(data: bytes) -> Traits:
    """Return traits as they were kept."""
    across, down = np.frombuffer(data, dtype="<u8", count=2)
    return Traits((int(across), int(down)), np.frombuffer(data, dtype=POINT, offset=16))


def gray_of(picture: Image.Image) -> Floats:
    """Return the picture in gray, ``GRAY_LONG_PX`` long; rows × columns, 0 to 255."""
    gray = picture.convert("L")
    scale = GRAY_LONG_PX / max(gray.size)
    size = (max(8, round(gray.width * scale)), max(8, round(gray.height * scale)))
    return np.asarray(gray.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0), dtype=np.float32)


def traits_of(gray: Floats) -> Traits:
    """Return by what a gray picture is recognised."""
    blurred = _scales(gray)
    return Traits(_whole(gray), _described(blurred, _places(blurred)))


def traits_both_ways(gray: Floats) -> tuple[Traits, Traits]:
    """Return by what a gray picture is recognised, and by what its mirror image is, for little more than one of them.

    A mirror image has the same points in other places, described the other way round.
    """
    blurred = _scales(gray)
    places = _places(blurred)
    turned = [mirrored(level) for level in blurred]
    there = _Places(places.level, gray.shape[1] - 1 - places.x, places.y)
    return (
        Traits(_whole(gray), _described(blurred, places)),
        Traits(_whole(mirrored(gray)), _described(turned, there)),
    )


def mirrored(gray: Floats) -> Floats:
    """Return the picture with left and right exchanged."""
    return np.ascontiguousarray(gray[:, ::-1])


def _whole(gray: Floats) -> tuple[int, int]:
    picture = Image.fromarray(gray)
    cells = _WHOLE_CELLS
    across = np.asarray(picture.resize((cells + 1, cells), Image.Resampling.BOX))
    down = np.asarray(picture.resize((cells, cells + 1), Image.Resampling.BOX))
    return _number(across[:, 1:] > across[:, :-1]), _number(down[1:] > down[:-1])


def _number(bits: NDArray[np.bool_]) -> int:
    return int.from_bytes(np.packbits(bits.ravel()).tobytes(), "big")


@dataclass(frozen=True, slots=True)
class _Places:
    """Where points are: level of scale, place in px; one entry each, the most striking first."""

    level: NDArray[np.int64]
    x: NDArray[np.int64]
    y: NDArray[np.int64]


def _places(blurred: Sequence[Floats]) -> _Places:
    """Find the most striking points."""
    differences = np.stack([after - before for before, after in pairwise(blurred)])
    level, y, x = _extremes(differences)
    reach = (_GRID - 1) / 2 * _SPACING * _sigma(level)
    height, width = blurred[0].shape
    inside = (x >= reach) & (y >= reach) & (x < width - reach) & (y < height - reach)
    level, y, x = level[inside], y[inside], x[inside]
    strength = np.abs(differences[level, y, x])
    chosen = _spread(x, y, level, np.argsort(-strength, kind="stable"))
    return _Places(level[chosen], x[chosen], y[chosen])


def _sigma(level: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return how much is blurred at levels, px."""
    sigma: NDArray[np.float64] = _SIGMA_0 * 2 ** (level / _PER_OCTAVE)
    return sigma


def _scales(gray: Floats) -> list[Floats]:
    """Return the picture blurred ever more; the first level's blur is taken as half a pixel's."""
    blurred = [_blur(gray, float(np.sqrt(_SIGMA_0**2 - 0.25)))]
    for level in range(1, LEVELS + 3):
        before, after = (_SIGMA_0 * 2 ** (at / _PER_OCTAVE) for at in (level - 1, level))
        blurred.append(_blur(blurred[-1], float(np.sqrt(after**2 - before**2))))
    return blurred


def _blur(gray: Floats, sigma: float) -> Floats:
    weights = _weights(sigma)
    reach = len(weights) // 2
    for axis in (0, 1):
        pad = [(reach, reach) if at == axis else (0, 0) for at in (0, 1)]
        padded = np.moveaxis(np.pad(gray, pad, mode="edge"), axis, 0)
        length = gray.shape[axis]
        total = padded[reach : reach + length] * weights[reach]
        both = np.empty_like(total)
        for away in range(1, reach + 1):
            before, after = (padded[start : start + length] for start in (reach - away, reach + away))
            total += np.multiply(np.add(before, after, out=both), weights[reach + away], out=both)
        gray = np.moveaxis(total, 0, axis)
    return gray


@cache
def _weights(sigma: float) -> Floats:
    reach = max(1, int(np.ceil(3 * sigma)))
    at = np.arange(-reach, reach + 1)
    weights = np.exp(-(at**2) / (2 * sigma**2))
    result: Floats = (weights / weights.sum()).astype(np.float32)
    return result


def _extremes(differences: Floats) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Return level, row and column of what is brighter or darker than all 26 neighbours, and is no edge."""
    inner = differences[1:-1, 1:-1, 1:-1]
    highest, lowest = _around(differences, np.maximum), _around(differences, np.minimum)
    level, y, x = np.nonzero(((inner == highest) | (inner == lowest)) & (np.abs(inner) > _MIN_CONTRAST))
    # As bright as a neighbour is not brighter.
    cube = differences[tuple(at + steps[:, None] for at, steps in zip((level, y, x), _CUBE, strict=True))]
    alone = (cube == inner[level, y, x]).sum(axis=0) == 1
    level, y, x = level[alone], y[alone], x[alone]
    level, y, x = level + 1, y + 1, x + 1
    at = differences[level, y, x]
    xx = differences[level, y, x + 1] + differences[level, y, x - 1] - 2 * at
    yy = differences[level, y + 1, x] + differences[level, y - 1, x] - 2 * at
    xy = (
        differences[level, y + 1, x + 1]
        + differences[level, y - 1, x - 1]
        - differences[level, y + 1, x - 1]
        - differences[level, y - 1, x + 1]
    ) / 4
    determinant = xx * yy - xy * xy
    limit = (_MAX_EDGE_RATIO + 1) ** 2 / _MAX_EDGE_RATIO
    corner = (determinant > 0) & ((xx + yy) ** 2 < limit * determinant)
    return level[corner], y[corner], x[corner]


def _around(values: Floats, best: Callable[[Floats, Floats], Floats]) -> Floats:
    """Return the best value of each inner place and its 26 neighbours; one place less on every side."""
    for axis in range(3):
        ordered = np.moveaxis(values, axis, 0)
        values = np.moveaxis(best(best(ordered[:-2], ordered[1:-1]), ordered[2:]), 0, axis)
    return values


def _spread(
    x: NDArray[np.int64], y: NDArray[np.int64], level: NDArray[np.int64], order: NDArray[np.int64]
) -> list[int]:
    """Return the first of an order that do not lie on one another, at most ``MAX_POINTS``."""
    chosen: list[int] = []
    for at in order:
        near = (np.abs(x[chosen] - x[at]) < _NEAR_PX) & (np.abs(y[chosen] - y[at]) < _NEAR_PX)
        if not (near & (np.abs(level[chosen] - level[at]) <= 1)).any():
            chosen.append(int(at))
            if len(chosen) == MAX_POINTS:
                break
    return chosen


def _described(blurred: Sequence[Floats], places: _Places) -> NDArray[np.void]:
    """Return points: is each cell of the grid around one brighter than that before, 30 bits across and 30 down."""
    points = np.zeros(len(places.x), dtype=POINT)
    steps = (np.arange(_GRID) - (_GRID - 1) / 2) * _SPACING * _sigma(places.level)[:, None]
    cells = _at(np.stack(blurred), places.level, places.x[:, None] + steps, places.y[:, None] + steps)
    across, down = cells[:, :, 1:] > cells[:, :, :-1], cells[:, 1:] > cells[:, :-1]
    points["bits"] = (_numbers(across) << 30) | _numbers(down)
    points["x"], points["y"], points["level"] = places.x, places.y, places.level - 1
    return points


def _numbers(bits: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Return the bits of each point as a number, the first the lowest."""
    of_point = bits.reshape(len(bits), bits.shape[1] * bits.shape[2])
    numbers: NDArray[np.int64] = of_point @ (1 << np.arange(of_point.shape[1], dtype=np.int64))
    return numbers


def _at(blurred: Floats, level: NDArray[np.int64], x: NDArray[np.floating], y: NDArray[np.floating]) -> Floats:
    """Return a level of each point at fractional columns and rows of its own, linearly between pixels.

    Args:
        blurred: Levels × rows × columns.
        level: Of each point.
        x: Points × columns.
        y: Points × rows.

    Returns:
        Points × rows × columns.
    """
    left = np.clip(np.floor(x).astype(int), 0, blurred.shape[2] - 2)[:, None, :]
    top = np.clip(np.floor(y).astype(int), 0, blurred.shape[1] - 2)[:, :, None]
    right = (x[:, None, :] - left).astype(np.float32)
    below = (y[:, :, None] - top).astype(np.float32)
    of = level[:, None, None]
    upper = blurred[of, top, left] * (1 - right) + blurred[of, top, left + 1] * right
    lower = blurred[of, top + 1, left] * (1 - right) + blurred[of, top + 1, left + 1] * right
    result: Floats = upper * (1 - below) + lower * below
    return result
