"""What the officer's page asks for. It reads only: whatever it changes, it changes by intents."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

from fastapi import APIRouter
from sqlalchemy import Connection
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from commandcenter.models.identity import CategoryCode, CityCode, ReportId, read_id
from commandcenter.models.role import READS_REPORTS
from commandcenter.models.state import State
from commandcenter.store.database import reading
from commandcenter.store.failure import BadRequest, NotAllowed, ReportUnknown
from commandcenter.store.officer_moderation import list_pending
from commandcenter.store.officer_page import Work, WorkAsked, count_work, list_work
from commandcenter.store.officer_report import find_report, read_crews, read_desk, read_report
from commandcenter.store.service.access import principal_of, service_of
from commandcenter.store.service.answer import failure_answer, json_answer
from commandcenter.store.token import Principal

router = APIRouter(prefix="/v1/officer")

Body = TypeVar("Body")

Question = Callable[[Connection, CityCode, Principal, datetime], Body]


@router.get("/desk")
async def get_desk(request: Request) -> Response:
    """Say who asks, for which part of the city, and send what acts need: agencies and ready words."""
    return await _answered(request, lambda connection, city, who, _: read_desk(connection, city, who))


@router.get("/reports")
async def get_reports(request: Request) -> Response:
    """List work: ``work`` is open, handed or closed; ``state`` (several), ``category``, ``overdue``, ``after``."""
    asked = _asked(request)
    return await _answered(request, lambda connection, city, who, now: list_work(connection, city, who, asked, now))


@router.get("/counts")
async def get_counts(request: Request) -> Response:
    """Count open reports by state and category, those beyond a limit, and those handed over."""
    return await _answered(request, count_work)


@router.get("/pending")
async def get_pending(request: Request) -> Response:
    """List what waits for moderation; ``after`` is the ``next`` of the answer before."""
    given = request.query_params.get("after")
    after = None if given is None else _id(given, "after")
    return await _answered(request, lambda connection, city, who, _: list_pending(connection, city, who, after))


@router.get("/reports/{report_id}")
async def get_report(report_id: str, request: Request) -> Response:
    """Send one report in full, by its id or its number."""

    def read(connection: Connection, city: CityCode, who: Principal, now: datetime) -> dict[str, Any]:
        found = _numbered(report_id) or find_report(connection, city, who, report_id.strip().upper()[:64])
        if found is None:
            raise ReportUnknown
        return read_report(connection, city, who, found, now)

    return await _answered(request, read)


@router.get("/reports/{report_id}/crews")
async def get_crews(report_id: str, request: Request) -> Response:
    """List the crews that could be sent, the readiest first, with what speaks against each."""

    def read(connection: Connection, city: CityCode, who: Principal, _: datetime) -> dict[str, Any]:
        found = _numbered(report_id)
        if found is None:
            raise ReportUnknown
        return {"crews": read_crews(connection, city, who, found)}

    return await _answered(request, read)


async def _answered(request: Request, question: Question[dict[str, Any]]) -> Response:
    """Ask the store in the name of whoever asks, if their role reads reports one by one."""
    principal = await principal_of(request)
    if principal.role not in READS_REPORTS:
        raise NotAllowed(name=principal.name, role=principal.role)
    store = service_of(request).store

    def ask() -> dict[str, Any]:
        with reading(store.engine) as connection:
            return question(connection, store.settings.city, principal, store.settings.clock())

    try:
        answer = json_answer(await run_in_threadpool(ask))
    except ReportUnknown as failure:
        return failure_answer(request, failure, 404)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _asked(request: Request) -> WorkAsked:
    given = request.query_params
    try:
        work = Work(given.get("work", Work.OPEN))
        states = frozenset(State(state) for state in given.getlist("state"))
    except ValueError as error:
        raise BadRequest(what=f"work, state: {error}"[:200]) from error
    category = given.get("category")
    return WorkAsked(
        work=work,
        states=states,
        category=None if category is None else CategoryCode(category[:64].replace("\0", "")),
        overdue=given.get("overdue") == "1",
        after=_place(given.get("after")),
    )


def _place(text: str | None) -> tuple[int, int] | None:
    if text is None:
        return None
    order, _, report = text.partition(".")
    return _id(order, "after"), _id(report, "after")


def _id(text: str, field: str) -> ReportId:
    found = _numbered(text)
    if found is None:
        raise BadRequest(what=f"{field}: the next of an earlier answer")
    return found


def _numbered(text: str) -> ReportId | None:
    found = read_id(text)
    return None if found is None else ReportId(found)
