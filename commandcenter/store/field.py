"""Fields of a payload, read as what they should be, or refused with a sentence."""

from __future__ import annotations

import re
from collections.abc import Mapping

from commandcenter.models.text import fit_text
from commandcenter.store.failure import BadAddress, FieldNotText, FieldTooLong

MAX_FIELD_CHARS = 200
MAX_NOTE_CHARS = 1_000
MAX_URL_CHARS = 2_000

_URL = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
_OWN_MEDIA = re.compile(r"/v1/media(?:/[A-Za-z0-9_][A-Za-z0-9_.-]*)+")


def text_of(payload: Mapping[str, object], name: str) -> str | None:
    """Return a field made fit to be kept; None if it is absent or empty.

    Raises:
        FieldNotText: If it is neither text nor a number.
    """
    value = payload.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        # Anything else would be stored, and shown to citizens, as a programmer's notation.
        raise FieldNotText(field=name)
    return fit_text(str(value)) or None


def text_field(payload: Mapping[str, object], name: str, limit: int) -> str | None:
    """Return a field of at most ``limit`` characters; None if it is absent or empty.

    Raises:
        FieldNotText: If it is neither text nor a number.
        FieldTooLong: If it has more.
    """
    text = text_of(payload, name)
    if text is not None and len(text) > limit:
        raise FieldTooLong(field=name, length=len(text), limit=limit)
    return text


def url_field(payload: Mapping[str, object], name: str) -> str | None:
    """Return the address of something in the web, or the path of a photo that this store itself serves.

    None if it is absent or empty.

    Raises:
        FieldNotText: If it is neither text nor a number.
        FieldTooLong: If it is too long.
        BadAddress: If it is no such address.
    """
    text = text_field(payload, name, MAX_URL_CHARS)
    if text is not None and _URL.fullmatch(text) is None and _OWN_MEDIA.fullmatch(text) is None:
        raise BadAddress
    return text
