"""What crosses from the sync worker to the board: frozen columns of changed reports.

Owns the layout of a batch. Made on the worker's thread from mirror or feed records, read on the interface
thread; nobody writes to its arrays.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import IntFlag

import numpy as np
from numpy.typing import NDArray

from commandcenter.models.place import to_world
from commandcenter.models.record import Entity, Record
from commandcenter.models.report import Moderation
from commandcenter.models.state import STATE_CODE, State

NO_TIME = np.iinfo(np.int64).min
"""Stands for "has not happened" in columns of instants."""

NO_WORD = -1
"""Stands for None in coded columns."""


NO_INCIDENT = -1
"""Stands for "part of no incident"."""


class Flag(IntFlag):
    """Bits of the ``flags`` column."""

    HAS_PLACE = 1
    HAS_PHOTO = 2
    SIMULATED = 4
    RECONSTRUCTED = 8
    PUBLIC = 16


@dataclass(frozen=True, slots=True)
class WordColumn:
    """A coded column of a batch: its own small word list and, for each row, an index into it.

    Attributes:
        words: Distinct words of this batch.
        codes: int16, shape (n,); index into ``words`` or ``NO_WORD``.
    """

    words: tuple[str, ...]
    codes: NDArray[np.int16]


@dataclass(frozen=True, slots=True)
class ReportBatch:
    """Changed reports as columns; every array has shape (n,), row i describes one report.

    Attributes:
        ids: int64 report ids, each at most once.
        versions: int32.
        states: int8, index into ``state.STATES``.
        priorities: int8.
        categories: Coded category codes.
        areas: Coded area codes; ``NO_WORD`` outside every area.
        agencies: Coded agency codes; ``NO_WORD`` where the area's office answers.
        takers: Coded names of who took the reports on; ``NO_WORD`` where nobody has.
        crews: Coded codes of the crews whose jobs are under way on the reports or were done; ``NO_WORD`` without any.
        x: int32 world units (``place.to_world``); 0 without a place.
        y: int32 world units.
        created_s: int64 seconds since 1970 UTC, as all instants here; ``NO_TIME`` for "not yet".
        updated_s: int64.
        acknowledged_s: int64.
        closed_s: int64.
        respond_by_s: int64.
        close_by_s: int64.
        paused_s: int64; since when a report is paused.
        supporters: int32.
        incidents: int64 incident ids; ``NO_INCIDENT`` where a report belongs to none.
        flags: uint8, bits of ``Flag``.
    """

    ids: NDArray[np.int64]
    versions: NDArray[np.int32]
    states: NDArray[np.int8]
    priorities: NDArray[np.int8]
    categories: WordColumn
    areas: WordColumn
    agencies: WordColumn
    takers: WordColumn
    crews: WordColumn
    x: NDArray[np.int32]
    y: NDArray[np.int32]
    created_s: NDArray[np.int64]
    updated_s: NDArray[np.int64]
    acknowledged_s: NDArray[np.int64]
    closed_s: NDArray[np.int64]
    respond_by_s: NDArray[np.int64]
    close_by_s: NDArray[np.int64]
    paused_s: NDArray[np.int64]
    supporters: NDArray[np.int32]
    incidents: NDArray[np.int64]
    flags: NDArray[np.uint8]

    def __len__(self) -> int:
        """Return the number of reports in the batch."""
        return len(self.ids)


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """What one commit to the mirror changed.

    Attributes:
        upserts: New and changed reports.
        removed: int64 ids of reports that left this desktop's scope.
        position: Feed position that the mirror stands at after it, as text.
        timelines: Ids of reports whose timeline or photos changed, also without a change of the report itself.
        settings_changed: Whether categories, areas or agencies changed: whoever shows their names or borders reads them
            anew.
        replaces_all: Whether everything known before is void (a new snapshot begins).
        entities: What else changed, by its kind, such as gauges or crews: whoever shows it reads it anew. Reports and
            what belongs to one are not among it; after a snapshot everything has to be read anew, and it is empty.
    """

    upserts: ReportBatch
    removed: NDArray[np.int64]
    position: str
    timelines: frozenset[int] = frozenset()
    settings_changed: bool = False
    replaces_all: bool = False
    entities: frozenset[Entity] = frozenset()


def replacing_all(position: str) -> ChangeSet:
    """Return a change set without reports that voids everything known before: whoever reads the board reads it anew."""
    return ChangeSet(batch_of(()), np.empty(0, np.int64), position, replaces_all=True)


def coded(words: Iterable[str | None]) -> WordColumn:
    """Code a column of words; None becomes ``NO_WORD``."""
    index: dict[str, int] = {}
    codes = [NO_WORD if word is None else index.setdefault(word, len(index)) for word in words]
    return WordColumn(tuple(index), np.array(codes, dtype=np.int16))


_NO_CREWS: Mapping[int, str] = {}


def batch_of(records: Sequence[Record], crews: Mapping[int, str] = _NO_CREWS) -> ReportBatch:
    """Turn report records (``record.FIELDS[Entity.REPORT]``) into columns.

    A report that occurs twice must not: the caller keeps the last.

    Args:
        records: The reports.
        crews: The crew of each report that has one, by report id; a report's record does not say it, its jobs do.
    """
    lon = np.array([record["lon"] for record in records], dtype=np.float64)
    lat = np.array([record["lat"] for record in records], dtype=np.float64)
    placed = ~(np.isnan(lon) | np.isnan(lat))
    x, y = to_world(np.where(placed, lon, 0.0), np.where(placed, lat, 0.0))
    flags = placed.astype(np.uint8) * np.uint8(Flag.HAS_PLACE)
    for name, bit in (
        ("has_photo", Flag.HAS_PHOTO),
        ("simulated", Flag.SIMULATED),
        ("reconstructed", Flag.RECONSTRUCTED),
    ):
        flags |= np.array([bool(record[name]) for record in records], dtype=np.uint8) * np.uint8(bit)
    public = [record["moderation"] == Moderation.PUBLIC for record in records]
    flags |= np.array(public, dtype=np.uint8) * np.uint8(Flag.PUBLIC)
    return ReportBatch(
        ids=np.array([record["id"] for record in records], dtype=np.int64),
        versions=np.array([record["version"] for record in records], dtype=np.int32),
        states=np.array([STATE_CODE[State(record["state"])] for record in records], dtype=np.int8),
        priorities=np.array([record["priority"] for record in records], dtype=np.int8),
        categories=coded(record["category"] for record in records),
        areas=coded(record["area"] for record in records),
        agencies=coded(record["agency"] for record in records),
        takers=coded(record["acknowledged_by"] for record in records),
        crews=coded(crews.get(record["id"]) for record in records),
        x=np.where(placed, x, 0).astype(np.int32),
        y=np.where(placed, y, 0).astype(np.int32),
        created_s=_seconds(records, "created_ms"),
        updated_s=_seconds(records, "updated_ms"),
        acknowledged_s=_seconds(records, "acknowledged_ms"),
        closed_s=_seconds(records, "closed_ms"),
        respond_by_s=_seconds(records, "respond_by_ms"),
        close_by_s=_seconds(records, "close_by_ms"),
        paused_s=_seconds(records, "paused_ms"),
        supporters=np.array([record["supporters"] for record in records], dtype=np.int32),
        incidents=np.array([_incident(record["incident"]) for record in records], dtype=np.int64),
        flags=flags,
    )


def with_crews(batch: ReportBatch, crews: Mapping[int, str]) -> ReportBatch:
    """Return a batch whose reports have these crews, by report id, and no others."""
    words = tuple(sorted(set(crews.values())))
    codes = np.full(len(batch), NO_WORD, np.int16)
    if crews:
        place = {word: code for code, word in enumerate(words)}
        known = np.array(sorted(crews), np.int64)
        of_known = np.array([place[crews[report]] for report in known.tolist()], np.int16)
        at = np.minimum(np.searchsorted(known, batch.ids), len(known) - 1)
        codes = np.where(known[at] == batch.ids, of_known[at], np.int16(NO_WORD)).astype(np.int16)
    return replace(batch, crews=WordColumn(words, codes))


def _incident(incident: int | None) -> int:
    return NO_INCIDENT if incident is None else incident


def _seconds(records: Sequence[Record], name: str) -> NDArray[np.int64]:
    values = (record[name] for record in records)
    return np.array([NO_TIME if ms is None else ms // 1000 for ms in values], dtype=np.int64)
