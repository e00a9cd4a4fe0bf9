"""Signing in and out, one's own password and one's own devices."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from commandcenter.models.instant import to_ms
from commandcenter.store.database import reading, writing
from commandcenter.store.failure import FieldMissing, TokenMissing
from commandcenter.store.field import MAX_FIELD_CHARS, text_field
from commandcenter.store.identity_provider import vouched_account
from commandcenter.store.password_reset import reset_password
from commandcenter.store.service.access import principal_of, service_of
from commandcenter.store.service.answer import json_answer
from commandcenter.store.service.page_key import has_page_key, page_key_of, take_key
from commandcenter.store.service.secret_body import secret_body, secret_of
from commandcenter.store.service.session_answer import session_answer, told_answer
from commandcenter.store.service.throttle import address_of
from commandcenter.store.session import (
    begin_session,
    change_own_password,
    own_devices,
    sign_in,
    sign_out,
)

router = APIRouter(prefix="/v1")


@router.get("/session")
async def get_session(request: Request) -> Response:
    """Tell a page who is signed in on its browser, and the proof that its requests have to carry."""
    key = page_key_of(request)
    if key is None:
        raise TokenMissing
    return told_answer(await service_of(request).keys.ask(key), key)


@router.post("/session")
async def post_session(request: Request) -> Response:
    """Sign in with login and password; the answer holds a key, for the only time.

    With ``cookie`` the key goes to the browser instead, where no script can read it.
    """
    body = await secret_body(request)
    login, password, device = _text(body, "login").lower(), secret_of(body, "password"), _optional(body, "device")
    service = service_of(request)
    store, limit = service.store, service.store.settings.limits.sign_in
    service.throttle.count("sign_in", limit, address=address_of(request), device=login)
    settings = store.settings
    async with service.hashing:
        session = await run_in_threadpool(
            sign_in, store.engine, settings.city, login, password, device, settings.clock()
        )
    service.throttle.forget("sign_in", limit, login)
    return session_answer(session, in_browser=body.get("cookie") is True)


@router.post("/session/oidc")
async def post_identity(request: Request) -> Response:
    """Sign in with an identity provider's ID token."""
    body = await secret_body(request)
    id_token, device = secret_of(body, "id_token"), _optional(body, "device")
    service = service_of(request)
    store = service.store
    settings = store.settings
    service.throttle.count("sign_in", settings.limits.sign_in, address=address_of(request))
    account = await run_in_threadpool(vouched_account, store.engine, settings.city, settings.provider, id_token)
    session = await run_in_threadpool(begin_session, store.engine, settings.city, account.id, device, settings.clock())
    return session_answer(session, in_browser=False)


@router.post("/session/reset")
async def post_reset(request: Request) -> Response:
    """Set a new password by a code that an administrator gave."""
    body = await secret_body(request)
    login, code, wanted = _text(body, "login").lower(), secret_of(body, "code"), secret_of(body, "password")
    service = service_of(request)
    settings = service.store.settings
    service.throttle.count("reset", settings.limits.sign_in, address=address_of(request), device=login)
    async with service.hashing:
        await run_in_threadpool(
            reset_password, service.store.engine, settings.city, login, code, wanted, settings.clock()
        )
    return json_answer({"changed": True})


@router.delete("/session")
async def delete_session(request: Request) -> Response:
    """Sign out on this device."""
    principal = await principal_of(request)
    if principal.account is None and has_page_key(request):
        # A crew's key is shared: this browser forgets it, and the others go on.
        answer = json_answer({"signed_out": True})
    else:
        answer = await _end(request, principal.token_id)
    take_key(answer)
    return answer


@router.get("/devices")
async def get_devices(request: Request) -> Response:
    """List where whoever asks is signed in."""
    principal = await principal_of(request)
    store = service_of(request).store

    def read() -> list[dict[str, Any]]:
        with reading(store.engine) as connection:
            devices = own_devices(connection, store.settings.city, principal, store.settings.clock())
        return [
            {
                "token_id": device.token_id,
                "device": device.name,
                "signed_in_ms": to_ms(device.signed_in_at),
                "expires_ms": None if device.expires_at is None else to_ms(device.expires_at),
                "current": device.token_id == principal.token_id,
            }
            for device in devices
        ]

    return json_answer({"devices": await run_in_threadpool(read)})


@router.delete("/devices/{token_id}")
async def delete_device(request: Request, token_id: str) -> Response:
    """Sign out on one of one's own devices."""
    return await _end(request, token_id)


@router.put("/password")
async def put_password(request: Request) -> Response:
    """Change one's own password; all other devices are signed out."""
    principal = await principal_of(request)
    body = await secret_body(request)
    current, wanted = secret_of(body, "current"), secret_of(body, "password")
    service = service_of(request)
    settings = service.store.settings
    service.throttle.count(
        "password", settings.limits.sign_in, address=address_of(request), device=principal.account or ""
    )
    async with service.hashing:
        await run_in_threadpool(
            change_own_password, service.store.engine, settings.city, principal, current, wanted, settings.clock()
        )
    return json_answer({"changed": True})


async def _end(request: Request, token_id: str) -> Response:
    principal = await principal_of(request)
    store = service_of(request).store

    def end() -> None:
        with writing(store.engine) as connection:
            sign_out(connection, store.settings.city, principal, token_id, store.settings.clock())

    await run_in_threadpool(end)
    return json_answer({"signed_out": True})


def _text(body: dict[str, Any], name: str) -> str:
    text = text_field(body, name, MAX_FIELD_CHARS)
    if text is None:
        raise FieldMissing(field=name)
    return text


def _optional(body: dict[str, Any], name: str) -> str:
    return text_field(body, name, MAX_FIELD_CHARS) or ""
