"""Photos that an act brings along."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from sqlalchemy import func, select

from commandcenter.models.identity import MediaId
from commandcenter.models.record import Entity, media_record
from commandcenter.models.report import Media, Moderation, Report
from commandcenter.models.table import media
from commandcenter.store.act.outcome import Act
from commandcenter.store.feed import Change, put
from commandcenter.store.field import url_field


class Stage(StrEnum):
    """Which stage of the work a photo shows."""

    BEFORE = "before"
    AFTER = "after"


def photo_of(payload: Mapping[str, object]) -> str | None:
    """Return the address of the photo that a payload brings, or None."""
    return url_field(payload, "photo_url")


def add_photo_of(act: Act, report: Report, photo_url: str | None, stage: Stage) -> list[Change]:
    """Write the photo that an act brings, if it does; it is not public before somebody has seen it.

    The act writes ``has_photo`` of the report itself, with whatever else it changes.
    """
    if photo_url is None:
        return []
    of_report = (media.c.city == act.city, media.c.report_id == report.id)
    present = act.connection.execute(select(func.count()).select_from(media).where(*of_report)).scalar_one()
    photo = media_record(
        Media(MediaId(f"{report.id}-{present + 1}"), report.id, stage.value, photo_url, Moderation.PENDING, act.now)
    )
    act.connection.execute(media.insert().values(city=act.city, **photo))
    return [put(Entity.MEDIA, photo)]
