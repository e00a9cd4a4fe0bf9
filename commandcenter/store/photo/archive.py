"""All photos that people sent: taken in, recognised, kept, and removed again where no report took them.

Owns the order of writing. A photo's row is claimed first, its files are written next, and last the row says that all is
there: so no file is ever without a row that leads to it, and a photo whose sending broke off is removed like one that
nobody attached. An ``Idempotency-Key`` belongs to the sender's key; under it the same photo is one photo.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

from sqlalchemy import Engine, delete, or_, select, update

from commandcenter.models.identity import MediaId, ReportId
from commandcenter.models.instant import optional_ms, to_ms
from commandcenter.models.photo import Mask, PhotoSize, Shot
from commandcenter.models.table import photo_likenesses, photos
from commandcenter.store.database import insert_if_absent, reading, writing
from commandcenter.store.photo.failure import PhotoKeyTaken, PhotoKeyUnfit
from commandcenter.store.photo.recognition import Copy, Recognition
from commandcenter.store.photo.rendition import TakenIn, take_in
from commandcenter.store.photo.row import shot_of
from commandcenter.store.photo.storage import PhotoStorage, open_storage
from commandcenter.store.photo.trait import Traits, gray_of, traits_both_ways
from commandcenter.store.photo.view import masks_for, masks_for_reporter
from commandcenter.store.setting import StoreSettings
from commandcenter.store.token import Principal

KEPT_UNATTACHED = timedelta(days=1)
"""How long a photo waits for a report."""

_REMOVED_AFTER = KEPT_UNATTACHED + timedelta(hours=1)
"""Later than it may be attached, so that removing never meets an act that is just attaching it."""

_REMOVED_AT_ONCE = 200
_REQUEST_KEY = re.compile(r"[!-~]{8,64}")


@dataclass(frozen=True, slots=True)
class Upload:
    """A photo that was taken in.

    Attributes:
        shot: What the camera wrote, for whoever sent it and for nobody else.
        repeated: Whether it had been sent before under this key.
    """

    media_id: MediaId
    shot: Shot
    repeated: bool


class PhotoArchive:
    """The photos of one city. Safe on any thread; every method blocks."""

    def __init__(self, engine: Engine, settings: StoreSettings) -> None:
        """Open nothing yet."""
        self._engine = engine
        self._settings = settings
        self._recognition = Recognition(engine, settings.city)

    @cached_property
    def _storage(self) -> PhotoStorage:
        return open_storage(self._settings)

    def upload(
        self, data: bytes, principal: Principal, *, declared: str | None = None, request_key: str | None = None
    ) -> Upload:
        """Take a photo in; it waits for a report then.

        Args:
            data: The file as it was sent.
            principal: Who sent it.
            declared: What kind of file its sender says it is, as a media type.
            request_key: The sender's own name of this upload; the same again is the same photo.

        Raises:
            Failure: What is wrong with it, or that the store can't keep it.
        """
        if request_key is not None and _REQUEST_KEY.fullmatch(request_key) is None:
            raise PhotoKeyUnfit
        storage = self._storage
        taken = take_in(data, declared)
        media_id, is_ready = self._claim(data, principal, request_key)
        if is_ready:
            return Upload(media_id, self._shot(media_id), repeated=True)
        gray = gray_of(taken.upright)
        both_ways = traits_both_ways(gray)
        copies = self._recognition.copies_among(gray, both_ways, storage)
        storage.write(media_id, taken.renditions)
        self._finish(media_id, taken, both_ways[0], copies)
        return Upload(media_id, taken.shot, repeated=False)

    def read(self, media_id: MediaId, size: PhotoSize, viewer: Principal | None) -> tuple[bytes, bool] | None:
        """Return one size of a photo as this viewer may see it, and whether it is the public's; None: nothing.

        Args:
            media_id: Which.
            size: Which size.
            viewer: Who asks; None: the public.
        """
        with reading(self._engine) as connection:
            masks: tuple[Mask, ...] | None = masks_for(connection, self._settings.city, media_id, viewer)
        if masks is None:
            return None
        data = self._storage.read(media_id, size, masks)
        return None if data is None else (data, viewer is None or bool(masks))

    def read_own(self, media_id: MediaId, size: PhotoSize, report: ReportId) -> bytes | None:
        """Return one size of a photo as whoever sent the report may see it; None: nothing."""
        with reading(self._engine) as connection:
            masks = masks_for_reporter(connection, self._settings.city, media_id, report)
        return None if masks is None else self._storage.read(media_id, size, masks)

    def remove_unattached(self) -> int:
        """Remove photos that no report took within a day, and what is left of broken uploads; return how many."""
        before_ms = to_ms(self._settings.clock() - _REMOVED_AFTER)
        city = self._settings.city
        waiting = (photos.c.city == city, photos.c.report_id.is_(None), photos.c.claimed_ms < before_ms)
        with reading(self._engine) as connection:
            found = connection.execute(select(photos.c.media_id).where(*waiting).limit(_REMOVED_AT_ONCE))
            ids = [MediaId(media_id) for media_id in found.scalars()]
        for media_id in ids:
            # Files first: a row without files is found again, files without a row never are.
            self._storage.remove(media_id)
            with writing(self._engine) as connection:
                pairs = or_(photo_likenesses.c.media_id == media_id, photo_likenesses.c.earlier_id == media_id)
                connection.execute(delete(photo_likenesses).where(photo_likenesses.c.city == city, pairs))
                connection.execute(delete(photos).where(*waiting, photos.c.media_id == media_id))
        return len(ids)

    def _claim(self, data: bytes, principal: Principal, request_key: str | None) -> tuple[MediaId, bool]:
        """Return the photo's id, and whether all of it is there already."""
        media_id = MediaId(secrets.token_hex(16))
        row = {
            "city": self._settings.city,
            "media_id": media_id,
            "uploader": principal.token_id,
            "request_key": request_key or media_id,
            "sha256": hashlib.sha256(data).hexdigest(),
            "claimed_ms": to_ms(self._settings.clock()),
        }
        with writing(self._engine) as connection:
            if insert_if_absent(connection, photos, row):
                return media_id, False
            held = connection.execute(
                select(photos.c.media_id, photos.c.sha256, photos.c.ready_ms).where(
                    photos.c.city == self._settings.city,
                    photos.c.uploader == principal.token_id,
                    photos.c.request_key == request_key,
                )
            ).one()
        if held.sha256 != row["sha256"]:
            raise PhotoKeyTaken
        return MediaId(held.media_id), held.ready_ms is not None

    def _shot(self, media_id: MediaId) -> Shot:
        with reading(self._engine) as connection:
            row = connection.execute(
                select(photos).where(photos.c.city == self._settings.city, photos.c.media_id == media_id)
            ).one()
        return shot_of(row)

    def _finish(self, media_id: MediaId, taken: TakenIn, traits: Traits, copies: list[Copy]) -> None:
        """Write what is known of the photo, and that it is there."""
        shot, city = taken.shot, self._settings.city
        values = {
            "ready_ms": to_ms(self._settings.clock()),
            "width_px": taken.upright.width,
            "height_px": taken.upright.height,
            "taken_ms": optional_ms(shot.taken_at),
            "taken_lon": None if shot.place is None else shot.place.lon,
            "taken_lat": None if shot.place is None else shot.place.lat,
            "make": shot.make,
            "model": shot.model,
            "traits": traits.to_bytes(),
        }
        with writing(self._engine) as connection:
            connection.execute(
                update(photos)
                .where(photos.c.city == city, photos.c.media_id == media_id, photos.c.ready_ms.is_(None))
                .values(values)
            )
            for copy in copies:
                if copy.media_id != media_id:
                    insert_if_absent(connection, photo_likenesses, _likeness_row(city, media_id, copy))


def _likeness_row(city: str, media_id: MediaId, copy: Copy) -> dict[str, object]:
    return {
        "city": city,
        "media_id": media_id,
        "earlier_id": copy.media_id,
        "share": copy.likeness.share,
        "covers": copy.likeness.covers,
        "mirrored": copy.mirrored,
    }
