"""Fields of a payload, read as what they should be, or refused with a sentence."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import TypeVar

from commandcenter.models.instant import from_ms
from commandcenter.models.record import DRAWN_MEDIA
from commandcenter.models.text import fit_text
from commandcenter.store.failure import (
    BadAddress,
    ChoiceUnknown,
    FieldMissing,
    FieldNotFlag,
    FieldNotNumber,
    FieldNotText,
    FieldTooLong,
)

MAX_FIELD_CHARS = 200
MAX_NOTE_CHARS = 1_000
MAX_URL_CHARS = 2_000

_LATEST_MS = 253_402_300_799_999
"""The calendar's last millisecond."""

Word = TypeVar("Word", bound=StrEnum)

_URL = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
_CODE = re.compile(r"[A-Za-z0-9_.-]{1,64}")
_DRAWN = re.compile(rf"{DRAWN_MEDIA}[A-Za-z0-9_][A-Za-z0-9_.-]*")


def is_code(text: str) -> bool:
    """Return whether programs can know something by this text: no address or file has to write it otherwise."""
    return _CODE.fullmatch(text) is not None


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
    """Return the address of something in the web, or the path of a picture that was drawn for simulated reports.

    None if it is absent or empty. Photos that people sent are named in ``media`` alone, and files of the city's own
    folder in no act: whoever could name the address of one could have it shown to those who see another report.

    Raises:
        FieldNotText: If it is neither text nor a number.
        FieldTooLong: If it is too long.
        BadAddress: If it is no such address.
    """
    text = text_field(payload, name, MAX_URL_CHARS)
    if text is None or _URL.fullmatch(text) is not None:
        return text
    if _DRAWN.fullmatch(text) is None:
        raise BadAddress
    return text


def needed_text(payload: Mapping[str, object], name: str, limit: int) -> str:
    """Return a field of at most ``limit`` characters that must be there.

    Raises:
        FieldMissing: If it is absent or empty.
        FieldNotText: If it is neither text nor a number.
        FieldTooLong: If it has more.
    """
    text = text_field(payload, name, limit)
    if text is None:
        raise FieldMissing(field=name)
    return text


def number_field(payload: Mapping[str, object], name: str, least: float, most: float) -> float | None:
    """Return a finite number within bounds; None if it is absent.

    Raises:
        FieldNotNumber: If it is anything else.
    """
    value = payload.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise FieldNotNumber(field=name, least=f"{least:g}", most=f"{most:g}")
    if not least <= value <= most:
        raise FieldNotNumber(field=name, least=f"{least:g}", most=f"{most:g}")
    return value


def whole_field(payload: Mapping[str, object], name: str, least: int, most: int) -> int | None:
    """Return a whole number within bounds; None if it is absent.

    Raises:
        FieldNotNumber: If it is anything else.
    """
    value = payload.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise FieldNotNumber(field=name, least=least, most=most)
    return value


def instant_field(payload: Mapping[str, object], name: str) -> datetime | None:
    """Return an instant given as whole milliseconds since 1970, UTC; None if it is absent.

    Raises:
        FieldNotNumber: If it is anything else.
    """
    value = whole_field(payload, name, 0, _LATEST_MS)
    return None if value is None else from_ms(value)


def flag_field(payload: Mapping[str, object], name: str) -> bool | None:
    """Return true or false; None if it is absent.

    Raises:
        FieldNotFlag: If it is anything else.
    """
    value = payload.get(name)
    if value is not None and not isinstance(value, bool):
        raise FieldNotFlag(field=name)
    return value


def word_field(payload: Mapping[str, object], name: str, words: type[Word]) -> Word | None:
    """Return a word of an enumeration; None if the field is absent.

    Raises:
        ChoiceUnknown: If it is no word of it.
    """
    text = text_field(payload, name, MAX_FIELD_CHARS)
    if text is None:
        return None
    try:
        return words(text)
    except ValueError as error:
        raise ChoiceUnknown(field=name, given=text, choices=", ".join(words)) from error
