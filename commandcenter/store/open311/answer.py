"""The standard's objects, made from the store's values: services, requests, discovery.

Strings are strings, always; dates carry Jakarta's offset. Only public reports of categories that may be shown appear,
and nothing about their reporters does.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, select

from commandcenter.models.category import Category
from commandcenter.models.identity import CategoryCode, CityCode, ReportNumber, id_ceiling, id_floor
from commandcenter.models.instant import WIB, from_ms, to_ms
from commandcenter.models.record import OWN_MEDIA, report_of
from commandcenter.models.report import SIMULATED_NOTICE, Moderation, Report
from commandcenter.models.role import Role
from commandcenter.models.sensitivity import counts_only
from commandcenter.models.state import CLOSED_STATES, OPEN_STATES, open311_status
from commandcenter.models.table import media, report_numbers, reports, store_meta
from commandcenter.store.language import LANGUAGES, STATE_WORDS, translated
from commandcenter.store.open311.query import RequestQuery

SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"


def services(categories: Iterable[Category]) -> list[dict[str, Any]]:
    """Return the list of services: the active categories, by code."""
    return [
        {
            "service_code": category.code,
            "service_name": category.name_id,
            "description": category.name_en,
            "metadata": False,
            "type": "realtime",
            "keywords": None,
            "group": category.group or None,
        }
        for category in sorted(categories, key=lambda category: category.code)
        if category.active
    ]


def discovery(connection: Connection, city: CityCode, contact: str, url: str) -> dict[str, Any]:
    """Return the discovery document; its changeset moves when the catalogue changes, and only then."""
    changed_ms = connection.execute(select(store_meta.c.catalogue_ms).where(store_meta.c.city == city)).scalar_one()
    changeset = date_text(from_ms(changed_ms))
    return {
        "changeset": changeset,
        "contact": contact or "-",
        "key_service": contact or "-",
        "endpoints": [
            {
                "specification": SPECIFICATION,
                "url": f"{url}/open311/v2",
                "changeset": changeset,
                "type": "production",
                "formats": ["application/json"],
            }
        ],
    }


def date_text(at: datetime) -> str:
    """Return an instant as the standard writes it, whole seconds, ``+07:00``."""
    return at.astimezone(WIB).isoformat(timespec="seconds")


def find_requests(
    connection: Connection, city: CityCode, query: RequestQuery, categories: Mapping[CategoryCode, Category]
) -> list[dict[str, Any]]:
    """Return the requests that a question asks for, newest first, ties by id."""
    shown = [code for code, category in categories.items() if not counts_only(Role.PUBLIC, category.publication)]
    public = select(reports).where(
        reports.c.city == city, reports.c.moderation == Moderation.PUBLIC.value, reports.c.category.in_(shown)
    )
    public = _by_number(public, city, query.numbers) if query.numbers else _by_time(public, query)
    rows = connection.execute(public.order_by(reports.c.id.desc())).mappings()
    found = [report_of(dict(row)) for row in rows]
    photos = _public_photos(connection, city, found)
    return [_request(report, categories[report.category], photos.get(report.id)) for report in found]


def _by_number(query: Select[Any], city: CityCode, numbers: Sequence[ReportNumber]) -> Select[Any]:
    wanted = select(report_numbers.c.report_id).where(
        report_numbers.c.city == city, report_numbers.c.number.in_(numbers)
    )
    return query.where(reports.c.id.in_(wanted))


def _by_time(public: Select[Any], query: RequestQuery) -> Select[Any]:
    states = [
        state.value
        for word, group in (("open", OPEN_STATES), ("closed", CLOSED_STATES))
        if word in query.statuses
        for state in group
    ]
    until_ms = to_ms(query.until)
    public = public.where(
        reports.c.id >= id_floor(query.since),
        reports.c.created_ms >= to_ms(query.since),
        reports.c.id <= id_ceiling(query.until),
        reports.c.created_ms <= until_ms,
        reports.c.state.in_(states),
    )
    if query.codes:
        public = public.where(reports.c.category.in_(query.codes))
    return public.limit(query.page_size).offset((query.page - 1) * query.page_size)


def _public_photos(connection: Connection, city: CityCode, found: Sequence[Report]) -> dict[int, str]:
    """Return the first public photo's address by report.

    Photos that this store keeps are left out: its own route shows them to holders of a key alone.
    """
    with_photo = [report.id for report in found if report.has_photo]
    if not with_photo:
        return {}
    rows = connection.execute(
        select(media.c.report_id, media.c.url)
        .where(
            media.c.city == city,
            media.c.report_id.in_(with_photo),
            media.c.moderation == Moderation.PUBLIC.value,
            media.c.url.is_not(None),
            media.c.url.not_like(f"{OWN_MEDIA}%"),
        )
        .order_by(media.c.id.desc())
    )
    return {row.report_id: row.url for row in rows}


def _request(report: Report, category: Category, photo: str | None) -> dict[str, Any]:
    updated_at = report.closed_at or report.updated_at
    return {
        "service_request_id": report.number,
        "status": open311_status(report.state),
        "status_notes": " / ".join(translated(STATE_WORDS[report.state], language) for language in LANGUAGES),
        "service_name": category.name_id,
        "service_code": report.category,
        "description": report.description or None,
        "agency_responsible": report.agency,
        "service_notice": SIMULATED_NOTICE if report.simulated else None,
        "requested_datetime": date_text(report.created_at),
        "updated_datetime": date_text(max(updated_at, report.created_at)),
        "expected_datetime": date_text(report.close_by),
        "address": report.address,
        "address_id": None,
        "zipcode": None,
        "lat": None if report.place is None else report.place.lat,
        "long": None if report.place is None else report.place.lon,
        "media_url": photo,
    }
