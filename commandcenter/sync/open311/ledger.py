"""What the mirror holds of one source: ids by number, categories by code; and what an answer changes of it.

Owns the ids. A report's id is its time and twenty bits of a hash of source and number, so that the same request has the
same id wherever it is read; where two of one millisecond meet in these bits, the second takes the next free one. Which
number has which id is kept by the mirror itself, with the report: an id once given stays, whatever the source makes of
the request's date later. Belongs to the worker's thread.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from commandcenter.models.category import Category
from commandcenter.models.flat import flatten
from commandcenter.models.identity import ReportId, id_floor
from commandcenter.models.instant import to_ms
from commandcenter.models.mirror.reader import HeldReport, MirrorReader
from commandcenter.models.record import Entity, Record, media_record, record_key, transition_record
from commandcenter.protocol.feed import ChangeRow
from commandcenter.sync.open311.action import Apply, Scope
from commandcenter.sync.open311.recording import (
    category_of_service,
    changed_record,
    first_entries,
    photo_of,
    report_of_request,
    unlisted_category,
)
from commandcenter.sync.open311.request import ServiceRequest

_LOG = logging.getLogger(__name__)

_LOW_BITS = 20
_LOW_MASK = (1 << _LOW_BITS) - 1

_MOST_EXPIRED = 1_000
"""So many reports from before the horizon go at once; the others with the next rounds, so that no write is long."""

_MOST_TRIES = 4_096
"""So many ids of one millisecond are looked at; a report that finds none free among them is left out."""


@dataclass(frozen=True, slots=True)
class Known:
    """One report's id, and when it was reported (milliseconds since 1970 UTC) as the source says now."""

    report_id: ReportId
    created_ms: int


@dataclass(frozen=True, slots=True)
class Entry:
    """What an answer changes.

    Attributes:
        rows: For the mirror's writer.
        missing: Known numbers of the answer's scope that did not come.
        overdue: Numbers of the open reports from before the horizon that stay.
        known: New or otherwise dated reports, by number.
        gone: Numbers that are removed.
        categories: New or changed categories, by code.
    """

    rows: tuple[ChangeRow, ...]
    missing: tuple[str, ...]
    known: dict[str, Known] = field(default_factory=dict)
    gone: frozenset[str] = frozenset()
    categories: dict[str, Category] = field(default_factory=dict)
    overdue: tuple[str, ...] = ()


class Ledger:
    """Turns what the engine wants written into rows; ``accept`` what the mirror has committed."""

    def __init__(self, reader: MirrorReader, source: str, channel: str) -> None:
        """Read what the mirror holds.

        Args:
            reader: Of this source's mirror.
            source: Its address: part of what ids are made of.
            channel: What reports are marked with as their way here.

        Raises:
            MirrorReadFailed: If the mirror can't be read.
        """
        self._reader = reader
        self._source = source
        self._channel = channel
        self._known = {
            number: Known(ReportId(report_id), created_ms) for report_id, number, created_ms in reader.numbers()
        }
        self._ids: set[int] = {known.report_id for known in self._known.values()}
        self._categories = {str(category.code): category for category in reader.categories()}

    def prepare(self, wanted: Apply, now: datetime) -> Entry:
        """Return what is to be written; nothing is changed here before ``accept``.

        Args:
            wanted: Requests, removals and services.
            now: When they were seen, UTC.

        Raises:
            MirrorReadFailed: If the mirror can't be read.
        """
        requests = {request.number: request for request in wanted.requests if self._is_taken(request, wanted.floor_ms)}
        known = self._identify(requests)
        requests = {number: request for number, request in requests.items() if number in known}
        categories = self._recategorise(wanted, requests.values())
        rows = [_row(Entity.CATEGORY, flatten(category)) for category in categories.values()]
        ids = [known[number].report_id for number in requests]
        seen = self._reader.held([report_id for report_id in ids if report_id in self._ids])
        for number, request in requests.items():
            report_id = known[number].report_id
            category = categories.get(request.service_code) or self._categories[request.service_code]
            rows += self._rows_of(request, report_id, category, seen.get(report_id), now)
        expired, overdue = self._beyond(wanted)
        gone = (wanted.removed | expired) & self._known.keys() - requests.keys()
        rows += [ChangeRow(Entity.REPORT, str(self._known[number].report_id), None) for number in sorted(gone)]
        changed = {number: entry for number, entry in known.items() if self._known.get(number) != entry}
        return Entry(tuple(rows), self._missing(wanted.scope, requests, gone), changed, gone, categories, overdue)

    def accept(self, entry: Entry) -> None:
        """The mirror has committed an entry."""
        for number in entry.gone:
            self._ids.discard(self._known.pop(number).report_id)
        self._known.update(entry.known)
        self._ids.update(known.report_id for known in entry.known.values())
        self._categories.update(entry.categories)

    def _is_taken(self, request: ServiceRequest, floor_ms: int) -> bool:
        return request.number in self._known or to_ms(request.requested_at) >= floor_ms

    def _beyond(self, wanted: Apply) -> tuple[frozenset[str], tuple[str, ...]]:
        """Return the numbers from before the horizon: those that go now, and the open ones that stay."""
        if wanted.horizon_ms is None:
            return frozenset(), ()
        old = self._reader.reported_before(wanted.horizon_ms)
        overdue = tuple(number for number, is_closed in old if wanted.keeps_open and not is_closed)
        expired = [number for number, is_closed in old if is_closed or not wanted.keeps_open]
        return frozenset(expired[:_MOST_EXPIRED]), overdue

    def _identify(self, requests: dict[str, ServiceRequest]) -> dict[str, Known]:
        """Return every request's id and date; one whose millisecond is crowded out is missing."""
        found: dict[str, Known] = {}
        taken: set[int] = set()
        # In a fixed order, so that two that meet get the same ids wherever both are read at once.
        for number in sorted(requests):
            request = requests[number]
            created_ms = to_ms(request.requested_at)
            before = self._known.get(number)
            report_id = self._free_id(request, taken) if before is None else before.report_id
            if report_id is not None:
                taken.add(report_id)
                found[number] = Known(report_id, created_ms)
        if len(found) < len(requests):
            _LOG.warning("%d requests are left out: too many are of the same instant", len(requests) - len(found))
        return found

    def _free_id(self, request: ServiceRequest, taken: set[int]) -> ReportId | None:
        # Without its low bits: those of the largest id there is are all set.
        floor = id_floor(request.requested_at) & ~_LOW_MASK
        low = self._low_bits(request.number)
        tries = (floor | (low + step) & _LOW_MASK for step in range(_MOST_TRIES))
        return next((ReportId(one) for one in tries if one not in self._ids and one not in taken), None)

    def _low_bits(self, number: str) -> int:
        digest = hashlib.sha256(f"{self._source}\n{number}".encode()).digest()
        return int.from_bytes(digest[:4], "big") & _LOW_MASK

    def _recategorise(self, wanted: Apply, requests: Iterable[ServiceRequest]) -> dict[str, Category]:
        """Return categories to write: listed ones that are new or changed, and one for every unknown code."""
        found: dict[str, Category] = {}
        for service in wanted.services or ():
            category = category_of_service(service)
            if self._categories.get(service.code) != category:
                found[service.code] = category
        for request in requests:
            code = request.service_code
            if code not in self._categories and code not in found:
                found[code] = unlisted_category(code, request.service_name)
        return found

    def _rows_of(
        self, request: ServiceRequest, report_id: ReportId, category: Category, seen: HeldReport | None, now: datetime
    ) -> list[ChangeRow]:
        report, move = report_of_request(request, report_id, category, seen, now, self._channel)
        rows: list[ChangeRow] = []
        record = changed_record(report, seen)
        if record is not None:
            rows.append(_row(Entity.REPORT, record))
        moves = () if move is None else (move,)
        entries = first_entries(report, request, now) if seen is None else moves
        rows += [_row(Entity.TRANSITION, transition_record(entry)) for entry in entries]
        photo = photo_of(report, request, self._source)
        held = frozenset() if seen is None else seen.photos
        wanted = frozenset() if photo is None else frozenset((str(photo.id),))
        if photo is not None and not wanted <= held:
            rows.append(_row(Entity.MEDIA, media_record(photo)))
        # A photo that the source shows no more must not stay here.
        rows += [ChangeRow(Entity.MEDIA, media_id, None) for media_id in sorted(held - wanted)]
        return rows

    def _missing(
        self, scope: Scope | None, requests: dict[str, ServiceRequest], gone: frozenset[str]
    ) -> tuple[str, ...]:
        if scope is None:
            return ()
        return tuple(
            number
            for number, known in self._known.items()
            if scope.since_ms <= known.created_ms <= scope.until_ms and number not in requests and number not in gone
        )


def _row(entity: Entity, record: Record) -> ChangeRow:
    return ChangeRow(entity, record_key(entity, record), record)
