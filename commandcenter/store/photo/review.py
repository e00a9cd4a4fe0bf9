"""Reviews: photos of finished work that somebody shall look at, why, and what they said.

Owns gathering what the reasons are made of, and the table. Nothing of it is a record of the feed, and no page or wall
gets any; who reads it is ``list_reviews``' caller to check.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, case, func, or_, select, tuple_

from commandcenter.models.city_setting import SettingKey
from commandcenter.models.identity import CityCode, MediaId, ReportId
from commandcenter.models.instant import to_ms
from commandcenter.models.record import report_of
from commandcenter.models.scope import Scope
from commandcenter.models.table import photo_likenesses, photos, reports, reviews
from commandcenter.store.city_setting import value_of
from commandcenter.store.database import insert_if_absent
from commandcenter.store.part import parents_of
from commandcenter.store.photo.evidence import EarlierCopy, Habit, reasons_for
from commandcenter.store.photo.row import shot_of

MAX_REVIEWS = 200
"""Reviews in one answer."""


class Decision(StrEnum):
    """What a reviewer said."""

    GENUINE = "genuine"
    NOT_GENUINE = "not_genuine"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Review:
    """One photo to be looked at.

    Attributes:
        number: Of the report.
        reasons: As they were kept (``evidence.Reason.to_json``).
        decision: None while nobody has decided.
        decided_by: A desk or an office.
    """

    report_id: ReportId
    number: str
    media_id: MediaId
    reasons: list[Mapping[str, object]]
    made_ms: int
    decision: Decision | None
    note: str | None
    decided_by: str | None
    decided_ms: int | None


def ask_review(connection: Connection, city: CityCode, report_id: ReportId, media_id: MediaId, now: datetime) -> None:
    """Hold a photo of finished work against what is known, and ask for a review if there is a reason."""
    report_row = connection.execute(select(reports).where(reports.c.city == city, reports.c.id == report_id)).mappings()
    report = report_of(dict(report_row.one()))
    photo = connection.execute(select(photos).where(photos.c.city == city, photos.c.media_id == media_id)).one()
    far_m = value_of(connection, city, SettingKey.PHOTO_FAR_AFTER_M, report.category)
    copies = _copies(connection, city, media_id)
    found = reasons_for(report, shot_of(photo), copies, _habit(connection, city, photo), far_m)
    if found:
        row = {
            "city": city,
            "report_id": report_id,
            "media_id": media_id,
            "reasons": [reason.to_json() for reason in found],
            "made_ms": to_ms(now),
        }
        insert_if_absent(connection, reviews, row)


def list_reviews(
    connection: Connection, city: CityCode, scope: Scope, *, decided: bool, before: tuple[int, str] | None = None
) -> list[Review]:
    """Return reviews of a part of the city, the newest first, at most ``MAX_REVIEWS``.

    Args:
        connection: Inside a transaction.
        city: Whose.
        scope: Which part.
        decided: Those that somebody decided, else those that wait.
        before: ``made_ms`` and photo of the last one of the answer before; None: from the newest on.
    """
    query = (
        select(reviews, reports.c.number, reports.c.area, reports.c.agency)
        .join(reports, and_(reports.c.city == reviews.c.city, reports.c.id == reviews.c.report_id))
        .where(reviews.c.city == city, reviews.c.decision.is_not(None) if decided else reviews.c.decision.is_(None))
        .order_by(reviews.c.made_ms.desc(), reviews.c.media_id.desc())
    )
    if before is not None:
        query = query.where(tuple_(reviews.c.made_ms, reviews.c.media_id) < tuple_(*before))
    parents = parents_of(connection, city)
    found: list[Review] = []
    for row in connection.execute(query):
        if scope.covers(row.area, row.agency, parents):
            found.append(_review(row))
            if len(found) == MAX_REVIEWS:
                break
    return found


def _review(row: Any) -> Review:
    return Review(
        ReportId(row.report_id),
        row.number,
        MediaId(row.media_id),
        row.reasons,
        row.made_ms,
        None if row.decision is None else Decision(row.decision),
        row.note,
        row.decided_by,
        row.decided_ms,
    )


def _copies(connection: Connection, city: CityCode, media_id: MediaId) -> list[EarlierCopy]:
    """Return photos of reports that this one shows again, or that show it again: whichever was sent first."""
    pairs = photo_likenesses
    other_id = case((pairs.c.media_id == media_id, pairs.c.earlier_id), else_=pairs.c.media_id)
    rows = connection.execute(
        select(photos.c.media_id, photos.c.stage, reports.c.number, pairs.c.share, pairs.c.covers, pairs.c.mirrored)
        .join(photos, and_(photos.c.city == pairs.c.city, photos.c.media_id == other_id))
        .join(reports, and_(reports.c.city == photos.c.city, reports.c.id == photos.c.report_id))
        .where(pairs.c.city == city, or_(pairs.c.media_id == media_id, pairs.c.earlier_id == media_id))
        .order_by(pairs.c.share.desc(), photos.c.media_id)
    )
    return [EarlierCopy(row.media_id, row.number, row.stage, row.share, row.covers, bool(row.mirrored)) for row in rows]


def _habit(connection: Connection, city: CityCode, photo: Any) -> Habit:
    """Return what other photos of the same camera carry; of the same sender, where the photo names no camera."""
    if photo.model is not None:
        same: ColumnElement[bool] = and_(photos.c.model == photo.model, photos.c.make.is_not_distinct_from(photo.make))
        camera = photo.model
    else:
        same, camera = photos.c.uploader == photo.uploader, "sender"
    row = connection.execute(
        select(
            func.count(),
            func.count(photos.c.taken_ms),
            func.count(photos.c.taken_lon),
            func.count(photos.c.model),
        ).where(photos.c.city == city, same, photos.c.report_id.is_not(None), photos.c.media_id != photo.media_id)
    ).one()
    known, times, places, cameras = row
    share = max(known, 1)
    return Habit(camera, known, {"time": times / share, "place": places / share, "camera": cameras / share})
