"""Where intents arrive."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from commandcenter.protocol.act import intent_from_json, result_to_json
from commandcenter.store.service.access import json_of, principal_of, service_of
from commandcenter.store.service.answer import json_answer
from commandcenter.store.service.public_act import count_public_act

router = APIRouter(prefix="/v1")


@router.post("/intents")
async def post_intent(request: Request) -> Response:
    """Decide one intent; 200 whatever the decision, its ``status`` says which."""
    principal = await principal_of(request)
    intent = intent_from_json(await json_of(request))
    service = service_of(request)
    count_public_act(request, service, principal, intent)
    store = service.store
    async with service.writing:
        result = await run_in_threadpool(store.apply, intent, principal)
    head = await run_in_threadpool(store.head_for, principal)
    return json_answer(result_to_json(result), position=head)
