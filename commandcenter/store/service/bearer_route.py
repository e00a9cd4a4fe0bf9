"""Tells the bearer of a key whose it is."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from commandcenter.protocol.bearer import Bearer, bearer_to_json
from commandcenter.store.service.access import principal_of
from commandcenter.store.service.answer import json_answer

router = APIRouter(prefix="/v1")


@router.get("/me")
async def get_me(request: Request) -> Response:
    """Say who the key stands for."""
    principal = await principal_of(request)
    return json_answer(bearer_to_json(Bearer(principal.name, principal.role)))
