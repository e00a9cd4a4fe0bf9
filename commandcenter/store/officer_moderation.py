"""The queue of what nobody has decided yet whether the public may see it: reports, and photos of reports.

The oldest first. Reports of sensitive categories are told as a count whatever anybody says, so neither they nor their
photos wait here; nor do photos of a report that is hidden itself.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Connection, literal_column, select

from commandcenter.models.identity import CityCode, ReportId
from commandcenter.models.report import Moderation
from commandcenter.models.table import media, reports
from commandcenter.store.officer_page import names_of, seen_reports
from commandcenter.store.officer_report import media_of
from commandcenter.store.sight import Sight, sight_of
from commandcenter.store.token import Principal

QUEUE_ROWS = 20
"""Reports in one answer."""

_SHOWN = ("number", "version", "category", "state", "area", "address", "description", "created_ms", "moderation")

# Written out, so that the indices of what waits serve.
_report_waits: ColumnElement[bool] = reports.c.moderation == literal_column(f"'{Moderation.PENDING.value}'")
_photo_waits: ColumnElement[bool] = media.c.moderation == literal_column(f"'{Moderation.PENDING.value}'")


def list_pending(
    connection: Connection, city: CityCode, principal: Principal, after: ReportId | None = None
) -> dict[str, Any]:
    """Return reports that wait for a decision, or have photos that do, behind a report; ``next``: where to go on."""
    sight = sight_of(connection, city, principal)
    ids = sorted({*_reports(connection, city, sight, after), *_of_photos(connection, city, sight, after)})
    shown = ids[:QUEUE_ROWS]
    rows = connection.execute(
        select(reports.c.id, reports.c.simulated, *(reports.c[name] for name in _SHOWN))
        .where(reports.c.city == city, reports.c.id.in_(shown))
        .order_by(reports.c.id)
    ).mappings()
    areas_named, _ = names_of(connection, city)
    photos_of = media_of(connection, city, [ReportId(one) for one in shown])
    return {
        "pending": [
            {
                **{name: row[name] for name in _SHOWN},
                "simulated": row["simulated"],
                # As text: JSON numbers lose digits in browsers.
                "id": str(row["id"]),
                "area_name": areas_named.get(row["area"]),
                "media": photos_of.get(ReportId(row["id"]), []),
            }
            for row in rows
        ],
        "next": str(shown[-1]) if len(ids) > QUEUE_ROWS else None,
    }


def _reports(connection: Connection, city: CityCode, sight: Sight, after: ReportId | None) -> list[int]:
    query = select(reports.c.id).where(reports.c.city == city, _report_waits, *seen_reports(sight))
    if after is not None:
        query = query.where(reports.c.id > after)
    return list(connection.execute(query.order_by(reports.c.id).limit(QUEUE_ROWS + 1)).scalars())


def _of_photos(connection: Connection, city: CityCode, sight: Sight, after: ReportId | None) -> list[int]:
    """Return reports that are not hidden and have a photo that waits."""
    query = (
        select(media.c.report_id)
        .join(reports, (reports.c.city == media.c.city) & (reports.c.id == media.c.report_id))
        .where(media.c.city == city, _photo_waits, reports.c.moderation != Moderation.HIDDEN.value)
        .where(*seen_reports(sight))
        .distinct()
    )
    if after is not None:
        query = query.where(media.c.report_id > after)
    return list(connection.execute(query.order_by(media.c.report_id).limit(QUEUE_ROWS + 1)).scalars())
