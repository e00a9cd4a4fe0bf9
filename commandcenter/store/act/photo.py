"""Photos that an act brings along."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlalchemy import func, select

from commandcenter.models.identity import MediaId
from commandcenter.models.photo import PhotoStage
from commandcenter.models.record import Entity, media_record
from commandcenter.models.report import Media, Moderation, Report
from commandcenter.models.table import media
from commandcenter.store.act.outcome import Act, Outcome
from commandcenter.store.feed import Change, put
from commandcenter.store.field import url_field
from commandcenter.store.photo.attachment import attach


def photos_of(payload: Mapping[str, object]) -> tuple[str, ...]:
    """Return the addresses of the photos that a payload brings by their address: one or none."""
    url = url_field(payload, "photo_url")
    return () if url is None else (url,)


def add_photos_of(act: Act, report: Report, urls: Sequence[str], stage: PhotoStage) -> list[Change]:
    """Write the photos that an act brings by their addresses; none is public before somebody has seen it.

    The act writes ``has_photo`` of the report itself, with whatever else it changes.
    """
    return [_added(act, report, url, stage) for url in urls]


def add_sent(act: Act, report: Report, outcome: Outcome, sent: Sequence[MediaId]) -> Outcome:
    """Return an act's outcome with photos that show work under way, as notes and answers bring them.

    The act writes ``has_photo`` of the report itself, with whatever else it changes.

    Raises:
        PhotoAbsent: If one is not there to be attached.
    """
    photos = attach(act.connection, act.city, report.id, sent, PhotoStage.PROGRESS, act.now)
    return replace(outcome, made=[*outcome.made, *photos])


def _added(act: Act, report: Report, url: str, stage: PhotoStage) -> Change:
    of_report = (media.c.city == act.city, media.c.report_id == report.id)
    present = act.connection.execute(select(func.count()).select_from(media).where(*of_report)).scalar_one()
    photo = media_record(
        Media(MediaId(f"{report.id}-{present + 1}"), report.id, stage.value, url, Moderation.PENDING, act.now)
    )
    act.connection.execute(media.insert().values(city=act.city, **photo))
    return put(Entity.MEDIA, photo)
