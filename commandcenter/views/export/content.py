"""What an export is made of: columns of a known kind, in the order of the rows, and what must be said beside them.

Frozen values that cross to the process which writes the file. Texts are not among them: that process reads those from
the mirror, a part at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from commandcenter.models.mirror.reader import TextField


class Format(Enum):
    """What kind of file; the value is its ending."""

    CSV = "csv"
    XLSX = "xlsx"
    GEOJSON = "geojson"
    GEOPACKAGE = "gpkg"


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """A column of words.

    Attributes:
        words: What the codes stand for.
        codes: Whole numbers, shape (n,): index into ``words``, -1 for none.
    """

    words: tuple[str, ...]
    codes: NDArray[Any]


@dataclass(frozen=True, slots=True, eq=False)
class Numbers:
    """A column of whole numbers; int64, shape (n,), ``NO_TIME`` for none."""

    values: NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Instants:
    """A column of UTC seconds; int64, shape (n,), ``NO_TIME`` for none."""

    seconds: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Texts:
    """A column of what the mirror holds."""

    field: TextField


@dataclass(frozen=True, slots=True)
class Keys:
    """The column of report ids, as text: spreadsheets and browsers round whole numbers of 19 digits."""


@dataclass(frozen=True, slots=True)
class Degrees:
    """One coordinate of the place, EPSG:4326."""

    axis: Literal["lon", "lat"]


Values = Words | Numbers | Instants | Texts | Keys | Degrees


@dataclass(frozen=True, slots=True, eq=False)
class ExportColumn:
    """One column under its title."""

    title: str
    values: Values


@dataclass(frozen=True, slots=True, eq=False)
class Export:
    """Everything that the writing process must know.

    Attributes:
        target: The file.
        format: Its kind.
        mirror: The database that texts are read from.
        ids: int64 report ids, shape (n,), in the order of the rows.
        x: int32 world units (``place.to_world``), shape (n,).
        y: int32 world units.
        placed: bool, shape (n,): whether the report has a place.
        columns: From left to right; titles are unlike each other.
        name: What the rows are called, for the layer or sheet.
        notes: What must be said beside the rows, title and sentence.
        warnings: Titles of those notes that whoever exports must read, and whoever opens the file.
        notes_name: What the notes are called.
    """

    target: Path
    format: Format
    mirror: Path
    ids: NDArray[np.int64]
    x: NDArray[np.int32]
    y: NDArray[np.int32]
    placed: NDArray[np.bool_]
    columns: tuple[ExportColumn, ...]
    name: str
    notes: tuple[tuple[str, str], ...]
    notes_name: str
    warnings: frozenset[str] = frozenset()

    @property
    def told_first(self) -> tuple[str, ...]:
        """Sentences that must be read before the rows, whatever program shows them."""
        return tuple(text for title, text in self.notes if title in self.warnings)


Progress = Callable[[int], None]
"""Called with the number of rows written so far; raises ``ExportCancelled`` to end the writing."""


def unlike(titles: Mapping[int, str]) -> dict[int, str]:
    """Return titles with a number behind those that occur before, whatever their case: some formats want that."""
    seen: dict[str, int] = {}
    found: dict[int, str] = {}
    for key, title in titles.items():
        times = seen[title.casefold()] = seen.get(title.casefold(), 0) + 1
        found[key] = title if times == 1 else f"{title} {times}"
    return found
