"""GeoReport Bulk: all public requests of a question as one CSV file (RFC 4180), however many.

Owns the proposed standard's columns and words. A text that a spreadsheet would take for a formula begins with ``'``.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from io import StringIO

from sqlalchemy import Engine

from commandcenter.models.category import Category
from commandcenter.models.identity import CategoryCode, CityCode, ReportId
from commandcenter.models.report import Report
from commandcenter.models.state import State
from commandcenter.store.database import reading
from commandcenter.store.open311.answer import date_text
from commandcenter.store.open311.listing import last_answers, next_reports, status_notes
from commandcenter.store.open311.query import MOST_ROWS, RequestQuery

HEADER = (
    "service_request_id",
    "requested_datetime",
    "updated_datetime",
    "closed_date",
    "status_description",
    "status_notes",
    "source",
    "service_name",
    "service_subtype",
    "description",
    "agency_responsible",
    "address",
    "lat",
    "long",
)

STATUS_DESCRIPTION = {
    State.WAITING: "Open",
    State.COORDINATING: "Processing",
    State.DELEGATED: "Processing",
    State.IN_PROGRESS: "Processing",
    State.ESTIMATED: "Hold",
    State.DONE: "Closed",
    State.REJECTED: "Closed",
    State.REOPENED: "Open",
}

_FORMULA_BEGINS = ("=", "+", "-", "@", "\t", "\r")


def csv_chunks(
    engine: Engine, city: CityCode, query: RequestQuery, categories: Mapping[CategoryCode, Category]
) -> Iterator[bytes]:
    """Yield the file, 1,000 rows a time, each from a transaction of its own; newest first.

    A reader that is slow holds no connection. What changes while it reads may be told as it was or as it is; no report
    is told twice. Blocks; not for an event loop's thread.
    """
    yield _lines([HEADER])
    below: ReportId | None = None
    while True:
        with reading(engine) as connection:
            found = next_reports(connection, city, query, categories, below)
            answers = last_answers(connection, city, [report.id for report in found])
        if found:
            yield _lines([_row(report, categories[report.category], answers.get(report.id)) for report in found])
            below = found[-1].id
        if len(found) < MOST_ROWS:
            return


def _lines(rows: Sequence[Sequence[object]]) -> bytes:
    out = StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    return out.getvalue().encode("utf-8", "replace")


def _row(report: Report, category: Category, answer: str | None) -> list[object]:
    updated_at = report.closed_at or report.updated_at
    return [
        _cell(report.number),
        date_text(report.created_at),
        date_text(max(updated_at, report.created_at)),
        None if report.closed_at is None else date_text(report.closed_at),
        STATUS_DESCRIPTION[report.state],
        status_notes(report.state, answer),
        _cell(report.channel),
        _cell(category.name_id),
        None,
        _cell(report.description),
        _cell(report.agency),
        _cell(report.address),
        None if report.place is None else report.place.lat,
        None if report.place is None else report.place.lon,
    ]


def _cell(text: str | None) -> str:
    if text is None:
        return ""
    return f"'{text}" if text.startswith(_FORMULA_BEGINS) else text
