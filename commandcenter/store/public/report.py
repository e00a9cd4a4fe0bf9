"""One public report as its page tells it: what, where, how it stands, what happened, which photos.

Owns what of a timeline is for everybody: what was done and when, and what an office answered. Who did it, and what
anybody else wrote, stays with the offices.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, case, select

from commandcenter.models.category import Category
from commandcenter.models.identity import CityCode, ReportNumber
from commandcenter.models.instant import from_ms, optional_ms, to_ms
from commandcenter.models.photo import PhotoSize
from commandcenter.models.record import report_of
from commandcenter.models.report import Area, Report, TransitionKind
from commandcenter.models.state import State
from commandcenter.models.table import report_numbers, reports, transitions
from commandcenter.store.open311.photo import PublicPhoto, public_photos
from commandcenter.store.photo.address import address_of, shown_at
from commandcenter.store.public.board import PublicView
from commandcenter.store.public.row import shown

_TOLD = (
    TransitionKind.SUBMITTED,
    TransitionKind.TAKEN_ON,
    TransitionKind.MOVED,
    TransitionKind.ANSWERED,
)

_LONGEST_NUMBER = 40


@dataclass(frozen=True, slots=True)
class Step:
    """One entry of the timeline.

    Attributes:
        kind: What was done.
        state: Where the report stood after it.
        acted_at: When.
        answer: What an office answered; empty for everything else.
    """

    kind: TransitionKind
    state: State
    acted_at: datetime
    answer: str


@dataclass(frozen=True, slots=True)
class PublicReport:
    """A report as everybody may see it.

    Attributes:
        report: Its public fields; ``acknowledged_by`` and ``incident`` are empty.
        category: What it is about.
        area: The area that it lies in, or None.
        steps: What happened, oldest first.
        photos: Those that this store keeps and shows, covered where they must be; oldest first.
    """

    report: Report
    category: Category
    area: Area | None
    steps: tuple[Step, ...]
    photos: tuple[PublicPhoto, ...]


def find_report(connection: Connection, city: CityCode, view: PublicView, number: str) -> PublicReport | None:
    """Return a report by its number; None where there is none that the public may see.

    Args:
        connection: Inside a reading transaction.
        city: Whose.
        view: Of which categories and areas are taken; whether the report is public is asked of the tables.
        number: As somebody typed it.
    """
    # PostgreSQL refuses to be asked for some characters that are not printable.
    if len(number) > _LONGEST_NUMBER or not number.isprintable():
        return None
    by_number = select(report_numbers.c.report_id).where(
        report_numbers.c.city == city, report_numbers.c.number == ReportNumber(number)
    )
    row = (
        connection.execute(select(reports).where(shown(city, view.sensitive), reports.c.id.in_(by_number)))
        .mappings()
        .one_or_none()
    )
    category = None if row is None else view.categories.get(row["category"])
    if row is None or category is None:
        return None
    report = report_of({**row, "acknowledged_by": None, "incident": None})
    photos = public_photos(connection, city, [report.id], "").get(report.id, ())
    return PublicReport(
        report=report,
        category=category,
        area=None if report.area is None else view.areas.get(report.area),
        steps=tuple(_steps(connection, city, report)),
        # Pictures elsewhere in the web would tell their hosts who looks at which report.
        photos=tuple(photo for photo in photos if shown_at(photo.url) is not None),
    )


def photo_address(photo: PublicPhoto, size: PhotoSize) -> str:
    """Return the path of a public photo in one size.

    Raises:
        ValueError: If it lies elsewhere.
    """
    kept = shown_at(photo.url)
    if kept is None:
        raise ValueError(f"not kept here: {photo.url}")
    return address_of(kept[0], size)


def report_to_json(found: PublicReport) -> dict[str, Any]:
    """Return a report's fields for programs; docs/public.md says them."""
    report = found.report
    return {
        **report_line(report),
        "description": report.description,
        "expected_ms": optional_ms(report.expected_at),
        "steps": [
            {
                "kind": step.kind.value,
                "state": step.state.value,
                "acted_ms": to_ms(step.acted_at),
                "answer": step.answer,
            }
            for step in found.steps
        ],
        "photos": [
            {
                "stage": photo.stage,
                "recorded_ms": to_ms(photo.recorded_at),
                **{size.value: photo_address(photo, size) for size in PhotoSize},
            }
            for photo in found.photos
        ],
    }


def report_line(report: Report) -> dict[str, Any]:
    """Return what a list tells of a report."""
    return {
        "number": report.number,
        "category": report.category,
        "state": report.state.value,
        "area": report.area,
        "agency": report.agency,
        "address": report.address,
        "lon": None if report.place is None else report.place.lon,
        "lat": None if report.place is None else report.place.lat,
        "created_ms": to_ms(report.created_at),
        "updated_ms": to_ms(report.updated_at),
        "closed_ms": optional_ms(report.closed_at),
        "close_by_ms": to_ms(report.close_by),
        "supporters": report.supporters,
        "stars": report.stars,
        "ratings": report.ratings,
        "simulated": report.simulated,
    }


def _steps(connection: Connection, city: CityCode, report: Report) -> Sequence[Step]:
    rows = connection.execute(
        select(
            transitions.c.kind,
            transitions.c.to_state,
            transitions.c.acted_ms,
            case((transitions.c.kind == TransitionKind.ANSWERED.value, transitions.c.note), else_="").label("answer"),
        )
        .where(
            transitions.c.city == city,
            transitions.c.report_id == report.id,
            transitions.c.kind.in_([kind.value for kind in _TOLD]),
        )
        .order_by(transitions.c.sequence)
    )
    return [
        Step(TransitionKind(row.kind), State(row.to_state), from_ms(row.acted_ms), row.answer or "") for row in rows
    ]
