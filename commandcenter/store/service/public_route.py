"""What the public map asks: marks, numbers, borders, lists, one report, and files. Nobody needs a key for it.

Answers say by ``X-Commandcenter-As-Of`` (milliseconds since 1970 UTC) when they were known to be true, so that a page
can tell old ones.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

from fastapi import APIRouter
from sqlalchemy import Connection
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from commandcenter.models.identity import CityCode
from commandcenter.models.instant import from_ms, to_ms
from commandcenter.models.report import Report
from commandcenter.store.central import CentralStore
from commandcenter.store.database import reading
from commandcenter.store.language import LANGUAGES
from commandcenter.store.public.board import PublicView
from commandcenter.store.public.document import MOST_ENTRIES, Heading, csv_parts, geojson_parts, georss_parts
from commandcenter.store.public.failure import ReportNotPublic
from commandcenter.store.public.figure import PERIODS_DAYS, area_figures, counts_of, period_start_s
from commandcenter.store.public.listing import MOST_IN_A_FILE, read_reports, selection_of, stream_reports
from commandcenter.store.public.mark import marks_of
from commandcenter.store.public.question import QuestionUnfit, read_question, whole_number, zoom_of
from commandcenter.store.public.report import find_report, report_line, report_to_json
from commandcenter.store.public.sensitive import LEAST, told_level
from commandcenter.store.service.access import service_of
from commandcenter.store.service.public_act import count_download
from commandcenter.store.service.public_desk import PublicAnswer

router = APIRouter(prefix="/v1/public")

AS_OF_HEADER = "X-Commandcenter-As-Of"

_KEPT_S = 10
_BORDERS_KEPT_S = 3_600
_MINUTE_S = 60
_PAGE = 30
_LARGEST_ID = (1 << 63) - 1

_T = TypeVar("_T")
_Parts = Callable[[Heading, Iterable[list[Report]]], Iterator[bytes]]

_FILES: dict[str, tuple[_Parts, str, int]] = {
    "geojson": (geojson_parts, "application/geo+json", MOST_IN_A_FILE),
    "csv": (csv_parts, "text/csv; charset=utf-8", MOST_IN_A_FILE),
    "atom": (georss_parts, "application/atom+xml; charset=utf-8", MOST_ENTRIES),
}
"""By the address's end: what writes it, its media type, and how many reports it holds at most."""


@router.get("/clusters")
async def get_clusters(request: Request) -> Response:
    """Send the marks of a viewport."""
    question, zoom = read_question(request.query_params), zoom_of(request.query_params)
    store, now_s = _store(request), _now_s(request)

    def make(view: PublicView) -> bytes:
        return _json(_asked(store, lambda connection: marks_of(connection, _city(store), view, question, zoom, now_s)))

    return await _answer(request, ("clusters", question, zoom), make, now_s // _MINUTE_S)


@router.get("/counts")
async def get_counts(request: Request) -> Response:
    """Send how many reports of a question there are, by state, category, area, hour and day."""
    question, now_s = read_question(request.query_params), _now_s(request)
    return await _answer(
        request, ("counts", question), lambda view: _json(counts_of(view, question, now_s)), now_s // _MINUTE_S
    )


@router.get("/areas")
async def get_areas(request: Request) -> Response:
    """Send the borders."""
    return await _answer(request, ("areas",), lambda view: view.borders.body, kept_s=_BORDERS_KEPT_S)


@router.get("/figures")
async def get_figures(request: Request) -> Response:
    """Send a row of figures for each area of a level, over the last days."""
    days = whole_number(request.query_params, "days", 1, max(PERIODS_DAYS)) or PERIODS_DAYS[1]
    if days not in PERIODS_DAYS:
        raise QuestionUnfit(parameter="days", text=str(days))
    level, now_s = request.query_params.get("level", "").strip()[:80], _now_s(request)

    def make(view: PublicView) -> bytes:
        chosen = level or told_level(view.tree)
        if chosen not in view.tree.levels:
            return _json({"level": chosen, "days": days, "areas": []})
        rows = [
            {
                "area": each.area,
                "received": each.received,
                "closed": each.closed,
                "open": each.open,
                "overdue": each.overdue,
                "on_time": each.on_time,
                "on_time_percent": each.on_time_percent,
                "response_s": each.response_s,
                "responses": each.responses,
            }
            for each in area_figures(view, chosen, days, now_s)
        ]
        start_ms = period_start_s(now_s, days) * 1_000
        return _json({"level": chosen, "days": days, "start_ms": start_ms, "areas": rows})

    return await _answer(request, ("figures", level, days), make, now_s // _MINUTE_S)


@router.get("/sensitive")
async def get_sensitive(request: Request) -> Response:
    """Send how many reports of sensitive categories there were, by area, in the last month that is over."""

    def make(view: PublicView) -> bytes:
        rows = [{"category": code, "area": area, "count": count} for code, area, count in view.month.counts]
        return _json({"month": view.month.month, "level": view.month.level, "least": LEAST, "counts": rows})

    return await _answer(request, ("sensitive",), make)


@router.get("/reports")
async def get_reports(request: Request) -> Response:
    """List reports, newest first, a page at a time: ``after`` is the page before's ``next``."""
    question, now_s, store = read_question(request.query_params), _now_s(request), _store(request)
    below = whole_number(request.query_params, "after", 1, _LARGEST_ID)

    def make(view: PublicView) -> bytes:
        found = selection_of(view, question, now_s, _PAGE, below)
        told = _asked(
            store, lambda connection: read_reports(connection, _city(store), view.sensitive, found.ids.tolist())
        )
        full = len(found.ids) == _PAGE
        return _json(
            {
                "total": found.total,
                "next": str(found.ids[-1]) if full else None,
                "reports": [report_line(report) for report in told],
            }
        )

    return await _answer(request, ("reports", question, below), make, now_s // _MINUTE_S)


@router.get("/reports.{form}")
async def get_file(request: Request, form: str) -> Response:
    """Send the reports of a question as a file, newest first; what it leaves out its own words and headers say."""
    if form not in _FILES:
        raise ReportNotPublic
    count_download(request, service_of(request))
    parts, media_type, most = _FILES[form]
    question, now_s, store = read_question(request.query_params), _now_s(request), _store(request)
    view = await service_of(request).public.view()
    found = await run_in_threadpool(selection_of, view, question, now_s, most)
    base_url = base_url_of(request)
    heading = Heading(
        base_url=base_url,
        self_url=f"{base_url}{request.url.path}" + (f"?{request.url.query}" if request.url.query else ""),
        language=language_of(request),
        as_of=from_ms(view.as_of_ms),
        total=found.total,
        categories=view.categories,
    )
    return StreamingResponse(
        parts(heading, stream_reports(store.engine, _city(store), view, found.ids.tolist())),
        media_type=media_type,
        headers={
            "Access-Control-Allow-Origin": "*",
            "Cache-Control": "no-cache",
            "Content-Disposition": f'attachment; filename="laporan.{form}"',
            "X-Content-Type-Options": "nosniff",
            "X-Commandcenter-Total": str(found.total),
            "X-Commandcenter-Told": str(len(found.ids)),
            AS_OF_HEADER: str(view.as_of_ms),
        },
    )


@router.get("/reports/{number}")
async def get_report(request: Request, number: str) -> Response:
    """Send one report with what happened to it; one that is not public and one that is none are both 404."""
    store = _store(request)
    view = await service_of(request).public.view()

    def find() -> bytes:
        found = _asked(store, lambda connection: find_report(connection, _city(store), view, number))
        if found is None:
            raise ReportNotPublic
        return _json(report_to_json(found))

    body = await run_in_threadpool(find)
    return Response(
        body,
        media_type="application/json; charset=utf-8",
        headers={"Cache-Control": "no-cache", "Access-Control-Allow-Origin": "*"},
    )


def base_url_of(request: Request) -> str:
    """Return where the store is reached, without a slash at its end."""
    return service_of(request).store.settings.public_url or str(request.base_url).rstrip("/")


def language_of(request: Request) -> str:
    """Return the language that an address asks for by ``lang``; Indonesian where it asks for none."""
    asked = request.query_params.get("lang", "")
    return asked if asked in LANGUAGES else LANGUAGES[0]


async def _answer(
    request: Request,
    question: tuple[object, ...],
    make: Callable[[PublicView], bytes],
    valid: object = None,
    kept_s: int = _KEPT_S,
) -> Response:
    answer = await service_of(request).public.answer(question, make, valid)
    tag = f'W/"{answer.tag}"'
    headers = {
        "ETag": tag,
        "Cache-Control": f"public, max-age={kept_s}",
        "Vary": "Accept-Encoding",
        "Access-Control-Allow-Origin": "*",
        "Access-Control-Expose-Headers": AS_OF_HEADER,
        AS_OF_HEADER: str(answer.as_of_ms),
    }
    given = {part.strip() for part in request.headers.get("If-None-Match", "").split(",")}
    if tag in given:
        return Response(status_code=304, headers=headers)
    return _body(request, answer, headers)


def _body(request: Request, answer: PublicAnswer, headers: dict[str, str]) -> Response:
    accepted = {part.partition(";")[0].strip() for part in request.headers.get("Accept-Encoding", "").split(",")}
    media_type = "application/json; charset=utf-8"
    if "gzip" in accepted:
        return Response(answer.packed, media_type=media_type, headers={**headers, "Content-Encoding": "gzip"})
    return Response(answer.body, media_type=media_type, headers=headers)


def _json(body: Any) -> bytes:
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def _asked(store: CentralStore, question: Callable[[Connection], _T]) -> _T:
    """Ask the database in one read transaction; blocks."""
    with reading(store.engine) as connection:
        return question(connection)


def _store(request: Request) -> CentralStore:
    return service_of(request).store


def _city(store: CentralStore) -> CityCode:
    return store.settings.city


def _now_s(request: Request) -> int:
    return to_ms(_store(request).settings.clock()) // 1_000
