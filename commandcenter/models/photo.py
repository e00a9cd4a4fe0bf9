"""Photos as the store keeps them: what the camera wrote, which stage of the work they show, what is covered.

Owns the values. Where a photo's bytes lie and how they are made is the store's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from commandcenter.models.failure import Failure
from commandcenter.models.place import LonLat

MAX_MASKS = 50
"""Rectangles that one photo may have; more are a photo that had better be hidden."""


class PhotoStage(StrEnum):
    """Which stage of the work a photo shows."""

    BEFORE = "before"
    PROGRESS = "progress"
    AFTER = "after"


class PhotoSize(StrEnum):
    """The sizes that a photo is kept in."""

    LARGE = "large"
    MEDIUM = "medium"
    SMALL = "small"


LONG_SIDE_PX: Mapping[PhotoSize, int] = {PhotoSize.LARGE: 2048, PhotoSize.MEDIUM: 960, PhotoSize.SMALL: 320}
"""The longer side of each size at the most, px; a smaller photo is not made larger."""

LEAST_LARGE_PX = 1440
"""The large size of a larger photo is at least so long, px: as long as a 4:3 photo that fills a 1080 px high screen."""


class MasksUnfit(Failure):
    """Rectangles that cover nothing of a photo."""

    code = "masks_unfit"
    template = (
        "The areas to cover must be at most {limit} rectangles [left, top, right, bottom], each side as a share of the "
        "photo from 0 to 1. Draw them again."
    )


@dataclass(frozen=True, slots=True)
class Shot:
    """What the camera wrote into a photo about its taking; each part may be absent.

    Attributes:
        taken_at: When, UTC.
        place: Where, longitude first.
        make: The camera's maker.
        model: The camera's model.
    """

    taken_at: datetime | None = None
    place: LonLat | None = None
    make: str | None = None
    model: str | None = None


@dataclass(frozen=True, slots=True)
class Mask:
    """A rectangle to be covered; sides are shares of the upright photo's width and height, 0 to 1."""

    left: float
    top: float
    right: float
    bottom: float


def read_masks(value: object) -> tuple[Mask, ...]:
    """Read rectangles from JSON types: a list of ``[left, top, right, bottom]``.

    Raises:
        MasksUnfit: If they are none, or one lies outside, or is empty.
    """
    if not isinstance(value, list) or len(value) > MAX_MASKS:
        raise MasksUnfit(limit=MAX_MASKS)
    return tuple(_mask(entry) for entry in value)


def _mask(entry: object) -> Mask:
    if not isinstance(entry, list) or len(entry) != 4:
        raise MasksUnfit(limit=MAX_MASKS)
    sides = [float(side) for side in entry if isinstance(side, int | float) and not isinstance(side, bool)]
    if len(sides) != 4 or not all(0 <= side <= 1 for side in sides):
        raise MasksUnfit(limit=MAX_MASKS)
    mask = Mask(*sides)
    if mask.left >= mask.right or mask.top >= mask.bottom:
        raise MasksUnfit(limit=MAX_MASKS)
    return mask


def masks_to_json(masks: tuple[Mask, ...]) -> list[list[float]]:
    """Return rectangles as JSON types."""
    return [[mask.left, mask.top, mask.right, mask.bottom] for mask in masks]
