"""The pages for citizens, officers, crews, the public and administrators: their documents and built files.

Owns the content policy: everything comes from this store, no script and no style stands in a document, and no other
site may frame a page.
"""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from commandcenter.store.failure import NotFound
from commandcenter.store.service.page_asset import DOCUMENT, PAGE_FOLDERS, Asset, asset

router = APIRouter()

CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
    "connect-src 'self'; worker-src 'self'; manifest-src 'self'; form-action 'self'; frame-ancestors 'none'; "
    "base-uri 'none'"
)

GUARD = {
    "Content-Security-Policy": CONTENT_POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), geolocation=(self), microphone=(), payment=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
"""Headers of every document."""

_WORKER = "/worker.js"
_KEPT_FOR_GOOD = "public, max-age=31536000, immutable"
_ASKED_ANEW = "no-cache"


async def get_page(request: Request) -> Response:
    """Send a page's document."""
    return _answer(request, f"{PAGE_FOLDERS[request.url.path]}/{DOCUMENT}", GUARD)


for _path in PAGE_FOLDERS:
    router.add_api_route(_path, get_page, methods=["GET"])


@router.get("/assets/{path:path}")
async def get_asset(path: str, request: Request) -> Response:
    """Send one of the built files; a page's service worker may serve the page, which lies above it."""
    reach = {"Service-Worker-Allowed": "/"} if path.endswith(_WORKER) else {}
    return _answer(request, path, {"X-Content-Type-Options": "nosniff", **reach})


def _answer(request: Request, path: str, headers: dict[str, str]) -> Response:
    found = asset(path)
    if found is None:
        raise NotFound(path=request.url.path[:200])
    coding, content = found.form_for(request.headers.get("Accept-Encoding", ""))
    coded = {} if coding is None else {"Content-Encoding": coding}
    return Response(
        content,
        media_type=found.media_type,
        headers={**headers, **coded, "Vary": "Accept-Encoding", "Cache-Control": _keeping(found)},
    )


def _keeping(found: Asset) -> str:
    return _KEPT_FOR_GOOD if found.lasting else _ASKED_ANEW
