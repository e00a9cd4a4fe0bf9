"""A photo's bytes before they are decoded: what they are, how large the picture is, and whether they are fit to read.

Owns the checks that cost nothing. Only a file that passes them is decoded: its kind is known from its first bytes
(never from its name), its header says a size within the limits, it holds one picture, and is no other file besides.
"""

from __future__ import annotations

import re
import struct
import warnings
import zlib
from io import BytesIO

import pi_heif  # type: ignore[import-untyped]
from PIL import Image

from commandcenter.store.photo.failure import (
    PhotoBroken,
    PhotoCarriesMore,
    PhotoDisguised,
    PhotoFormatUnknown,
    PhotoMoves,
    PhotoTooLarge,
    PhotoTooManyPixels,
    PhotoTooSmall,
)

MAX_PHOTO_BYTES = 20 * 1024 * 1024
MAX_PHOTO_PIXELS = 50_000_000
"""As many as the phones with most pixels write by default (48 million)."""

MIN_SIDE_PX = 32

UNREADABLE = (
    *(OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError, EOFError, ArithmeticError, RuntimeError),
    *(AttributeError, struct.error, zlib.error),
)
"""What decoders raise over damaged files."""

pi_heif.register_heif_opener()
# Pillow warns of many pixels, which are this module's to refuse, and of tags that it can't read, which are then absent.
warnings.filterwarnings("ignore", module=r"PIL\.")
warnings.filterwarnings("ignore", category=Image.DecompressionBombWarning)

_KIND_OF_TYPE = {
    "image/jpeg": "JPEG",
    "image/jpg": "JPEG",
    "image/pjpeg": "JPEG",
    "image/png": "PNG",
    "image/webp": "WEBP",
    "image/heic": "HEIF",
    "image/heif": "HEIF",
}
_STILL_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"mif1"})
_MOVING_BRANDS = frozenset({b"hevc", b"hevx", b"hevm", b"hevs", b"msf1"})
_MARKUP = re.compile(rb"<(?:script|html|\?php|!doctype html)", re.IGNORECASE)
_END_OF_ZIP = b"PK\x05\x06"
_END_OF_ZIP_BYTES = 22
_MAX_COMMENT_BYTES = 65_535
_PDF_HEAD_BYTES = 1_024


def open_photo(data: bytes, declared: str | None = None) -> Image.Image:
    """Return the picture with its header read and its pixels not yet decoded.

    Args:
        data: The file.
        declared: What kind its sender says it is, as a media type; None, or one that is no photo's: nothing is said.

    Raises:
        Failure: Which of the checks it did not pass.
    """
    if len(data) > MAX_PHOTO_BYTES:
        raise PhotoTooLarge(limit_mb=MAX_PHOTO_BYTES // (1024 * 1024))
    kind = kind_of(data)
    _check_declared(kind, declared)
    _check_alone(data)
    picture = _opened(data, kind)
    width, height = picture.size
    if width * height > MAX_PHOTO_PIXELS:
        raise PhotoTooManyPixels(limit=MAX_PHOTO_PIXELS // 1_000_000)
    if min(width, height) < MIN_SIDE_PX:
        raise PhotoTooSmall(width=width, height=height, limit=MIN_SIDE_PX)
    if getattr(picture, "is_animated", False) and kind in {"PNG", "WEBP"}:
        raise PhotoMoves
    return picture


def kind_of(data: bytes) -> str:
    """Return what the first bytes say the file is: ``JPEG``, ``PNG``, ``WEBP`` or ``HEIF``.

    Raises:
        PhotoFormatUnknown: If it is none of them.
        PhotoMoves: If it is a film in HEIC's container.
    """
    if data.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WEBP"
    if data[4:8] == b"ftyp":
        if data[8:12] in _MOVING_BRANDS:
            raise PhotoMoves
        if data[8:12] in _STILL_BRANDS:
            return "HEIF"
    raise PhotoFormatUnknown


def _check_declared(kind: str, declared: str | None) -> None:
    said = (declared or "").partition(";")[0].strip().lower()
    if _KIND_OF_TYPE.get(said, kind) != kind:
        raise PhotoDisguised(declared=said, found=kind)


def _check_alone(data: bytes) -> None:
    """Say nothing if the file is no other kind of file at the same time.

    Bytes behind a picture's end are no reason: phones put depth, sound and film there, and none of it is kept.
    """
    if b"%PDF-" in data[:_PDF_HEAD_BYTES]:
        raise PhotoCarriesMore(what="PDF")
    if _ends_as_archive(data):
        raise PhotoCarriesMore(what="ZIP")
    if _MARKUP.search(data) is not None:
        raise PhotoCarriesMore(what="HTML")


def _ends_as_archive(data: bytes) -> bool:
    """Return whether an archive's directory stands at the end: its comment's length says where the end is."""
    at = data.rfind(_END_OF_ZIP, max(0, len(data) - _END_OF_ZIP_BYTES - _MAX_COMMENT_BYTES))
    if at < 0 or at + _END_OF_ZIP_BYTES > len(data):
        return False
    (comment_bytes,) = struct.unpack_from("<H", data, at + _END_OF_ZIP_BYTES - 2)
    return bool(at + _END_OF_ZIP_BYTES + comment_bytes <= len(data))


def _opened(data: bytes, kind: str) -> Image.Image:
    try:
        return Image.open(BytesIO(data), formats=[kind])
    except Image.DecompressionBombError as error:
        raise PhotoTooManyPixels(limit=MAX_PHOTO_PIXELS // 1_000_000) from error
    except UNREADABLE as error:
        raise PhotoBroken from error
