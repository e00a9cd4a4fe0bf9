"""Public reports as files that other programs open: GeoJSON (RFC 7946), GeoRSS in Atom (RFC 4287), CSV (RFC 4180).

Owns their fields. Each is written in parts, so that a long one is never held whole; what the reports say is escaped as
each format wants it, and a text that a spreadsheet would take for a formula begins with ``'``.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from io import StringIO
from xml.sax.saxutils import escape, quoteattr

from commandcenter.models.category import Category
from commandcenter.models.identity import CategoryCode
from commandcenter.models.report import SIMULATED_NOTICE, Report
from commandcenter.models.text import FORMULA_STARTS
from commandcenter.store.language import STATE_WORDS, translated
from commandcenter.store.open311.answer import date_text
from commandcenter.store.public.report import report_line

MOST_ENTRIES = 100
"""Of a feed for readers: the newest."""

_CSV_HEADER = (
    "number",
    "category",
    "category_name",
    "state",
    "state_word",
    "area",
    "address",
    "created",
    "updated",
    "closed",
    "close_by",
    "lon",
    "lat",
    "supporters",
    "description",
    "notice",
)


@dataclass(frozen=True, slots=True)
class Heading:
    """What a file says of itself.

    Attributes:
        base_url: Where the store is reached, without a slash at its end.
        self_url: Of this very file.
        language: Of its words.
        as_of: When what it says was true.
        total: How many reports the question means; more than the file holds where it is cut short.
        categories: By code.
    """

    base_url: str
    self_url: str
    language: str
    as_of: datetime
    total: int
    categories: Mapping[CategoryCode, Category]

    def category_name(self, report: Report) -> str:
        """Return what a report is about, in words."""
        category = self.categories.get(report.category)
        if category is None:
            return report.category
        return category.name_id if self.language == "id" else category.name_en

    def state_word(self, report: Report) -> str:
        """Return how a report stands, in words."""
        return translated(STATE_WORDS[report.state], self.language)

    def page_url(self, report: Report) -> str:
        """Return the address of a report's page."""
        return f"{self.base_url}/laporan/{report.number}"


def geojson_parts(heading: Heading, parts: Iterable[list[Report]]) -> Iterator[bytes]:
    """Yield a feature collection; reports without a place have no geometry."""
    about = {
        "as_of": date_text(heading.as_of),
        "total": heading.total,
        "about": f"{heading.base_url}/data",
    }
    yield b'{"type":"FeatureCollection",' + json.dumps(about)[1:-1].encode() + b',"features":[\n'
    before = ""
    for reports in parts:
        lines = [json.dumps(_feature(heading, report), ensure_ascii=False) for report in reports]
        if lines:
            yield (before + ",\n".join(lines)).encode()
            before = ",\n"
    yield b"\n]}\n"


def csv_parts(heading: Heading, parts: Iterable[list[Report]]) -> Iterator[bytes]:
    """Yield a header line, then a line a report."""
    yield _lines([_CSV_HEADER])
    for reports in parts:
        yield _lines([_row(heading, report) for report in reports])


def georss_parts(heading: Heading, parts: Iterable[list[Report]]) -> Iterator[bytes]:
    """Yield an Atom feed with the reports' places as ``georss:point``, latitude first as that standard has it."""
    title = translated("Public reports", heading.language)
    yield (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:georss="http://www.georss.org/georss">\n'
        f"<id>{escape(heading.self_url)}</id><title>{escape(title)}</title>"
        f"<updated>{date_text(heading.as_of)}</updated>"
        f'<link rel="self" href={quoteattr(heading.self_url)}/>'
        f'<link rel="alternate" href={quoteattr(heading.base_url + "/")}/>\n'
    ).encode()
    for reports in parts:
        yield "".join(_entry(heading, report) for report in reports).encode()
    yield b"</feed>\n"


def _feature(heading: Heading, report: Report) -> dict[str, object]:
    place = report.place
    return {
        "type": "Feature",
        "id": report.number,
        "geometry": None if place is None else {"type": "Point", "coordinates": [place.lon, place.lat]},
        "properties": {
            **report_line(report),
            "category_name": heading.category_name(report),
            "state_word": heading.state_word(report),
            "description": report.description,
            "url": heading.page_url(report),
            "notice": SIMULATED_NOTICE if report.simulated else None,
        },
    }


def _entry(heading: Heading, report: Report) -> str:
    place = report.place
    title = f"{heading.category_name(report)} · {heading.state_word(report)} · {report.number}"
    summary = f"{SIMULATED_NOTICE}\n{report.description}" if report.simulated else report.description
    url = heading.page_url(report)
    point = "" if place is None else f"<georss:point>{place.lat} {place.lon}</georss:point>"
    return (
        f"<entry><id>{escape(url)}</id><title>{escape(title)}</title><link href={quoteattr(url)}/>"
        f"<published>{date_text(report.created_at)}</published><updated>{date_text(report.updated_at)}</updated>"
        f"<category term={quoteattr(report.category)}/><author><name>{escape(heading.base_url)}</name></author>"
        f"<summary>{escape(summary)}</summary>{point}</entry>\n"
    )


def _row(heading: Heading, report: Report) -> list[object]:
    place = report.place
    return [
        report.number,
        report.category,
        _cell(heading.category_name(report)),
        report.state.value,
        heading.state_word(report),
        _cell(report.area or ""),
        _cell(report.address or ""),
        date_text(report.created_at),
        date_text(report.updated_at),
        "" if report.closed_at is None else date_text(report.closed_at),
        date_text(report.close_by),
        None if place is None else place.lon,
        None if place is None else place.lat,
        report.supporters,
        _cell(report.description),
        SIMULATED_NOTICE if report.simulated else "",
    ]


def _lines(rows: Iterable[Iterable[object]]) -> bytes:
    text = StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


def _cell(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
