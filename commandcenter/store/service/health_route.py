"""Whether the process lives, whether it can work, and what it has done."""

from __future__ import annotations

from fastapi import APIRouter
from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from commandcenter.models.failure import Failure
from commandcenter.protocol.position import Position
from commandcenter.store.service.access import Service, service_of
from commandcenter.store.service.answer import json_answer
from commandcenter.store.service.metric import TEXT_MEDIA_TYPE
from commandcenter.store.waiting import Waiting

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


@router.get("/metrics")
async def get_metrics(request: Request) -> Response:
    """Send this process's figures and what waits in the city, for Prometheus; also while no database answers."""
    service = service_of(request)
    head, waiting = await run_in_threadpool(_city, service)
    return Response(service.metrics.exposition(head, waiting), headers={"Content-Type": TEXT_MEDIA_TYPE})


def _city(service: Service) -> tuple[Position | None, Waiting | None]:
    try:
        return service.store.head(), service.store.waiting()
    except (SQLAlchemyError, Failure):
        return None, None
