"""A photo made anew: upright, in sRGB, in three sizes, without what was written into it; and covered in places.

Owns what the bytes look like that the store keeps. The file that was sent is not kept (docs/decisions/0112). Each size
is made of the next larger one, and a JPEG is decoded no larger than it is kept (docs/decisions/0154).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageCms, ImageOps

from commandcenter.models.photo import LEAST_LARGE_PX, LONG_SIDE_PX, Mask, PhotoSize, Shot, masks_to_json
from commandcenter.store.photo.exif import read_shot
from commandcenter.store.photo.failure import PhotoBroken
from commandcenter.store.photo.file import UNREADABLE, open_photo

_QUALITY: Mapping[PhotoSize, int] = {PhotoSize.LARGE: 85, PhotoSize.MEDIUM: 82, PhotoSize.SMALL: 78}
_FRACTIONS = (1, 2, 4, 8)
"""A JPEG's decoder gives the whole picture, or one of so many times fewer pixels a side for less work."""

_FILTER = Image.Resampling.HAMMING
"""As sharp as a bicubic one where pictures are made smaller, at half its cost."""

_TILES = 4
"""A covered area keeps at most so many tiles a side: no face and no number plate can be read from them."""

_SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))


@dataclass(frozen=True, slots=True)
class TakenIn:
    """A photo that was read.

    Attributes:
        shot: What the camera had written into it.
        upright: The picture, RGB, at most as large as the largest size.
        renditions: JPEG bytes by size, without any metadata.
    """

    shot: Shot
    upright: Image.Image
    renditions: Mapping[PhotoSize, bytes]


def take_in(data: bytes, declared: str | None = None) -> TakenIn:
    """Read a photo and make it anew. Takes a processor for some hundredths of a second.

    Args:
        data: The file as it was sent.
        declared: What kind its sender says it is.

    Raises:
        Failure: What is wrong with it.
    """
    picture = open_photo(data, declared)
    shot = read_shot(picture)
    try:
        upright = _upright(picture)
    except UNREADABLE as error:
        raise PhotoBroken from error
    return TakenIn(shot, upright, renditions_of(upright))


def renditions_of(upright: Image.Image) -> dict[PhotoSize, bytes]:
    """Return the picture as JPEG in every size."""
    made: dict[PhotoSize, bytes] = {}
    picture = upright
    for size in PhotoSize:
        picture = _within(picture, LONG_SIDE_PX[size])
        buffer = BytesIO()
        picture.save(buffer, "JPEG", quality=_QUALITY[size])
        made[size] = buffer.getvalue()
    return made


def render_masked(large: bytes, masks: Sequence[Mask]) -> dict[PhotoSize, bytes]:
    """Return every size of a photo with areas covered, for the public.

    Args:
        large: The largest size, uncovered; it stays as it is.
        masks: What to cover.
    """
    with Image.open(BytesIO(large)) as picture:
        covered = picture.convert("RGB")
    width, height = covered.size
    for mask in masks:
        # Outwards to whole pixels: what was marked is covered to its edge.
        left, top = int(mask.left * width), int(mask.top * height)
        right, bottom = min(width, int(mask.right * width) + 1), min(height, int(mask.bottom * height) + 1)
        area = covered.crop((left, top, right, bottom))
        tiles = (min(_TILES, area.width), min(_TILES, area.height))
        covered.paste(area.resize(tiles, Image.Resampling.BOX).resize(area.size, Image.Resampling.NEAREST), (left, top))
    return renditions_of(covered)


def masks_name(masks: Sequence[Mask]) -> str:
    """Return a short name of these rectangles: other rectangles have another."""
    return hashlib.sha256(json.dumps(masks_to_json(tuple(masks))).encode()).hexdigest()[:16]


def _upright(picture: Image.Image) -> Image.Image:
    """Return the picture decoded, turned, in sRGB, without metadata."""
    profile = picture.info.get("icc_profile")
    picture.draft(None, _decoded_size(*picture.size))
    within = _within(picture, LONG_SIDE_PX[PhotoSize.LARGE])
    within.load()
    ImageOps.exif_transpose(within, in_place=True)
    plain = _rgb(within, profile)
    # A copy by pixels carries nothing else along; None: it need not be blank before.
    bare = Image.new("RGB", plain.size, None)
    bare.paste(plain)
    return bare


def _decoded_size(width: int, height: int) -> tuple[int, int]:
    """Return how large a JPEG is best decoded: as it is kept, or else the next larger that its decoder gives."""
    long_px = max(width, height)
    fitting = [part for part in _FRACTIONS if LEAST_LARGE_PX <= long_px // part <= LONG_SIDE_PX[PhotoSize.LARGE]]
    larger = [part for part in _FRACTIONS if part == 1 or long_px // part >= LEAST_LARGE_PX]
    part = fitting[0] if fitting else larger[-1]
    return width // part, height // part


def _within(picture: Image.Image, long_px: int) -> Image.Image:
    """Return the picture at most so long; itself, if it is."""
    size = picture.size
    scale = long_px / max(size)
    if scale >= 1:
        return picture
    smaller = (max(1, round(size[0] * scale)), max(1, round(size[1] * scale)))
    return picture.resize(smaller, _FILTER, reducing_gap=1.5)


def _rgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    if picture.mode.startswith("I;16"):
        picture = picture.point(lambda value: value / 256).convert("L")
    if picture.has_transparency_data:
        ground = Image.new("RGBA", picture.size, "white")
        return Image.alpha_composite(ground, picture.convert("RGBA")).convert("RGB")
    if profile and picture.mode in {"RGB", "CMYK"}:
        try:
            turned = ImageCms.profileToProfile(
                picture, ImageCms.ImageCmsProfile(BytesIO(profile)), _SRGB, outputMode="RGB"
            )
        except (ImageCms.PyCMSError, *UNREADABLE):
            turned = None
        if turned is not None:
            return turned
    return picture if picture.mode == "RGB" else picture.convert("RGB")
