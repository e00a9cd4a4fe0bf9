"""Snapshot, pages and push stream of the feed."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import suppress
from typing import Any

from anyio import CancelScope
from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.types import Message, Receive, Scope, Send

from commandcenter.models.role import READS_FEED
from commandcenter.protocol.bulk import SNAPSHOT_MEDIA_TYPE
from commandcenter.protocol.digest import digest_to_json
from commandcenter.protocol.feed import HEARTBEAT_S, heartbeat_to_json, page_to_json
from commandcenter.protocol.position import Position, parse_position
from commandcenter.store.failure import NotAllowed, SnapshotNeeded, TokenRevoked
from commandcenter.store.language import sentences
from commandcenter.store.service.access import Service, principal_of, service_of
from commandcenter.store.service.answer import POSITION_HEADER, json_answer
from commandcenter.store.service.stream_share import EncodedPage
from commandcenter.store.token import Principal

router = APIRouter(prefix="/v1")

_MAX_POSITION_CHARS = 200

SEND_LIMIT_S = 60.0
"""How long a client of a snapshot may read nothing: it holds one of few places, and a transaction."""

_log = logging.getLogger(__name__)


@router.get("/snapshot")
async def get_snapshot(request: Request) -> Response:
    """Send everything the key may see, true at one position."""
    principal = await _follower(request)
    service = service_of(request)
    await service.loading.acquire()
    try:
        frames = service.store.snapshot(principal)
        begin = await run_in_threadpool(next, frames)
    except BaseException:
        service.loading.release()
        raise
    return _SnapshotResponse(begin, frames, service.loading, request.app.state.hang_up)


@router.get("/digest")
async def get_digest(request: Request) -> Response:
    """Send counts and hashes of everything the key may see, by area and day."""
    principal = await _follower(request)
    service = service_of(request)
    async with service.loading:
        digest = await run_in_threadpool(service.store.digest, principal)
    return json_answer(digest_to_json(digest), position=digest.position)


@router.get("/changes")
async def get_changes(request: Request) -> Response:
    """Send one page of what changed behind ``after``."""
    principal = await _follower(request)
    page = await run_in_threadpool(service_of(request).store.page, _after(request), principal)
    return json_answer(page_to_json(page), position=page.through)


@router.get("/changes/stream")
async def get_stream(request: Request) -> Response:
    """Push pages as they become visible, and heartbeats; server-sent events."""
    principal = await _follower(request)
    service = service_of(request)
    standing = (principal.role, principal.scope)
    first = await service.share.behind(_after(request), standing, service.bell.rings)
    return StreamingResponse(
        _events(service, principal, first),
        media_type="text/event-stream",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no", POSITION_HEADER: str(first.page.through)},
    )


async def _follower(request: Request) -> Principal:
    principal = await principal_of(request)
    if principal.role not in READS_FEED:
        raise NotAllowed(name=principal.name, role=principal.role)
    return principal


def _after(request: Request) -> Position:
    # Cut short: Python refuses to read numbers of thousands of digits, and no position is that long.
    return parse_position(request.query_params.get("after", "")[:_MAX_POSITION_CHARS])


class _SnapshotResponse(StreamingResponse):
    """Sends a snapshot's frames, each made on a thread; ends its transaction however the client leaves.

    A client that reads nothing for ``SEND_LIMIT_S`` is cut off.
    """

    def __init__(
        self, begin: bytes, frames: Iterator[bytes], loading: asyncio.Semaphore, hang_up: Callable[[object], None]
    ) -> None:
        super().__init__(self._body(begin), media_type=SNAPSHOT_MEDIA_TYPE)
        self._frames = frames
        self._loading = loading
        self._hang_up = hang_up

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        # Here rather than in the body, which never begins if the client is gone already.
        try:
            await super().__call__(scope, receive, _in_time(send))
        except _StoppedReadingError:
            _log.info("%s the client stopped reading its snapshot and was cut off", scope["state"]["request_id"])
            self._hang_up(scope["client"])
        finally:
            with CancelScope(shield=True):
                await run_in_threadpool(_close, self._frames)
            self._loading.release()

    async def _body(self, begin: bytes) -> AsyncIterator[bytes]:
        yield begin
        while (frame := await run_in_threadpool(next, self._frames, None)) is not None:
            yield frame


class _StoppedReadingError(Exception):
    """The client takes nothing any more. No ``OSError``: that would be taken for a client that left."""


def _in_time(send: Send) -> Send:
    """Return a ``send`` that waits for so long at most for the client to make room."""

    async def sent(message: Message) -> None:
        try:
            async with asyncio.timeout(SEND_LIMIT_S):
                await send(message)
        except TimeoutError as error:
            raise _StoppedReadingError from error

    return sent


def _close(frames: Iterator[bytes]) -> None:
    close = getattr(frames, "close", None)
    if close is not None:
        close()


async def _events(service: Service, principal: Principal, first: EncodedPage) -> AsyncIterator[bytes]:
    """Yield events until the client leaves, the key is withdrawn, or the process ends."""
    bell, share = service.bell, service.share
    clock = asyncio.get_running_loop().time
    beat_at = clock()
    sent = first
    with service.metrics.stream(), share.open(principal):
        while not bell.closed:
            if sent.page.through != sent.page.after:
                yield sent.event
            rung, rings = bell.listen(), bell.rings
            standing = await share.standing(principal, rings)
            if standing is None:
                yield _event("revoked", {"code": TokenRevoked.code, "sentence": sentences(TokenRevoked())})
                return
            if clock() >= beat_at:
                yield _event("heartbeat", heartbeat_to_json(await share.heartbeat(standing, rings)))
                beat_at = clock() + HEARTBEAT_S
            try:
                sent = await share.behind(sent.page.through, standing, rings)
            except SnapshotNeeded:
                # The feed has begun anew, or the key's scope is another.
                yield _event("snapshot_needed", {"code": SnapshotNeeded.code})
                return
            if sent.page.through == sent.page.after:
                with suppress(TimeoutError):
                    async with asyncio.timeout(max(beat_at - clock(), 0)):
                        await rung.wait()


def _event(name: str, data: dict[str, Any]) -> bytes:
    return f"event: {name}\ndata: {json.dumps(data, separators=(',', ':'))}\n\n".encode()
