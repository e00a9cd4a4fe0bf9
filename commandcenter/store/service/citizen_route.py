"""What a citizen's page asks for: their own reports, and those near by.

Questions are bodies, never addresses: where somebody stands and by which secret they are known goes into no log, and
into nobody's history.
"""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from commandcenter.models.identity import AccountId, MediaId, ReportId, read_id
from commandcenter.models.instant import to_ms
from commandcenter.models.photo import PhotoSize
from commandcenter.store.act.reporter import has_sent
from commandcenter.store.central import CentralStore
from commandcenter.store.citizen.near_by import Question, find_near, name_of_area, read_question
from commandcenter.store.citizen.own_report import own_ids, read_before, read_claims, tell_own
from commandcenter.store.database import reading
from commandcenter.store.failure import NotFound
from commandcenter.store.field import MAX_FIELD_CHARS, needed_text, text_field, word_field
from commandcenter.store.service.access import json_of, service_of, viewer_of
from commandcenter.store.service.answer import json_answer

router = APIRouter(prefix="/v1")

_NEVER_KEPT = {"Cache-Control": "no-store"}


@router.post("/near-by")
async def post_near_by(request: Request) -> Response:
    """Name the area around a place, and list open public reports near it, nearest first."""
    question = read_question(await json_of(request))
    return _unkept(json_answer(await run_in_threadpool(_near, service_of(request).store, question)))


@router.post("/own-reports")
async def post_own_reports(request: Request) -> Response:
    """Tell somebody of their own reports: those of the account that is signed in, and those whose secrets they show."""
    account = await _account_of(request)
    message = await json_of(request)
    return _unkept(json_answer(await run_in_threadpool(_own, service_of(request).store, message, account)))


@router.post("/own-reports/photo")
async def post_own_photo(request: Request) -> Response:
    """Send a photo of one's own report, which may be nobody else's to see."""
    account = await _account_of(request)
    message = await json_of(request)
    found = await run_in_threadpool(_photo, service_of(request).store, message, account)
    if found is None:
        raise NotFound(path=request.url.path)
    return _unkept(Response(found, media_type="image/jpeg", headers={"X-Content-Type-Options": "nosniff"}))


async def _account_of(request: Request) -> AccountId | None:
    viewer = await viewer_of(request)
    return None if viewer is None else viewer.account


def _near(store: CentralStore, question: Question) -> dict[str, Any]:
    with reading(store.engine) as connection:
        area = name_of_area(connection, store.settings.city, store.placement, question.place)
        found = find_near(connection, store.settings.city, question)
    return {"clock_ms": to_ms(store.settings.clock()), "area": area, "reports": found}


def _own(store: CentralStore, message: dict[str, Any], account: AccountId | None) -> dict[str, Any]:
    claims, before = read_claims(message), read_before(message)
    city = store.settings.city
    with reading(store.engine) as connection:
        told = tell_own(connection, city, own_ids(connection, city, claims, account, before))
    return {"clock_ms": to_ms(store.settings.clock()), "reports": told}


def _photo(store: CentralStore, message: dict[str, Any], account: AccountId | None) -> bytes | None:
    media_id = MediaId(needed_text(message, "media_id", MAX_FIELD_CHARS))
    size = word_field(message, "size", PhotoSize) or PhotoSize.MEDIUM
    report, secret = (
        read_id(needed_text(message, "report", MAX_FIELD_CHARS)),
        text_field(message, "secret", MAX_FIELD_CHARS),
    )
    if report is None:
        return None
    with reading(store.engine) as connection:
        if not has_sent(connection, store.settings.city, ReportId(report), account, secret):
            return None
    return store.photos.read_own(media_id, size, ReportId(report))


def _unkept(answer: Response) -> Response:
    answer.headers.update(_NEVER_KEPT)
    return answer
