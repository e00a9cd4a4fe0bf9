"""Two photos pixel by pixel: is what one shows the very picture that the other is, or only the same place again.

Owns that judgement. The new photo is laid over the earlier one where a candidate says that it lies, moved until it fits
best, and cut into blocks. A block is the same if it follows the other's pixels (normalised cross-correlation), whatever
the brightness. A second photo of the same place follows in few blocks only: another angle shifts what is near against
what is far, light falls otherwise, things have gone.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from commandcenter.store.photo.trait import Floats
from commandcenter.store.photo.trait_index import Candidate

SAME_SHARE = 0.6
"""From this share of blocks on that are the same, one photo is called a copy of the other."""

_BLOCK_PX = 16
_SAME_BLOCK = 0.82
_MIN_CONTRAST = 3.0
"""Standard deviation below which a block shows nothing to compare, in steps of gray."""

_MIN_BLOCKS = 14
"""Fewer blocks to compare decide nothing."""

_SCALE_STEPS = (1.0, 0.985, 1.015, 0.97, 1.03)
_SURE_SHARE = 0.9
"""From this share on no other scale is tried: it could only say the same more clearly."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """How far one photo is the other.

    Attributes:
        share: Share of the compared blocks that are the same, 0 to 1.
        covers: Share of the earlier photo's area that is in the new one, 0 to 1.
    """

    share: float
    covers: float


def compare(new: Floats, earlier: Floats, candidate: Candidate) -> Likeness:
    """Lay a new photo over an earlier one and say how much of it is the same.

    Args:
        new: In gray (``trait.gray_of``); mirrored, if the candidate was found so.
        earlier: In gray.
        candidate: How the new one would lie in it.
    """
    best = Likeness(0.0, 0.0)
    steps = _SCALE_STEPS if candidate.points else (1.0,)
    for step in steps:
        scale = candidate.scale * step if candidate.points else earlier.shape[1] / new.shape[1]
        scale_y = scale if candidate.points else earlier.shape[0] / new.shape[0]
        # The middle of the new photo stays where it lies while the scale is tried.
        right = candidate.right + (candidate.scale - scale) * new.shape[1] / 2 if candidate.points else 0.0
        down = candidate.down + (candidate.scale - scale) * new.shape[0] / 2 if candidate.points else 0.0
        for _ in range(2):
            laid, inside = _laid(earlier, new.shape, (scale, right), (scale_y, down))
            shift_right, shift_down = _shift(new, laid, inside)
            right, down = right + scale * shift_right, down + scale_y * shift_down
        laid, inside = _laid(earlier, new.shape, (scale, right), (scale_y, down))
        share = _share(new, laid, inside)
        if share > best.share:
            best = Likeness(share, _covered(new.shape, earlier.shape, (scale, right), (scale_y, down)))
        if share >= _SURE_SHARE:
            break
    return best


def _laid(
    earlier: Floats, shape: tuple[int, ...], across: tuple[float, float], along: tuple[float, float]
) -> tuple[Floats, NDArray[np.bool_]]:
    """Return the earlier photo in the new one's pixels, and which of them it covers."""
    size = (shape[1], shape[0])
    how = (across[0], 0.0, across[1], 0.0, along[0], along[1])
    laid = Image.fromarray(earlier).transform(size, Image.Transform.AFFINE, how, Image.Resampling.BICUBIC)
    x = np.arange(shape[1]) * across[0] + across[1]
    y = np.arange(shape[0]) * along[0] + along[1]
    within_x = (x >= 0) & (x <= earlier.shape[1] - 1)
    within_y = (y >= 0) & (y <= earlier.shape[0] - 1)
    return np.asarray(laid), within_y[:, None] & within_x


def _shift(new: Floats, laid: Floats, inside: NDArray[np.bool_]) -> tuple[float, float]:
    """Return how far the laid photo must go right and down to lie best, in whole pixels, by phase correlation."""
    if not inside.any():
        return 0.0, 0.0
    first = np.where(inside, new - new[inside].mean(), 0)
    second = np.where(inside, laid - laid[inside].mean(), 0)
    cross = np.fft.rfft2(second) * np.conj(np.fft.rfft2(first))
    correlation = np.fft.irfft2(cross / (np.abs(cross) + 1e-6), s=new.shape)
    reach = 12
    near = np.roll(correlation, (reach, reach), axis=(0, 1))[: 2 * reach + 1, : 2 * reach + 1]
    at = np.unravel_index(int(np.argmax(near)), near.shape)
    return float(at[1] - reach), float(at[0] - reach)


def _share(new: Floats, laid: Floats, inside: NDArray[np.bool_]) -> float:
    """Return the share of blocks with something in them that follow one another; 0 where there are too few."""
    rows, columns = (length // _BLOCK_PX for length in new.shape)
    if not rows or not columns:
        return 0.0
    mine, theirs = _blocks(new, rows, columns), _blocks(laid, rows, columns)
    whole = _blocks(inside.astype(np.float32), rows, columns).min(axis=1) > 0
    mine, theirs = mine - mine.mean(axis=1, keepdims=True), theirs - theirs.mean(axis=1, keepdims=True)
    mine_size, theirs_size = np.linalg.norm(mine, axis=1), np.linalg.norm(theirs, axis=1)
    contrast = np.maximum(mine_size, theirs_size) / _BLOCK_PX
    telling = whole & (contrast >= _MIN_CONTRAST)
    if telling.sum() < _MIN_BLOCKS:
        return 0.0
    follows = (mine * theirs).sum(axis=1) / (mine_size * theirs_size + 1e-6)
    return float((follows[telling] >= _SAME_BLOCK).mean())


def _blocks(gray: Floats, rows: int, columns: int) -> Floats:
    cut = gray[: rows * _BLOCK_PX, : columns * _BLOCK_PX].reshape(rows, _BLOCK_PX, columns, _BLOCK_PX)
    return cut.transpose(0, 2, 1, 3).reshape(rows * columns, _BLOCK_PX * _BLOCK_PX)


def _covered(
    shape: tuple[int, ...], earlier: tuple[int, ...], across: tuple[float, float], along: tuple[float, float]
) -> float:
    def part(length: int, whole: int, line: tuple[float, float]) -> float:
        return max(0.0, min(whole, line[1] + line[0] * length) - max(0.0, line[1])) / whole

    return min(1.0, part(shape[1], earlier[1], across) * part(shape[0], earlier[0], along))
