"""GeoReport v2 over HTTP, in XML and JSON, with the extensions that docs/open311.md describes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from fastapi import APIRouter
from fastapi.routing import APIRoute
from sqlalchemy import Connection
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from commandcenter.models.failure import Failure
from commandcenter.models.identity import CategoryCode, CityCode
from commandcenter.models.intent import Intent, IntentKind, IntentStatus
from commandcenter.models.role import MAY_SEND
from commandcenter.models.service_offer import ServiceKind, ServiceOffer
from commandcenter.models.text import fit_text
from commandcenter.store.catalogue import load_categories
from commandcenter.store.central import CentralStore
from commandcenter.store.database import reading
from commandcenter.store.draft import DraftRefused, read_draft
from commandcenter.store.failure import CategoryUnknown, TokenExpired, TokenRevoked, TokenUnknown
from commandcenter.store.offer import load_offer, load_offers
from commandcenter.store.open311.answer import definition, discovery, services
from commandcenter.store.open311.bulk import csv_chunks
from commandcenter.store.open311.document import Document, Format, error_texts, format_of
from commandcenter.store.open311.failure import (
    ApiKeyRefused,
    PhotosNotTaken,
    RequestTokenUnknown,
    RequestUnknown,
    ServiceHasNoDefinition,
    ServiceUnknown,
)
from commandcenter.store.open311.listing import find_requests
from commandcenter.store.open311.query import RequestQuery, read_query
from commandcenter.store.open311.request_token import read_token, token_for
from commandcenter.store.open311.submission import Form, intent_of, more_failures, payload_of
from commandcenter.store.photo.archive import PhotoArchive
from commandcenter.store.reply import check_replies
from commandcenter.store.service.access import Service, service_of
from commandcenter.store.service.answer import document_answer, failure_answer, open311_errors, open_document
from commandcenter.store.service.open311_description import describe
from commandcenter.store.service.open311_form import form_from
from commandcenter.store.service.public_act import count_download, count_public_report
from commandcenter.store.token import Principal

router = APIRouter(prefix="/open311")

_T = TypeVar("_T")

_AS_IT_WAS = 60
"""Seconds for which anybody may keep the list of services as it was."""


@router.get("/discovery.{suffix}")
async def get_discovery(request: Request, suffix: str) -> Response:
    """Say which endpoints there are."""
    format_ = format_of(suffix)
    contact, url = service_of(request).store.settings.contact, _base_url(request)
    document = await _read(request, lambda connection, city: discovery(connection, city, contact, url))
    return open_document(request, document, format_, max_age_s=_AS_IT_WAS)


@router.get("/openapi.json")
async def get_description(request: Request) -> Response:
    """Describe these routes: OpenAPI 3.1."""
    routes = [route for route in router.routes if isinstance(route, APIRoute)]
    document = Document("openapi", describe(routes, _base_url(request)))
    return open_document(request, document, Format.JSON, max_age_s=_AS_IT_WAS)


@router.get("/v2/services.{suffix}")
async def get_services(request: Request, suffix: str) -> Response:
    """List the services."""
    format_ = format_of(suffix)
    document = await _read(
        request,
        lambda connection, city: services(load_categories(connection, city).values(), load_offers(connection, city)),
    )
    return open_document(request, document, format_, max_age_s=_AS_IT_WAS)


@router.get("/v2/services/{code}.{suffix}")
async def get_service(request: Request, code: str, suffix: str) -> Response:
    """Say what a service asks besides the general fields; 404 where it asks nothing."""
    format_ = format_of(suffix)

    def find(connection: Connection, city: CityCode) -> Document:
        if CategoryCode(code) not in load_categories(connection, city):
            raise ServiceUnknown(service_code=code[:80])
        offer = load_offer(connection, city, CategoryCode(code))
        if not offer.questions:
            raise ServiceHasNoDefinition(service_code=code[:80])
        return definition(CategoryCode(code), offer)

    try:
        return open_document(request, await _read(request, find), format_, max_age_s=_AS_IT_WAS)
    except (ServiceUnknown, ServiceHasNoDefinition) as missing:
        return open311_errors(request, [missing], 404)


@router.get("/v2/requests.csv")
async def get_requests_as_file(request: Request) -> Response:
    """Give all public requests of a question as one CSV file, whatever page it names."""
    count_download(request, service_of(request))
    store = service_of(request).store
    try:
        query = await _read(request, lambda connection, _: _query(request, connection, store))
    except ServiceUnknown as unknown:
        return open311_errors(request, [unknown], 404)
    categories = await _read(request, load_categories)
    return StreamingResponse(
        csv_chunks(store.engine, store.settings.city, query, categories),
        media_type="text/csv; charset=utf-8",
        headers={
            "Access-Control-Allow-Origin": "*",
            "Cache-Control": "no-cache",
            "Content-Disposition": 'attachment; filename="requests.csv"',
        },
    )


@router.get("/v2/requests.{suffix}")
async def get_requests(request: Request, suffix: str) -> Response:
    """List public requests, newest first."""
    format_ = format_of(suffix)
    store = service_of(request).store

    def find(connection: Connection, city: CityCode) -> Document:
        query = _query(request, connection, store)
        categories = load_categories(connection, city)
        return Document("service_requests", find_requests(connection, city, query, categories, _base_url(request)))

    try:
        return open_document(request, await _read(request, find), format_)
    except ServiceUnknown as unknown:
        return open311_errors(request, [unknown], 404)


@router.get("/v2/requests/{number}.{suffix}")
async def get_request(request: Request, number: str, suffix: str) -> Response:
    """Show one public request; hidden and unknown ones are both 404."""
    format_ = format_of(suffix)
    store = service_of(request).store
    parameters = {"service_request_id": number, "extensions": request.query_params.get("extensions", "")}

    def find(connection: Connection, city: CityCode) -> Document:
        query = read_query(parameters, store.settings.clock(), lambda _: True)
        one = len(query.numbers) == 1
        categories = load_categories(connection, city)
        found = find_requests(connection, city, query, categories, _base_url(request)) if one else []
        if not found:
            raise RequestUnknown(number=number[:80])
        return Document("service_requests", found)

    try:
        return open_document(request, await _read(request, find), format_)
    except RequestUnknown as unknown:
        return open311_errors(request, [unknown], 404)


@router.get("/v2/tokens/{token}.{suffix}")
async def get_token(request: Request, token: str, suffix: str) -> Response:
    """Tell the number of a report that was answered with a token; null until somebody has taken it on."""
    format_ = format_of(suffix)
    try:
        document = await _read(request, lambda connection, city: read_token(connection, city, token))
    except RequestTokenUnknown as unknown:
        return open311_errors(request, [unknown], 404)
    return open_document(request, document, format_)


@router.post("/v2/requests.{suffix}")
async def post_request(request: Request, suffix: str) -> Response:
    """Take a report."""
    format_ = format_of(suffix)
    form = await form_from(request)
    key = request.headers.get("Idempotency-Key")
    service = service_of(request)
    count_public_report(request, service, form.fields.get("device_id", "").strip()[:200])
    try:
        principal = await _sender(service, form)
    except ApiKeyRefused as refused:
        return open311_errors(request, [refused], 403)
    offer, failures = await _read(request, lambda connection, city: _checked(connection, city, form, service.store))
    if failures:
        missing = len(failures) == 1 and isinstance(failures[0], CategoryUnknown)
        return open311_errors(request, failures, 404 if missing else 400)
    intent = await _read(
        request,
        lambda connection, city: intent_of(
            connection, city, form, offer, principal, key, service.store.settings.clock()
        ),
    )
    if form.photos:
        try:
            async with service.decoding:
                intent = await run_in_threadpool(_with_photos, service.store.photos, form, intent, principal)
        except Failure as refused:
            return failure_answer(request, refused, 503 if refused.retryable else 400)
    decision = await service.decide(intent, principal)
    result = decision.result
    if result.status not in {IntentStatus.APPLIED, IntentStatus.REPEATED}:
        description = " / ".join(dict.fromkeys(result.sentence.values()))
        return document_answer(error_texts([description], 400), format_, 400)
    answer = {**_receipt(offer.kind, result.number, intent), "service_notice": None, "account_id": None}
    return document_answer(
        Document("service_requests", [answer]),
        format_,
        position=decision.head if offer.kind is ServiceKind.REALTIME else None,
    )


def _receipt(kind: ServiceKind, number: str | None, intent: Intent) -> dict[str, object]:
    """Return what the sender can ask for the report by: its number, a token, or nothing."""
    if kind is ServiceKind.REALTIME:
        return {"service_request_id": number}
    return {"token": token_for(intent.intent_id)} if kind is ServiceKind.BATCH else {}


def _base_url(request: Request) -> str:
    """Return where the store is reached, without a slash at its end."""
    return service_of(request).store.settings.public_url or str(request.base_url).rstrip("/")


def _query(request: Request, connection: Connection, store: CentralStore) -> RequestQuery:
    categories = load_categories(connection, store.settings.city)
    return read_query(dict(request.query_params), store.settings.clock(), lambda code: CategoryCode(code) in categories)


async def _sender(service: Service, form: Form) -> Principal:
    """Return whose key the form holds.

    Raises:
        ApiKeyRefused: If it holds none, a wrong one, or one that may not report.
    """
    try:
        principal = await service.keys.ask(form.fields.get("api_key", "").strip())
    except (TokenUnknown, TokenRevoked, TokenExpired) as error:
        raise ApiKeyRefused from error
    if principal.role not in MAY_SEND[IntentKind.SUBMIT_REPORT]:
        raise ApiKeyRefused
    return principal


def _checked(
    connection: Connection, city: CityCode, form: Form, store: CentralStore
) -> tuple[ServiceOffer, list[Failure]]:
    """Return how the form's service is offered, and everything that is wrong with the form."""
    offer = load_offer(connection, city, CategoryCode(fit_text(form.fields.get("service_code", ""))))
    failures = list(more_failures(form))
    if failures:
        return offer, failures
    try:
        # Its photos are not taken in yet; that there are some is enough for what has to be said.
        payload = {**payload_of(form), "photo_elsewhere": bool(form.photos)}
        read_draft(payload, load_categories(connection, city))
    except DraftRefused as refused:
        failures += refused.failures
    if not any(isinstance(failure, CategoryUnknown) for failure in failures):
        failures += check_replies(form.replies, offer)
    if form.photos and not store.settings.keeps_photos:
        failures.append(PhotosNotTaken())
    return offer, failures


def _with_photos(archive: PhotoArchive, form: Form, intent: Intent, principal: Principal) -> Intent:
    """Take the form's photos in, and name them in the intent; a repeat of it takes the same ones in once."""
    ids = [
        archive.upload(
            photo.data, principal, declared=photo.declared, request_key=f"{intent.intent_id}-{place}"
        ).media_id
        for place, photo in enumerate(form.photos, 1)
    ]
    return replace(intent, payload={**intent.payload, "media": ids})


async def _read(request: Request, question: Callable[[Connection, CityCode], _T]) -> _T:
    """Ask the database on a thread of the pool, in one read transaction."""
    store = service_of(request).store

    def ask() -> _T:
        with reading(store.engine) as connection:
            return question(connection, store.settings.city)

    return await run_in_threadpool(ask)
