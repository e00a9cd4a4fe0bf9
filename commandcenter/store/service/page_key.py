"""The key of a browser that is signed in: a cookie that scripts can't read, and the proof that a page sent a request.

Owns the cookie's name and what guards it. A browser sends cookies along with whatever any page of the internet makes it
ask; a proof that only the store's own pages can know, in a header that no foreign page can set, tells those apart.
"""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime

from starlette.requests import Request
from starlette.responses import Response

from commandcenter.store.failure import ForgedRequest

COOKIE = "__Host-commandcenter"
"""The prefix makes browsers refuse it from other hosts, for other paths, and without encryption."""

PROOF_HEADER = "X-CSRF-Token"
PAGE_HEADER = "X-Commandcenter-Page"

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def has_page_key(request: Request) -> bool:
    """Return whether a cookie with a key came along."""
    return bool(request.cookies.get(COOKIE))


def page_key_of(request: Request) -> str | None:
    """Return the key that came as a cookie, or None.

    Raises:
        ForgedRequest: If the request changes something and lacks the proof that a page of the store sent it.
    """
    key = request.cookies.get(COOKIE)
    if not key:
        return None
    if request.method not in _SAFE:
        given = request.headers.get(PROOF_HEADER, "")
        if not hmac.compare_digest(given.encode(), proof_of(key).encode()):
            raise ForgedRequest
    return key


def proof_of(key: str) -> str:
    """Return what the pages that this key is signed in on have to show; it doesn't tell the key."""
    return hmac.new(key.encode(), b"page", hashlib.sha256).hexdigest()[:32]


def is_from_page(request: Request) -> bool:
    """Return whether a page of the store sent a request: others would have to ask first, and get no permission."""
    return bool(request.headers.get(PAGE_HEADER))


def give_key(answer: Response, key: str, expires_at: datetime) -> None:
    """Let the browser that gets this answer be signed in until then."""
    answer.set_cookie(COOKIE, key, expires=expires_at, path="/", secure=True, httponly=True, samesite="strict")


def take_key(answer: Response) -> None:
    """Let the browser that gets this answer be signed in no more."""
    answer.delete_cookie(COOKIE, path="/", secure=True, httponly=True, samesite="strict")
