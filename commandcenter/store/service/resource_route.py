"""Facilities and gauges for everybody: no key is asked for, and none of it is anybody's personal data."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from commandcenter.store.central import CentralStore
from commandcenter.store.database import reading
from commandcenter.store.resource_page import read_facilities, read_gauges
from commandcenter.store.service.access import service_of
from commandcenter.store.service.answer import json_answer

router = APIRouter(prefix="/v1")

_CACHE = {"Cache-Control": "public, max-age=15", "Access-Control-Allow-Origin": "*"}


@router.get("/facilities")
async def get_facilities(request: Request) -> Response:
    """List the facilities and the beds that they have free."""
    return _public(await run_in_threadpool(_facilities, service_of(request).store))


@router.get("/gauges")
async def get_gauges(request: Request) -> Response:
    """List the gauges and how high the water stands."""
    return _public(await run_in_threadpool(_gauges, service_of(request).store))


def _facilities(store: CentralStore) -> dict[str, object]:
    with reading(store.engine) as connection:
        return read_facilities(connection, store.settings.city, store.settings.clock())


def _gauges(store: CentralStore) -> dict[str, object]:
    with reading(store.engine) as connection:
        return read_gauges(connection, store.settings.city, store.settings.clock())


def _public(body: dict[str, object]) -> Response:
    answer = json_answer(body)
    answer.headers.update(_CACHE)
    return answer
