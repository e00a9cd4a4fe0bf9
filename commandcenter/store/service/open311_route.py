"""GeoReport v2 over HTTP, JSON only; XML is answered with a sentence that says so."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from fastapi import APIRouter
from sqlalchemy import Connection
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from commandcenter.models.failure import Failure
from commandcenter.models.identity import CategoryCode
from commandcenter.models.intent import Intent, IntentKind, IntentStatus
from commandcenter.models.role import MAY_SEND
from commandcenter.store.catalogue import load_categories
from commandcenter.store.central import CentralStore
from commandcenter.store.database import reading
from commandcenter.store.draft import DraftRefused, read_draft
from commandcenter.store.failure import CategoryUnknown, TokenRevoked, TokenUnknown
from commandcenter.store.open311.answer import discovery, find_requests, services
from commandcenter.store.open311.failure import (
    ApiKeyRefused,
    FormatNotServed,
    RequestUnknown,
    ServiceHasNoDefinition,
    ServiceUnknown,
)
from commandcenter.store.open311.query import read_query
from commandcenter.store.open311.submission import (
    Form,
    intent_of,
    more_failures,
    payload_of,
    read_form,
)
from commandcenter.store.service.access import body_of, service_of
from commandcenter.store.service.answer import json_answer, open311_errors
from commandcenter.store.service.public_act import count_public_report
from commandcenter.store.token import Principal

router = APIRouter(prefix="/open311")

_T = TypeVar("_T")


@router.get("/discovery.{suffix}")
async def get_discovery(request: Request, suffix: str) -> Response:
    """Say which endpoints there are."""
    _check_format(suffix)
    settings = service_of(request).store.settings
    url = settings.public_url or str(request.base_url).rstrip("/")
    return _open(await _read(request, lambda connection: discovery(connection, settings.city, settings.contact, url)))


@router.get("/v2/services.{suffix}")
async def get_services(request: Request, suffix: str) -> Response:
    """List the services."""
    _check_format(suffix)
    city = service_of(request).store.settings.city
    return _open(await _read(request, lambda connection: services(load_categories(connection, city).values())))


@router.get("/v2/services/{code}.{suffix}")
async def get_service(request: Request, code: str, suffix: str) -> Response:
    """Answer for a service's definition: no service of this catalogue has one."""
    _check_format(suffix)
    city = service_of(request).store.settings.city
    categories = await _read(request, lambda connection: load_categories(connection, city))
    if CategoryCode(code) not in categories:
        return open311_errors([ServiceUnknown(service_code=code[:80])], 404)
    return open311_errors([ServiceHasNoDefinition(service_code=code)], 404)


@router.get("/v2/requests.{suffix}")
async def get_requests(request: Request, suffix: str) -> Response:
    """List public requests."""
    _check_format(suffix)
    store = service_of(request).store
    parameters = dict(request.query_params)

    def find(connection: Connection) -> list[dict[str, Any]]:
        categories = load_categories(connection, store.settings.city)
        query = read_query(parameters, store.settings.clock(), lambda code: CategoryCode(code) in categories)
        return find_requests(connection, store.settings.city, query, categories)

    try:
        return _open(await _read(request, find))
    except ServiceUnknown as unknown:
        return open311_errors([unknown], 404)


@router.get("/v2/requests/{number}.{suffix}")
async def get_request(request: Request, number: str, suffix: str) -> Response:
    """Show one public request; hidden and unknown ones are both 404."""
    _check_format(suffix)
    store = service_of(request).store

    def find(connection: Connection) -> list[dict[str, Any]]:
        categories = load_categories(connection, store.settings.city)
        query = read_query({"service_request_id": number}, store.settings.clock(), lambda _: True)
        one = len(query.numbers) == 1
        return find_requests(connection, store.settings.city, query, categories) if one else []

    found = await _read(request, find)
    return _open(found) if found else open311_errors([RequestUnknown(number=number[:80])], 404)


@router.post("/v2/requests.{suffix}")
async def post_request(request: Request, suffix: str) -> Response:
    """Take a report."""
    _check_format(suffix)
    form = read_form(await body_of(request), request.headers.get("Content-Type", ""))
    key = request.headers.get("Idempotency-Key")
    service = service_of(request)
    count_public_report(request, service, form.get("device_id", "").strip()[:200])
    async with service.writing:
        return await run_in_threadpool(_take, service.store, form, key)


def _take(store: CentralStore, form: Form, idempotency_key: str | None) -> Response:
    """Check a form, apply the intent it becomes, and answer with the number."""
    try:
        principal = _sender(store, form)
    except ApiKeyRefused as refused:
        return open311_errors([refused], 403)
    with reading(store.engine) as connection:
        failures = _problems(connection, store, form)
        if failures:
            missing = any(isinstance(failure, CategoryUnknown) for failure in failures)
            return open311_errors(failures, 404 if missing and len(failures) == 1 else 400)
        intent: Intent = intent_of(
            connection, store.settings.city, form, principal, idempotency_key, store.settings.clock()
        )
    result = store.apply(intent, principal)
    if result.status not in {IntentStatus.APPLIED, IntentStatus.REPEATED}:
        description = " / ".join(dict.fromkeys(result.sentence.values()))
        return json_answer([{"code": 400, "description": description}], 400)
    answer = {"service_request_id": result.number, "service_notice": None, "account_id": None}
    return json_answer([answer], position=store.head())


def _sender(store: CentralStore, form: Form) -> Principal:
    """Return whose key the form holds.

    Raises:
        ApiKeyRefused: If it holds none, a wrong one, or one that may not report.
    """
    try:
        principal = store.principal(form.get("api_key", "").strip())
    except (TokenUnknown, TokenRevoked) as error:
        raise ApiKeyRefused from error
    if principal.role not in MAY_SEND[IntentKind.SUBMIT_REPORT]:
        raise ApiKeyRefused
    return principal


def _problems(connection: Connection, store: CentralStore, form: Form) -> list[Failure]:
    failures = list(more_failures(form))
    if failures:
        return failures
    try:
        read_draft(payload_of(form), load_categories(connection, store.settings.city))
    except DraftRefused as refused:
        return refused.failures
    return []


def _check_format(suffix: str) -> None:
    if suffix != "json":
        raise FormatNotServed(suffix=suffix[:20])


async def _read(request: Request, question: Callable[[Connection], _T]) -> _T:
    """Ask the database on a thread of the pool, in one read transaction."""
    engine = service_of(request).store.engine

    def ask() -> _T:
        with reading(engine) as connection:
            return question(connection)

    return await run_in_threadpool(ask)


def _open(body: Any) -> Response:
    """Return an answer that pages of any origin may read."""
    answer = json_answer(body)
    answer.headers["Access-Control-Allow-Origin"] = "*"
    return answer
