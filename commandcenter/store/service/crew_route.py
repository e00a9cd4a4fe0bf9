"""What a crew's phone asks for, and where people at work are."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from commandcenter.models.instant import optional_ms, to_ms
from commandcenter.store.central import CentralStore
from commandcenter.store.crew_page import read_crew_page
from commandcenter.store.database import reading, writing
from commandcenter.store.presence import keep_position, read_positions, withdraw_position
from commandcenter.store.service.access import json_of, principal_of, service_of
from commandcenter.store.service.answer import json_answer
from commandcenter.store.token import Principal

router = APIRouter(prefix="/v1")

_NEVER_KEPT = {"Cache-Control": "no-store"}


@router.get("/jobs")
async def get_jobs(request: Request) -> Response:
    """Send a crew its jobs and their reports."""
    principal = await principal_of(request)
    return _private(await run_in_threadpool(_crew_page, service_of(request).store, principal))


@router.post("/presence")
async def post_presence(request: Request) -> Response:
    """Keep where a member is, if the crew is under way; say until when at most."""
    principal = await principal_of(request)
    message = await json_of(request)
    service = service_of(request)
    async with service.writing:
        return _private(await run_in_threadpool(_keep, service.store, principal, message))


@router.delete("/presence/{member}")
async def delete_presence(request: Request, member: str) -> Response:
    """Forget where a member is who does not want it known any more."""
    principal = await principal_of(request)
    service = service_of(request)
    async with service.writing:
        return _private(await run_in_threadpool(_withdraw, service.store, principal, member))


@router.get("/presence")
async def get_presence(request: Request) -> Response:
    """Say where people are who are under way, to those who may know."""
    principal = await principal_of(request)
    return _private(await run_in_threadpool(_positions, service_of(request).store, principal))


def _crew_page(store: CentralStore, principal: Principal) -> dict[str, object]:
    with reading(store.engine) as connection:
        return read_crew_page(connection, store.settings.city, principal, store.settings.clock())


def _keep(store: CentralStore, principal: Principal, message: dict[str, object]) -> dict[str, object]:
    with writing(store.engine) as connection:
        kept = keep_position(connection, store.settings.city, principal, message, store.settings.clock())
    return {"kept": kept.until_at is not None, "until_ms": optional_ms(kept.until_at)}


def _withdraw(store: CentralStore, principal: Principal, member: str) -> dict[str, object]:
    with writing(store.engine) as connection:
        withdraw_position(connection, store.settings.city, principal, member)
    return {"kept": False, "until_ms": None}


def _positions(store: CentralStore, principal: Principal) -> dict[str, object]:
    now = store.settings.clock()
    with reading(store.engine) as connection:
        listed = read_positions(connection, store.settings.city, principal, now)
    return {"clock_ms": to_ms(now), "positions": listed}


def _private(body: dict[str, object]) -> Response:
    answer = json_answer(body)
    answer.headers.update(_NEVER_KEPT)
    return answer
