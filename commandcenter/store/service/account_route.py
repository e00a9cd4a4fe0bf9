"""Accounts and the record of erasures, for administrators. Changing them is an act; a password is none."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from sqlalchemy import select
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from commandcenter.models.identity import AccountId
from commandcenter.models.instant import to_ms
from commandcenter.models.intent import Intent, IntentKind, IntentStatus, new_intent_id
from commandcenter.models.role import Role
from commandcenter.models.table import erasures
from commandcenter.store.account import account_to_json, list_accounts
from commandcenter.store.account_failure import AccountUnknown
from commandcenter.store.database import reading
from commandcenter.store.failure import NotAllowed, OutOfScope
from commandcenter.store.password_reset import LASTS, code_hash, new_code
from commandcenter.store.service.access import principal_of, service_of
from commandcenter.store.service.answer import json_answer
from commandcenter.store.service.secret_body import secret_body, secret_of
from commandcenter.store.session import set_password
from commandcenter.store.token import Principal

router = APIRouter(prefix="/v1")


@router.get("/accounts")
async def get_accounts(request: Request) -> Response:
    """List the accounts, for administrators."""
    await _administrator(request)
    store = service_of(request).store

    def read() -> list[dict[str, Any]]:
        with reading(store.engine) as connection:
            held = list_accounts(connection, store.settings.city)
        return [{**account_to_json(account), "email": account.email, "phone": account.phone} for account in held]

    return json_answer({"accounts": await run_in_threadpool(read)})


@router.put("/accounts/{account}/password")
async def put_account_password(request: Request, account: str) -> Response:
    """Give somebody a password, for administrators; all their devices are signed out."""
    await _administrator_of_all(request)
    body = await secret_body(request)
    service = service_of(request)
    settings = service.store.settings
    wanted = secret_of(body, "password")
    async with service.hashing:
        await run_in_threadpool(
            set_password, service.store.engine, settings.city, AccountId(account), wanted, settings.clock()
        )
    return json_answer({"changed": True})


@router.post("/accounts/{account}/password/reset")
async def post_reset(request: Request, account: str) -> Response:
    """Make a code by which somebody sets a new password, once and within a day; for administrators."""
    principal = await _administrator_of_all(request)
    await secret_body(request)
    service = service_of(request)
    code = new_code()
    payload = {"code_sha256": code_hash(code)}
    now = service.store.settings.clock()
    act = Intent(new_intent_id(), IntentKind.RESET_PASSWORD, None, None, now, payload=payload, target=account)
    result = await run_in_threadpool(service.store.apply, act, principal)
    if result.status is not IntentStatus.APPLIED:
        raise AccountUnknown
    answer = json_answer({"code": code, "ends_ms": to_ms(now + LASTS)})
    answer.headers["Cache-Control"] = "no-store"
    return answer


@router.get("/erasures")
async def get_erasures(request: Request) -> Response:
    """List that personal data were erased, latest first."""
    await _administrator(request)
    store = service_of(request).store

    def read() -> list[dict[str, Any]]:
        query = select(erasures).where(erasures.c.city == store.settings.city).order_by(erasures.c.erased_ms.desc())
        with reading(store.engine) as connection:
            rows = connection.execute(query).all()
        return [
            {
                "erasure_id": row.erasure_id,
                "erased_ms": row.erased_ms,
                "by": row.erased_by,
                "kind": row.kind,
                "rows": row.rows,
            }
            for row in rows
        ]

    return json_answer({"erasures": await run_in_threadpool(read)})


async def _administrator(request: Request) -> Principal:
    principal = await principal_of(request)
    if principal.role is not Role.ADMINISTRATOR:
        raise NotAllowed(name=principal.name, role=principal.role)
    return principal


async def _administrator_of_all(request: Request) -> Principal:
    """Accounts are the whole city's: whoever stands for a part of it could let themselves in anywhere."""
    principal = await _administrator(request)
    if not principal.scope.is_whole:
        raise OutOfScope(name=principal.name)
    return principal
