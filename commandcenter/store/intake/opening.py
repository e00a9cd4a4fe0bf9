"""Opening a file of reports: which mapping fits it, and its rows as reports with a past.

Owns the choice. A shipped mapping is taken only where exactly one fits; otherwise the person says which.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import cache
from pathlib import Path

from commandcenter.models.failure import Failure
from commandcenter.models.past import PastReport
from commandcenter.resource import resource_path
from commandcenter.store.intake.mapping import DRAFT, ReportMapping, read_mapping
from commandcenter.store.intake.past_row import PastRow
from commandcenter.store.intake.reject import Reject
from commandcenter.store.intake.table_file import TableFile

_NAMED_COLUMNS = 12


class NoMappingFits(Failure):
    """A file of a kind that no shipped mapping knows."""

    code = "no_mapping_fits"
    template = (
        "No shipped mapping knows the columns of {path} ({columns}). The nearest, {nearest}, misses: {missing}. "
        "Draft one with: {command}."
    )


class MappingsFit(Failure):
    """A file that several shipped mappings know."""

    code = "mappings_fit"
    template = "{path} fits more than one mapping: {names}. Say which with --mapping."


class ColumnsMissing(Failure):
    """A file that lacks what the mapping that was asked for needs."""

    code = "columns_missing"
    template = "{path} lacks columns that the mapping {name} needs: {missing}. It has: {columns}."


class MappingUnknown(Failure):
    """A name that no shipped mapping has."""

    code = "mapping_unknown"
    template = "There is neither a shipped mapping nor a file named {name}. Shipped are: {names}."


def open_reports(path: Path, mapping: ReportMapping | None, now: datetime) -> Iterator[PastReport | Reject]:
    """Yield a file's reports in the file's order, with bounded memory.

    Args:
        path: The file: CSV, TSV, JSON or JSON Lines, plain or gzipped.
        mapping: What its columns mean; None: the shipped one that fits.
        now: A row reported or closed later than this is refused.

    Raises:
        BadFile: If it is no table.
        ColumnsMissing: If it lacks columns that the mapping needs.
        NoMappingFits: If no mapping was given and no shipped one fits.
        MappingsFit: If several do.
        OSError: If it can't be read.
    """
    with TableFile(path, mapping.delimiter if mapping else "") as table:
        yield from reports_of(table, chosen_mapping(table, mapping), now)


def reports_of(table: TableFile, mapping: ReportMapping, now: datetime) -> Iterator[PastReport | Reject]:
    """Yield an open file's reports in the file's order."""
    reader = PastRow(mapping, now)
    for entry in table.rows():
        if isinstance(entry, Reject):
            yield entry
            continue
        line, row = entry
        try:
            yield reader.read(line, row)
        except Failure as failure:
            yield Reject(line, failure, row)


def chosen_mapping(table: TableFile, mapping: ReportMapping | None) -> ReportMapping:
    """Return the mapping that reads a file: the given one if it can, else the one shipped one that fits.

    Raises:
        ColumnsMissing, NoMappingFits, MappingsFit: As ``open_reports``.
    """
    columns = frozenset(table.columns)
    shown = ", ".join(table.columns[:_NAMED_COLUMNS]) + ("…" if len(table.columns) > _NAMED_COLUMNS else "")
    if mapping is not None:
        missing = mapping.missing(columns)
        if missing:
            raise ColumnsMissing(path=table.path, name=mapping.name, missing=", ".join(missing), columns=shown)
        return mapping
    shipped = shipped_mappings()
    fitting = [one for one in shipped if not one.missing(columns)]
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        raise MappingsFit(path=table.path, names=", ".join(one.name for one in fitting))
    nearest = min(shipped, key=lambda one: len(one.missing(columns)) / len(one.recognise))
    raise NoMappingFits(
        path=table.path,
        columns=shown,
        nearest=nearest.name,
        missing=", ".join(nearest.missing(columns)),
        command=DRAFT,
    )


def mapping_named(name: str) -> ReportMapping:
    """Return a shipped mapping by its name, or the one in a file.

    Raises:
        MappingUnknown: If there is neither.
        BadMapping: If the file is no mapping.
    """
    for one in shipped_mappings():
        if one.name == name:
            return one
    if not Path(name).is_file():
        raise MappingUnknown(name=name, names=", ".join(one.name for one in shipped_mappings()))
    return read_mapping(Path(name))


@cache
def shipped_mappings() -> Sequence[ReportMapping]:
    """Return the mappings that come with the program, by name."""
    return tuple(read_mapping(path) for path in sorted(resource_path("mappings").glob("*.json")))
