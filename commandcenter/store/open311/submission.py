"""A posted request, read from its form, and the intent it becomes.

Owns how a repeat is recognised where the standard has nothing: by the client's ``Idempotency-Key``; else by device
and content within ten minutes; else not at all.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import parse_qsl
from uuid import UUID, uuid5

from sqlalchemy import Connection, select

from commandcenter.models.failure import Failure
from commandcenter.models.identity import CityCode, IntentId
from commandcenter.models.instant import to_ms
from commandcenter.models.intent import Intent, IntentKind, new_intent_id
from commandcenter.models.service_offer import ServiceKind, ServiceOffer
from commandcenter.models.table import intents
from commandcenter.store.draft import PRIVATE_FIELDS
from commandcenter.store.failure import BadRequest
from commandcenter.store.open311.failure import AddressIdNotKept, BadIdempotencyKey
from commandcenter.store.open311.request_token import token_for
from commandcenter.store.token import Principal

REPEAT_WINDOW = timedelta(minutes=10)
"""How long the same words from the same device count as the same report."""

FORM_TYPE = "application/x-www-form-urlencoded"
MULTIPART_TYPE = "multipart/form-data"

MOST_FIELDS = 200
_NAMESPACE = UUID("6f1c8d0e-5a6b-4a55-9a0f-1d9a6f0b7c31")
_KEY = re.compile(r"[!-~]{1,200}")
_ATTRIBUTE = re.compile(r"attribute\[([^\[\]]{1,80})\](?:\[\])?")


@dataclass(frozen=True, slots=True)
class PhotoPart:
    """A file that came with a form.

    Attributes:
        declared: What kind of file its sender says it is, as a media type.
    """

    data: bytes
    declared: str | None


@dataclass(frozen=True, slots=True)
class Form:
    """What was sent.

    Attributes:
        fields: By name; of a repeated one the last counts, an empty one counts as not given.
        replies: Answers by the question's code, in the order in which they came.
        photos: Files, in the order in which they came.
    """

    fields: Mapping[str, str]
    replies: Mapping[str, Sequence[str]] = field(default_factory=dict)
    photos: Sequence[PhotoPart] = ()


def read_form(body: bytes) -> Form:
    """Return the form that a urlencoded body holds.

    Raises:
        BadRequest: If it is not UTF-8 or has too many fields.
    """
    try:
        pairs = parse_qsl(body.decode("utf-8"), errors="strict", max_num_fields=MOST_FIELDS)
    except ValueError as error:
        raise BadRequest(what="the form is not UTF-8, or has too many fields") from error
    return form_of(pairs)


def form_of(pairs: Iterable[tuple[str, str]], photos: Sequence[PhotoPart] = ()) -> Form:
    """Return the form of these fields and files; ``attribute[CODE]`` and ``attribute[CODE][]`` are answers."""
    fields: dict[str, str] = {}
    replies: dict[str, list[str]] = {}
    for name, value in pairs:
        if not value.strip():
            continue
        attribute = _ATTRIBUTE.fullmatch(name)
        if attribute is None:
            fields[name] = value
        else:
            replies.setdefault(attribute[1], []).append(value)
    return Form(fields, replies, photos)


def payload_of(form: Form) -> dict[str, object]:
    """Return the payload of ``submit_report`` that a form stands for; photos of its own stand in for ``media_url``."""
    fields = form.fields
    return {
        "category": fields.get("service_code"),
        "lon": fields.get("long"),
        "lat": fields.get("lat"),
        "address": fields.get("address_string"),
        "description": fields.get("description"),
        "media_url": None if form.photos else fields.get("media_url"),
        "channel": "open311",
        "replies": {code: list(answers) for code, answers in form.replies.items()},
        "private": {name: fields[name] for name in PRIVATE_FIELDS if name in fields},
    }


def more_failures(form: Form) -> Sequence[Failure]:
    """Return what is wrong with a form besides what is wrong with its draft."""
    placed = any(name in form.fields for name in ("lat", "long", "address_string"))
    return [AddressIdNotKept()] if "address_id" in form.fields and not placed else []


def intent_of(
    connection: Connection,
    city: CityCode,
    form: Form,
    offer: ServiceOffer,
    principal: Principal,
    idempotency_key: str | None,
    now: datetime,
) -> Intent:
    """Return the intent that a form becomes; a repeat becomes the same one.

    Raises:
        BadIdempotencyKey: If the client's key is no plain word.
    """
    intent_id = _intent_id(connection, city, form, principal, idempotency_key, now)
    payload = payload_of(form)
    if offer.kind is ServiceKind.BATCH:
        payload["token"] = token_for(intent_id)
    return Intent(
        intent_id=intent_id,
        kind=IntentKind.SUBMIT_REPORT,
        subject=None,
        base_version=None,
        acted_at=now,
        payload=payload,
    )


def _intent_id(
    connection: Connection, city: CityCode, form: Form, principal: Principal, key: str | None, now: datetime
) -> IntentId:
    if key is not None:
        if _KEY.fullmatch(key) is None:
            raise BadIdempotencyKey
        return _named(principal, f"key {key}")
    if "device_id" not in form.fields:
        return new_intent_id()
    digest = _digest(form)
    window = to_ms(now) // (REPEAT_WINDOW // timedelta(milliseconds=1))
    before = _named(principal, f"device {digest} {window - 1}")
    recorded_ms = connection.execute(
        select(intents.c.recorded_ms).where(intents.c.city == city, intents.c.intent_id == before)
    ).scalar_one_or_none()
    if recorded_ms is not None and recorded_ms >= to_ms(now - REPEAT_WINDOW):
        return before
    return _named(principal, f"device {digest} {window}")


def _digest(form: Form) -> str:
    """Return what stands for everything that was sent, photos included."""
    lines = [f"{name}={form.fields[name]}" for name in sorted(form.fields) if name != "api_key"]
    lines += [f"attribute {code}={answers}" for code, answers in sorted(form.replies.items())]
    lines += [f"photo {hashlib.sha256(photo.data).hexdigest()}" for photo in form.photos]
    return hashlib.sha256("\n".join(lines).encode("utf-8", "surrogatepass")).hexdigest()


def _named(principal: Principal, name: str) -> IntentId:
    return IntentId(str(uuid5(_NAMESPACE, f"{principal.token_id} {name}")))
