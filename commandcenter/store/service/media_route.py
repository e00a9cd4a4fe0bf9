"""Photos that this store keeps, for those who may follow its feed.

Owns which file a path means: one below the store's media folder, of a kind that is a picture, and nothing else.
"""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from commandcenter.models.record import OWN_MEDIA
from commandcenter.models.role import READS_FEED
from commandcenter.store.failure import NotAllowed, NotFound
from commandcenter.store.service.access import principal_of, service_of

router = APIRouter(prefix="/v1")

_TYPES = {".png": "image/png", ".jpg": "image/jpeg"}

_CACHE = "private, max-age=86400, immutable"
"""A photo never changes under its name; whoever fetched it may keep it for a day, proxies may not."""


@router.get("/media/{path:path}")
async def get_media(path: str, request: Request) -> Response:
    """Send one photo."""
    principal = await principal_of(request)
    if principal.role not in READS_FEED:
        raise NotAllowed(name=principal.name, role=principal.role)
    store = service_of(request).store
    file = _file(store.settings.media, path)
    if file is None or not await run_in_threadpool(store.sees_photo, principal, OWN_MEDIA + path):
        raise NotFound(path=request.url.path[:200])
    return FileResponse(
        file,
        media_type=_TYPES[file.suffix],
        headers={"Cache-Control": _CACHE, "X-Content-Type-Options": "nosniff"},
    )


def _file(media: Path | None, path: str) -> Path | None:
    """Return the file that a path means, or None: it leaves the folder, is no picture, or is not there."""
    if media is None or "\0" in path or PurePosixPath(path).suffix not in _TYPES:
        return None
    root = media.resolve()
    try:
        file = (root / path).resolve()
        return file if file.is_relative_to(root) and file.is_file() else None
    except OSError:
        # A name that no file system takes is the name of no file.
        return None
