"""Who wants to be told: subscriptions, the links in messages, and the log of deliveries."""

from __future__ import annotations

from html import escape
from typing import Any

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from commandcenter.models.notice import Channel
from commandcenter.models.role import Role
from commandcenter.store.failure import NotAllowed
from commandcenter.store.notice.failure import SubscriptionUnknown
from commandcenter.store.notice.link import CONFIRM, STOP
from commandcenter.store.notice.page import PAGES, page_texts
from commandcenter.store.notice.subscription import Subscription, read_wish
from commandcenter.store.service.access import json_of, principal_of, sender_of, service_of
from commandcenter.store.service.answer import json_answer
from commandcenter.store.service.public_act import count_public_subscription

router = APIRouter(prefix="/v1")


@router.get("/subscriptions/push_key")
async def get_push_key(request: Request) -> Response:
    """Say the public key that a browser subscribes to pushes with."""
    key = await run_in_threadpool(service_of(request).store.notices.push_key)
    return json_answer({"key": key})


@router.post("/subscriptions")
async def post_subscription(request: Request) -> Response:
    """Keep what somebody asks to be told: 201 where that is new, 200 where it was there already."""
    principal = await sender_of(request)
    wish = read_wish(await json_of(request))
    service = service_of(request)
    count_public_subscription(request, service, principal, wish.address)
    async with service.writing:
        made, is_new = await run_in_threadpool(service.store.notices.subscribe, wish, principal)
    body = _as_json(made)
    if is_new and made.channel is Channel.WEBHOOK:
        # For the only time: whoever asks again is not shown it.
        body["secret"] = made.secret
    return json_answer(body, 201 if is_new else 200)


@router.get("/subscriptions")
async def get_subscriptions(request: Request) -> Response:
    """List one's own."""
    principal = await principal_of(request)
    found = await run_in_threadpool(service_of(request).store.notices.own, principal)
    return json_answer({"subscriptions": [_as_json(one) for one in found]})


@router.delete("/subscriptions/{which}")
async def delete_subscription(request: Request, which: str) -> Response:
    """End one of one's own."""
    principal = await principal_of(request)
    service = service_of(request)
    async with service.writing:
        await run_in_threadpool(service.store.notices.end, which, principal)
    return Response(status_code=204)


@router.get(f"/subscriptions/{STOP}")
@router.get(f"/subscriptions/{CONFIRM}")
async def get_page(request: Request) -> Response:
    """Ask before anything happens: programs that look into mail follow every link."""
    purpose, token = _link_of(request)
    language = await run_in_threadpool(service_of(request).store.notices.language_of, purpose, token)
    return _page(purpose, language, done=False)


@router.post(f"/subscriptions/{STOP}")
@router.post(f"/subscriptions/{CONFIRM}")
async def post_page(request: Request) -> Response:
    """Do it, at one press; what a mail program sends by itself (RFC 8058) comes here too."""
    purpose, token = _link_of(request)
    service = service_of(request)
    notices = service.store.notices
    language = await run_in_threadpool(notices.language_of, purpose, token)
    async with service.writing:
        await run_in_threadpool(notices.stop if purpose == STOP else notices.confirm, token)
    return _page(purpose, language, done=True)


@router.get("/deliveries")
async def get_deliveries(request: Request) -> Response:
    """Say to an administrator what was tried, newest first."""
    principal = await principal_of(request)
    if principal.role is not Role.ADMINISTRATOR:
        raise NotAllowed(name=principal.name, role=principal.role)
    text = request.query_params.get("before_ms", "")
    before_ms = int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None
    lines = await run_in_threadpool(service_of(request).store.notices.deliveries, before_ms)
    return json_answer({"deliveries": lines})


def _link_of(request: Request) -> tuple[str, str]:
    """Return what a link is for and what proves it."""
    return request.url.path.rpartition("/")[2], request.query_params.get("token", "")


def _as_json(one: Subscription) -> dict[str, Any]:
    """Return a subscription without what it is signed or encrypted with."""
    return {
        "id": one.id,
        "topic": one.topic.value,
        "channel": one.channel.value,
        "address": one.address,
        "report": None if one.report_id is None else str(one.report_id),
        "language": one.language,
        "pace": one.pace.value,
        "quiet": one.quiet,
        "confirmed": one.confirmed,
    }


def _page(purpose: str, language: str | None, *, done: bool) -> Response:
    if language is None:
        raise SubscriptionUnknown
    texts = page_texts(PAGES[purpose], language)
    form = f'<form method="post"><button type="submit">{escape(texts.button)}</button></form>'
    body = f"<p>{escape(texts.done)}</p>" if done else f"<p>{escape(texts.question)}</p>{form}"
    return HTMLResponse(
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width"><meta name="robots" content="noindex">'
        f"<title>{escape(texts.question)}</title></head><body>{body}</body></html>",
        headers={
            "Cache-Control": "no-store",
            "Referrer-Policy": "no-referrer",
            "Content-Security-Policy": "default-src 'none'; form-action 'self'; frame-ancestors 'none'",
        },
    )
