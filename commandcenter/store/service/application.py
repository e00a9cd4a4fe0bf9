"""Puts the service together: routes, the bell, and what becomes of errors."""

from __future__ import annotations

import asyncio
import logging
from asyncio import Semaphore
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from traceback import format_tb
from typing import cast

from fastapi import FastAPI
from sqlalchemy.exc import DataError, DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from commandcenter.models.failure import Failure
from commandcenter.models.intent import Intent, IntentResult
from commandcenter.store.central import CentralStore
from commandcenter.store.failure import BadRequest, NotFound, StoreFault, StoreUnavailable
from commandcenter.store.notice.postman import Postman
from commandcenter.store.service import (
    account_route,
    administration_route,
    bearer_route,
    citizen_route,
    city_route,
    crew_route,
    feed_route,
    health_route,
    intent_route,
    key_session_route,
    media_route,
    notice_route,
    officer_route,
    open311_route,
    page_route,
    public_page_route,
    public_route,
    registration_route,
    resource_route,
    review_route,
    session_route,
)
from commandcenter.store.service.access import Service
from commandcenter.store.service.answer import failure_answer
from commandcenter.store.service.bell import Bell
from commandcenter.store.service.metric import Metrics
from commandcenter.store.service.public_desk import PublicDesk
from commandcenter.store.service.request_log import RequestLog
from commandcenter.store.service.stream_share import StreamShare
from commandcenter.store.service.throttle import Throttle
from commandcenter.store.service.together import Together
from commandcenter.store.setting import StoreSettings
from commandcenter.store.watch.leader import Leadership
from commandcenter.store.watch.turn import turns
from commandcenter.store.watch.watch import Watch
from commandcenter.store.writer import TOGETHER

PHOTOS_AT_ONCE = 2
"""Photos decoded at a time; further ones wait for their turn."""

KEYS_AT_ONCE = 64
"""Keys looked up in one question; further ones wait for the next."""

SNAPSHOTS_AT_ONCE = 8
"""First loads served at a time; further ones wait for their turn."""

HASHES_AT_ONCE = 2
"""Passwords looked at at a time: each takes 64 MiB for some tens of milliseconds."""

_log = logging.getLogger(__name__)


def create_app(settings: StoreSettings) -> FastAPI:
    """Return the application of one city.

    Whoever serves it calls ``app.state.service.bell.close()`` before it waits for connections to end, so that
    streams do, and puts into ``app.state.hang_up`` how the connection of a client (host and port) is cut off.
    """
    bell = Bell()
    writers = 2 if settings.database_url.startswith("sqlite") else 20
    metrics = Metrics()

    def on_decided(intent: Intent, result: IntentResult) -> None:
        metrics.intent_decided(intent.kind, result.status)
        bell.ring_from_thread()

    store = CentralStore(settings, on_decided)
    public = PublicDesk(store)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        bell.bind()
        postman = Postman(store.engine, settings, metrics.delivery_tried)
        leadership = Leadership(store.engine, settings.city)
        tasks = [
            asyncio.create_task(bell.watch(store.head)),
            asyncio.create_task(Watch(leadership, turns(store)).run()),
            asyncio.create_task(postman.run()),
            asyncio.create_task(public.run(bell)),
        ]
        if store.engine.dialect.name == "postgresql":
            tasks.append(asyncio.create_task(bell.hear(settings.database_url, settings.city)))
        try:
            yield
        finally:
            bell.close()
            postman.stop()
            public.stop()
            for task in tasks:
                task.cancel()
                with suppress(asyncio.CancelledError):
                    await task
            store.close()

    app = FastAPI(
        title="commandcenter store",
        lifespan=lifespan,
        openapi_url=None,
        telemetry={"tracing": False, "metrics": False},
    )
    # Whoever serves the application can do better than wait.
    app.state.hang_up = lambda _client: None
    app.state.service = Service(
        store,
        bell,
        StreamShare(store),
        metrics,
        Together(store.principals, KEYS_AT_ONCE),
        Together(store.decide_reports, TOGETHER),
        Semaphore(writers),
        Semaphore(SNAPSHOTS_AT_ONCE),
        Semaphore(PHOTOS_AT_ONCE),
        Semaphore(HASHES_AT_ONCE),
        Throttle(),
        public,
    )
    app.add_middleware(RequestLog, metrics=metrics)
    for module in (
        health_route,
        bearer_route,
        city_route,
        account_route,
        administration_route,
        feed_route,
        intent_route,
        media_route,
        notice_route,
        officer_route,
        open311_route,
        public_page_route,
        public_route,
        crew_route,
        citizen_route,
        resource_route,
        review_route,
        session_route,
        registration_route,
        key_session_route,
        page_route,
    ):
        app.include_router(module.router)
    app.add_exception_handler(Failure, _on_failure)
    app.add_exception_handler(HTTPException, _on_http_exception)
    app.add_exception_handler(DBAPIError, _on_database_error)
    app.add_exception_handler(PoolTimeout, _on_database_error)
    app.add_exception_handler(ClientDisconnect, _on_client_gone)
    app.add_exception_handler(Exception, _on_fault)
    return app


async def _on_failure(request: Request, error: Exception) -> Response:
    return failure_answer(request, cast("Failure", error))


async def _on_http_exception(request: Request, error: Exception) -> Response:
    error = cast("HTTPException", error)
    if error.status_code == 404:
        return failure_answer(request, NotFound(path=request.url.path[:200]))
    answer = failure_answer(request, BadRequest(what=error.detail), error.status_code)
    answer.headers.update(error.headers or {})
    return answer


async def _on_database_error(request: Request, error: Exception) -> Response:
    """Say that the database does not answer, where that is so; anything else is a fault of ours."""
    if isinstance(error, DataError) and "NUL" in str(error.orig):
        return failure_answer(request, BadRequest(what="a character that no text holds (U+0000)"))
    if isinstance(error, DBAPIError) and not _is_outage(error):
        return await _on_fault(request, error)
    _log.error("%s the database does not answer: %s", request.state.request_id, type(error).__name__)
    return failure_answer(request, StoreUnavailable())


async def _on_client_gone(request: Request, _: Exception) -> Response:
    """A phone that loses its network while it sends is no fault, and nobody reads this answer."""
    _log.info("%s the client left before its request was read", request.state.request_id)
    return Response(status_code=400)


async def _on_fault(request: Request, error: Exception) -> Response:
    number = request.state.request_id
    if isinstance(error, DBAPIError):
        # Not in the database's words: PostgreSQL tells the values of a row that it refuses, and they are people's.
        kind, where = type(error).__name__, "".join(format_tb(error.__traceback__))
        _log.error("%s fault: %s in %s\n%s", number, kind, error.statement, where)
    else:
        _log.error("%s fault", number, exc_info=error)
    return failure_answer(request, StoreFault(request=number))


def _is_outage(error: DBAPIError) -> bool:
    kind = type(error).__name__
    return error.connection_invalidated or kind in {"OperationalError", "InterfaceError"}
