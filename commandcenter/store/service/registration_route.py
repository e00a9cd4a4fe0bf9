"""Where a citizen opens an account by themselves; they are signed in with the answer.

Owns who may: visitors of the store's own pages, and programs with a key of the role public. Whoever is signed in has an
account already.
"""

from __future__ import annotations

import re

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from commandcenter.models.role import Role
from commandcenter.store.account import checked_login
from commandcenter.store.failure import BadRequest, NotAllowed
from commandcenter.store.field import MAX_FIELD_CHARS, needed_text, text_field
from commandcenter.store.password import checked_password
from commandcenter.store.registration import CITIZEN, first_sign_in, opened_account, registering
from commandcenter.store.service.access import sender_of, service_of
from commandcenter.store.service.secret_body import secret_body, secret_of
from commandcenter.store.service.session_answer import session_answer
from commandcenter.store.service.throttle import address_of
from commandcenter.store.token import REGISTRATION

router = APIRouter(prefix="/v1")

_WISH = re.compile(r"[!-~]{8,40}")


@router.post("/registration")
async def post_registration(request: Request) -> Response:
    """Open an account of the role reporter, once for each ``Idempotency-Key``, and sign in with it."""
    sender = await sender_of(request)
    if sender.role is not Role.PUBLIC:
        raise NotAllowed(name=sender.name, role=sender.role)
    body = await secret_body(request)
    login = checked_login(needed_text(body, "login", MAX_FIELD_CHARS))
    password = checked_password(secret_of(body, "password"), login)
    name = text_field(body, "name", MAX_FIELD_CHARS) or CITIZEN
    device = text_field(body, "device", MAX_FIELD_CHARS) or ""
    wish = _wish_of(request)
    service = service_of(request)
    settings = service.store.settings
    service.throttle.count("registration", settings.limits.registration, address=address_of(request), device=login)
    decision = await service.decide(registering(wish, login, name, settings.clock()), REGISTRATION)
    account = opened_account(decision.result)
    async with service.hashing:
        session = await run_in_threadpool(
            first_sign_in, service.store.engine, settings.city, account, login, password, device, settings.clock()
        )
    return session_answer(session, in_browser=body.get("cookie") is True)


def _wish_of(request: Request) -> str:
    wish = request.headers.get("Idempotency-Key", "")
    if _WISH.fullmatch(wish) is None:
        raise BadRequest(what="Idempotency-Key: 8 to 40 printable ASCII characters are needed")
    return wish
