"""Reviews of photos of finished work, for those who decide them: never for pages, walls or crews."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from commandcenter.models.photo import PhotoSize
from commandcenter.models.role import READS_REVIEWS
from commandcenter.store.failure import BadRequest, NotAllowed
from commandcenter.store.photo.address import address_of
from commandcenter.store.photo.evidence import LIMITS, sentences_of
from commandcenter.store.photo.review import MAX_REVIEWS, Review
from commandcenter.store.service.access import principal_of, service_of
from commandcenter.store.service.answer import json_answer

router = APIRouter(prefix="/v1")

_INT64_END = 1 << 63


@router.get("/reviews")
async def get_reviews(request: Request) -> Response:
    """Send reviews of the key's part of the city, newest first; ``state`` is open or decided, ``before`` a place."""
    principal = await principal_of(request)
    if principal.role not in READS_REVIEWS:
        raise NotAllowed(name=principal.name, role=principal.role)
    state = request.query_params.get("state", "open")
    if state not in {"open", "decided"}:
        raise BadRequest(what="state: open or decided")
    store = service_of(request).store
    found = await run_in_threadpool(
        store.reviews, principal, decided=state == "decided", before=_before(request.query_params.get("before"))
    )
    last = found[-1] if len(found) == MAX_REVIEWS else None
    return json_answer(
        {
            "reviews": [_json(review) for review in found],
            "next": None if last is None else f"{last.made_ms}.{last.media_id}",
            "limits": dict(LIMITS),
        }
    )


def _before(text: str | None) -> tuple[int, str] | None:
    if text is None:
        return None
    made_ms, _, media_id = text.partition(".")
    if not (made_ms.isascii() and made_ms.isdigit() and len(made_ms) < 20 and int(made_ms) < _INT64_END):
        raise BadRequest(what="before: the next of an earlier answer")
    return int(made_ms), media_id[:64].replace("\0", "")


def _json(review: Review) -> dict[str, Any]:
    return {
        "report": str(review.report_id),
        "number": review.number,
        "media": review.media_id,
        "url": address_of(review.media_id, PhotoSize.MEDIUM),
        "reasons": [{**reason, "sentence": sentences_of(reason)} for reason in review.reasons],
        "made_ms": review.made_ms,
        "decision": None if review.decision is None else review.decision.value,
        "note": review.note,
        "decided_by": review.decided_by,
        "decided_ms": review.decided_ms,
    }
