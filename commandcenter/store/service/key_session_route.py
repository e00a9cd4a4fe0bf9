"""How a phone becomes a crew's without an account: the crew's own key is typed once and becomes the browser's cookie.

Owns which keys may: those of crews, who share a phone or have no addresses of their own. Whoever else works in a
browser has an account, so that what is done there is a person's.
"""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from commandcenter.models.role import Role
from commandcenter.store.failure import NotAllowed
from commandcenter.store.service.access import service_of
from commandcenter.store.service.answer import json_answer
from commandcenter.store.service.page_key import give_key
from commandcenter.store.service.secret_body import secret_body, secret_of
from commandcenter.store.service.throttle import address_of
from commandcenter.store.session import LASTS

router = APIRouter(prefix="/v1")


@router.post("/session/key")
async def post_key(request: Request) -> Response:
    """Let the browser that sends a crew's key work with it; the answer holds nothing of it."""
    body = await secret_body(request)
    key = secret_of(body, "key").strip()
    service = service_of(request)
    settings = service.store.settings
    service.throttle.count("key", settings.limits.sign_in, address=address_of(request))
    principal = await service.keys.ask(key)
    if principal.role is not Role.CREW:
        raise NotAllowed(name=principal.name, role=principal.role)
    answer = json_answer({"signed_in": True})
    give_key(answer, key, settings.clock() + LASTS)
    answer.headers["Cache-Control"] = "no-store"
    return answer
