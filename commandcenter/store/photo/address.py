"""Under which path the store serves a photo that somebody sent, and which photo a path means."""

from __future__ import annotations

import re

from commandcenter.models.identity import MediaId
from commandcenter.models.photo import PhotoSize
from commandcenter.models.record import OWN_MEDIA

_SENT = re.compile(rf"{OWN_MEDIA}([0-9a-f]{{32}})/({'|'.join(PhotoSize)})\.jpg")


def address_of(media_id: MediaId, size: PhotoSize) -> str:
    """Return the path of one size of a photo."""
    return f"{OWN_MEDIA}{media_id}/{size.value}.jpg"


def shown_at(url: str | None) -> tuple[MediaId, PhotoSize] | None:
    """Return which photo in which size an address means; None: it is no photo that somebody sent."""
    found = None if url is None else _SENT.fullmatch(url)
    return None if found is None else (MediaId(found[1]), PhotoSize(found[2]))
