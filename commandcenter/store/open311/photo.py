"""Which photos of public reports anybody may see, and under which addresses.

A photo lies somewhere in the web, or this store keeps it and shows it without a key once it is public, with what is to
be covered covered. Files of the city's own media folder are for holders of a key alone, and are left out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from commandcenter.models.identity import CityCode, ReportId
from commandcenter.models.instant import from_ms
from commandcenter.models.record import OWN_MEDIA
from commandcenter.models.report import Moderation
from commandcenter.models.table import media
from commandcenter.store.photo.address import shown_at

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class PublicPhoto:
    """A photo that anybody may see.

    Attributes:
        url: Where, with scheme and host.
        stage: Which stage of the work it shows.
        recorded_at: When the store knew of it.
    """

    url: str
    stage: str
    recorded_at: datetime


def public_photos(
    connection: Connection, city: CityCode, ids: Sequence[ReportId], base_url: str
) -> Mapping[ReportId, Sequence[PublicPhoto]]:
    """Return the public photos by report, oldest first; reports without any are missing.

    Args:
        connection: Inside a transaction.
        city: Whose.
        ids: Of reports that are public.
        base_url: Where the store is reached, without a slash at its end.
    """
    rows = connection.execute(
        select(media.c.report_id, media.c.url, media.c.stage, media.c.recorded_ms)
        .where(
            media.c.city == city,
            media.c.report_id.in_(ids),
            media.c.moderation == Moderation.PUBLIC.value,
            media.c.url.is_not(None),
        )
        .order_by(media.c.report_id, media.c.recorded_ms, media.c.id)
    ).all()
    hidden = _hidden(connection, city, {row.url for row in rows if shown_at(row.url) is not None})
    found: dict[ReportId, list[PublicPhoto]] = defaultdict(list)
    for row in rows:
        kept = shown_at(row.url) is not None
        if row.url in hidden or (row.url.startswith(OWN_MEDIA) and not kept):
            continue
        url = base_url + row.url if kept else row.url
        found[ReportId(row.report_id)].append(PublicPhoto(url, row.stage, from_ms(row.recorded_ms)))
    return found


def _hidden(connection: Connection, city: CityCode, urls: Collection[str]) -> set[str]:
    """Return which photos are hidden as some report's: one photo of an incident's end is that of all its reports."""
    wanted = sorted(urls)
    hidden: set[str] = set()
    for start in range(0, len(wanted), _AT_ONCE):
        some = media.c.url.in_(wanted[start : start + _AT_ONCE])
        rows = select(media.c.url).where(media.c.city == city, some, media.c.moderation == Moderation.HIDDEN.value)
        hidden.update(connection.execute(rows).scalars())
    return hidden
