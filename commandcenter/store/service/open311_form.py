"""The body of a posted report: a plain form, or one in parts with photos."""

from __future__ import annotations

from collections.abc import AsyncGenerator

from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request

from commandcenter.store.failure import BadRequest, BodyTooLarge
from commandcenter.store.open311.failure import FormNeeded, MediaNotFile, TooManyPhotos
from commandcenter.store.open311.submission import (
    FORM_TYPE,
    MOST_FIELDS,
    MULTIPART_TYPE,
    Form,
    PhotoPart,
    form_of,
    read_form,
)
from commandcenter.store.service.access import body_of

MOST_PHOTOS = 5
"""Photos that one report may bring."""

MOST_BYTES = 48 * 1024 * 1024
"""Bytes of a form with photos."""

_MOST_FIELD_BYTES = 64 * 1024
_PHOTO_FIELDS = frozenset({"media", "media[]"})


async def form_from(request: Request) -> Form:
    """Read a request's form.

    Raises:
        FormNeeded: If the body is no form.
        BodyTooLarge: As soon as it is longer than allowed.
        BadRequest: If it can't be read.
        MediaNotFile: If a part for a photo is no file.
        TooManyPhotos: If more photos came than one report may bring.
    """
    content_type = request.headers.get("Content-Type", "")
    kind = content_type.partition(";")[0].strip().lower()
    if kind == FORM_TYPE:
        return read_form(await body_of(request))
    if kind == MULTIPART_TYPE:
        return await _parts(request)
    raise FormNeeded(content_type=content_type[:80])


async def _parts(request: Request) -> Form:
    parser = MultiPartParser(
        request.headers,
        _bounded(request),
        max_files=MOST_PHOTOS + 20,
        max_fields=MOST_FIELDS,
        max_part_size=_MOST_FIELD_BYTES,
    )
    try:
        parts = await parser.parse()
    except (MultiPartException, KeyError, UnicodeDecodeError, LookupError) as error:
        raise BadRequest(what="the parts of the form can't be told apart, or are too many or too long") from error
    pairs: list[tuple[str, str]] = []
    photos: list[PhotoPart] = []
    try:
        for name, value in parts.multi_items():
            if isinstance(value, UploadFile):
                data = await value.read()
                if name in _PHOTO_FIELDS and data:
                    photos.append(PhotoPart(data, value.content_type))
            elif name in _PHOTO_FIELDS and value.strip():
                raise MediaNotFile
            else:
                pairs.append((name, value))
    finally:
        await parts.close()
    if len(photos) > MOST_PHOTOS:
        raise TooManyPhotos(count=len(photos), limit=MOST_PHOTOS)
    return form_of(pairs, photos)


async def _bounded(request: Request) -> AsyncGenerator[bytes, None]:
    """Pass the body on, up to the limit."""
    length = 0
    async for part in request.stream():
        length += len(part)
        if length > MOST_BYTES:
            raise BodyTooLarge(limit=MOST_BYTES)
        yield part
