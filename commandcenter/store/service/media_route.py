"""Photos: sent here, and served to those who may see them.

Owns which picture a path means. ``/v1/media/<id>/<size>.jpg`` is a photo that somebody sent; any other path is a file
below the store's media folder, of a kind that is a picture, and nothing else.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator
from pathlib import Path, PurePosixPath

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from commandcenter.models.identity import MediaId
from commandcenter.models.instant import optional_ms
from commandcenter.models.photo import PhotoSize
from commandcenter.models.record import OWN_MEDIA
from commandcenter.models.role import MAY_SEND_PHOTOS, READS_FEED, Role
from commandcenter.store.failure import BadRequest, BodyTooLarge, NotAllowed, NotFound
from commandcenter.store.photo.address import address_of, shown_at
from commandcenter.store.photo.failure import PhotoTooLarge
from commandcenter.store.photo.file import MAX_PHOTO_BYTES
from commandcenter.store.photo.storage import FOLDER
from commandcenter.store.service.access import body_of, principal_of, sender_of, service_of, viewer_of
from commandcenter.store.service.answer import json_answer
from commandcenter.store.service.public_act import count_public_upload

router = APIRouter(prefix="/v1")

_TYPES = {".png": "image/png", ".jpg": "image/jpeg"}

_CACHE = "private, max-age=86400, immutable"
"""A photo never changes under its name; whoever fetched it may keep it for a day, proxies may not."""

_CACHE_COVERED = "private, max-age=60"
"""What is covered, and what is public, may be decided anew; a minute later everybody sees that."""

_FORM_BYTES = 64 * 1024
"""What a form may hold beside the photo."""


@router.post("/media")
async def post_media(request: Request) -> Response:
    """Take a photo in: the body itself, or the one file of a form. It waits a day for a report that names it."""
    principal = await sender_of(request)
    if principal.role not in MAY_SEND_PHOTOS:
        raise NotAllowed(name=principal.name, role=principal.role)
    service = service_of(request)
    count_public_upload(request, service, principal)
    data, declared = await _photo_of(request)
    async with service.decoding:
        upload = await run_in_threadpool(
            service.store.photos.upload,
            data,
            principal,
            declared=declared,
            request_key=request.headers.get("Idempotency-Key"),
        )
    place = upload.shot.place
    body = {
        "media_id": upload.media_id,
        "url": address_of(upload.media_id, PhotoSize.MEDIUM),
        "taken_ms": optional_ms(upload.shot.taken_at),
        "lon": None if place is None else place.lon,
        "lat": None if place is None else place.lat,
    }
    return json_answer(body, 200 if upload.repeated else 201)


@router.get("/media/{path:path}")
async def get_media(path: str, request: Request) -> Response:
    """Send one photo."""
    sent = shown_at(OWN_MEDIA + path)
    if sent is not None:
        return await _sent_photo(request, *sent)
    principal = await principal_of(request)
    if principal.role not in READS_FEED and principal.role is not Role.CREW:
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


async def _sent_photo(request: Request, media_id: MediaId, size: PhotoSize) -> Response:
    """Send a photo as whoever asks may see it; without a key as the public may."""
    viewer = await viewer_of(request)
    found = await run_in_threadpool(service_of(request).store.photos.read, media_id, size, viewer)
    if found is None:
        raise NotFound(path=request.url.path[:200])
    data, covered = found
    return Response(
        data,
        media_type="image/jpeg",
        headers={"Cache-Control": _CACHE_COVERED if covered else _CACHE, "X-Content-Type-Options": "nosniff"},
    )


async def _photo_of(request: Request) -> tuple[bytes, str | None]:
    """Return the photo's bytes and what kind its sender says they are.

    Raises:
        PhotoTooLarge: As soon as there are more bytes than a photo may have.
        BadRequest: If it is a form without exactly one file.
    """
    try:
        body = await body_of(request, limit=MAX_PHOTO_BYTES + _FORM_BYTES)
    except BodyTooLarge as error:
        raise PhotoTooLarge(limit_mb=MAX_PHOTO_BYTES // (1024 * 1024)) from error
    declared = request.headers.get("Content-Type")
    if (declared or "").partition(";")[0].strip().lower() != "multipart/form-data":
        return body, declared
    try:
        form = await MultiPartParser(request.headers, _once(body), max_files=1, max_fields=8).parse()
    except (MultiPartException, KeyError, ValueError) as error:
        raise BadRequest(what=f"multipart/form-data: {error}") from error
    files = [value for value in form.values() if isinstance(value, UploadFile)]
    if len(files) != 1:
        raise BadRequest(what="multipart/form-data: one file is needed")
    data = await files[0].read()
    await form.close()
    return data, files[0].content_type


async def _once(body: bytes) -> AsyncGenerator[bytes, None]:
    yield body


def _file(media: Path | None, path: str) -> Path | None:
    """Return the file that a path means, or None: it leaves the folder, is no picture, or is not there."""
    if media is None or "\0" in path or PurePosixPath(path).suffix not in _TYPES:
        return None
    root = media.resolve()
    try:
        file = (root / path).resolve()
        # Photos that people sent lie below as well, and are served by their own rule alone.
        within = file.is_relative_to(root) and not file.is_relative_to(root / FOLDER)
        return file if within and file.is_file() else None
    except OSError:
        # A name that no file system takes is the name of no file.
        return None
