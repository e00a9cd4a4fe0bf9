"""What a camera wrote into a photo: when, where, and which camera it was.

Cameras and programs write EXIF badly, so each part is read for itself, and a part that can't be read is absent.
Source of tags: CIPA DC-008 (Exif 3.0), tables 4, 7 and 15.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from PIL import Image

from commandcenter.models.failure import Failure
from commandcenter.models.instant import WIB
from commandcenter.models.photo import Shot
from commandcenter.models.place import LonLat, checked_place
from commandcenter.models.text import fit_text
from commandcenter.store.photo.file import UNREADABLE

_MAKE, _MODEL, _CHANGED = 0x010F, 0x0110, 0x0132
_EXIF_IFD, _GPS_IFD = 0x8769, 0x8825
_TAKEN, _DIGITISED, _OFFSET = 0x9003, 0x9004, 0x9011
_LAT_REF, _LAT, _LON_REF, _LON, _UTC_TIME, _UTC_DATE = 1, 2, 3, 4, 7, 29

_MAX_NAME_CHARS = 64
_QUARTER_S = 900
_FIX_AGE_S = 300
"""A position found at most so long before the shutter was pressed tells the clock's offset, in seconds."""

_EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)


def read_shot(picture: Image.Image) -> Shot:
    """Return what the camera wrote; nothing where it wrote nothing or what can't be read."""
    try:
        exif = picture.getexif()
        taking, position = _part(exif, _EXIF_IFD), _part(exif, _GPS_IFD)
        main = dict(exif)
    except UNREADABLE:
        return Shot()
    return Shot(
        taken_at=_taken_at(main, taking, position),
        place=_place(position),
        make=_name(main.get(_MAKE)),
        model=_name(main.get(_MODEL)),
    )


def _part(exif: Image.Exif, number: int) -> Mapping[int, Any]:
    try:
        return dict(exif.get_ifd(number))
    except UNREADABLE:
        return {}


def _name(value: object) -> str | None:
    text = _text(value)
    return fit_text(text)[:_MAX_NAME_CHARS].strip() or None


def _text(value: object) -> str:
    if isinstance(value, bytes):
        value = value.decode("latin-1")
    return value.partition("\0")[0].strip() if isinstance(value, str) else ""


def _taken_at(main: Mapping[int, Any], taking: Mapping[int, Any], position: Mapping[int, Any]) -> datetime | None:
    """Return when it was taken; by its own offset, else by the satellites' clock, else by the city's.

    Where only the time of its last change stands there, that: it was taken no later.
    """
    said = _text(taking.get(_TAKEN)) or _text(taking.get(_DIGITISED)) or _text(main.get(_CHANGED))
    try:
        local = datetime.strptime(said[:19], "%Y:%m:%d %H:%M:%S")  # noqa: DTZ007 - the zone follows
        offset = _offset(_text(taking.get(_OFFSET))) or _offset_by_satellites(local, position)
        taken_at = local.replace(tzinfo=WIB if offset is None else offset).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return taken_at if taken_at >= _EARLIEST else None


def _offset(text: str) -> timezone | None:
    try:
        parsed = datetime.strptime(text, "%z").tzinfo
    except ValueError:
        return None
    return parsed if isinstance(parsed, timezone) else None


def _offset_by_satellites(local: datetime, position: Mapping[int, Any]) -> timezone | None:
    """Return the clock's offset if the satellites' time stands there and is a whole quarter hour away."""
    try:
        day = datetime.strptime(_text(position.get(_UTC_DATE)), "%Y:%m:%d")  # noqa: DTZ007 - a day of UTC
        hour, minute, second = (float(part) for part in position[_UTC_TIME])
        apart_s = (local - day - timedelta(hours=hour, minutes=minute, seconds=second)).total_seconds()
        rounded_s = math.floor(apart_s / _QUARTER_S) * _QUARTER_S
        if apart_s - rounded_s > _FIX_AGE_S or abs(rounded_s) > 14 * 3_600:
            return None
        return timezone(timedelta(seconds=rounded_s))
    except UNREADABLE:
        return None


def _place(position: Mapping[int, Any]) -> LonLat | None:
    try:
        lat = _degrees(position[_LAT]) * (-1 if _text(position[_LAT_REF]).upper().startswith("S") else 1)
        lon = _degrees(position[_LON]) * (-1 if _text(position[_LON_REF]).upper().startswith("W") else 1)
        if not (math.isfinite(lon) and math.isfinite(lat)):
            return None
        return checked_place(lon, lat)
    except (*UNREADABLE, Failure):
        return None


def _degrees(parts: Any) -> float:
    degrees, minutes, seconds = (float(part) for part in parts)
    return degrees + minutes / 60 + seconds / 3_600
