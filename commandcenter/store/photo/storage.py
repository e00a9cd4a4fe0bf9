"""Where photos' bytes lie: a folder, or an object storage that speaks S3.

Owns the names of the objects. Everything of one photo lies under its id, so that removing it is removing that prefix.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import obstore
from obstore.exceptions import BaseError
from obstore.store import LocalStore, ObjectStore, from_url

from commandcenter.models.identity import CityCode, MediaId
from commandcenter.models.photo import Mask, PhotoSize
from commandcenter.store.photo.failure import PhotosNotKept, PhotoStorageSilent
from commandcenter.store.photo.rendition import masks_name, render_masked
from commandcenter.store.setting import StoreSettings

if TYPE_CHECKING:
    from obstore.store import ClientConfig, RetryConfig

FOLDER = "foto"
"""Folder of the photos below the store's media folder; what else lies there is the city's own."""

_CLIENT: ClientConfig = {"allow_http": True, "timeout": timedelta(seconds=20), "connect_timeout": timedelta(seconds=5)}
_RETRY: RetryConfig = {"max_retries": 2, "retry_timeout": timedelta(seconds=20)}
"""Somebody waits at a phone: rather a sentence soon than an answer in minutes."""


class PhotoStorage:
    """Keeps renditions of photos. Safe on any thread; every method blocks.

    Every method raises ``PhotoStorageSilent`` where the folder or the service does not answer.
    """

    def __init__(self, objects: ObjectStore, city: CityCode) -> None:
        """Keep a city's photos in a store of objects."""
        self._objects = objects
        self._city = city

    def write(self, media_id: MediaId, renditions: Mapping[PhotoSize, bytes], masks: Sequence[Mask] = ()) -> None:
        """Keep every size of a photo; with masks, of what the public gets of it."""
        try:
            for size, data in renditions.items():
                obstore.put(self._objects, self._name(media_id, size, masks), data)
        except (BaseError, OSError) as error:
            raise PhotoStorageSilent from error

    def read(self, media_id: MediaId, size: PhotoSize, masks: Sequence[Mask] = ()) -> bytes | None:
        """Return one size of a photo, or None if it is not there.

        With masks it is drawn at the first question and kept; other masks have another name, so none is ever old.
        """
        data = self._read(self._name(media_id, size, masks))
        if data is not None or not masks:
            return data
        large = self._read(self._name(media_id, PhotoSize.LARGE, ()))
        if large is None:
            return None
        renditions = render_masked(large, masks)
        self.write(media_id, renditions, masks)
        return renditions[size]

    def remove(self, media_id: MediaId) -> None:
        """Remove all of a photo; nothing happens if it is not there."""
        try:
            names = [
                found["path"] for page in obstore.list(self._objects, prefix=self._prefix(media_id)) for found in page
            ]
            obstore.delete(self._objects, names)
        except FileNotFoundError:
            return
        except (BaseError, OSError) as error:
            raise PhotoStorageSilent from error

    def names(self) -> Iterator[str]:
        """Yield the names of all objects, of every city: what a backup holds."""
        try:
            for page in obstore.list(self._objects):
                yield from (found["path"] for found in page)
        except (BaseError, OSError) as error:
            raise PhotoStorageSilent from error

    def object(self, name: str) -> bytes | None:
        """Return what lies under a name of ``names``; None: it was removed since."""
        return self._read(name)

    def put_object(self, name: str, data: bytes) -> None:
        """Put back what a backup holds under a name."""
        try:
            obstore.put(self._objects, name, data)
        except (BaseError, OSError) as error:
            raise PhotoStorageSilent from error

    def _read(self, name: str) -> bytes | None:
        try:
            return bytes(obstore.get(self._objects, name).bytes())
        except FileNotFoundError:
            return None
        except (BaseError, OSError) as error:
            raise PhotoStorageSilent from error

    def _prefix(self, media_id: MediaId) -> str:
        # Two letters first, so that no folder holds them all.
        return f"{self._city}/{media_id[:2]}/{media_id}"

    def _name(self, media_id: MediaId, size: PhotoSize, masks: Sequence[Mask]) -> str:
        drawn = f"covered-{masks_name(masks)}-" if masks else ""
        return f"{self._prefix(media_id)}/{drawn}{size.value}.jpg"


def open_storage(settings: StoreSettings) -> PhotoStorage:
    """Return where a store keeps its photos; opens no connection yet.

    An address of ``settings.photos`` is ``s3://bucket/prefix``; region, endpoint and secrets come from the environment
    as every S3 client reads them (``AWS_ENDPOINT_URL``, ``AWS_REGION``, ``AWS_ACCESS_KEY_ID`` …).

    Raises:
        PhotosNotKept: If the store has no place for photos.
        PhotoStorageSilent: If its folder can't be made.
    """
    if settings.photos is not None:
        return PhotoStorage(from_url(settings.photos, client_options=_CLIENT, retry_config=_RETRY), settings.city)
    if settings.media is None:
        raise PhotosNotKept
    return PhotoStorage(_folder(settings.media / FOLDER), settings.city)


def _folder(path: Path) -> LocalStore:
    try:
        # For this account only: what nobody has moderated yet lies there.
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        return LocalStore(path, automatic_cleanup=True)
    except (BaseError, OSError) as error:
        raise PhotoStorageSilent from error
