"""Answers: JSON bodies, and failures as bodies with a status.

A failure's body is ``{code, params, retryable, sentence: {id, en}}``; under ``/open311/`` it is GeoReport's list of
``{code, description}``, in XML where the address ends so.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from commandcenter.models.failure import Failure
from commandcenter.protocol.feed import BadMessage
from commandcenter.protocol.position import BadPosition, Position
from commandcenter.store import account_failure as account_refusal
from commandcenter.store import failure as refusal
from commandcenter.store.act.room_failure import NotOwn
from commandcenter.store.language import sentences
from commandcenter.store.notice.failure import SubscriptionUnknown
from commandcenter.store.open311.document import MEDIA_TYPE, Document, Format, errors, format_for, write
from commandcenter.store.photo import failure as photo_refusal
from commandcenter.store.public import failure as public_refusal

POSITION_HEADER = "X-Commandcenter-Position"

_STATUS: Mapping[type[Failure], int] = {
    refusal.TokenMissing: 401,
    refusal.TokenUnknown: 401,
    refusal.TokenRevoked: 401,
    refusal.TokenExpired: 401,
    refusal.NotAllowed: 403,
    refusal.ForgedRequest: 403,
    NotOwn: 403,
    account_refusal.SignInRefused: 401,
    account_refusal.IdentityRefused: 401,
    account_refusal.ResetRefused: 401,
    account_refusal.AccountMissing: 403,
    account_refusal.InsecureChannel: 403,
    account_refusal.RegistrationClosed: 403,
    account_refusal.AccountUnknown: 404,
    account_refusal.DeviceUnknown: 404,
    account_refusal.ProviderMissing: 404,
    account_refusal.ProviderSilent: 503,
    account_refusal.TooManyRequests: 429,
    refusal.NotFound: 404,
    public_refusal.ReportNotPublic: 404,
    public_refusal.BoardNotReady: 503,
    SubscriptionUnknown: 404,
    refusal.SnapshotNeeded: 410,
    refusal.BodyTooLarge: 413,
    refusal.BadRequest: 400,
    photo_refusal.PhotoTooLarge: 413,
    photo_refusal.PhotoTooManyPixels: 413,
    photo_refusal.PhotoFormatUnknown: 415,
    photo_refusal.PhotoKeyTaken: 409,
    photo_refusal.PhotosNotKept: 501,
    photo_refusal.PhotoStorageSilent: 503,
    BadMessage: 400,
    BadPosition: 400,
    refusal.StoreFault: 500,
    refusal.StoreUnavailable: 503,
    refusal.NotInitialised: 503,
    refusal.NotMigrated: 503,
    refusal.TablesMissing: 503,
}


def json_answer(body: Any, status: int = 200, *, position: Position | None = None) -> Response:
    """Return a JSON answer; text outside ASCII goes as UTF-8."""
    headers = {} if position is None else {POSITION_HEADER: str(position)}
    return Response(
        json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace"),
        status_code=status,
        media_type="application/json; charset=utf-8",
        headers=headers,
    )


def status_of(failure: Failure) -> int:
    """Return the HTTP status that a failure travels with."""
    return _STATUS.get(type(failure), 400)


def failure_answer(request: Request, failure: Failure, status: int | None = None) -> Response:
    """Return a failure as the answer to a request, in the shape that its address promises."""
    status = status_of(failure) if status is None else status
    answer = (
        open311_errors(request, [failure], status)
        if request.url.path.startswith("/open311/")
        else json_answer(_body(failure), status)
    )
    if status == 401:
        answer.headers["WWW-Authenticate"] = "Bearer"
    if status == 503:
        answer.headers["Retry-After"] = "5"
    if status == 429:
        answer.headers["Retry-After"] = str(failure.params["wait_s"])
    return answer


def _body(failure: Failure) -> dict[str, Any]:
    return {
        "code": failure.code,
        "params": {name: str(value) for name, value in failure.params.items()},
        "retryable": failure.retryable,
        "sentence": sentences(failure),
    }


def document_answer(
    document: Document, format_: Format, status: int = 200, *, position: Position | None = None
) -> Response:
    """Return an answer of Open311 in one of its formats."""
    headers = {} if position is None else {POSITION_HEADER: str(position)}
    return Response(
        write(document, format_),
        status_code=status,
        headers={**headers, "Content-Type": f"{MEDIA_TYPE[format_]}; charset=utf-8"},
    )


def open_document(request: Request, document: Document, format_: Format, *, max_age_s: int = 0) -> Response:
    """Return an answer that pages of any origin may read; 304 without a body to who has it already.

    Args:
        request: Whose ``If-None-Match`` is looked at.
        document: The answer.
        format_: How it is written.
        max_age_s: Seconds for which anybody may keep it; 0: it has to be asked for anew each time.
    """
    answer = document_answer(document, format_)
    tag = f'"{hashlib.sha256(bytes(answer.body)).hexdigest()[:32]}"'
    headers = {
        "ETag": tag,
        "Cache-Control": f"public, max-age={max_age_s}" if max_age_s else "no-cache",
        "Access-Control-Allow-Origin": "*",
    }
    if _has_already(request.headers.get("If-None-Match", ""), tag):
        return Response(status_code=304, headers=headers)
    answer.headers.update(headers)
    return answer


def _has_already(tags: str, tag: str) -> bool:
    given = {part.strip().removeprefix("W/") for part in tags.split(",")}
    return tag in given or "*" in given


def open311_errors(request: Request, failures: Sequence[Failure], status: int) -> Response:
    """Return GeoReport's list of errors, in the format that the address asks for."""
    answer = document_answer(errors(failures, status), format_for(request.url.path), status)
    if request.method == "GET":
        answer.headers["Access-Control-Allow-Origin"] = "*"
    return answer
