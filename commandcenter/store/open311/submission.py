"""A posted request, read from its form, and the intent it becomes.

Owns how a repeat is recognised where the standard has nothing: by the client's ``Idempotency-Key``; else by device
and content within ten minutes; else not at all.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from urllib.parse import parse_qsl
from uuid import UUID, uuid5

from sqlalchemy import Connection, select

from commandcenter.models.failure import Failure
from commandcenter.models.identity import CityCode, IntentId
from commandcenter.models.instant import to_ms
from commandcenter.models.intent import Intent, IntentKind, new_intent_id
from commandcenter.models.table import intents
from commandcenter.store.draft import PRIVATE_FIELDS
from commandcenter.store.failure import BadRequest
from commandcenter.store.open311.failure import AddressIdNotKept, BadIdempotencyKey, FormNeeded
from commandcenter.store.token import Principal

REPEAT_WINDOW = timedelta(minutes=10)
"""How long the same words from the same device count as the same report."""

FORM_TYPE = "application/x-www-form-urlencoded"

_MOST_FIELDS = 200
_NAMESPACE = UUID("6f1c8d0e-5a6b-4a55-9a0f-1d9a6f0b7c31")
_KEY = re.compile(r"[!-~]{1,200}")

Form = Mapping[str, str]


def read_form(body: bytes, content_type: str) -> Form:
    """Return the form's fields; of a repeated one the last counts, an empty one counts as not given.

    Raises:
        FormNeeded: If the body is of another type.
        BadRequest: If it is not UTF-8 or has too many fields.
    """
    if content_type.partition(";")[0].strip().lower() != FORM_TYPE:
        raise FormNeeded(content_type=content_type[:80])
    try:
        pairs = parse_qsl(body.decode("utf-8"), errors="strict", max_num_fields=_MOST_FIELDS)
    except ValueError as error:
        raise BadRequest(what="the form is not UTF-8, or has too many fields") from error
    return {name: value for name, value in pairs if value.strip()}


def payload_of(form: Form) -> dict[str, object]:
    """Return the payload of ``submit_report`` that a form stands for."""
    return {
        "category": form.get("service_code"),
        "lon": form.get("long"),
        "lat": form.get("lat"),
        "address": form.get("address_string"),
        "description": form.get("description"),
        "media_url": form.get("media_url"),
        "channel": "open311",
        "private": {name: form[name] for name in PRIVATE_FIELDS if name in form},
    }


def more_failures(form: Form) -> Sequence[Failure]:
    """Return what is wrong with a form besides what is wrong with its draft."""
    placed = any(name in form for name in ("lat", "long", "address_string"))
    return [AddressIdNotKept()] if "address_id" in form and not placed else []


def intent_of(
    connection: Connection,
    city: CityCode,
    form: Form,
    principal: Principal,
    idempotency_key: str | None,
    now: datetime,
) -> Intent:
    """Return the intent that a form becomes; a repeat becomes the same one.

    Raises:
        BadIdempotencyKey: If the client's key is no plain word.
    """
    return Intent(
        intent_id=_intent_id(connection, city, form, principal, idempotency_key, now),
        kind=IntentKind.SUBMIT_REPORT,
        subject=None,
        base_version=None,
        acted_at=now,
        payload=payload_of(form),
    )


def _intent_id(
    connection: Connection, city: CityCode, form: Form, principal: Principal, key: str | None, now: datetime
) -> IntentId:
    if key is not None:
        if _KEY.fullmatch(key) is None:
            raise BadIdempotencyKey
        return _named(principal, f"key {key}")
    if "device_id" not in form:
        return new_intent_id()
    content = "\n".join(f"{name}={form[name]}" for name in sorted(form) if name != "api_key")
    digest = hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()
    window = to_ms(now) // (REPEAT_WINDOW // timedelta(milliseconds=1))
    before = _named(principal, f"device {digest} {window - 1}")
    recorded_ms = connection.execute(
        select(intents.c.recorded_ms).where(intents.c.city == city, intents.c.intent_id == before)
    ).scalar_one_or_none()
    if recorded_ms is not None and recorded_ms >= to_ms(now - REPEAT_WINDOW):
        return before
    return _named(principal, f"device {digest} {window}")


def _named(principal: Principal, name: str) -> IntentId:
    return IntentId(str(uuid5(_NAMESPACE, f"{principal.token_id} {name}")))
