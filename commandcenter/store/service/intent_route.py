"""Where intents arrive."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from commandcenter.protocol.act import batch_from_json, intent_from_json, result_to_json, results_to_json
from commandcenter.store.service.access import json_of, sender_of, service_of
from commandcenter.store.service.answer import json_answer
from commandcenter.store.service.public_act import count_public_act
from commandcenter.store.writer import check_ids

router = APIRouter(prefix="/v1")


@router.post("/intents")
async def post_intent(request: Request) -> Response:
    """Decide one intent, or several in order; 200 whatever the decisions, each ``status`` says which."""
    principal = await sender_of(request)
    message = await json_of(request)
    several = "intents" in message
    read = batch_from_json(message) if several else [intent_from_json(message)]
    for intent in read:
        check_ids(intent, principal)
    service = service_of(request)
    for intent in read:
        count_public_act(request, service, principal, intent)
    # A transaction each, and others get their turn in between.
    decisions = [await service.decide(intent, principal) for intent in read]
    results = [decision.result for decision in decisions]
    head = decisions[-1].head if decisions else await run_in_threadpool(service.store.head_for, principal)
    return json_answer(results_to_json(results) if several else result_to_json(results[0]), position=head)
