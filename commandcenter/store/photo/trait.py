"""By what a photo is recognised, whatever was done to the file: a hash of the whole picture, and its striking points.

The hash of the whole (difference hash: is a cell brighter than the next one, across and down) finds a photo that was
saved again, scaled, brightened, stamped. Points find one that was cropped: each is described by the brightness of its
surroundings in a grid that grows with the point, so that it is described alike in another resolution. Points are the
extremes of differences of Gaussians over place and scale (after Lowe, "Distinctive Image Features from Scale-Invariant
Keypoints", 2004, section 3); their descriptions are bits, after Calonder et al., "BRIEF" (2010).

A mirrored photo is recognised by describing the mirrored picture as well, when it is looked up.
"""

from __future__ import annotations

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
    return np.asarray(gray.resize(size, Image.Resampling.LANCZOS), dtype=np.float32)


def traits_of(gray: Floats) -> Traits:
    """Return by what a gray picture is recognised."""
    return Traits(_whole(gray), _points(gray))


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


def _points(gray: Floats) -> NDArray[np.void]:
    """Find and describe the most striking points."""
    blurred = _scales(gray)
    differences = np.stack([after - before for before, after in pairwise(blurred)])
    level, y, x = _extremes(differences)
    sigma = _SIGMA_0 * 2 ** (level / _PER_OCTAVE)
    reach = (_GRID - 1) / 2 * _SPACING * sigma
    height, width = gray.shape
    inside = (x >= reach) & (y >= reach) & (x < width - reach) & (y < height - reach)
    level, y, x = level[inside], y[inside], x[inside]
    strength = np.abs(differences[level, y, x])
    chosen = _spread(x, y, level, np.argsort(-strength, kind="stable"))
    points = np.zeros(len(chosen), dtype=POINT)
    for row, at in enumerate(chosen):
        points[row] = (_describe(blurred[level[at]], x[at], y[at], sigma[inside][at]), x[at], y[at], level[at] - 1)
    return points


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
        padded = np.pad(gray, pad, mode="edge")
        length = gray.shape[axis]
        total = np.zeros_like(gray)
        for offset, weight in enumerate(weights):
            part = padded[offset : offset + length] if axis == 0 else padded[:, offset : offset + length]
            total += weight * part
        gray = total.astype(np.float32)
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
    highest = np.ones(inner.shape, dtype=bool)
    lowest = np.ones(inner.shape, dtype=bool)
    levels, rows, columns = differences.shape
    for up in range(3):
        for down in range(3):
            for right in range(3):
                if (up, down, right) == (1, 1, 1):
                    continue
                other = differences[up : levels - 2 + up, down : rows - 2 + down, right : columns - 2 + right]
                highest &= inner > other
                lowest &= inner < other
    level, y, x = np.nonzero((highest | lowest) & (np.abs(inner) > _MIN_CONTRAST))
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


def _describe(blurred: Floats, x: int, y: int, sigma: float) -> int:
    """Return 30 bits across and 30 down: is a cell of the grid around the point brighter than the one before."""
    steps = (np.arange(_GRID) - (_GRID - 1) / 2) * _SPACING * sigma
    cells = _at(blurred, x + steps, y + steps)
    return (_number_of(cells[:, 1:] > cells[:, :-1]) << 30) | _number_of(cells[1:] > cells[:-1])


def _number_of(bits: NDArray[np.bool_]) -> int:
    return int(bits.ravel() @ (1 << np.arange(bits.size, dtype=np.int64)))


def _at(gray: Floats, x: NDArray[np.floating], y: NDArray[np.floating]) -> Floats:
    """Return the picture at fractional rows × columns, linearly between pixels."""
    left = np.clip(np.floor(x).astype(int), 0, gray.shape[1] - 2)
    top = np.clip(np.floor(y).astype(int), 0, gray.shape[0] - 2)
    right, below = (x - left).astype(np.float32), (y - top).astype(np.float32)[:, None]
    rows, columns = np.ix_(top, left)
    upper = gray[rows, columns] * (1 - right) + gray[rows, columns + 1] * right
    lower = gray[rows + 1, columns] * (1 - right) + gray[rows + 1, columns + 1] * right
    result: Floats = upper * (1 - below) + lower * below
    return result
