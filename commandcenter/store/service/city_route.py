"""What pages ask of the city that they stand for; no key is asked for."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from commandcenter.store.central import CentralStore
from commandcenter.store.city_page import read_city
from commandcenter.store.database import reading
from commandcenter.store.service.access import service_of
from commandcenter.store.service.answer import json_answer

router = APIRouter(prefix="/v1")


@router.get("/city")
async def get_city(request: Request) -> Response:
    """Say what the city is called, what can be reported, and whether what is shown is real."""
    answer = json_answer(await run_in_threadpool(_city, service_of(request).store))
    answer.headers["Cache-Control"] = "public, max-age=60"
    return answer


def _city(store: CentralStore) -> dict[str, object]:
    with reading(store.engine) as connection:
        return read_city(connection, store.settings.city, store.settings.clock())
