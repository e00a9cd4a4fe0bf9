"""Writing reports with a past: one transaction a batch, each with its feed entries.

Owns the identity of what comes from outside: source, id and occurrence. A repeated id with other content is another
occurrence.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from sqlalchemy import Connection, select

from commandcenter.models.area_index import NO_AREA, Located
from commandcenter.models.category import Category
from commandcenter.models.identity import AreaCode, CategoryCode, ReportId, ReportNumber, report_id_at
from commandcenter.models.past import PastReport
from commandcenter.models.record import Entity, media_record, report_record, transition_record
from commandcenter.models.table import import_identities, media, report_numbers, reports, transitions
from commandcenter.store.bulk import insert_records
from commandcenter.store.catalogue import load_categories
from commandcenter.store.failure import CategoryUnknown
from commandcenter.store.feed import Change, publish, put
from commandcenter.store.intake.unfolding import photos_of_past, report_of_past, timeline_of_past
from commandcenter.store.number import take_numbers
from commandcenter.store.placement import Placement
from commandcenter.store.setting import StoreSettings
from commandcenter.store.terms import Terms

BATCH_ROWS = 2_000
"""Rows of one transaction at the most: enough to make its fixed costs small, few enough that other writers do not wait
long."""


@dataclass(slots=True)
class ImportCount:
    """What an import did so far; grows batch by batch.

    Attributes:
        repeated_ids: Ids that stand on rows of different content; each such row is an occurrence of its own.
        without_place: Added reports whose source says no place.
        outside: Added reports that have a place in no area.
        overlapping: Added reports that several areas cover; the smallest code decided.
        agreeing: Added reports in the one area that the file names.
        differing: Lines of added reports that lie elsewhere than the file says.
    """

    added: int = 0
    already_there: int = 0
    repeated_ids: list[str] = field(default_factory=list)
    without_place: int = 0
    outside: int = 0
    overlapping: int = 0
    agreeing: int = 0
    differing: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Row:
    """One row on its way into the tables."""

    past: PastReport
    occurrence: int
    report_id: ReportId
    number: ReportNumber
    area: AreaCode | None


def import_batch(
    connection: Connection,
    settings: StoreSettings,
    placement: Placement,
    source: str,
    batch: Sequence[PastReport],
    count: ImportCount,
) -> None:
    """Write those reports of a batch that are not in the store yet.

    Args:
        connection: Inside a writing transaction; imports and loads of areas wait for each other.
        settings: Which city, which clock.
        placement: Finds the areas; kept from batch to batch.
        source: First part of the identity of every report of the batch.
        batch: At most ``BATCH_ROWS`` reports.
        count: Is added to.

    Raises:
        CategoryUnknown: If the catalogue lacks a report's category.
        NotInitialised: If the database does not hold the city.
    """
    index = placement.index(connection, alone=True)
    categories = load_categories(connection, settings.city)
    for past in batch:
        if past.category not in categories:
            raise CategoryUnknown(category=past.category)
    fresh = _fresh(connection, settings, source, batch, count)
    if not fresh:
        return
    places = [past.place for past, _ in fresh]
    located = index.locate(
        [np.nan if place is None else place.lon for place in places],
        [np.nan if place is None else place.lat for place in places],
    )
    areas = [None if at == NO_AREA else index.codes[at] for at in located.index]
    prefix = Terms(connection, settings.city).number_prefix()
    numbers = take_numbers(connection, settings.city, prefix, [past.created_at for past, _ in fresh])
    ids = _free_ids(connection, settings, [past for past, _ in fresh])
    rows = [
        _Row(past, occurrence, report_id, number, area)
        for (past, occurrence), report_id, number, area in zip(fresh, ids, numbers, areas, strict=True)
    ]
    _count(rows, located, count)
    publish(connection, settings.city, _write(connection, settings, source, categories, rows), settings.clock())


def _fresh(
    connection: Connection, settings: StoreSettings, source: str, batch: Sequence[PastReport], count: ImportCount
) -> list[tuple[PastReport, int]]:
    """Return the rows that are not in the store, each with the occurrence of its id."""
    known = connection.execute(
        select(import_identities.c.external_id, import_identities.c.content_hash).where(
            import_identities.c.city == settings.city,
            import_identities.c.source == source,
            import_identities.c.external_id.in_({past.external_id for past in batch}),
        )
    )
    hashes: defaultdict[str, set[str]] = defaultdict(set)
    for row in known:
        hashes[row.external_id].add(row.content_hash)
    fresh = []
    for past in batch:
        there = hashes[past.external_id]
        if past.content_hash in there:
            count.already_there += 1
            continue
        if there:
            count.repeated_ids.append(past.external_id)
        there.add(past.content_hash)
        fresh.append((past, len(there)))
    return fresh


def _free_ids(connection: Connection, settings: StoreSettings, batch: Sequence[PastReport]) -> list[ReportId]:
    """Draw ids that neither the table nor the batch holds."""
    ids = [report_id_at(past.created_at) for past in batch]
    while True:
        query = select(reports.c.id).where(reports.c.city == settings.city, reports.c.id.in_(ids))
        taken = set(connection.execute(query).scalars())
        twice = {report_id for report_id, times in Counter(ids).items() if times > 1}
        if not taken and not twice:
            return ids
        ids = [
            report_id_at(past.created_at) if report_id in taken or report_id in twice else report_id
            for report_id, past in zip(ids, batch, strict=True)
        ]


def _count(rows: Sequence[_Row], located: Located, count: ImportCount) -> None:
    count.added += len(rows)
    without_place = sum(row.past.place is None for row in rows)
    count.without_place += without_place
    count.outside += int(np.count_nonzero(located.covering == 0)) - without_place
    count.overlapping += int(np.count_nonzero(located.covering > 1))
    for row, covering in zip(rows, located.covering, strict=True):
        if row.past.named_area and row.past.named_area != row.area:
            count.differing.append(row.past.line)
        elif row.past.named_area and covering == 1:
            count.agreeing += 1


def _write(
    connection: Connection,
    settings: StoreSettings,
    source: str,
    categories: Mapping[CategoryCode, Category],
    rows: Sequence[_Row],
) -> list[Change]:
    report_rows = []
    entries = []
    photos = []
    for row in rows:
        report = report_of_past(row.past, row.report_id, row.number, row.area, categories[row.past.category])
        report_rows.append(report_record(report))
        entries += [transition_record(entry) for entry in timeline_of_past(row.past, row.report_id)]
        photos += [media_record(photo) for photo in photos_of_past(row.past, row.report_id)]
    numbers = [{"number": row.number, "report_id": row.report_id} for row in rows]
    insert_records(connection, reports, settings.city, report_rows)
    insert_records(connection, report_numbers, settings.city, numbers)
    insert_records(connection, transitions, settings.city, entries)
    insert_records(connection, media, settings.city, photos)
    insert_records(connection, import_identities, settings.city, [_identity(source, row) for row in rows])
    made = [put(Entity.REPORT, record) for record in report_rows]
    made += [put(Entity.TRANSITION, record) for record in entries]
    made += [put(Entity.MEDIA, record) for record in photos]
    return made


def _identity(source: str, row: _Row) -> dict[str, Any]:
    return {
        "source": source,
        "external_id": row.past.external_id,
        "occurrence": row.occurrence,
        "report_id": row.report_id,
        "content_hash": row.past.content_hash,
    }
