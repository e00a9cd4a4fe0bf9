"""Public requests, found and told in the standard's words.

Strings are strings, always; dates carry Jakarta's offset. Only public reports of categories that may be shown appear,
and nothing about their reporters does: what somebody wrote of their own accord into a timeline or as an answer to a
question is left out, since nobody has looked whom it names. An office's answer was written for everybody to read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, or_, select

from commandcenter.models.category import Category
from commandcenter.models.identity import CategoryCode, CityCode, ReportId, ReportNumber, id_ceiling, id_floor
from commandcenter.models.instant import to_ms
from commandcenter.models.record import report_of
from commandcenter.models.report import SIMULATED_NOTICE, Moderation, Report, TransitionKind
from commandcenter.models.role import Role
from commandcenter.models.sensitivity import counts_only
from commandcenter.models.state import CLOSED_STATES, OPEN_STATES, State, open311_status
from commandcenter.models.table import report_numbers, reports, transitions
from commandcenter.store.language import LANGUAGES, STATE_WORDS, translated
from commandcenter.store.open311.answer import date_text
from commandcenter.store.open311.extension import extensions_of
from commandcenter.store.open311.photo import PublicPhoto, public_photos
from commandcenter.store.open311.query import MOST_ROWS, RequestQuery


def find_requests(
    connection: Connection,
    city: CityCode,
    query: RequestQuery,
    categories: Mapping[CategoryCode, Category],
    base_url: str,
) -> list[dict[str, Any]]:
    """Return the requests that a question asks for, newest first, ties by id.

    Args:
        connection: Inside a transaction.
        city: Whose.
        query: The question.
        categories: The store's, by code.
        base_url: Where the store is reached, without a slash at its end: photos that it keeps itself lie there.
    """
    wanted = _wanted(city, query, categories)
    if not query.numbers:
        wanted = wanted.limit(query.page_size).offset((query.page - 1) * query.page_size)
    found = _read(connection, wanted)
    photos = public_photos(connection, city, [report.id for report in found if report.has_photo], base_url)
    answers = last_answers(connection, city, [report.id for report in found])
    told = [
        _request(report, categories[report.category], photos.get(report.id, ()), answers.get(report.id))
        for report in found
    ]
    if query.extensions:
        for request, more in zip(told, extensions_of(connection, city, found, photos), strict=True):
            request.update(more)
    return told


def next_reports(
    connection: Connection,
    city: CityCode,
    query: RequestQuery,
    categories: Mapping[CategoryCode, Category],
    below: ReportId | None,
) -> list[Report]:
    """Return the next 1,000 public reports that a question asks for, newest first, whatever page it names.

    Args:
        connection: Inside a transaction.
        city: Whose.
        query: The question.
        categories: The store's, by code.
        below: The last report that was returned before; None: begin.
    """
    wanted = _wanted(city, query, categories)
    if below is not None:
        wanted = wanted.where(reports.c.id < below)
    return _read(connection, wanted.limit(MOST_ROWS))


def status_notes(state: State, answer: str | None) -> str:
    """Return the full state in both languages, below it what the office answered last."""
    words = " / ".join(translated(STATE_WORDS[state], language) for language in LANGUAGES)
    return f"{words}\n{answer}" if answer else words


def last_answers(connection: Connection, city: CityCode, ids: Sequence[ReportId]) -> dict[ReportId, str]:
    """Return what an office answered last, by report; reports without an answer are missing."""
    rows = connection.execute(
        select(transitions.c.report_id, transitions.c.note)
        .where(
            transitions.c.city == city,
            transitions.c.report_id.in_(ids),
            transitions.c.kind == TransitionKind.ANSWERED.value,
        )
        .order_by(transitions.c.report_id, transitions.c.sequence)
    )
    return {row.report_id: row.note for row in rows}


def _read(connection: Connection, wanted: Select[Any]) -> list[Report]:
    return [report_of(dict(row)) for row in connection.execute(wanted).mappings()]


def _wanted(city: CityCode, query: RequestQuery, categories: Mapping[CategoryCode, Category]) -> Select[Any]:
    shown = [code for code, category in categories.items() if not counts_only(Role.PUBLIC, category.publication)]
    public = select(reports).where(
        reports.c.city == city, reports.c.moderation == Moderation.PUBLIC.value, reports.c.category.in_(shown)
    )
    conditions = _by_number(city, query.numbers) if query.numbers else _by_rule(query)
    return public.where(*conditions).order_by(reports.c.id.desc())


def _by_number(city: CityCode, numbers: Sequence[ReportNumber]) -> Iterator[ColumnElement[bool]]:
    wanted = select(report_numbers.c.report_id).where(
        report_numbers.c.city == city, report_numbers.c.number.in_(numbers)
    )
    yield reports.c.id.in_(wanted)


def _by_rule(query: RequestQuery) -> Iterator[ColumnElement[bool]]:
    states = [
        state.value
        for word, group in (("open", OPEN_STATES), ("closed", CLOSED_STATES))
        if word in query.statuses
        for state in group
    ]
    yield reports.c.state.in_(states)
    if query.since is not None:
        yield reports.c.id >= id_floor(query.since)
        yield reports.c.created_ms >= to_ms(query.since)
    if query.until is not None:
        yield reports.c.id <= id_ceiling(query.until)
        yield reports.c.created_ms <= to_ms(query.until)
    if query.codes:
        yield reports.c.category.in_(query.codes)
    if query.box is not None:
        yield reports.c.lon.between(query.box.west, query.box.east)
        yield reports.c.lat.between(query.box.south, query.box.north)
    if query.updated_since is not None or query.updated_until is not None:
        yield _told_as_updated(query)


def _told_as_updated(query: RequestQuery) -> ColumnElement[bool]:
    """Return the condition on ``updated_datetime`` as it is told, in whole seconds; of closed ones: the closing."""

    def within(column: ColumnElement[Any]) -> list[ColumnElement[bool]]:
        bounds = []
        if query.updated_since is not None:
            bounds.append(column >= to_ms(query.updated_since) // 1_000 * 1_000)
        if query.updated_until is not None:
            bounds.append(column < (to_ms(query.updated_until) // 1_000 + 1) * 1_000)
        return bounds

    return or_(
        and_(*within(reports.c.closed_ms)),
        and_(reports.c.closed_ms.is_(None), *within(reports.c.updated_ms)),
    )


def _request(report: Report, category: Category, photos: Sequence[PublicPhoto], answer: str | None) -> dict[str, Any]:
    updated_at = report.closed_at or report.updated_at
    return {
        "service_request_id": report.number,
        "status": open311_status(report.state),
        "status_notes": status_notes(report.state, answer),
        "service_name": category.name_id,
        "service_code": report.category,
        "description": report.description or None,
        "agency_responsible": report.agency,
        "service_notice": SIMULATED_NOTICE if report.simulated else None,
        "requested_datetime": date_text(report.created_at),
        "updated_datetime": date_text(max(updated_at, report.created_at)),
        "expected_datetime": date_text(report.expected_at or report.close_by),
        "address": report.address,
        "address_id": None,
        "zipcode": None,
        "lat": None if report.place is None else report.place.lat,
        "long": None if report.place is None else report.place.lon,
        "media_url": photos[0].url if photos else None,
    }
