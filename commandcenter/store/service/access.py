"""What every route needs of a request: the store, who asks, and a body of bounded length."""

from __future__ import annotations

import json
from asyncio import Semaphore
from dataclasses import dataclass
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from commandcenter.protocol.feed import BadMessage
from commandcenter.store.central import CentralStore
from commandcenter.store.failure import BodyTooLarge, TokenMissing
from commandcenter.store.service.bell import Bell
from commandcenter.store.token import Principal


@dataclass(frozen=True, slots=True)
class Service:
    """What one application serves.

    Attributes:
        writing: Taken while an act is decided. Writers wait here, not on the threads that readers and heartbeats need.
        loading: Taken while a snapshot is sent. A client that stops reading holds a connection to the database.
    """

    store: CentralStore
    bell: Bell
    writing: Semaphore
    loading: Semaphore


def service_of(request: Request) -> Service:
    """Return what the application serves."""
    service: Service = request.app.state.service
    return service


async def principal_of(request: Request) -> Principal:
    """Return who asks.

    Raises:
        TokenMissing: If no key came along.
        TokenUnknown: If the key is none of this store's.
        TokenRevoked: If it was withdrawn.
    """
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not secret.strip():
        raise TokenMissing
    return await run_in_threadpool(service_of(request).store.principal, secret.strip())


async def body_of(request: Request) -> bytes:
    """Return the body.

    Raises:
        BodyTooLarge: As soon as it is longer than the settings allow.
    """
    limit = service_of(request).store.settings.max_body_bytes
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > limit:
            raise BodyTooLarge(limit=limit)
    return bytes(body)


async def json_of(request: Request) -> dict[str, Any]:
    """Return the body as a JSON object.

    Raises:
        BadMessage: If it is none.
    """
    try:
        message = json.loads(await body_of(request), parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise BadMessage(what=f"JSON: {error}") from error
    if not isinstance(message, dict):
        raise BadMessage(what="JSON: an object is needed")
    return message


def _no_number(text: str) -> float:
    """Refuse what Python reads as a number and JSON does not know: no database would keep it."""
    raise ValueError(f"{text} is no number")
