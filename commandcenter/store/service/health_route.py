"""Whether the process lives, and whether it can work."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from commandcenter.store.service.access import service_of
from commandcenter.store.service.answer import json_answer

router = APIRouter()


@router.get("/healthz")
async def get_health() -> Response:
    """Say that the process answers."""
    return json_answer({"status": "ok"})


@router.get("/readyz")
async def get_readiness(request: Request) -> Response:
    """Say that the database answers, is of the right version and holds the city; 503 if not."""
    head = await run_in_threadpool(service_of(request).store.check_ready)
    return json_answer({"status": "ok"}, position=head)
