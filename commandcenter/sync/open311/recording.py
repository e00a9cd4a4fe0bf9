"""From a source's requests and services to the mirror's records.

Pure. Owns what is made up where a source says nothing, and marks it: entries of the timeline are reconstructed from
what was seen, and limits that a source does not state are this room's usual ones (docs/decisions/0072).
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from commandcenter.models.category import Category, Publication, close_by, respond_by
from commandcenter.models.identity import AgencyCode, CategoryCode, MediaId, ReportId, ReportNumber
from commandcenter.models.instant import from_ms
from commandcenter.models.mirror.reader import HeldReport
from commandcenter.models.record import Record, report_record
from commandcenter.models.report import Media, Moderation, Priority, Report, Transition, TransitionKind
from commandcenter.models.state import CLOSED_STATES, State, open311_status
from commandcenter.sync.open311.request import Service, ServiceRequest

FIRST_RESPONSE_S = 21_600
CLOSING_S = 604_800
"""The room's usual limits, for a source that states none: six hours and a week."""

_ICON = "map-pin"

_DETAILED: Mapping[str, State] = {
    "RECEIVED": State.WAITING,
    "PENDING": State.WAITING,
    "IN_PROCESS": State.IN_PROGRESS,
    "PROCESSED": State.DONE,
    "REJECTED": State.REJECTED,
}
"""CitySDK's finer status."""

_WORDS: Mapping[str, State] = {
    "menunggu": State.WAITING,
    "waiting": State.WAITING,
    "koordinasi": State.COORDINATING,
    "handed to another agency": State.COORDINATING,
    "disposisi": State.DELEGATED,
    "handed to a sub-unit": State.DELEGATED,
    "proses": State.IN_PROGRESS,
    "in progress": State.IN_PROGRESS,
    "estimasi waktu selesai (ews)": State.ESTIMATED,
    "needs more time; a date is given": State.ESTIMATED,
    "selesai": State.DONE,
    "done": State.DONE,
    "ditolak": State.REJECTED,
    "rejected": State.REJECTED,
    "dibuka lagi": State.REOPENED,
    "reopened": State.REOPENED,
}
"""What ``status_notes`` of this program's own store begin with, in both languages; nobody else's are guessed at."""


def state_of(request: ServiceRequest, before: State | None) -> State:
    """Return a request's state: the finer one where it is said and agrees with open or closed."""
    finer = _DETAILED.get(request.detailed_status) or _WORDS.get(request.status_notes.split(" / ")[0].strip().lower())
    status = "closed" if request.is_closed else "open"
    if finer is not None and open311_status(finer) == status:
        return finer
    if request.is_closed:
        return before if before in CLOSED_STATES and finer is None else State.DONE
    if before in CLOSED_STATES:
        return State.REOPENED
    # A state once said stands until another one is; "open" alone takes nothing back.
    return State.WAITING if before is None else before


def report_of_request(
    request: ServiceRequest,
    report_id: ReportId,
    category: Category,
    seen: HeldReport | None,
    now: datetime,
    channel: str,
) -> tuple[Report, Transition | None]:
    """Return the report that a request makes of what is known, and the move that it tells of, if any.

    Args:
        request: What the source says now.
        report_id: Its id here.
        category: Of its ``service_code``.
        seen: What the mirror holds; None: it is seen for the first time.
        now: When it is seen, UTC.
        channel: How it came.
    """
    record = None if seen is None else seen.record
    before = None if record is None else State(record["state"])
    state = state_of(request, before)
    moved_at = _moved_at(request, record, now)
    created_at = request.requested_at
    closed_at = None
    if state in CLOSED_STATES:
        # The first sight of it as closed counts: later edits move ``updated_datetime``, not the closing.
        known_ms = None if record is None or before not in CLOSED_STATES else record["closed_ms"]
        closed_at = moved_at if known_ms is None else from_ms(known_ms)
    updated_at = request.updated_at or (created_at if record is None else from_ms(record["updated_ms"]))
    report = Report(
        id=report_id,
        number=ReportNumber(request.number),
        version=1 if record is None else record["version"],
        category=CategoryCode(request.service_code),
        state=state,
        priority=Priority.NORMAL,
        place=request.place,
        area=None,
        agency=None if request.agency is None else AgencyCode(request.agency),
        description=request.description,
        address=request.address,
        channel=channel,
        created_at=created_at,
        recorded_at=now if record is None else from_ms(record["recorded_ms"]),
        updated_at=max(updated_at, created_at),
        acknowledged_at=None,
        acknowledged_by=None,
        closed_at=closed_at,
        respond_by=respond_by(category, created_at),
        close_by=request.expected_at or close_by(category, created_at),
        supporters=0,
        has_photo=request.media_url is not None,
        moderation=Moderation.PUBLIC,
        simulated=request.simulated,
        reconstructed=True,
    )
    if before is None or before is state:
        return report, None
    entries = 0 if seen is None else seen.entries
    return report, _move(report, entries + 1, before, request, moved_at, now)


def first_entries(report: Report, request: ServiceRequest, now: datetime) -> tuple[Transition, ...]:
    """Return the timeline of a report seen for the first time: reported, and moved if it is not waiting any more."""
    entry = Transition(
        report.id, 1, TransitionKind.SUBMITTED, None, State.WAITING, "", "", report.created_at, now, reconstructed=True
    )
    if report.state is State.WAITING:
        return (entry,)
    moved_at = report.closed_at or _moved_at(request, None, now)
    return (entry, _move(report, 2, State.WAITING, request, moved_at, now))


def photo_of(report: Report, request: ServiceRequest, source: str) -> Media | None:
    """Return the photo that a request names; the same address of a report is the same photo."""
    if request.media_url is None:
        return None
    digest = hashlib.sha256(f"{source}\n{request.number}\n{request.media_url}".encode()).hexdigest()
    return Media(MediaId(digest[:32]), report.id, "before", request.media_url, Moderation.PUBLIC, report.created_at)


def category_of_service(service: Service) -> Category:
    """Return a service of the source's list as a category."""
    return _category(service.code, service.name, service.name, service.group, active=service.active)


def unlisted_category(code: str, name: str) -> Category:
    """Return a category for a code that the source's list does not hold; its name says so, and it is not active."""
    name = name or code
    return _category(code, f"{name} (tak terdaftar)", f"{name} (not listed)", "", active=False)


def changed_record(report: Report, seen: HeldReport | None) -> dict[str, Any] | None:
    """Return the record to write, its version counted up; None if the mirror holds the same already."""
    record = report_record(report)
    if seen is None:
        return record
    if all(record[name] == seen.record[name] for name in record):
        return None
    record["version"] += 1
    return record


def _category(code: str, name_id: str, name_en: str, group: str, *, active: bool) -> Category:
    return Category(
        code=CategoryCode(code),
        name_id=name_id,
        name_en=name_en,
        group=group,
        first_response_s=FIRST_RESPONSE_S,
        closing_s=CLOSING_S,
        publication=Publication.BY_RULE,
        ppsu_sized=False,
        icon=_ICON,
        active=active,
    )


def _moved_at(request: ServiceRequest, record: Record | None, now: datetime) -> datetime:
    """Return when a move was made: as the source dates its change, if that can be true; else when it was seen."""
    at = request.updated_at
    if at is None:
        return max(now, request.requested_at)
    earliest = request.requested_at if record is None else max(request.requested_at, from_ms(record["created_ms"]))
    return min(max(at, earliest), max(now, earliest))


def _move(
    report: Report, sequence: int, before: State, request: ServiceRequest, moved_at: datetime, now: datetime
) -> Transition:
    actor = report.agency or ""
    note = request.status_notes
    return Transition(
        report.id, sequence, TransitionKind.MOVED, before, report.state, actor, note, moved_at, now, reconstructed=True
    )
