"""Drafts: what somebody wants to report, checked before anything is written.

Owns the checks that hold for every way of reporting. Personal data is carried through and goes nowhere else than
into ``report_private``.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from commandcenter.models.category import Category
from commandcenter.models.failure import Failure
from commandcenter.models.identity import CategoryCode, MediaId
from commandcenter.models.place import LonLat, checked_place
from commandcenter.models.report import DescriptionMissing, checked_description
from commandcenter.store.failure import (
    CategoryMissing,
    CategoryUnknown,
    FieldTooLong,
    PlaceIncomplete,
    PlaceMissing,
    SecretTooShort,
)
from commandcenter.store.field import MAX_FIELD_CHARS, MAX_NOTE_CHARS, flag_field, text_field, text_of, url_field
from commandcenter.store.photo.attachment import media_ids_of

PRIVATE_FIELDS = ("email", "phone", "first_name", "last_name", "device_id", "account_id")
"""Names of the personal fields, in payloads as in the table."""

MAX_ADDRESS_CHARS = 500

LEAST_SECRET_CHARS = 16
"""Characters of a secret by which a reporter can be known again."""

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Draft:
    """A report before it has a number.

    Attributes:
        private: The reporter's personal data by field name; only what was given.
        simulated: Whether it did not happen here and now: the simulator made it up, or old reports are replayed.
        note: Note of its first timeline entry.
        photo_elsewhere: Whether a photo belongs to it that only its source has.
        secret: By which whoever sent it can be known again.
        keep_private: Whether whoever sent it wants nobody but the offices to see it.
        media: Photos that were sent before, for this report.
    """

    category: Category
    place: LonLat | None
    address: str | None
    description: str
    channel: str
    media_url: str | None
    private: Mapping[str, str]
    simulated: bool
    note: str = ""
    photo_elsewhere: bool = False
    secret: str | None = None
    keep_private: bool = False
    media: tuple[MediaId, ...] = ()


class DraftRefused(Exception):  # noqa: N818 - an answer, not a fault
    """A draft that can't become a report; says everything that is wrong with it."""

    def __init__(self, failures: list[Failure]) -> None:
        """Keep what is wrong, in the order of the fields; at least one."""
        self.failures = failures
        super().__init__("; ".join(str(failure) for failure in failures))


def read_draft(payload: Mapping[str, object], categories: Mapping[CategoryCode, Category]) -> Draft:
    """Check a payload of ``submit_report``.

    Args:
        payload: ``category``, ``lon``, ``lat``, ``address``, ``description``, ``channel``, ``media_url``,
            ``media``, ``photo_elsewhere``, ``note``, ``simulated``, ``secret``, ``keep_private``, and ``private`` with
            the fields of ``PRIVATE_FIELDS``. Numbers may be texts.
        categories: The store's, by code.

    Raises:
        DraftRefused: If anything is wrong with it.
    """
    failures: list[Failure] = []

    def checked(check: Callable[[], _T], otherwise: _T) -> _T:
        try:
            return check()
        except Failure as failure:
            failures.append(failure)
            return otherwise

    category = checked(lambda: _category(payload, categories), None)
    place = checked(lambda: place_of(payload), None)
    address = checked(lambda: text_field(payload, "address", MAX_ADDRESS_CHARS), None)
    description = checked(lambda: checked_description(text_of(payload, "description") or ""), "…")
    media_url = checked(lambda: url_field(payload, "media_url"), None)
    channel = checked(lambda: text_field(payload, "channel", MAX_FIELD_CHARS), None)
    note = checked(lambda: text_field(payload, "note", MAX_NOTE_CHARS), None)
    secret = checked(lambda: _secret(payload), None)
    keep_private = checked(lambda: flag_field(payload, "keep_private"), None)
    none_sent: tuple[MediaId, ...] = ()
    media = checked(lambda: media_ids_of(payload), none_sent)
    photo_elsewhere = payload.get("photo_elsewhere") is True
    given = payload.get("private")
    personal = given if isinstance(given, Mapping) else {}
    private = {name: checked(partial(text_field, personal, name, MAX_FIELD_CHARS), None) for name in PRIVATE_FIELDS}
    if not description and media_url is None and not photo_elsewhere and not media:
        failures.append(DescriptionMissing())
    if place is None and address is None and not any(_about_place(failure) for failure in failures):
        failures.append(PlaceMissing())
    if failures or category is None:
        raise DraftRefused(failures)
    return Draft(
        category=category,
        place=place,
        address=address,
        description=description,
        channel=channel or "command_center",
        media_url=media_url,
        private={name: text for name, text in private.items() if text is not None},
        simulated=payload.get("simulated") is True,
        note=note or "",
        photo_elsewhere=photo_elsewhere,
        secret=secret,
        keep_private=keep_private is True,
        media=media,
    )


def _secret(payload: Mapping[str, object]) -> str | None:
    secret = text_field(payload, "secret", MAX_FIELD_CHARS)
    if secret is not None and len(secret) < LEAST_SECRET_CHARS:
        raise SecretTooShort(limit=LEAST_SECRET_CHARS)
    return secret


def _about_place(failure: Failure) -> bool:
    return failure.code in {"coordinates_out_of_range", "coordinates_zero", "place_incomplete"} or (
        isinstance(failure, FieldTooLong) and failure.params["field"] == "address"
    )


def _category(payload: Mapping[str, object], categories: Mapping[CategoryCode, Category]) -> Category:
    code = text_field(payload, "category", MAX_FIELD_CHARS)
    if code is None:
        raise CategoryMissing
    category = categories.get(CategoryCode(code))
    if category is None or not category.active:
        raise CategoryUnknown(category=code)
    return category


def place_of(payload: Mapping[str, object]) -> LonLat | None:
    """Return the position that ``lon`` and ``lat`` say, numbers or texts; None if both are absent.

    Raises:
        Failure: If it is half a position, or one that no report can have.
    """
    lon, lat = text_of(payload, "lon"), text_of(payload, "lat")
    if lon is None and lat is None:
        return None
    if lon is None or lat is None:
        raise PlaceIncomplete
    return checked_place(_degrees(lon), _degrees(lat))


def _degrees(text: str) -> float:
    try:
        value = math.nan if "_" in text else float(text)
    except ValueError as error:
        raise PlaceIncomplete from error
    return value if math.isfinite(value) else math.nan
