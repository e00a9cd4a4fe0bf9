"""What every route needs of a request: the store, who asks, and a body of bounded length."""

from __future__ import annotations

import json
from asyncio import Semaphore
from dataclasses import dataclass
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from commandcenter.models.intent import Intent, IntentKind
from commandcenter.protocol.feed import BadMessage
from commandcenter.store.central import CentralStore
from commandcenter.store.decision import Decision
from commandcenter.store.failure import BodyTooLarge, TokenMissing
from commandcenter.store.service.bell import Bell
from commandcenter.store.service.metric import Metrics
from commandcenter.store.service.public_desk import PublicDesk
from commandcenter.store.service.stream_share import StreamShare
from commandcenter.store.service.throttle import Throttle
from commandcenter.store.service.together import Together
from commandcenter.store.token import Principal


@dataclass(frozen=True, slots=True)
class Service:
    """What one application serves.

    Attributes:
        share: Asks the database for all streams.
        metrics: What this process counts.
        keys: Finds who holds a key, for all requests that came at the same moment.
        reports: Decides new reports that came at the same moment.
        writing: Taken while another act is decided. Writers wait here, not on the threads that readers and heartbeats
            need.
        loading: Taken while a snapshot is sent. A client that stops reading holds a connection to the database.
        decoding: Taken while a photo is decoded, which takes a processor and some hundred megabytes.
        hashing: Taken while a password is hashed, which takes much memory.
        throttle: Counts what anybody may ask for.
        public: What everybody may look at.
    """

    store: CentralStore
    bell: Bell
    share: StreamShare
    metrics: Metrics
    keys: Together[str, Principal]
    reports: Together[tuple[Intent, Principal], Decision]
    writing: Semaphore
    loading: Semaphore
    decoding: Semaphore
    hashing: Semaphore
    throttle: Throttle
    public: PublicDesk

    async def decide(self, intent: Intent, principal: Principal) -> Decision:
        """Decide an intent when it is its turn.

        Raises:
            BadMessage: If an id could not even be kept.
        """
        if intent.kind is IntentKind.SUBMIT_REPORT:
            return await self.reports.ask((intent, principal))
        async with self.writing:
            return await run_in_threadpool(self.store.decide, intent, principal)


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
    return await service_of(request).keys.ask(secret.strip())


async def body_of(request: Request, limit: int | None = None) -> bytes:
    """Return the body.

    Args:
        request: Whose.
        limit: The most bytes that this route reads; None: as many as the settings allow.

    Raises:
        BodyTooLarge: As soon as it is longer.
    """
    limit = limit or service_of(request).store.settings.max_body_bytes
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > limit:
            raise BodyTooLarge(limit=limit)
    return bytes(body)


async def json_of(request: Request, limit: int | None = None) -> dict[str, Any]:
    """Return the body as a JSON object.

    Args:
        request: Whose.
        limit: As of ``body_of``.

    Raises:
        BadMessage: If it is none.
    """
    try:
        message = json.loads(await body_of(request, limit), parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise BadMessage(what=f"JSON: {error}") from error
    if not isinstance(message, dict):
        raise BadMessage(what="JSON: an object is needed")
    return message


def _no_number(text: str) -> float:
    """Refuse what Python reads as a number and JSON does not know: no database would keep it."""
    raise ValueError(f"{text} is no number")
