"""Handing on what the queue shows: as lines for the clipboard, and as the content of an export.

Owns which columns go along besides those that are shown: whatever a row needs to be found again, its place and its
times, and what must be said of it. Nothing of a reporter is among it; the mirror holds nothing of one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from commandcenter.models.board.change_set import NO_INCIDENT, NO_TIME, Flag
from commandcenter.models.board.column import CodedName
from commandcenter.models.board.generation import Generation
from commandcenter.models.board.vocabulary import Vocabulary
from commandcenter.models.report import Priority
from commandcenter.models.state import STATES
from commandcenter.models.text import FORMULA_STARTS
from commandcenter.views.export.content import (
    Degrees,
    Export,
    ExportColumn,
    Format,
    Instants,
    Keys,
    Numbers,
    Texts,
    Values,
    Words,
    unlike,
)
from commandcenter.views.queue.column import QueueColumn, title
from commandcenter.views.queue.line import lines
from commandcenter.views.queue.model import QueueModel
from commandcenter.views.queue.sorting import due_s, response_s
from commandcenter.views.surroundings import Names
from commandcenter.views.wording import exact_moment, number, priority_word, state_word, translate

MOST_COPIED = 2_000
"""Rows for the clipboard: more than anybody pastes by hand; the rest is a file's matter."""

_MINUTE_S = 60


def as_lines(model: QueueModel, generation: Generation, ids: NDArray[np.int64], columns: Sequence[QueueColumn]) -> str:
    """Return reports as lines with tabs between the words of the columns, titles first.

    Their texts must be among those kept for the screen. Reports that have left the board are passed over.
    """
    made = ["\t".join(title(column) for column in columns)]
    for line in lines(generation, ids):
        if line is not None:
            # Tabs and line ends would make cells of their own.
            words = (" ".join(model.words_of(line, column).split()) for column in columns)
            made.append("\t".join(f"'{said}" if said.startswith(FORMULA_STARTS) else said for said in words))
    return "\n".join(made) + "\n"


@dataclass(frozen=True, slots=True, eq=False)
class Selection:
    """What is to be exported.

    Attributes:
        generation: What is known of the reports.
        ids: int64, in the order of the rows.
        columns: Those shown, from left to right.
        at_s: UTC second that is shown, which ages count to.
        made_s: UTC second of the export.
        is_past: Whether the past is shown.
    """

    generation: Generation
    ids: NDArray[np.int64]
    columns: tuple[QueueColumn, ...]
    at_s: float
    made_s: float
    is_past: bool = False


def export_of(selection: Selection, target: Path, kind: Format, mirror: Path, names: Names) -> Export:
    """Gather what goes into a file; for a thread of its own, since it takes every column of every row."""
    generation = selection.generation
    rows = generation.rows_of(selection.ids)
    # A report may have left the board while its row was held.
    rows = rows[rows >= 0]
    gathered = _Gathered(generation, rows, selection.at_s, names)
    flags = generation.column("flags", rows)
    columns = [*_shown(gathered, selection.columns), *_besides(gathered, selection.columns, flags)]
    titles = unlike({place: name for place, (name, _) in enumerate(columns)})
    return Export(
        target=target,
        format=kind,
        mirror=mirror,
        ids=generation.ids_of(rows),
        x=generation.column("x", rows),
        y=generation.column("y", rows),
        placed=(flags & np.uint8(Flag.HAS_PLACE)) != 0,
        columns=tuple(ExportColumn(titles[place], values) for place, (_, values) in enumerate(columns)),
        name=_name(is_past=selection.is_past),
        notes=(*_past(selection), *_notes(gathered, flags, selection.made_s)),
        notes_name=translate("QueueExport", "Notes"),
        warnings=frozenset(
            {
                translate("QueueExport", "The past"),
                translate("QueueExport", "Simulated"),
                translate("QueueExport", "Reconstructed times"),
                translate("QueueExport", "Border approximate"),
            }
        ),
    )


def _name(*, is_past: bool) -> str:
    return translate("QueueExport", "Reports of the past") if is_past else translate("QueueExport", "Reports")


@dataclass(frozen=True, slots=True, eq=False)
class _Gathered:
    generation: Generation
    rows: NDArray[np.int64]
    at_s: float
    names: Names

    def instants(self, name: Any) -> Instants:
        return Instants(self.generation.column(name, self.rows))

    def words(self, name: CodedName, named: Callable[[str], str]) -> Words:
        vocabulary: Vocabulary = self.generation.vocabularies[name]
        return Words(tuple(named(word) for word in vocabulary.words), self.generation.column(name, self.rows))

    def minutes(self, seconds: NDArray[np.int64]) -> Numbers:
        return Numbers(np.where(seconds == NO_TIME, NO_TIME, seconds // _MINUTE_S))

    def incidents(self) -> Words:
        incidents = self.generation.column("incidents", self.rows)
        known, codes = np.unique(incidents, return_inverse=True)
        codes = np.where(incidents == NO_INCIDENT, -1, codes)
        return Words(tuple(self.names.incident(int(incident)) for incident in known), codes)

    def approximate(self) -> Words:
        areas = self.generation.vocabularies["areas"].words
        known = self.names.areas
        is_rough = np.array([*(word in known and known[word].approximate for word in areas), False])
        return _yes(is_rough[self.generation.column("areas", self.rows)])


def _shown(gathered: _Gathered, columns: Sequence[QueueColumn]) -> list[tuple[str, Values]]:
    generation, rows, names = gathered.generation, gathered.rows, gathered.names
    make: dict[QueueColumn, Callable[[], Values]] = {
        QueueColumn.STATE: lambda: Words(tuple(map(state_word, STATES)), generation.column("states", rows)),
        QueueColumn.AGE: lambda: gathered.minutes(int(gathered.at_s) - generation.column("created_s", rows)),
        QueueColumn.DUE: lambda: Instants(due_s(generation, rows)),
        QueueColumn.DESCRIPTION: lambda: Texts("description"),
        QueueColumn.CATEGORY: lambda: gathered.words("categories", names.category),
        QueueColumn.AREA: lambda: gathered.words("areas", names.area),
        QueueColumn.NUMBER: lambda: Texts("number"),
        QueueColumn.TAKEN_BY: lambda: gathered.words("takers", str),
        QueueColumn.SUPPORTERS: lambda: Numbers(generation.column("supporters", rows).astype(np.int64)),
        QueueColumn.PRIORITY: lambda: Words(tuple(map(priority_word, Priority)), generation.column("priorities", rows)),
        QueueColumn.AGENCY: lambda: gathered.words("agencies", names.agency),
        QueueColumn.RESPONSE: lambda: gathered.minutes(response_s(generation, rows)),
        QueueColumn.CLOSED: lambda: gathered.instants("closed_s"),
        QueueColumn.UPDATED: lambda: gathered.instants("updated_s"),
        QueueColumn.PHOTO: lambda: _yes((generation.column("flags", rows) & np.uint8(Flag.HAS_PHOTO)) != 0),
        QueueColumn.ADDRESS: lambda: Texts("address"),
        QueueColumn.CREW: lambda: gathered.words("crews", names.crew),
        QueueColumn.INCIDENT: gathered.incidents,
    }
    in_minutes = translate("QueueExport", "{column} (minutes)")
    return [
        (in_minutes.format(column=title(column)) if column in _IN_MINUTES else title(column), make[column]())
        for column in columns
    ]


_IN_MINUTES = frozenset({QueueColumn.AGE, QueueColumn.RESPONSE})


def _besides(gathered: _Gathered, shown: Sequence[QueueColumn], flags: NDArray[np.uint8]) -> list[tuple[str, Values]]:
    """Return what goes along though it is not shown."""
    found: list[tuple[str, Values]] = []
    if QueueColumn.NUMBER not in shown:
        found.append((title(QueueColumn.NUMBER), Texts("number")))
    found += [
        (translate("QueueExport", "ID"), Keys()),
        (translate("QueueExport", "Longitude"), Degrees("lon")),
        (translate("QueueExport", "Latitude"), Degrees("lat")),
        (translate("QueueExport", "Reported at"), gathered.instants("created_s")),
        (translate("QueueExport", "First response at"), gathered.instants("acknowledged_s")),
        (translate("QueueExport", "First response due"), gathered.instants("respond_by_s")),
        (translate("QueueExport", "Closing due"), gathered.instants("close_by_s")),
    ]
    for column, name in ((QueueColumn.CLOSED, "closed_s"), (QueueColumn.UPDATED, "updated_s")):
        if column not in shown:
            found.append((title(column), gathered.instants(name)))
    found.append((translate("QueueExport", "Simulated"), _yes((flags & np.uint8(Flag.SIMULATED)) != 0)))
    found.append((translate("QueueExport", "Reconstructed times"), _yes((flags & np.uint8(Flag.RECONSTRUCTED)) != 0)))
    if QueueColumn.AREA in shown:
        found.append((translate("QueueExport", "Border approximate"), gathered.approximate()))
    return found


def _past(selection: Selection) -> tuple[tuple[str, str], ...]:
    """Return that the rows are of the past, where they are."""
    if not selection.is_past:
        return ()
    words = translate(
        "QueueExport",
        "THE PAST: as it was known on {moment} and not as it is now. Texts and support are those of the export.",
    )
    return ((translate("QueueExport", "The past"), words.format(moment=exact_moment(selection.at_s))),)


def _notes(gathered: _Gathered, flags: NDArray[np.uint8], made_s: float) -> tuple[tuple[str, str], ...]:
    rows = len(gathered.rows)
    simulated = int(np.count_nonzero(flags & np.uint8(Flag.SIMULATED)))
    rebuilt = int(np.count_nonzero(flags & np.uint8(Flag.RECONSTRUCTED)))
    rough = int(np.count_nonzero(gathered.approximate().codes >= 0))
    notes = [
        (translate("QueueExport", "Exported at"), exact_moment(made_s)),
        (translate("QueueExport", "Rows"), number(rows)),
        (translate("QueueExport", "Data version"), gathered.generation.position),
        (
            translate("QueueExport", "Times"),
            translate("QueueExport", "In WIB (UTC+7), except in the GeoPackage, which holds them in UTC."),
        ),
        (
            translate("QueueExport", "Places"),
            translate("QueueExport", "Longitude and latitude in degrees, WGS 84 (EPSG:4326)."),
        ),
    ]
    if simulated:
        words = translate("QueueExport", "SIMULATED DATA: {simulated} of {rows} reports were made up by the simulator.")
        notes.append(
            (translate("QueueExport", "Simulated"), words.format(simulated=number(simulated), rows=number(rows)))
        )
    if rebuilt:
        words = translate("QueueExport", "The times of {rebuilt} reports were reconstructed when they were imported.")
        notes.append((translate("QueueExport", "Reconstructed times"), words.format(rebuilt=number(rebuilt))))
    if rough:
        words = translate(
            "QueueExport", "The borders of the areas of {rough} reports are approximate; so is the area that is named."
        )
        notes.append((translate("QueueExport", "Border approximate"), words.format(rough=number(rough))))
    return tuple(notes)


def _yes(holds: NDArray[np.bool_]) -> Words:
    return Words((translate("QueueExport", "yes"),), np.where(holds, 0, -1).astype(np.int8))
