"""Where intents arrive."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from commandcenter.models.intent import Intent
from commandcenter.protocol.act import intent_from_json, result_to_json
from commandcenter.protocol.feed import BadMessage
from commandcenter.store.service.access import json_of, principal_of, service_of
from commandcenter.store.service.answer import json_answer
from commandcenter.store.service.public_act import count_public_act
from commandcenter.store.writer import check_ids

router = APIRouter(prefix="/v1")


MOST_INTENTS = 100
"""Intents that one message may hold."""


@router.post("/intents")
async def post_intent(request: Request) -> Response:
    """Decide one intent, or several in order; 200 whatever the decisions, each ``status`` says which."""
    principal = await principal_of(request)
    message = await json_of(request)
    batch = message.get("intents")
    read = [intent_from_json(message)] if batch is None else _read_batch(batch)
    for intent in read:
        check_ids(intent)
    service = service_of(request)
    for intent in read:
        count_public_act(request, service, principal, intent)
    results = []
    for intent in read:
        # A transaction each, and others get their turn in between.
        async with service.writing:
            result = await run_in_threadpool(service.store.apply, intent, principal)
        results.append(result_to_json(result))
    head = await run_in_threadpool(service.store.head_for, principal)
    return json_answer(results[0] if batch is None else {"results": results}, position=head)


def _read_batch(batch: object) -> list[Intent]:
    """Read a batch.

    Raises:
        BadMessage: If one of its intents is none: then nothing of the batch is done.
    """
    if not isinstance(batch, list) or not 0 < len(batch) <= MOST_INTENTS:
        raise BadMessage(what=f"intents: a list of 1 to {MOST_INTENTS} intents is needed")
    if not all(isinstance(each, dict) for each in batch):
        raise BadMessage(what="intents: each must be an object")
    return [intent_from_json(each) for each in batch]
