"""Photos become a report's: in the transaction of the act that names them.

Owns what an act must do about photos. It hands over ids and publishes what comes back; a photo of finished work is held
against what is known in the same transaction, so that no such photo is ever without its review where there is a reason.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, select, update

from commandcenter.models.identity import CityCode, MediaId, ReportId
from commandcenter.models.instant import to_ms
from commandcenter.models.photo import Mask, PhotoSize, PhotoStage, masks_to_json, read_masks
from commandcenter.models.record import Entity, media_record
from commandcenter.models.report import Media, Moderation
from commandcenter.models.table import media, photos
from commandcenter.store.feed import Change, put
from commandcenter.store.photo.address import address_of
from commandcenter.store.photo.archive import KEPT_UNATTACHED
from commandcenter.store.photo.failure import PhotoAbsent, PhotoListUnfit
from commandcenter.store.photo.review import ask_review

MAX_PHOTOS = 10
"""Photos that one act may bring."""

_MEDIA_ID = re.compile(r"[0-9a-f]{32}")


def media_ids_of(payload: Mapping[str, object]) -> tuple[MediaId, ...]:
    """Return the photos that a payload's field ``media`` names, each once; none if there is no such field.

    Raises:
        PhotoListUnfit: If it is no list of ids, or a long one.
    """
    given = payload.get("media")
    if given is None:
        return ()
    if not isinstance(given, list) or len(given) > MAX_PHOTOS:
        raise PhotoListUnfit(limit=MAX_PHOTOS)
    if not all(isinstance(entry, str) and _MEDIA_ID.fullmatch(entry) for entry in given):
        raise PhotoListUnfit(limit=MAX_PHOTOS)
    return tuple(dict.fromkeys(MediaId(entry) for entry in given))


def attach(
    connection: Connection,
    city: CityCode,
    report_id: ReportId,
    media_ids: Sequence[MediaId],
    stage: PhotoStage,
    now: datetime,
) -> list[Change]:
    """Give photos to a report; they are not public before somebody has seen them.

    The act writes ``has_photo`` of the report itself, with whatever else it changes.

    Args:
        connection: Inside the act's transaction, the report held or just made.
        city: Whose.
        report_id: Which report.
        media_ids: Of photos that were sent; one that is the report's already is passed over.
        stage: Which stage of the work they show.
        now: The store's clock.

    Returns:
        What must be published.

    Raises:
        PhotoAbsent: If one was never sent, waits for longer than a day, or is another report's.
    """
    made: list[Change] = []
    for media_id in media_ids:
        if not _take(connection, city, report_id, media_id, stage, now):
            continue
        url = address_of(media_id, PhotoSize.MEDIUM)
        record = media_record(Media(media_id, report_id, stage.value, url, Moderation.PENDING, now))
        connection.execute(media.insert().values(city=city, **record))
        made.append(put(Entity.MEDIA, record))
        if stage is PhotoStage.AFTER:
            ask_review(connection, city, report_id, media_id, now)
    return made


def check_waiting(
    connection: Connection, city: CityCode, media_ids: Sequence[MediaId], now: datetime, promised: Collection[MediaId]
) -> None:
    """Say nothing if photos wait for a report that is yet to be written, and hold them until the transaction ends.

    Args:
        connection: Inside the act's transaction.
        city: Whose.
        media_ids: Of photos that were sent.
        now: The store's clock.
        promised: Photos that wait no longer, although nothing says so yet.

    Raises:
        PhotoAbsent: If one does not.
    """
    if not media_ids:
        return
    waiting = select(photos.c.media_id).where(photos.c.city == city, photos.c.media_id.in_(media_ids), *_waiting(now))
    found = set(connection.execute(waiting.order_by(photos.c.media_id).with_for_update()).scalars())
    for media_id in media_ids:
        if media_id not in found or media_id in promised:
            raise PhotoAbsent(media=media_id)


def masks_of(connection: Connection, city: CityCode, media_id: MediaId) -> tuple[Mask, ...]:
    """Return what the public does not see of a photo; nothing of one that the store does not keep."""
    masks = select(photos.c.masks).where(photos.c.city == city, photos.c.media_id == media_id)
    return read_masks(connection.execute(masks).scalar_one_or_none() or [])


def set_masks(connection: Connection, city: CityCode, media_id: MediaId, masks: Sequence[Mask]) -> None:
    """Say what the public must not see of a photo; the photo itself stays as it is.

    Raises:
        PhotoAbsent: If the store keeps no such photo itself.
    """
    changed = connection.execute(
        update(photos)
        .where(photos.c.city == city, photos.c.media_id == media_id, photos.c.ready_ms.is_not(None))
        .values(masks=masks_to_json(tuple(masks)))
    )
    if not changed.rowcount:
        raise PhotoAbsent(media=media_id)


def _waiting(now: datetime) -> tuple[ColumnElement[bool], ...]:
    """Return which photos wait for a report."""
    return (
        photos.c.ready_ms.is_not(None),
        photos.c.report_id.is_(None),
        photos.c.claimed_ms > to_ms(now - KEPT_UNATTACHED),
    )


def _take(
    connection: Connection, city: CityCode, report_id: ReportId, media_id: MediaId, stage: PhotoStage, now: datetime
) -> bool:
    """Make the photo the report's; return False if it is already."""
    of_photo = (photos.c.city == city, photos.c.media_id == media_id)
    taken = connection.execute(
        update(photos)
        .where(*of_photo, *_waiting(now))
        .values(report_id=report_id, stage=stage.value, attached_ms=to_ms(now))
    )
    if taken.rowcount:
        return True
    if connection.execute(select(photos.c.report_id).where(*of_photo)).scalar() == report_id:
        return False
    raise PhotoAbsent(media=media_id)
