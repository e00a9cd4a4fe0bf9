"""The pages that the store writes itself: ``/laporan/NUMBER`` with its picture, and ``/data``."""

from __future__ import annotations

import re

from fastapi import APIRouter
from sqlalchemy import Connection
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from commandcenter.models.board.provenance import provenance
from commandcenter.models.instant import from_ms
from commandcenter.store.database import reading
from commandcenter.store.public.board import PublicView
from commandcenter.store.public.card import card_of
from commandcenter.store.public.failure import ReportNotPublic
from commandcenter.store.public.page import DataState, Surroundings, data_page, missing_page, report_page
from commandcenter.store.public.report import PublicReport, find_report
from commandcenter.store.public.wording import category_name
from commandcenter.store.service.access import service_of
from commandcenter.store.service.page_asset import DOCUMENT, asset
from commandcenter.store.service.page_route import GUARD
from commandcenter.store.service.public_route import base_url_of, language_of

router = APIRouter()

_KEPT = "public, max-age=60"
_STYLE = re.compile(r'href="(/assets/public/[^"]+\.css)"')


@router.get("/laporan/{number}.png")
async def get_card(request: Request, number: str) -> Response:
    """Draw the picture of a report for shared links."""
    found = await _found(request, number)
    if found is None:
        raise ReportNotPublic
    async with service_of(request).decoding:
        picture = await run_in_threadpool(card_of, found, language_of(request))
    return Response(
        picture, media_type="image/png", headers={"Cache-Control": _KEPT, "X-Content-Type-Options": "nosniff"}
    )


@router.get("/laporan/{number}")
async def get_report_page(request: Request, number: str) -> Response:
    """Show one report; hidden, private and unknown ones all give the same 404 page."""
    found = await _found(request, number)
    if found is None:
        # The address is not repeated: whatever was asked for gives the same page.
        return _page(missing_page(_around(request, "/laporan")), 404, "no-cache")
    return _page(report_page(found, _around(request, f"/laporan/{found.report.number}")), 200, "no-cache")


@router.get("/laporan")
async def get_no_report(request: Request) -> Response:
    """Say that there is no report without a number; the page of an unknown one leads here for its other language."""
    return _page(missing_page(_around(request, "/laporan")), 404, "no-cache")


@router.get("/data")
async def get_data_page(request: Request) -> Response:
    """Say what the data are, and what the figures mean."""
    service = service_of(request)
    view, around = await service.public.view(), _around(request, "/data")
    return _page(data_page(_data(view, around, service.store.settings.contact), around), 200, _KEPT)


def _data(view: PublicView, around: Surroundings, contact: str) -> DataState:
    return DataState(
        as_of=from_ms(view.as_of_ms),
        simulated=provenance(view.generation).simulated > 0,
        approximate=any(area.approximate for area in view.areas.values()),
        sensitive=[category_name(view.categories[code], around.language) for code in sorted(view.sensitive)],
        contact=contact,
    )


async def _found(request: Request, number: str) -> PublicReport | None:
    service = service_of(request)
    view = await service.public.view()

    def find() -> PublicReport | None:
        with reading(service.store.engine) as connection:
            return _find(connection)

    def _find(connection: Connection) -> PublicReport | None:
        return find_report(connection, service.store.settings.city, view, number)

    return await run_in_threadpool(find)


def _around(request: Request, path: str) -> Surroundings:
    return Surroundings(language_of(request), base_url_of(request), path, _styles())


def _styles() -> tuple[str, ...]:
    """Return the style sheets of the public map: its document names them."""
    document = asset(f"public/{DOCUMENT}")
    return () if document is None else tuple(_STYLE.findall(document.content.decode()))


def _page(text: str, status: int, keeping: str) -> Response:
    return Response(
        text.encode(), status, media_type="text/html; charset=utf-8", headers={**GUARD, "Cache-Control": keeping}
    )
