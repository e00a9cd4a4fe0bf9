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
from commandcenter.store.service.page_key import has_page_key, is_from_page, page_key_of
from commandcenter.store.service.public_desk import PublicDesk
from commandcenter.store.service.stream_share import StreamShare
from commandcenter.store.service.throttle import Throttle
from commandcenter.store.service.together import Together
from commandcenter.store.token import VISITOR, Principal


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
    """Return who asks, by the key in the header or by the cookie of a page.

    Raises:
        TokenMissing: If no key came along.
        TokenUnknown: If the key is none of this store's.
        TokenRevoked: If it was withdrawn.
        ForgedRequest: If a cookie came without the proof that the page itself sent it.
    """
    secret = bearer_of(request) or page_key_of(request)
    if secret is None:
        raise TokenMissing
    return await service_of(request).keys.ask(secret)


async def sender_of(request: Request) -> Principal:
    """Return who asks, where visitors of the store's pages may ask without having signed in.

    Raises:
        TokenMissing: If neither a key came along nor the header that only the store's own pages can send.
        TokenUnknown: If the key is none of this store's.
        TokenRevoked: If it was withdrawn.
        ForgedRequest: If a cookie came without the proof that the page itself sent it.
    """
    if bearer_of(request) is None and not has_page_key(request) and is_from_page(request):
        return VISITOR
    return await principal_of(request)


async def viewer_of(request: Request) -> Principal | None:
    """Return who looks, or None: somebody without a key, who sees what everybody may see.

    Raises:
        TokenUnknown: If the key is none of this store's.
        TokenRevoked: If it was withdrawn.
    """
    if bearer_of(request) is None and not has_page_key(request):
        return None
    return await principal_of(request)


def bearer_of(request: Request) -> str | None:
    """Return the key of a request's header, or None."""
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    return secret.strip() or None if scheme.lower() == "bearer" else None


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
