"""Accounts and the record of erasures, for administrators. Changing them is an act; a password is none."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from sqlalchemy import select
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from commandcenter.models.identity import AccountId
from commandcenter.models.role import Role
from commandcenter.models.table import erasures
from commandcenter.store.account import account_to_json, list_accounts
from commandcenter.store.database import reading
from commandcenter.store.failure import NotAllowed
from commandcenter.store.service.access import principal_of, service_of
from commandcenter.store.service.answer import json_answer
from commandcenter.store.service.secret_body import secret_body, secret_of
from commandcenter.store.session import set_password

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
    await _administrator(request)
    body = await secret_body(request)
    service = service_of(request)
    settings = service.store.settings
    wanted = secret_of(body, "password")
    async with service.hashing:
        await run_in_threadpool(
            set_password, service.store.engine, settings.city, AccountId(account), wanted, settings.clock()
        )
    return json_answer({"changed": True})


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


async def _administrator(request: Request) -> None:
    principal = await principal_of(request)
    if principal.role is not Role.ADMINISTRATOR:
        raise NotAllowed(name=principal.name, role=principal.role)
