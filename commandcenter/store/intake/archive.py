"""Writing archived reports: one transaction a batch, each with its feed entries.

Owns the import's identity (source, id, occurrence) and its stated reconstruction of time: an archive says when
something was reported, not when a store knew. So ``acted_at``, ``recorded_at`` and the report's own ``recorded_at``
are all the time of reporting, and everything is marked as reconstructed.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from sqlalchemy import Connection, select

from commandcenter.models.area_index import NO_AREA, Located
from commandcenter.models.category import Category, close_by, respond_by
from commandcenter.models.identity import AreaCode, MediaId, ReportId, ReportNumber, report_id_at
from commandcenter.models.record import Entity, media_record, report_record, transition_record
from commandcenter.models.report import Media, Moderation, Priority, Report, Transition, TransitionKind
from commandcenter.models.state import State
from commandcenter.models.table import import_identities, media, report_numbers, reports, transitions
from commandcenter.store.catalogue import load_categories
from commandcenter.store.failure import CategoryUnknown
from commandcenter.store.feed import Change, publish, put
from commandcenter.store.intake.jakarta_file import CATEGORY, SOURCE, ArchivedReport
from commandcenter.store.number import take_numbers
from commandcenter.store.placement import Placement
from commandcenter.store.setting import StoreSettings

BATCH_ROWS = 500
"""Rows of one transaction at the most."""


@dataclass(slots=True)
class ImportCount:
    """What an import did so far; grows batch by batch.

    Attributes:
        repeated_ids: Ids that stand on rows of different content; each such row is an occurrence of its own.
        outside: Added reports that lie in no area.
        overlapping: Added reports that several areas cover; the smallest code decided.
        agreeing: Added reports in the one area that the file names.
        differing: Lines of added reports that lie elsewhere than the file says.
    """

    added: int = 0
    already_there: int = 0
    repeated_ids: list[str] = field(default_factory=list)
    outside: int = 0
    overlapping: int = 0
    agreeing: int = 0
    differing: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Row:
    """One row on its way into the tables."""

    archived: ArchivedReport
    occurrence: int
    report_id: ReportId
    number: ReportNumber
    area: AreaCode | None


def import_batch(
    connection: Connection,
    settings: StoreSettings,
    placement: Placement,
    batch: Sequence[ArchivedReport],
    count: ImportCount,
) -> None:
    """Write those rows of a batch that are not in the store yet.

    Args:
        connection: Inside a writing transaction; imports and loads of areas wait for each other.
        settings: Which city, which clock.
        placement: Finds the areas; kept from batch to batch.
        batch: At most ``BATCH_ROWS`` rows.
        count: Is added to.

    Raises:
        CategoryUnknown: If the catalogue lacks the archive's category.
        NotInitialised: If the database does not hold the city.
    """
    index = placement.index(connection, alone=True)
    category = load_categories(connection, settings.city).get(CATEGORY)
    if category is None:
        raise CategoryUnknown(category=CATEGORY)
    fresh = _fresh(connection, settings, batch, count)
    if not fresh:
        return
    located = index.locate([archived.place.lon for archived, _ in fresh], [archived.place.lat for archived, _ in fresh])
    areas = [None if at == NO_AREA else index.codes[at] for at in located.index]
    numbers = take_numbers(connection, settings.city, [archived.created_at for archived, _ in fresh])
    ids = _free_ids(connection, settings, [archived for archived, _ in fresh])
    rows = [
        _Row(archived, occurrence, report_id, number, area)
        for (archived, occurrence), report_id, number, area in zip(fresh, ids, numbers, areas, strict=True)
    ]
    _count(rows, located, count)
    publish(connection, settings.city, _write(connection, settings, category, rows), settings.clock())


def _fresh(
    connection: Connection, settings: StoreSettings, batch: Sequence[ArchivedReport], count: ImportCount
) -> list[tuple[ArchivedReport, int]]:
    """Return the rows that are not in the store, each with the occurrence of its id."""
    known = connection.execute(
        select(import_identities.c.external_id, import_identities.c.content_hash).where(
            import_identities.c.city == settings.city,
            import_identities.c.source == SOURCE,
            import_identities.c.external_id.in_({archived.external_id for archived in batch}),
        )
    )
    hashes: defaultdict[str, set[str]] = defaultdict(set)
    for row in known:
        hashes[row.external_id].add(row.content_hash)
    fresh = []
    for archived in batch:
        there = hashes[archived.external_id]
        if archived.content_hash in there:
            count.already_there += 1
            continue
        if there:
            count.repeated_ids.append(archived.external_id)
        there.add(archived.content_hash)
        fresh.append((archived, len(there)))
    return fresh


def _free_ids(connection: Connection, settings: StoreSettings, batch: Sequence[ArchivedReport]) -> list[ReportId]:
    """Draw ids that neither the table nor the batch holds."""
    ids = [report_id_at(archived.created_at) for archived in batch]
    while True:
        query = select(reports.c.id).where(reports.c.city == settings.city, reports.c.id.in_(ids))
        taken = set(connection.execute(query).scalars())
        twice = {report_id for report_id, times in Counter(ids).items() if times > 1}
        if not taken and not twice:
            return ids
        ids = [
            report_id_at(archived.created_at) if report_id in taken or report_id in twice else report_id
            for report_id, archived in zip(ids, batch, strict=True)
        ]


def _count(rows: Sequence[_Row], located: Located, count: ImportCount) -> None:
    count.added += len(rows)
    count.outside += int(np.count_nonzero(located.covering == 0))
    count.overlapping += int(np.count_nonzero(located.covering > 1))
    for row, covering in zip(rows, located.covering, strict=True):
        if row.archived.named_area and row.archived.named_area != row.area:
            count.differing.append(row.archived.line)
        elif row.archived.named_area and covering == 1:
            count.agreeing += 1


def _write(connection: Connection, settings: StoreSettings, category: Category, rows: Sequence[_Row]) -> list[Change]:
    city = {"city": settings.city}
    report_rows = [report_record(_report(row, category)) for row in rows]
    entries = [transition_record(_first_entry(row)) for row in rows]
    photos = [media_record(_photo(row)) for row in rows if row.archived.has_image]
    _insert(connection, reports, [{**city, **record} for record in report_rows])
    _insert(connection, report_numbers, [{**city, "number": row.number, "report_id": row.report_id} for row in rows])
    _insert(connection, transitions, [{**city, **record} for record in entries])
    _insert(connection, media, [{**city, **record} for record in photos])
    _insert(connection, import_identities, [{**city, **_identity(row)} for row in rows])
    made = [put(Entity.REPORT, record) for record in report_rows]
    made += [put(Entity.TRANSITION, record) for record in entries]
    made += [put(Entity.MEDIA, record) for record in photos]
    return made


def _insert(connection: Connection, table: Any, records: list[dict[str, Any]]) -> None:
    if records:
        connection.execute(table.insert(), records)


def _identity(row: _Row) -> dict[str, Any]:
    return {
        "source": SOURCE,
        "external_id": row.archived.external_id,
        "occurrence": row.occurrence,
        "report_id": row.report_id,
        "content_hash": row.archived.content_hash,
    }


def _report(row: _Row, category: Category) -> Report:
    at = row.archived.created_at
    return Report(
        id=row.report_id,
        number=row.number,
        version=1,
        category=category.code,
        state=State.WAITING,
        priority=Priority.NORMAL,
        place=row.archived.place,
        area=row.area,
        agency=None,
        description=row.archived.description,
        address=None,
        channel=row.archived.channel,
        created_at=at,
        recorded_at=at,
        updated_at=at,
        acknowledged_at=None,
        acknowledged_by=None,
        closed_at=None,
        respond_by=respond_by(category, at),
        close_by=close_by(category, at),
        supporters=0,
        has_photo=row.archived.has_image,
        moderation=Moderation.PUBLIC,
        simulated=False,
        reconstructed=True,
    )


def _first_entry(row: _Row) -> Transition:
    depth_cm = row.archived.depth_cm
    at = row.archived.created_at
    return Transition(
        report_id=row.report_id,
        sequence=1,
        kind=TransitionKind.SUBMITTED,
        from_state=None,
        to_state=State.WAITING,
        actor=row.archived.channel,
        note="" if depth_cm is None else f"kedalaman {depth_cm:g} cm",
        acted_at=at,
        recorded_at=at,
        reconstructed=True,
    )


def _photo(row: _Row) -> Media:
    return Media(
        MediaId(f"{row.report_id}-1"), row.report_id, "before", None, Moderation.PUBLIC, row.archived.created_at
    )
