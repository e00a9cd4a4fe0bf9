"""What a city is set up with, for its administrators: lists of it, and who changed what. Changing it is an act."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from commandcenter.models.identity import is_id
from commandcenter.models.intent import SETS_UP, IntentKind
from commandcenter.models.role import Role
from commandcenter.store.central import CentralStore
from commandcenter.store.database import reading
from commandcenter.store.failure import ChoiceUnknown, NotAllowed, NotFound, OutOfScope
from commandcenter.store.field import MAX_FIELD_CHARS
from commandcenter.store.part import part_of
from commandcenter.store.service.access import principal_of, service_of
from commandcenter.store.service.answer import json_answer
from commandcenter.store.set_up_page import MOST_ENTRIES, READS, WHOLE_CITYS, SetUpPage, Wish
from commandcenter.store.setting_history import SettingEntry
from commandcenter.store.token import Principal

router = APIRouter(prefix="/v1")

_USUAL_ENTRIES = 100


@router.get("/administration/{what}")
async def get_set_up(request: Request, what: str) -> Response:
    """List what the city is set up with; ``search``, ``key``, ``after`` and ``limit`` narrow it."""
    principal = await _administrator(request)
    if what not in READS:
        raise NotFound(path=request.url.path[:MAX_FIELD_CHARS])
    if what in WHOLE_CITYS and not principal.scope.is_whole:
        raise OutOfScope(name=principal.name)
    asked = request.query_params
    wish = Wish(
        asked.get("search", "").strip()[:MAX_FIELD_CHARS],
        asked.get("after", "")[:MAX_FIELD_CHARS],
        max(1, min(_whole(asked.get("limit")) or _USUAL_ENTRIES, MOST_ENTRIES)),
        asked.get("key", "")[:MAX_FIELD_CHARS],
    )
    page = await run_in_threadpool(_read, service_of(request).store, principal, what, wish)
    return _private({"entries": page.entries, "more": page.more})


@router.get("/settings/history")
async def get_history(request: Request) -> Response:
    """Say who set up what, newest first.

    ``key`` names one thing; ``kind`` the acts that are told, with commas between; ``before_ms`` and ``before_id`` the
    last entry seen.
    """
    await _administrator(request)
    asked = request.query_params
    kinds = _kinds(asked.get("kind", ""))
    before_ms = _whole(asked.get("before_ms"))
    before = None if before_ms is None else (before_ms, asked.get("before_id", "")[:MAX_FIELD_CHARS])
    store = service_of(request).store
    entries = await run_in_threadpool(store.setting_history, asked.get("key"), kinds, before)
    return _private({"entries": [_entry_json(entry) for entry in entries]})


def _read(store: CentralStore, principal: Principal, what: str, wish: Wish) -> SetUpPage:
    with reading(store.engine) as connection:
        return READS[what](connection, part_of(connection, store.settings.city, principal.scope), wish)


def _kinds(text: str) -> tuple[IntentKind, ...]:
    if not text:
        return SETS_UP
    known = {kind.value: kind for kind in SETS_UP}
    words = text.split(",")
    for word in words:
        if word not in known:
            raise ChoiceUnknown(field="kind", given=word[:MAX_FIELD_CHARS], choices=", ".join(known))
    return tuple(known[word] for word in words)


def _entry_json(entry: SettingEntry) -> dict[str, Any]:
    return {
        "intent_id": entry.intent_id,
        "kind": entry.kind.value,
        "key": entry.target,
        "called": entry.called,
        "changed": entry.changed,
        "payload": entry.payload,
        "by": entry.by,
        "recorded_ms": entry.recorded_ms,
    }


def _whole(text: str | None) -> int | None:
    """Return a whole number of the address that a database can hold; None for anything else."""
    if text is None or not (text.isascii() and text.isdigit() and len(text) < 20):
        return None
    return int(text) if is_id(int(text)) else None


async def _administrator(request: Request) -> Principal:
    principal = await principal_of(request)
    if principal.role is not Role.ADMINISTRATOR:
        raise NotAllowed(name=principal.name, role=principal.role)
    return principal


def _private(body: dict[str, Any]) -> Response:
    answer = json_answer(body)
    answer.headers["Cache-Control"] = "no-store"
    return answer
