"""Who may see which photo, and how.

Owns the rule. Staff see the photos of their part of the city as they are; a crew those of its own jobs' reports; walls
and their operators see them covered where they were masked, and neither hidden ones nor those of sensitive categories;
whoever sent a report sees its photos of before and after, covered, unless they are hidden; everybody else sees what
moderation made public, covered. A photo that waits for a report is its sender's alone. A photo
of an incident's end is one of each of its reports: whoever may see it as one's may see it, but where it is hidden as
one's it is hidden.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, select

from commandcenter.models.category import Publication
from commandcenter.models.identity import CityCode, MediaId, ReportId
from commandcenter.models.photo import Mask, PhotoSize, PhotoStage, read_masks
from commandcenter.models.report import Moderation
from commandcenter.models.role import Role
from commandcenter.models.sensitivity import counts_only, is_public
from commandcenter.models.table import categories, jobs, media, photos, reports
from commandcenter.store.crew_work import reports_worked_on
from commandcenter.store.part import parents_of
from commandcenter.store.photo.address import address_of
from commandcenter.store.token import Principal

STAGES_FOR_REPORTER = frozenset({PhotoStage.BEFORE.value, PhotoStage.AFTER.value})
"""Stages of which whoever sent a report sees the photos before anybody has made them public."""

_AS_IT_IS: tuple[Mask, ...] = ()
_STAFF = frozenset({Role.OFFICER, Role.DISPATCHER, Role.MANAGER})
_SCREENS = frozenset({Role.WALL, Role.ROOM})


def masks_for(
    connection: Connection, city: CityCode, media_id: MediaId, viewer: Principal | None
) -> tuple[Mask, ...] | None:
    """Return what must be covered of a photo for this viewer; None: it is not for them, or not there.

    Args:
        connection: Inside a transaction.
        city: Whose photo.
        media_id: Which.
        viewer: Who asks; None: the public.
    """
    photo = connection.execute(
        select(photos).where(photos.c.city == city, photos.c.media_id == media_id, photos.c.ready_ms.is_not(None))
    ).one_or_none()
    if photo is None:
        return None
    if photo.report_id is None:
        return _AS_IT_IS if viewer is not None and viewer.token_id == photo.uploader else None
    standings = _standings(connection, city, media_id)
    if viewer is not None and any(_sees_as_it_is(connection, city, viewer, standing) for standing in standings):
        return _AS_IT_IS
    if any(standing.photo_moderation == Moderation.HIDDEN.value for standing in standings):
        return None
    if any(_is_open_to(connection, city, viewer, standing) for standing in standings):
        return read_masks(photo.masks or [])
    return None


def masks_for_reporter(
    connection: Connection, city: CityCode, media_id: MediaId, report: ReportId
) -> tuple[Mask, ...] | None:
    """Return what must be covered of a photo for whoever sent a report; None: it is not one of it, or not for them.

    They see what they sent and what was done, whether or not anybody else may, and photos of work under way where those
    are public: offices add them to inner notes too. Nothing that is hidden, and everything covered.
    """
    standings = _standings(connection, city, media_id)
    own = [standing for standing in standings if standing.id == report]
    if not own or any(standing.photo_moderation == Moderation.HIDDEN.value for standing in standings):
        return None
    (standing,) = own
    if standing.stage not in STAGES_FOR_REPORTER and standing.photo_moderation != Moderation.PUBLIC.value:
        return None
    masks = select(photos.c.masks).where(
        photos.c.city == city, photos.c.media_id == media_id, photos.c.ready_ms.is_not(None)
    )
    found = connection.execute(masks).one_or_none()
    return None if found is None else read_masks(found.masks or [])


def _standings(connection: Connection, city: CityCode, media_id: MediaId) -> Sequence[Any]:
    """Return the reports that show a photo, each with its category's rule and the photo's moderation there."""
    return connection.execute(
        select(
            reports.c.id,
            reports.c.area,
            reports.c.agency,
            reports.c.moderation,
            categories.c.publication,
            media.c.moderation.label("photo_moderation"),
            media.c.stage,
        )
        .join(categories, (categories.c.city == reports.c.city) & (categories.c.code == reports.c.category))
        .join(media, (media.c.city == reports.c.city) & (media.c.report_id == reports.c.id))
        .where(reports.c.city == city, media.c.url == address_of(media_id, PhotoSize.MEDIUM))
    ).all()


def _is_open_to(connection: Connection, city: CityCode, viewer: Principal | None, standing: Any) -> bool:
    """Return whether a photo may be seen, covered, as this report's: by a screen, or by anybody."""
    publication = Publication(standing.publication)
    if standing.photo_moderation == Moderation.PUBLIC.value and is_public(Moderation(standing.moderation), publication):
        return True
    return (
        viewer is not None
        and viewer.role in _SCREENS
        and not counts_only(viewer.role, publication)
        and _in_scope(connection, city, viewer, standing)
    )


def _sees_as_it_is(connection: Connection, city: CityCode, viewer: Principal, standing: Any) -> bool:
    if viewer.role in _STAFF:
        return _in_scope(connection, city, viewer, standing)
    if viewer.role is Role.CREW:
        own = reports_worked_on(city, viewer).where(jobs.c.report_id == standing.id)
        return connection.execute(own.limit(1)).first() is not None
    return False


def _in_scope(connection: Connection, city: CityCode, viewer: Principal, standing: Any) -> bool:
    scope = viewer.scope
    return scope.is_whole or scope.covers(standing.area, standing.agency, parents_of(connection, city))
