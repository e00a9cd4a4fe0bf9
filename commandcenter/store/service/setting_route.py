"""The history of what a city is set up with, for its administrators."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from commandcenter.models.role import Role
from commandcenter.store.failure import NotAllowed
from commandcenter.store.service.access import principal_of, service_of
from commandcenter.store.service.answer import json_answer

router = APIRouter(prefix="/v1")


@router.get("/settings/history")
async def get_history(request: Request) -> Response:
    """Say who set what to what, newest first; ``key`` names one setting, category, agency, template or shift."""
    principal = await principal_of(request)
    if principal.role is not Role.ADMINISTRATOR:
        raise NotAllowed(name=principal.name, role=principal.role)
    store = service_of(request).store
    entries = await run_in_threadpool(store.setting_history, request.query_params.get("key"))
    return json_answer(
        {
            "entries": [
                {
                    "kind": entry.kind.value,
                    "key": entry.target,
                    "payload": entry.payload,
                    "by": entry.by,
                    "recorded_ms": entry.recorded_ms,
                }
                for entry in entries
            ]
        }
    )
